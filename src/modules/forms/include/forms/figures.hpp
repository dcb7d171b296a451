// What is counted of forms: counts only, per version of a service and day. No answer and nothing of who comes near it.
//
// A walk is one way through a form, from its start to its end. It is counted once, on the day on which it began,
// whatever is pressed twice, loaded again or gone on with the next day. A walk that nobody touched for a day counts as
// stopped; whoever comes back later goes on, and the figures say so from then on.
#pragma once

#include <base/time.hpp>
#include <db/database.hpp>
#include <services/definition.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

/// How long a page took, in coarse steps: from the answer before it, or the start, to its own.
enum class Pace {
    under_10_seconds,
    under_30_seconds,
    under_1_minute,
    under_2_minutes,
    under_5_minutes,
    under_15_minutes,
    longer
};
constexpr std::size_t paces = 7;
[[nodiscard]] Pace pace_of(Duration took);
/// The step in which the middle one of these lies.
[[nodiscard]] Pace middle_of(std::array<std::int64_t, paces> const& counts);

/// Days since 1970: how days are stored.
[[nodiscard]] std::int64_t day_number(Date day);

struct PageFigures {
    std::int64_t reached = 0;  ///< walks that came to it
    std::int64_t answered = 0; ///< and got past it
    std::int64_t stopped = 0;  ///< and went no further
    std::array<std::int64_t, paces> took{};
};

struct QuestionFigures {
    std::int64_t people = 0; ///< walks where an error was shown beside it
    std::int64_t times = 0;  ///< and how often in all
};

struct Figures {
    std::int64_t started = 0;
    std::int64_t sent = 0;
    std::int64_t under_way = 0;                            ///< not sent, and touched within a day
    std::int64_t saved = 0;                                ///< kept for later at least once
    std::int64_t returned = 0;                             ///< of these, opened again from the link
    std::map<std::string, PageFigures, std::less<>> pages; ///< by page; "check" is check your answers
    std::map<std::string, QuestionFigures, std::less<>> questions;
    std::map<std::string, std::int64_t, std::less<>> signposted; ///< ended there, by ending
    std::map<std::string, std::int64_t, std::less<>> started_by_device;
    std::map<std::string, std::int64_t, std::less<>> sent_by_device;
    std::map<std::string, std::int64_t, std::less<>> started_by_channel; ///< "self", "phone", ...
    std::map<std::string, std::int64_t, std::less<>> sent_by_channel;
    Figures& operator+=(Figures const& other);
};

/// Days on the council's wall on which walks began; both count.
struct Period {
    Date from, to;
};

/// Of one service, by version.
std::map<services::VersionId, Figures> figures_of(db::Snapshot& snapshot, std::string_view service, Period period,
                                                  Time now);

/// Walks that people began by themselves, by version: what a trial compares. Staff fill in the newest version.
struct Tally {
    std::int64_t began = 0;
    std::int64_t sent = 0;
    std::int64_t signposted = 0; ///< not sent, and ended where it says who helps
};
std::map<services::VersionId, Tally> tally_of(db::Snapshot& snapshot, std::string_view service, Period period);

/// Use of each service: a line of the list, without pages and questions.
struct Use {
    std::int64_t started = 0;
    std::int64_t sent = 0;
    std::int64_t sent_by_self = 0;
};
std::map<std::string, Use, std::less<>> use_of_services(db::Snapshot& snapshot, Period period);

/// Adds walks that cannot go on to the counters, a few at a time; false where nothing was left. For the nightly job.
bool fold_walks(db::Tx& tx);

}
