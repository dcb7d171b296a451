#include <identity/identity.hpp>

#include "words.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace guildhall::embedded {
std::span<const base::EmbeddedFile> identity_migrations();
}

namespace guildhall::identity {

std::vector<db::Migration> migrations()
{
    return db::migrations_of("identity", embedded::identity_migrations());
}

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 6> role_names{{{Role::agent, "agent"},
                                                                       {Role::team_lead, "team_lead"},
                                                                       {Role::service_owner, "service_owner"},
                                                                       {Role::content_editor, "content_editor"},
                                                                       {Role::administrator, "administrator"},
                                                                       {Role::auditor, "auditor"}}};

StaffMember read_member(db::Row const& row)
{
    return {.id = row.get<PersonId>(0),
            .email = row.get<std::string>(1),
            .name = row.get<std::string>(2),
            .roles = roles_from(row.text(3)),
            .teams = words_from(row.text(4)),
            .active = row.get<bool>(5),
            .has_password = !row.is_null(6)};
}

}

std::string_view name_of(Role role)
{
    return std::ranges::find(role_names, role, [](auto const& entry) { return entry.first; })->second;
}

std::optional<Role> role_named(std::string_view name)
{
    auto const found = std::ranges::find(role_names, name, [](auto const& entry) { return entry.second; });
    if (found == role_names.end()) return std::nullopt;
    return found->first;
}

std::vector<Role> roles_from(std::string_view stored)
{
    std::vector<Role> roles;
    for (auto const& word : words_from(stored))
        if (auto const role = role_named(word)) roles.push_back(*role);
    return roles;
}

Result<PersonId, Refusal> add_staff(db::Tx& tx, NewStaff const& member)
{
    auto const email = email_from(member.email);
    if (!email) return Refused{Refusal::email_not_valid};
    std::vector<std::string> roles;
    for (auto const role : member.roles) roles.emplace_back(name_of(role));

    static constexpr db::Query insert{"identity.add_staff", R"sql(
        insert into identity_staff (id, email, name, roles, teams, password, active, created_at)
        values ($1, $2, $3, $4, $5, null, 1, $6))sql"};
    auto const id = tx.new_id<PersonId>();
    if (!tx.insert_or_conflict(insert, id, *email, member.name, joined(roles), joined(member.teams), tx.now()))
        return Refused{Refusal::email_taken};
    tx.append({.type = "staff.added", .stream = id.value, .facts = "{}"});
    return id;
}

std::vector<StaffMember> members(db::Snapshot& snapshot)
{
    static constexpr db::Query select{"identity.members", R"sql(
        select id, email, name, roles, teams, active, password from identity_staff where active = 1 order by name, id)sql"};
    return snapshot.all(select, read_member);
}

std::optional<StaffMember> find_member(db::Snapshot& snapshot, PersonId person)
{
    static constexpr db::Query select{"identity.member", R"sql(
        select id, email, name, roles, teams, active, password from identity_staff where id = $1)sql"};
    return snapshot.one(select, read_member, person);
}

std::optional<PersonId> find_by_email(db::Snapshot& snapshot, std::string_view email)
{
    static constexpr db::Query select{"identity.by_email", "select id from identity_staff where email = $1"};
    return snapshot.value<PersonId>(select, email_from(email).value_or(""));
}

void set_password(db::Tx& tx, PersonId person, PasswordHash const& hash)
{
    static constexpr db::Query update{"identity.set_password", "update identity_staff set password = $2 where id = $1"};
    static constexpr db::Query end_sessions{"identity.end_sessions", "delete from identity_session where staff = $1"};
    tx.run(update, person, hash.text);
    tx.run(end_sessions, person);
}

}
