#include "views.hpp"

#include <services/drafts.hpp>
#include <services/readability.hpp>

#include <base/csv.hpp>
#include <base/date.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::insight {

Band band_of(std::int64_t sent)
{
    if (sent == 0) return Band::never;
    if (sent < little_used) return Band::under_30;
    if (sent < 200) return Band::under_200;
    return sent < 1000 ? Band::under_1000 : Band::more;
}

std::string percent(std::int64_t part, std::int64_t whole)
{
    if (whole <= 0) return {};
    return fmt::format("{}%", (200 * part + whole) / (2 * whole));
}

UseView read_use(db::Snapshot& snapshot, Deps& deps)
{
    auto const today = std::chrono::sys_days{deps.council.today()};
    auto const begins = today - std::chrono::days{364};
    UseView view{.year = {Date{begins}, Date{today}}, .begins = Time{begins}, .lines = {}};
    auto const catalogue = deps.library.catalogue();
    auto const necessary = deps.library.necessary_words();
    auto const since = services::first_published(snapshot);
    auto const use = forms::use_of_services(snapshot, view.year);
    auto const decided = marks(snapshot);
    auto const said = forms::feedback_counts(snapshot, "", Time{begins});
    for (auto const* version : catalogue->all()) {
        auto const& definition = version->definition;
        UseLine line{.service = definition.id,
                     .title = definition.title,
                     .reading_age = services::readability(definition, necessary).age,
                     .is_open = catalogue->offer(definition, deps.council.today()).is_open()};
        if (auto const found = since.find(definition.id); found != since.end()) line.first_published = found->second;
        if (auto const found = use.find(definition.id); found != use.end()) line.use = found->second;
        if (auto const found = decided.find(definition.id); found != decided.end()) {
            line.mark = found->second.mark;
            line.note = found->second.note;
        }
        for (auto const& count : said)
            if (count.service == definition.id) line.feedback += count.count;
        view.lines.push_back(std::move(line));
    }
    std::ranges::stable_sort(view.lines, {}, [](UseLine const& line) { return line.use.sent; });
    return view;
}

std::string use_csv(UseView const& view)
{
    std::string out;
    csv::write(out, {"service", "title", "started", "sent", "completion", "sent without help", "feedback",
                     "reading age", "mark", "note"});
    for (auto const& line : view.lines) {
        csv::write(out, {line.service, line.title, std::to_string(line.use.started), std::to_string(line.use.sent),
                         percent(line.use.sent, line.use.started), std::to_string(line.use.sent_by_self),
                         std::to_string(line.feedback), fmt::format("{:.1f}", line.reading_age), line.mark, line.note});
    }
    return out;
}

std::string form_csv(FormView const& view)
{
    std::string out;
    csv::write(out, {"what", "which", "count"});
    auto const line = [&](std::string_view what, std::string_view which, std::int64_t count) {
        csv::write(out, {what, which, std::to_string(count)});
    };
    auto const& f = view.figures;
    line("started", "", f.started);
    line("sent", "", f.sent);
    line("under way", "", f.under_way);
    line("saved", "", f.saved);
    line("came back", "", f.returned);
    for (auto const& [id, page] : f.pages) {
        line("page reached", id, page.reached);
        line("page answered", id, page.answered);
        line("stopped at page", id, page.stopped);
    }
    for (auto const& [id, question] : f.questions) {
        line("people with an error", id, question.people);
        line("errors", id, question.times);
    }
    for (auto const& [id, count] : f.signposted) line("ended at signpost", id, count);
    for (auto const& [id, count] : f.started_by_device) line("started with", id, count);
    for (auto const& [id, count] : f.sent_by_channel) line("sent by", id, count);
    for (auto const& version : view.versions)
        csv::write(out, {"reading age of version", std::to_string(version.number),
                         fmt::format("{:.1f}", version.reading_age)});
    return out;
}

}
