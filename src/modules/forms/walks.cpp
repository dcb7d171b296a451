#include "walks.hpp"

#include "walk_text.hpp"

#include <algorithm>
#include <charconv>

namespace guildhall::forms {

namespace {

constexpr db::Query begin_walk{"forms.begin_walk", R"sql(
    insert into form_walk (draft, service, version, day, device, channel, place, answered, errors, saved, returned, sent, touched_at)
    values ($1, $2, $3, $4, $5, $6, $7, '', '', 0, 0, 0, $8) on conflict (draft) do nothing)sql"};
constexpr db::Query walk_of{"forms.walk", "select answered, errors, touched_at from form_walk where draft = $1"};
constexpr db::Query set_walk{"forms.set_walk", R"sql(
    update form_walk set answered = $2, place = $3, touched_at = $4 where draft = $1)sql"};
constexpr db::Query set_errors{"forms.set_errors", "update form_walk set errors = $2 where draft = $1"};
constexpr db::Query set_saved{"forms.set_walk_saved",
                              "update form_walk set saved = 1, touched_at = $2 where draft = $1"};
constexpr db::Query set_returned{"forms.set_walk_returned",
                                 "update form_walk set returned = 1, touched_at = $2 where draft = $1"};
constexpr db::Query set_sent{"forms.set_walk_sent", "update form_walk set sent = 1, touched_at = $2 where draft = $1"};

struct Walk {
    std::string answered, errors;
    Time touched{};
};

std::optional<Walk> find_walk(db::Snapshot& snapshot, DraftId draft)
{
    return snapshot.one(
        walk_of,
        [](db::Row const& row) {
            return Walk{row.get<std::string>(0), row.get<std::string>(1), row.get<Time>(2)};
        },
        draft);
}

/// CSS pixels below which the design is a phone's.
constexpr int phone_width = 641;

std::optional<int> width_hint(http::Request const& request)
{
    auto const text = request.header("sec-ch-viewport-width");
    int width = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
    if (error != std::errc{} || text.empty()) return {};
    return width;
}

}

std::string_view device_of(http::Request const& request)
{
    if (auto const width = width_hint(request)) return *width < phone_width ? "phone" : "computer";
    auto const hint = request.header("sec-ch-ua-mobile");
    if (!hint.empty()) return hint == "?1" ? "phone" : "computer";
    auto const agent = request.header("user-agent");
    return agent.find("Mobi") != std::string_view::npos ? "phone" : "computer";
}

void walk_begins(db::Tx& tx, Draft const& draft, Walker const& walker)
{
    if (draft.is_try) return;
    auto const& definition = walker.version.definition;
    std::string_view const first = definition.pages.empty() ? at_check : std::string_view{definition.pages.front().id};
    tx.run(begin_walk, draft.id, definition.id, walker.version.id, day_number(walker.day), walker.device,
           walker.channel, first, tx.now());
}

void walk_goes_on(db::Tx& tx, Draft const& draft, Walker const& walker, std::string_view page, std::string_view place)
{
    if (draft.is_try) return;
    auto walk = find_walk(tx, draft.id);
    if (!walk) {
        walk_begins(tx, draft, walker);
        walk = Walk{.answered = {}, .errors = {}, .touched = tx.now()};
    }
    auto timings = read_timings(walk->answered);
    // Going back to change an answer is no second visit: the first time through says how long the page takes.
    if (std::ranges::find(timings, page, &Timing::page) == timings.end())
        timings.push_back({std::string{page}, pace_of(tx.now() - walk->touched)});
    tx.run(set_walk, draft.id, written(timings), place, tx.now());
}

std::vector<std::string> questions_of(Step const& step, std::vector<FieldError> const& errors)
{
    std::vector<std::string> found;
    for (auto const* question : step.questions) {
        // "home-postcode" is a field of the question "home".
        auto const is_of_it = [&](FieldError const& error) {
            return error.field == question->id || error.field.starts_with(question->id + "-");
        };
        if (std::ranges::any_of(errors, is_of_it)) found.push_back(question->id);
    }
    return found;
}

void walk_errs(db::Tx& tx, DraftId draft, std::vector<std::string> const& questions)
{
    auto const walk = find_walk(tx, draft);
    if (!walk) return;
    auto stumbles = read_stumbles(walk->errors);
    for (auto const& question : questions) {
        auto const found = std::ranges::find(stumbles, question, &Stumble::question);
        if (found == stumbles.end())
            stumbles.push_back({question, 1});
        else
            ++found->times;
    }
    tx.run(set_errors, draft, written(stumbles));
}

void walk_is_saved(db::Tx& tx, DraftId draft)
{
    tx.run(set_saved, draft, tx.now());
}

void walk_returns(db::Tx& tx, DraftId draft)
{
    tx.run(set_returned, draft, tx.now());
}

void walk_is_sent(db::Tx& tx, DraftId draft)
{
    tx.run(set_sent, draft, tx.now());
}

}
