// From walks to counts. One function says what a walk counts for; it serves the walks that are still there as well as
// those that become counters, so both are counted alike.
#include <forms/figures.hpp>

#include "walk_text.hpp"
#include "walks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace guildhall::forms {

namespace {

constexpr db::Query walks_between{"forms.walks_between", R"sql(
    select draft, service, version, day, device, channel, place, answered, errors, saved, returned, sent, touched_at
    from form_walk where service = $1 and day between $2 and $3)sql"};
constexpr db::Query figures_between{"forms.figures_between", R"sql(
    select version, what, which, device, channel, sum(count) from form_figure
    where service = $1 and day between $2 and $3 group by version, what, which, device, channel)sql"};
constexpr db::Query use_by_walks{"forms.use_by_walks", R"sql(
    select service, channel, count(*), sum(sent) from form_walk where day between $1 and $2 group by service, channel)sql"};
constexpr db::Query use_by_figures{"forms.use_by_figures", R"sql(
    select service, channel, sum(case when what = 'started' then count else 0 end), sum(case when what = 'sent' then count else 0 end)
    from form_figure where day between $1 and $2 and what in ('started', 'sent') group by service, channel)sql"};
constexpr db::Query tally_of_walks{"forms.tally_of_walks", R"sql(
    select version, count(*), sum(sent), sum(case when sent = 0 and place like 'end:%' then 1 else 0 end)
    from form_walk where service = $1 and day between $2 and $3 and channel = 'self' group by version)sql"};
constexpr db::Query tally_of_figures{"forms.tally_of_figures", R"sql(
    select version, sum(case when what = 'started' then count else 0 end),
        sum(case when what = 'sent' then count else 0 end), sum(case when what = 'signposted' then count else 0 end)
    from form_figure where service = $1 and day between $2 and $3 and channel = 'self' group by version)sql"};
constexpr db::Query walks_that_are_over{"forms.walks_that_are_over", R"sql(
    select draft, service, version, day, device, channel, place, answered, errors, saved, returned, sent, touched_at
    from form_walk where touched_at < $1 order by touched_at limit 500)sql"};
constexpr db::Query remove_walk{"forms.remove_walk", "delete from form_walk where draft = $1"};
constexpr db::Query add_figure{"forms.add_figure", R"sql(
    insert into form_figure (service, version, day, what, which, device, channel, count) values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (service, day, version, what, which, device, channel) do update set count = form_figure.count + $8)sql"};

/// Nobody touched it: it has stopped, as far as one can know.
constexpr Duration stopped_after = std::chrono::hours{24};
/// No draft lives as long, saved or not (expiry.cpp, saving.hpp): this walk cannot go on.
constexpr Duration over_after = std::chrono::days{40};

struct Walk {
    DraftId draft;
    std::string service;
    services::VersionId version;
    std::int64_t day = 0;
    std::string device, channel, place, answered, errors;
    bool saved = false, returned = false, sent = false;
    Time touched{};
};

Walk walk_of(db::Row const& row)
{
    return {.draft = row.get<DraftId>(0),
            .service = row.get<std::string>(1),
            .version = row.get<services::VersionId>(2),
            .day = row.get<std::int64_t>(3),
            .device = row.get<std::string>(4),
            .channel = row.get<std::string>(5),
            .place = row.get<std::string>(6),
            .answered = row.get<std::string>(7),
            .errors = row.get<std::string>(8),
            .saved = row.get<bool>(9),
            .returned = row.get<bool>(10),
            .sent = row.get<bool>(11),
            .touched = row.get<Time>(12)};
}

/// Calls count(what, which, number) for everything that a walk counts for.
template <class F> void count_walk(Walk const& walk, Time now, F&& count)
{
    count("started", "", 1);
    if (walk.saved) count("saved", "", 1);
    if (walk.returned) count("returned", "", 1);
    bool passed_place = false;
    for (auto const& timing : read_timings(walk.answered)) {
        count("reached", timing.page, 1);
        count("answered", timing.page, 1);
        count("took", fmt::format("{} {}", timing.page, static_cast<int>(timing.pace)), 1);
        passed_place = passed_place || timing.page == walk.place;
    }
    for (auto const& stumble : read_stumbles(walk.errors)) {
        count("erred", stumble.question, 1);
        count("errors", stumble.question, stumble.times);
    }
    bool const at_end = walk.place.starts_with(at_ending);
    if (!at_end && !passed_place) count("reached", walk.place, 1);
    if (walk.sent) {
        count("sent", "", 1);
        if (walk.place == at_check) count("answered", walk.place, 1);
    } else if (at_end)
        count("signposted", walk.place.substr(at_ending.size()), 1);
    else if (now - walk.touched < stopped_after)
        count("under way", "", 1);
    else
        count("stopped", walk.place, 1);
}

void add_pace(PageFigures& page, std::string_view digit, std::int64_t number)
{
    auto const at = static_cast<std::size_t>(digit.front() - '0');
    if (at < page.took.size()) page.took[at] += number;
}

struct Count {
    std::string_view what, which, device, channel;
    std::int64_t number;
};

void add(Figures& to, Count const& count)
{
    std::string const which{count.which};
    auto const by_page = [&](auto member) { to.pages[which].*member += count.number; };
    if (count.what == "started") {
        to.started += count.number;
        to.started_by_device[std::string{count.device}] += count.number;
        to.started_by_channel[std::string{count.channel}] += count.number;
    } else if (count.what == "sent") {
        to.sent += count.number;
        to.sent_by_device[std::string{count.device}] += count.number;
        to.sent_by_channel[std::string{count.channel}] += count.number;
    } else if (count.what == "took") {
        auto const space = which.rfind(' ');
        if (space != std::string::npos && space + 1 < which.size())
            add_pace(to.pages[which.substr(0, space)], which.substr(space + 1), count.number);
    } else if (count.what == "reached")
        by_page(&PageFigures::reached);
    else if (count.what == "answered")
        by_page(&PageFigures::answered);
    else if (count.what == "stopped")
        by_page(&PageFigures::stopped);
    else if (count.what == "erred")
        to.questions[which].people += count.number;
    else if (count.what == "errors")
        to.questions[which].times += count.number;
    else if (count.what == "signposted")
        to.signposted[which] += count.number;
    else if (count.what == "saved")
        to.saved += count.number;
    else if (count.what == "returned")
        to.returned += count.number;
    else if (count.what == "under way")
        to.under_way += count.number;
}

template <class M> void add_counts(M& to, M const& from)
{
    for (auto const& [key, number] : from) to[key] += number;
}

}

Pace pace_of(Duration took)
{
    using namespace std::chrono_literals;
    constexpr std::array<Duration, paces - 1> ends{10s, 30s, 1min, 2min, 5min, 15min};
    auto const at = std::ranges::upper_bound(ends, took) - ends.begin();
    return static_cast<Pace>(at);
}

Pace middle_of(std::array<std::int64_t, paces> const& counts)
{
    std::int64_t all = 0;
    for (auto const count : counts) all += count;
    std::int64_t seen = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        seen += counts[i];
        if (2 * seen >= all && all > 0) return static_cast<Pace>(i);
    }
    return Pace::under_10_seconds;
}

std::int64_t day_number(Date day)
{
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

Figures& Figures::operator+=(Figures const& other)
{
    started += other.started;
    sent += other.sent;
    under_way += other.under_way;
    saved += other.saved;
    returned += other.returned;
    for (auto const& [id, page] : other.pages) {
        auto& own = pages[id];
        own.reached += page.reached;
        own.answered += page.answered;
        own.stopped += page.stopped;
        for (std::size_t i = 0; i < paces; ++i) own.took[i] += page.took[i];
    }
    for (auto const& [id, question] : other.questions) {
        questions[id].people += question.people;
        questions[id].times += question.times;
    }
    add_counts(signposted, other.signposted);
    add_counts(started_by_device, other.started_by_device);
    add_counts(sent_by_device, other.sent_by_device);
    add_counts(started_by_channel, other.started_by_channel);
    add_counts(sent_by_channel, other.sent_by_channel);
    return *this;
}

std::map<services::VersionId, Figures> figures_of(db::Snapshot& snapshot, std::string_view service, Period period,
                                                  Time now)
{
    std::map<services::VersionId, Figures> found;
    auto const from = day_number(period.from);
    auto const to = day_number(period.to);
    snapshot.for_each(
        figures_between,
        [&](db::Row const& row) {
            add(found[row.get<services::VersionId>(0)],
                {row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5)});
        },
        service, from, to);
    snapshot.for_each(
        walks_between,
        [&](db::Row const& row) {
            auto const walk = walk_of(row);
            auto& figures = found[walk.version];
            count_walk(walk, now, [&](std::string_view what, std::string_view which, std::int64_t number) {
                add(figures, {what, which, walk.device, walk.channel, number});
            });
        },
        service, from, to);
    return found;
}

std::map<services::VersionId, Tally> tally_of(db::Snapshot& snapshot, std::string_view service, Period period)
{
    std::map<services::VersionId, Tally> found;
    auto const count = [&](db::Row const& row) {
        auto& tally = found[row.get<services::VersionId>(0)];
        tally.began += row.integer(1);
        tally.sent += row.integer(2);
        tally.signposted += row.integer(3);
    };
    for (auto const* query : {&tally_of_walks, &tally_of_figures})
        snapshot.for_each(*query, count, service, day_number(period.from), day_number(period.to));
    return found;
}

std::map<std::string, Use, std::less<>> use_of_services(db::Snapshot& snapshot, Period period)
{
    std::map<std::string, Use, std::less<>> found;
    auto const count = [&](db::Row const& row) {
        auto& use = found[row.get<std::string>(0)];
        use.started += row.integer(2);
        use.sent += row.integer(3);
        if (row.text(1) == "self") use.sent_by_self += row.integer(3);
    };
    for (auto const* query : {&use_by_walks, &use_by_figures})
        snapshot.for_each(*query, count, day_number(period.from), day_number(period.to));
    return found;
}

bool fold_walks(db::Tx& tx)
{
    auto const walks = tx.all(walks_that_are_over, walk_of, tx.now() - over_after);
    using Key =
        std::tuple<std::string, services::VersionId, std::int64_t, std::string, std::string, std::string, std::string>;
    std::map<Key, std::int64_t> counts;
    for (auto const& walk : walks) {
        count_walk(walk, tx.now(), [&](std::string_view what, std::string_view which, std::int64_t number) {
            counts[{walk.service, walk.version, walk.day, std::string{what}, std::string{which}, walk.device,
                    walk.channel}] += number;
        });
        tx.run(remove_walk, walk.draft);
    }
    for (auto const& [key, number] : counts) {
        auto const& [service, version, day, what, which, device, channel] = key;
        tx.run(add_figure, service, version, day, what, which, device, channel, number);
    }
    return !walks.empty();
}

}
