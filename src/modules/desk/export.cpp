#include "export.hpp"

#include "routes.hpp"

#include <base/csv.hpp>
#include <base/date.hpp>
#include <council/council.hpp>
#include <forms/forms.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <memory>
#include <utility>

namespace guildhall::desk {

namespace {

constexpr int cases_at_a_time = 200;

/// "2026-03-12T09:00:00Z", with milliseconds where there are any.
std::string time_text(Time at)
{
    auto text = iso_time(at);
    auto const millis = ((to_millis(at) % 1000) + 1000) % 1000;
    if (millis != 0) text.insert(text.size() - 1, fmt::format(".{:03}", millis));
    return text;
}

/// The shortest text that reads back as the same number.
std::string number_text(std::optional<double> number)
{
    if (!number) return {};
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(), *number, std::chars_format::fixed).ptr;
    return {text.data(), end};
}

std::string answer_text(forms::Answer const& answer)
{
    if (answer.location) return answer.location->words;
    if (!answer.files.empty()) return std::to_string(answer.files.size());
    std::string text;
    for (auto const& value : answer.values) text.append(text.empty() ? "" : "; ").append(value);
    return text;
}

/// The words that the person read when the case was closed.
std::string said_at_the_end(db::Snapshot& snapshot, cases::Case const& one)
{
    if (one.is_open() || one.abuse) return {};
    auto const entries = cases::timeline(snapshot, one);
    for (auto at = entries.rbegin(); at != entries.rend(); ++at)
        if (at->type == "case.closed") return at->words;
    return {};
}

/// The ids of questions whose answers may leave: what identifies never does.
std::vector<std::string> open_questions(services::Definition const& definition)
{
    std::vector<std::string> ids;
    for (auto const& page : definition.pages)
        for (auto const& question : page.questions)
            if (!question.is_sealed()) ids.push_back(question.id);
    return ids;
}

class Writer {
public:
    Writer(std::shared_ptr<services::Catalogue const> catalogue, services::Definition const& newest)
        : catalogue_{std::move(catalogue)}, questions_{open_questions(newest)}
    {
        auto header = declared_columns();
        for (auto const& id : questions_) header.emplace_back(id);
        csv::write(text_, header);
    }
    void add(db::Snapshot& snapshot, cases::Case const& one)
    {
        // Where this release cannot read the version, the case is there all the same, without answers.
        auto const* const version = catalogue_->version(one.service_version);
        std::vector<std::string> fields{Reference::from_stored(one.reference).shown(),
                                        one.service,
                                        version != nullptr ? std::to_string(version->number) : std::string{},
                                        one.team,
                                        one.stage,
                                        time_text(one.opened),
                                        time_text(one.target),
                                        one.closed ? time_text(*one.closed) : std::string{},
                                        one.outcome,
                                        one.place,
                                        number_text(one.longitude),
                                        number_text(one.latitude),
                                        said_at_the_end(snapshot, one)};
        add_answers(fields, snapshot, one, version != nullptr ? &version->definition : nullptr);
        csv::write(text_, {fields.begin(), fields.end()});
    }
    /// What was written since it was last taken.
    [[nodiscard]] std::string take() { return std::exchange(text_, {}); }

private:
    void add_answers(std::vector<std::string>& fields, db::Snapshot& snapshot, cases::Case const& one,
                     services::Definition const* asked) const
    {
        auto const stored = forms::find_submission(snapshot, forms::SubmissionId{one.submission});
        for (auto const& id : questions_) {
            // A question that was sealed when it was asked stays closed, whatever the newest version says.
            auto const* const question = asked != nullptr ? asked->question(id) : nullptr;
            bool const is_open = question != nullptr && !question->is_sealed();
            auto const* const answer = stored && is_open ? stored->answers.find(id) : nullptr;
            fields.push_back(answer != nullptr ? answer_text(*answer) : std::string{});
        }
    }
    std::shared_ptr<services::Catalogue const> catalogue_;
    std::vector<std::string> questions_;
    std::string text_;
};

}

std::vector<std::string_view> declared_columns()
{
    return {"reference", "service", "version", "team",      "stage",    "opened", "target",
            "closed",    "outcome", "place",   "longitude", "latitude", "said"};
}

namespace {

/// Goes through the cases, a page of the list for each piece.
struct Pages {
    Deps const& deps;
    Actor actor;
    ExportAsk ask;
    Writer writer;
    std::optional<cases::Cursor> after{};
    bool is_done = false;

    std::optional<std::string> next()
    {
        if (is_done) return std::nullopt;
        after = deps.cases.database.read([&](db::Snapshot& snapshot) {
            cases::Filter const filter{.which = cases::Which::any, .service = ask.service};
            auto const page = cases::Cases{snapshot}.visible_to(actor).list(filter, after, cases_at_a_time);
            for (auto const& one : page.cases) {
                bool const is_wanted =
                    (!ask.from || one.opened >= *ask.from) && (!ask.before || one.opened < *ask.before);
                if (is_wanted) writer.add(snapshot, one);
            }
            return page.next;
        });
        is_done = !after;
        return writer.take();
    }
};

}

std::optional<http::PiecesBody> export_csv(Deps const& deps, Actor const& actor, ExportAsk const& ask)
{
    auto const catalogue = deps.cases.library.catalogue();
    auto const* const newest = catalogue->current(ask.service);
    if (newest == nullptr) return std::nullopt;
    auto const pages = std::make_shared<Pages>(deps, actor, ask, Writer{catalogue, newest->definition});
    return http::PiecesBody{[pages] { return pages->next(); }};
}

namespace {

/// The start of a day in the council's time; nothing where none was given. Halts where it is no date.
std::optional<Time> day_in(http::Request const& request, Deps const& deps, std::string_view field, int days_later)
{
    auto const text = request.query.value(field);
    if (text.empty()) return std::nullopt;
    auto const day = parse_iso_date(text);
    if (!day) http::halt(request, 422);
    return start_of_day(Date{std::chrono::sys_days{*day} + std::chrono::days{days_later}},
                        deps.cases.council.settings.time_zone);
}

// GET /desk/export.csv?service=ID&from=2026-03-01&to=2026-03-31
http::Response download_cases(http::Request const& request, Deps& deps)
{
    ExportAsk const ask{.service = std::string{request.query.value("service")},
                        .from = day_in(request, deps, "from", 0),
                        .before = day_in(request, deps, "to", 1)};
    auto pieces = export_csv(deps, identity::actor_of(request), ask);
    if (!pieces) http::halt(request, 404);
    return http::download(std::move(*pieces), "text/csv; charset=utf-8", ask.service + ".csv");
}

}

void add_export_routes(http::Router& router, Deps& deps, http::Access const& leads)
{
    router.get("/desk/export.csv", leads, [&deps](auto const& r) { return download_cases(r, deps); });
}

}
