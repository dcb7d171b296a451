#include "store.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace guildhall::cases {

namespace {

Case read_columns(db::Row const& row)
{
    return {.id = row.get<CaseId>(0),
            .reference = row.get<std::string>(1),
            .service = row.get<std::string>(2),
            .service_version = row.get<services::VersionId>(3),
            .submission = row.integer(4),
            .subject = row.get<db::SubjectId>(5),
            .team = row.get<std::string>(6),
            .stage = row.get<std::string>(7),
            .opened = row.get<Time>(8),
            .target = row.get<Time>(9),
            .closed = row.get<std::optional<Time>>(10),
            .outcome = row.get<std::string>(11),
            .assignee = row.get<PersonId>(12),
            .organisation = row.get<OrganisationId>(13),
            .sensitivity = row.integer(14) == 0 ? Sensitivity::normal : Sensitivity::restricted,
            .place = row.get<std::string>(15),
            .longitude = row.get<std::optional<double>>(16),
            .latitude = row.get<std::optional<double>>(17),
            .abuse = row.get<bool>(18),
            .has_news = row.get<bool>(19),
            .revision = row.integer(20),
            .summary = row.get<std::string>(21),
            .about = {},
            .forgotten = row.get<std::optional<Time>>(22)};
}

/// A row becomes a case; whose it is is sealed.
auto reads_case(db::Snapshot& snapshot)
{
    return [&snapshot](db::Row const& row) {
        auto one = read_columns(row);
        if (!row.is_null(23)) one.about = snapshot.unseal(row.bytes(23)).value_or("");
        return one;
    };
}

// What read_columns() reads. A macro, because a query is a literal and only literals join.
#define SELECT_CASE                                                                                                    \
    "select id, reference, service, service_version, submission, subject, team, stage, opened_at, target_at, "         \
    "closed_at, outcome, assignee, organisation, sensitivity, place, longitude, latitude, abuse, has_news, revision, " \
    "summary, forgotten_at, about from case_record"

constexpr db::Query load_by_id{"cases.load", SELECT_CASE R"sql( where id = $1)sql"};

constexpr db::Query load_by_reference{"cases.load_by_reference", SELECT_CASE R"sql( where reference = $1)sql"};

constexpr db::Query with_submission{"cases.with_submission", SELECT_CASE R"sql( where submission = $1)sql"};

// The filters run over one team's index in order; those that are off cost a comparison. The column stands first in each
// so that PostgreSQL infers the parameter's type from it.
constexpr db::Query list_open{"cases.list_open", SELECT_CASE R"sql(
        where team = $1 and closed_at is null and id < $2 and sensitivity <= $3
          and (service = $4 or $4 = '') and (stage = $5 or $5 = '') and (assignee = $6 or $6 = -1)
          and target_at < $7 and has_news >= $8
        order by id desc limit $9)sql"};

constexpr db::Query list_due{"cases.list_due", SELECT_CASE R"sql(
        where team = $1 and closed_at is null and (target_at, id) > ($10, $2) and sensitivity <= $3
          and (service = $4 or $4 = '') and (stage = $5 or $5 = '') and (assignee = $6 or $6 = -1)
          and target_at < $7 and has_news >= $8
        order by target_at, id limit $9)sql"};

constexpr db::Query list_closed{"cases.list_closed", SELECT_CASE R"sql(
        where team = $1 and closed_at is not null and id < $2 and sensitivity <= $3
          and (service = $4 or $4 = '') and (stage = $5 or $5 = '') and (assignee = $6 or $6 = -1)
          and target_at < $7 and has_news >= $8
        order by id desc limit $9)sql"};

constexpr db::Query list_kept_too_long{"cases.kept_too_long", SELECT_CASE R"sql(
        where service_version = $1 and closed_at < $2 and closed_at is not null and forgotten_at is null
        order by closed_at limit $3)sql"};

#undef SELECT_CASE

constexpr db::Query count_open{"cases.count_open", R"sql(
        select count(*) from (select 1 from case_record
        where team = $1 and closed_at is null and sensitivity <= $2
          and (service = $3 or $3 = '') and (stage = $4 or $4 = '') and (assignee = $5 or $5 = -1)
          and target_at < $6 and has_news >= $7
        limit $8) as counted)sql"};

constexpr db::Query count_closed{"cases.count_closed", R"sql(
        select count(*) from (select 1 from case_record
        where team = $1 and closed_at is not null and sensitivity <= $2
          and (service = $3 or $3 = '') and (stage = $4 or $4 = '') and (assignee = $5 or $5 = -1)
          and target_at < $6 and has_news >= $7
        limit $8) as counted)sql"};

constexpr db::Query list_notes{
    "cases.notes", "select id, kind, words, created_at, once from case_note where case_id = $1 order by id"};

constexpr std::array<std::pair<NoteKind, std::string_view>, 4> note_kinds{{{NoteKind::internal, "internal"},
                                                                           {NoteKind::public_, "public"},
                                                                           {NoteKind::reason, "reason"},
                                                                           {NoteKind::information, "information"}}};

NoteKind note_kind(std::string_view name)
{
    for (auto const& [kind, word] : note_kinds)
        if (word == name) return kind;
    return NoteKind::internal;
}

}

std::optional<Case> load(db::Snapshot& snapshot, CaseId id)
{
    return snapshot.one(load_by_id, reads_case(snapshot), id);
}

std::optional<Case> load(db::Snapshot& snapshot, Reference const& reference)
{
    return snapshot.one(load_by_reference, reads_case(snapshot), reference.stored());
}

std::optional<Case> load_by_submission(db::Snapshot& snapshot, std::int64_t submission)
{
    return snapshot.one(with_submission, reads_case(snapshot), submission);
}

void insert(db::Tx& tx, Case const& opened)
{
    static constexpr db::Query statement{"cases.insert", R"sql(
        insert into case_record (id, reference, service, service_version, submission, subject, team, stage, opened_at,
            target_at, closed_at, outcome, assignee, organisation, sensitivity, place, longitude, latitude, abuse,
            has_news, revision, summary, about)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null, '', 0, $11, $12, $13, $14, $15, 0, 0, 1, $16, $17))sql"};
    std::optional<std::string> about;
    if (!opened.about.empty()) about = tx.seal(opened.subject, opened.about);
    tx.run(statement, opened.id, opened.reference, opened.service, opened.service_version, opened.submission,
           opened.subject, opened.team, opened.stage, opened.opened, opened.target, opened.organisation,
           opened.sensitivity == Sensitivity::normal ? 0 : 1, opened.place, opened.longitude, opened.latitude,
           opened.summary, about ? std::optional{db::Bytes{*about}} : std::nullopt);
}

bool update(db::Tx& tx, Case& changed)
{
    static constexpr db::Query statement{"cases.update", R"sql(
        update case_record set stage = $3, closed_at = $4, outcome = $5, assignee = $6, abuse = $7, has_news = $8,
            revision = revision + 1
        where id = $1 and revision = $2)sql"};
    auto const rows = tx.run(statement, changed.id, changed.revision, changed.stage, changed.closed, changed.outcome,
                             changed.assignee, changed.abuse, changed.has_news);
    ++changed.revision;
    return rows == 1;
}

bool may_see(Actor const& actor, Case const& one)
{
    if (!actor.is_staff()) return false;
    if (actor.in_team(one.team)) return true;
    bool const sees_all = actor.has(Role::administrator) || actor.has(Role::auditor);
    return sees_all && one.sensitivity == Sensitivity::normal;
}

std::vector<Case> list_team(db::Snapshot& snapshot, TeamQuery const& query, Filter const& filter)
{
    auto const sensitivity = query.restricted ? 1 : 0;
    auto const assignee = filter.unassigned ? 0 : filter.assignee ? filter.assignee.value : -1;
    auto const before = filter.late ? to_millis(filter.now) : INT64_MAX;
    if (query.open && query.order == Order::due) {
        auto const after = query.after.value_or(Cursor{INT64_MIN, {}});
        return snapshot.all(list_due, reads_case(snapshot), query.team, after.id, sensitivity, filter.service,
                            filter.stage, assignee, before, filter.has_news, query.limit, after.key);
    }
    auto const below = query.after ? query.after->id.value : INT64_MAX;
    return snapshot.all(query.open ? list_open : list_closed, reads_case(snapshot), query.team, below, sensitivity,
                        filter.service, filter.stage, assignee, before, filter.has_news, query.limit);
}

std::int64_t count_team(db::Snapshot& snapshot, TeamQuery const& query, Filter const& filter)
{
    auto const assignee = filter.unassigned ? 0 : filter.assignee ? filter.assignee.value : -1;
    auto const before = filter.late ? to_millis(filter.now) : INT64_MAX;
    return snapshot
        .value<std::int64_t>(query.open ? count_open : count_closed, query.team, query.restricted ? 1 : 0,
                             filter.service, filter.stage, assignee, before, filter.has_news, query.limit)
        .value_or(0);
}

std::vector<std::string> teams_with_cases(db::Snapshot& snapshot)
{
    // Steps from team to team along the indexes, so that it costs a look-up per team however many cases there are.
    static constexpr db::Query select{"cases.teams", R"sql(
        with recursive open_team (team) as (
            select min(team) from case_record where closed_at is null
            union all
            select (select min(r.team) from case_record r where r.team > t.team and r.closed_at is null)
            from open_team t where t.team is not null),
        closed_team (team) as (
            select min(team) from case_record where closed_at is not null
            union all
            select (select min(r.team) from case_record r where r.team > t.team and r.closed_at is not null)
            from closed_team t where t.team is not null)
        select team from open_team where team is not null
        union select team from closed_team where team is not null order by team)sql"};
    return snapshot.all(select, [](db::Row const& row) { return row.get<std::string>(0); });
}

NoteId insert_note(db::Tx& tx, Case const& of, NoteKind kind, std::string_view words, std::string_view once)
{
    static constexpr db::Query statement{
        "cases.insert_note",
        "insert into case_note (id, case_id, kind, words, created_at, once) values ($1, $2, $3, $4, $5, $6)"};
    auto const id = tx.new_id<NoteId>();
    auto const sealed = tx.seal(of.subject, words);
    tx.run(statement, id, of.id, name_of(kind), db::Bytes{sealed}, tx.now(), once);
    return id;
}

std::map<NoteId, Note> notes_of(db::Snapshot& snapshot, CaseId id)
{
    std::map<NoteId, Note> notes;
    snapshot.for_each(
        list_notes,
        [&](db::Row const& row) {
            Note note{row.get<NoteId>(0), note_kind(row.text(1)), std::string{row.bytes(2)}, row.get<Time>(3),
                      std::string{row.text(4)}};
            notes.emplace(note.id, std::move(note));
        },
        id);
    for (auto& [_, note] : notes) note.words = snapshot.unseal(note.words).value_or("");
    return notes;
}

std::vector<services::VersionId> versions_with_details(db::Snapshot& snapshot)
{
    // From version to version along the index, as in teams_with_cases().
    static constexpr db::Query select{"cases.versions_with_details", R"sql(
        with recursive kept (version) as (
            select min(service_version) from case_record where closed_at is not null and forgotten_at is null
            union all
            select (select min(r.service_version) from case_record r
                    where r.service_version > k.version and r.closed_at is not null and r.forgotten_at is null)
            from kept k where k.version is not null)
        select version from kept where version is not null)sql"};
    return snapshot.all(select, [](db::Row const& row) { return row.get<services::VersionId>(0); });
}

std::vector<Case> closed_before(db::Snapshot& snapshot, services::VersionId version, Time before, int at_most)
{
    return snapshot.all(list_kept_too_long, reads_case(snapshot), version, before, at_most);
}

void delete_details(db::Tx& tx, Case const& of)
{
    static constexpr db::Query notes{"cases.delete_notes", "delete from case_note where case_id = $1"};
    // A hundredth of a degree is about a kilometre: enough for figures by area, and nobody's door.
    static constexpr db::Query facts{"cases.delete_details", R"sql(
        update case_record set forgotten_at = $2, place = '', about = null, longitude = $3, latitude = $4, has_news = 0,
            revision = revision + 1
        where id = $1)sql"};
    auto const coarse = [](std::optional<double> degrees) {
        return degrees ? std::optional{std::round(*degrees * 100) / 100} : std::nullopt;
    };
    tx.run(notes, of.id);
    tx.run(facts, of.id, tx.now(), coarse(of.longitude), coarse(of.latitude));
}

std::string_view name_of(NoteKind kind)
{
    for (auto const& [known, word] : note_kinds)
        if (known == kind) return word;
    std::unreachable();
}

}
