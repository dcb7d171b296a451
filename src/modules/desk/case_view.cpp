#include "case_view.hpp"
#include "delivery.hpp"

#include <forms/assisted.hpp>

#include <council/council.hpp>
#include <fmt/format.h>
#include <notify/notify.hpp>
#include <people/people.hpp>

#include <algorithm>

namespace guildhall::desk {

namespace {

bool is_about_the_person(services::Definition const& definition, std::string const& id)
{
    auto const* const question = definition.question(id);
    return question != nullptr && question->is_sealed();
}

bool names_documents(services::Definition const& definition, std::string const& id)
{
    auto const* question = definition.question(id);
    return question != nullptr && !question->documents.empty();
}

void add_answers(CaseView& view, db::Snapshot& snapshot, services::Definition const& definition)
{
    auto const stored = forms::find_submission(snapshot, forms::SubmissionId{view.one.submission});
    if (!stored) return;
    view.worked_out = forms::worked_out_lines(definition, stored->worked_out);
    for (auto& line : forms::answer_lines(definition, stored->answers, stored->worked_out)) {
        // The picture of abuse is not shown to people who only want to do their work.
        for (auto const file : view.one.abuse ? std::vector<forms::FileId>{} : line.files) {
            auto const photo = forms::find_photo(snapshot, file);
            if (photo)
                view.photos.push_back({"/desk/photos/" + std::to_string(file.value), photo->state, photo->is_pdf});
        }
        if (is_about_the_person(definition, line.question))
            view.contact.push_back(std::move(line));
        else if (line.files.empty() || names_documents(definition, line.question))
            view.answers.push_back(std::move(line));
    }
}

std::string about_message(cases::TimelineEntry const& entry, ui::Translator const& t)
{
    auto const channel = notify::channel_named(entry.channel).value_or(notify::Channel::email);
    std::string const how = channel_words(channel, t);
    if (entry.type == "message.sent") return t("Message sent: {how}", {{"how", how}});
    if (entry.type == "message.delivered")
        return channel == notify::Channel::letter ? t("Letter printed and posted")
                                                  : t("Message delivered: {how}", {{"how", how}});
    return t("Message could not be delivered: {how}", {{"how", how}});
}

void add_person(CaseView& view, db::Snapshot& snapshot, Actor const& actor)
{
    auto const person = people::People{snapshot}.visible_to(actor).of_submission(view.one.submission);
    if (person) view.person_href = fmt::format("/desk/people/{}?case={}", person->id.value, view.one.id.value);
}

std::string what_happened(cases::TimelineEntry const& entry, CaseView const& view, Names const& names,
                          ui::Translator const& t)
{
    auto const stage = [&](std::string_view id) { return names.stage(view.one.service_version, id); };
    if (entry.type == "case.opened") {
        auto const* const channel = forms::channel_named(entry.channel);
        return channel != nullptr ? t("Filled in for them {how}", {{"how", t(channel->by)}}) : t("Sent");
    }
    if (entry.type == "case.moved") return t("Moved to: {stage}", {{"stage", stage(entry.stage)}});
    if (entry.type == "case.assigned")
        return entry.assignee ? t("Given to {name}", {{"name", names.person(entry.assignee, t)}})
                              : t("Given back to the team");
    if (entry.type == "case.noted")
        return entry.note == cases::NoteKind::public_ ? t("Note that the person can read") : t("Note for staff");
    if (entry.type == "case.information_added") return t("More from the person");
    if (entry.type == "case.information_read") return t("News read");
    if (entry.type == "case.marked_abuse") return t("Marked as abuse");
    if (entry.type == "case.closed")
        return entry.outcome == "abuse" ? t("Closed without an answer")
                                        : t("Closed: {stage}", {{"stage", stage(entry.outcome)}});
    if (entry.type == "case.forgotten") return t("The person's details were deleted");
    if (entry.type.starts_with("message.")) return about_message(entry, t);
    return entry.type;
}

std::string who_did_it(cases::TimelineEntry const& entry, Names const& names, ui::Translator const& t)
{
    switch (entry.by) {
    case ActorKind::staff: return names.person(entry.person, t);
    case ActorKind::resident: return t("The person");
    case ActorKind::system: return t("This system");
    case ActorKind::partner:
    case ActorKind::device:
    case ActorKind::api_key: return t("Another system");
    }
    return {};
}

void add_timeline(CaseView& view, db::Snapshot& snapshot, Names const& names, ui::Translator const& t)
{
    auto const entries = cases::timeline(snapshot, view.one);
    for (auto const& entry : entries)
        view.timeline.push_back({.when = t.date_and_time(entry.at),
                                 .what = what_happened(entry, view, names, t),
                                 .who = who_did_it(entry, names, t),
                                 .words = entry.words});
    std::ranges::reverse(view.timeline);
}

void add_messages(CaseView& view, db::Snapshot& snapshot, ui::Translator const& t)
{
    for (auto const& delivery : notify::deliveries_of(snapshot, view.one.id.value))
        view.messages.push_back(
            {delivery.template_name, channel_words(delivery.channel, t), state_words(delivery, t),
             t.date_and_time(delivery.delivered ? *delivery.delivered : delivery.sent.value_or(delivery.created))});
}

void add_work(CaseView& view, Deps const& deps, Names const& names, Actor const& actor,
              services::Definition const& definition)
{
    view.may_work = cases::may_work(actor);
    view.me = actor.person;
    if (!view.may_work || !view.one.is_open()) return;
    for (auto& stage : cases::next_stages(deps.cases, view.one)) {
        using Kind = services::Stage::Kind;
        auto& list = stage.kind == Kind::working ? view.moves : stage.kind == Kind::done ? view.done : view.not_done;
        list.push_back(std::move(stage));
    }
    view.reasons = definition.could_not_do;
    for (auto const& member : names.members()) {
        Actor colleague;
        colleague.roles = member.roles;
        bool const is_in_team = std::ranges::find(member.teams, view.one.team) != member.teams.end();
        if (is_in_team && cases::may_work(colleague)) view.colleagues.emplace_back(member.id, member.name);
    }
}

}

std::optional<CaseView> read_case(db::Snapshot& snapshot, Deps const& deps, Names const& names, Actor const& actor,
                                  cases::CaseId id, ui::Translator const& t)
{
    auto found = cases::Cases{snapshot}.visible_to(actor).find(id);
    if (!found) return std::nullopt;
    CaseView view{.one = std::move(*found)};
    auto const& one = view.one;
    auto const* const definition = names.definition(one.service_version);
    if (definition == nullptr) return std::nullopt; // versions are never deleted
    auto const& settings = deps.cases.council.settings;
    view.reference = Reference::from_stored(one.reference).shown();
    view.address = "/desk/cases/" + std::to_string(one.id.value);
    view.service = definition->title;
    view.title = title_of(one, definition, t);
    view.stage = names.stage(one.service_version, one.stage);
    view.team = names.team(one.team);
    view.assignee = one.assignee ? names.person(one.assignee, t) : t("Nobody yet");
    view.outcome = one.abuse ? t("Marked as abuse") : names.stage(one.service_version, one.outcome);
    view.opened = t.date_and_time(one.opened);
    view.target = t.date(one.target);
    if (one.forgotten) view.forgotten = t.date(*one.forgotten);
    view.left = time_left(one, deps.cases.database.clock().now(), settings.calendar, settings.time_zone, t);
    add_answers(view, snapshot, *definition);
    add_person(view, snapshot, actor);
    add_timeline(view, snapshot, names, t);
    add_messages(view, snapshot, t);
    add_work(view, deps, names, actor, *definition);
    return view;
}

}
