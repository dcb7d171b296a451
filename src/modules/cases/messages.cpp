// What notify is asked to send: the acknowledgement, and a message at each public stage that names one.
#include "facts.hpp"
#include "reach.hpp"
#include "stages.hpp"
#include "store.hpp"

#include <council/council.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <forms/forms.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace guildhall::cases {

namespace {

std::string template_of(services::Definition const& definition, db::Event const& event, services::Stage const* stage)
{
    if (event.type == "case.opened") return definition.received;
    return stage != nullptr && stage->is_public ? stage->message : std::string{};
}

notify::Template parsed(services::Message const& message)
{
    auto parsed = notify::Template::parse(services::text_of(message));
    if (!parsed) throw std::runtime_error{"a message of a published service cannot be read: " + parsed.error().what};
    return std::move(*parsed);
}

/// What a message may name; values_of() fills them in.
constexpr std::array<std::string_view, 11> placeholders{"reference",  "service", "promise date", "stage",
                                                        "stage text", "words",   "reason",       "council",
                                                        "phone",      "hours",   "tracking link"};

/// What may stand in a text at most: names, reference and address are long, and each part costs.
constexpr int most_text_parts = 3;

/// A text with everything in it that is long.
int parts_when_filled(notify::Template const& message)
{
    notify::Personalisation values;
    for (auto const& name : message.placeholders()) values.set(name, std::string(20, 'x'));
    values.set("reference", std::string{"7HK2-9QF3-MTX"});
    values.set("promise date", std::string{"Wednesday 30 September 2026"});
    values.set("service", std::string(40, 'x'));
    values.set("stage text", std::string(100, 'x'));
    values.set("words", std::string(160, 'x')); // staff may write more: then the text is longer
    values.set("tracking link", std::string(60, 'x'));
    return notify::text_parts(message.render(values, std::string(25, 'x')).short_text);
}

notify::Personalisation values_of(Deps const& deps, services::Definition const& definition, Case const& one,
                                  services::Stage const* stage, std::string words)
{
    auto const& settings = deps.council.settings;
    auto const t = deps.council.translator(ui::Language::en);
    auto const shown = Reference::from_stored(one.reference).shown();
    notify::Personalisation values{{"reference", shown},
                                   {"service", definition.title},
                                   {"promise date", t.date(one.target)},
                                   {"stage", stage != nullptr ? stage->title : ""},
                                   {"stage text", stage != nullptr ? stage->text : ""},
                                   {"words", words},
                                   {"reason", words},
                                   {"council", settings.brand.name},
                                   {"phone", settings.brand.phone},
                                   {"hours", settings.brand.hours}};
    values.set_link("tracking link", settings.base_url + "/track/" + shown);
    return values;
}

std::string words_of_event(db::Snapshot& snapshot, Case const& one, Facts const& facts)
{
    if (!facts.note) return {};
    auto const notes = notes_of(snapshot, one.id);
    auto const found = notes.find(facts.note);
    return found != notes.end() ? found->second.words : std::string{};
}

std::vector<notify::Draft> drafts_of(db::Tx& tx, Deps const& deps, db::Event const& event)
{
    auto const one = load(tx, CaseId{event.stream});
    if (!one || one->abuse) return {}; // the sender of abuse is told nothing, and nothing that is still to be told
    Table const table{deps, *one};
    auto const& definition = table.definition();
    auto const facts = read_facts(event.facts);
    auto const* const stage = table.find(facts.stage);
    auto const name = template_of(definition, event, stage);
    auto const message = definition.messages.find(name);
    if (name.empty() || message == definition.messages.end()) return {};
    auto recipient = recipient_of(tx, definition, *one);
    if (recipient.ways.empty()) return {};
    return {{.recipient = std::move(recipient),
             .subject = one->subject,
             .template_name = name,
             .message = parsed(message->second),
             .values = values_of(deps, definition, *one, stage, words_of_event(tx, *one, facts)),
             .stream = one->id.value}};
}

}

std::vector<services::Problem> message_problems(std::string_view text)
{
    auto const message = notify::Template::parse(text);
    if (!message)
        return {{.file = {},
                 .line = message.error().line,
                 .sentence = fmt::format("The message cannot be read: {}.", message.error().what),
                 .remedy = "Write ((name)) with two brackets on each side, on one line."}};
    notify::Personalisation known;
    for (auto const name : placeholders) known.set(name, std::string{});
    std::vector<services::Problem> problems;
    for (auto const& name : message->missing(known)) {
        auto const before = text.substr(0, text.find(name));
        problems.push_back({.file = {},
                            .line = 1 + static_cast<int>(std::ranges::count(before, '\n')),
                            .sentence = fmt::format("Nothing is known as (({})).", name),
                            .remedy = fmt::format("Write one of: {}.", fmt::join(placeholders, ", "))});
    }
    if (parts_when_filled(*message) > most_text_parts)
        problems.push_back({.file = {},
                            .line = 2,
                            .sentence = fmt::format("The text is longer than {} texts.", most_text_parts),
                            .remedy = "Say less. Curly quotes and letters such as \u0175 make room for fewer than half "
                                      "as many characters."});
    return problems;
}

forms::Rehearsal rehearse(Deps const& deps, forms::Submission const& submission, Reference const& reference)
{
    auto const& definition = submission.definition();
    auto const* const team = deps.council.settings.team(submission.team);
    forms::Rehearsal rehearsal{.team = team != nullptr ? team->name : submission.team,
                               .stage = definition.stages.front().title,
                               .messages = {}};
    auto const recipient = recipient_in(definition, submission.answers);
    if (recipient.ways.empty()) return rehearsal;
    auto const channel = recipient.ways.front().channel;
    auto const& to = recipient.ways.front().address;
    Case const one{.reference = reference.stored(), .target = submission.deadline};
    auto const t = deps.council.translator(ui::Language::en);
    auto const tell = [&](std::string const& name, services::Stage const& stage, std::string when) {
        auto const message = definition.messages.find(name);
        if (name.empty() || message == definition.messages.end()) return;
        auto const values = values_of(deps, definition, one, &stage, t("The words that staff write stand here."));
        auto const rendered = parsed(message->second).render(values, deps.council.settings.brand.name);
        rehearsal.messages.push_back({std::move(when), to, rendered.subject,
                                      channel == notify::Channel::text ? rendered.short_text : rendered.text});
    };
    tell(definition.received, definition.stages.front(), "");
    for (auto const& stage : definition.stages) {
        if (stage.is_public) tell(stage.message, stage, stage.title);
    }
    return rehearsal;
}

notify::Source message_source(Deps& deps)
{
    return {.types = {"case.opened", "case.moved", "case.closed"},
            .drafts = [&deps](db::Tx& tx, db::Event const& event) { return drafts_of(tx, deps, event); }};
}

}
