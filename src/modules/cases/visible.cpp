// What an actor may see, and lists over several teams.
#include "store.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace guildhall::cases {

namespace {

bool comes_before(Case const& a, Case const& b, Order order)
{
    if (order == Order::due) return std::pair{a.target, a.id} < std::pair{b.target, b.id};
    return a.id > b.id;
}

/// The order that can be had: closed cases have no "most urgent".
Order order_of(Filter const& filter)
{
    return filter.which == Which::open ? filter.order : Order::newest;
}

}

std::string Cursor::text() const
{
    return fmt::format("{}.{}", key, id.value);
}

std::optional<Cursor> Cursor::parse(std::string_view text)
{
    Cursor out;
    auto const* const end = text.data() + text.size();
    auto const first = std::from_chars(text.data(), end, out.key);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return std::nullopt;
    auto const second = std::from_chars(first.ptr + 1, end, out.id.value);
    if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
    return out;
}

std::optional<Case> Visible::find(CaseId id) const
{
    auto found = load(snapshot_, id);
    if (found && !may_see(actor_, *found)) found.reset();
    return found;
}

std::optional<Case> Visible::find(Reference const& reference) const
{
    auto found = load(snapshot_, reference);
    if (found && !may_see(actor_, *found)) found.reset();
    return found;
}

std::optional<Case> Visible::of_submission(std::int64_t submission) const
{
    auto found = load_by_submission(snapshot_, submission);
    if (found && !may_see(actor_, *found)) found.reset();
    return found;
}

std::vector<std::string> Visible::teams() const
{
    if (!actor_.is_staff()) return {};
    if (actor_.has(Role::administrator) || actor_.has(Role::auditor)) return teams_with_cases(snapshot_);
    auto teams = actor_.teams;
    std::ranges::sort(teams);
    return teams;
}

CasePage Visible::list(Filter const& filter, std::optional<Cursor> after, int at_most) const
{
    // Each team's part comes in order from its index; together the first `at_most` of all parts are the page.
    CasePage page;
    auto const order = order_of(filter);
    for (auto const& team : teams()) {
        if (!filter.team.empty() && filter.team != team) continue;
        for (bool const open : {true, false}) {
            if ((open && filter.which == Which::closed) || (!open && filter.which == Which::open)) continue;
            TeamQuery const query{.team = team,
                                  .open = open,
                                  .restricted = actor_.in_team(team),
                                  .order = order,
                                  .after = after,
                                  .limit = at_most + 1};
            std::ranges::move(list_team(snapshot_, query, filter), std::back_inserter(page.cases));
        }
    }
    std::ranges::sort(page.cases, [&](Case const& a, Case const& b) { return comes_before(a, b, order); });
    if (page.cases.size() > static_cast<std::size_t>(at_most)) {
        page.cases.resize(static_cast<std::size_t>(at_most));
        auto const& last = page.cases.back();
        page.next = Cursor{order == Order::due ? to_millis(last.target) : 0, last.id};
    }
    return page;
}

std::int64_t Visible::count(Filter const& filter, int at_most) const
{
    std::int64_t total = 0;
    for (auto const& team : teams()) {
        if (!filter.team.empty() && filter.team != team) continue;
        for (bool const open : {true, false}) {
            if ((open && filter.which == Which::closed) || (!open && filter.which == Which::open)) continue;
            TeamQuery const query{.team = team, .open = open, .restricted = actor_.in_team(team), .limit = at_most};
            total += count_team(snapshot_, query, filter);
        }
    }
    return std::min<std::int64_t>(total, at_most);
}

}
