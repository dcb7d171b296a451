// From rows to what the pages show.
#include "matching.hpp"
#include "views.hpp"

#include <base/date.hpp>
#include <base/phone.hpp>
#include <base/text.hpp>
#include <council/council.hpp>

#include <algorithm>

namespace guildhall::people {

namespace {

constexpr std::size_t most_found = 20;

std::string name_of(Person const& person, ui::Translator const& t)
{
    if (auto name = person.name(); !name.empty()) return name;
    for (auto const what : {&Details::email, &Details::phone})
        if (auto const values = person.all(what); !values.empty()) return values.front();
    return t("No name yet");
}

std::string kind_of(Kind kind, ui::Translator const& t)
{
    switch (kind) {
    case Kind::person: return t("Person");
    case Kind::business: return t("Business");
    case Kind::group: return t("Community group");
    }
    return {};
}

std::vector<std::string> shown_phones(Person const& person)
{
    auto phones = person.all(&Details::phone);
    for (auto& phone : phones)
        if (auto const parsed = Phone::parse(phone)) phone = parsed->shown();
    return phones;
}

std::vector<std::string> addresses_of(Person const& person)
{
    std::vector<std::string> addresses;
    for (auto const& record : person.records) {
        auto address = record.details.address;
        if (!record.details.postcode.empty()) address += (address.empty() ? "" : ", ") + record.details.postcode;
        if (!address.empty() && std::ranges::find(addresses, address) == addresses.end())
            addresses.push_back(std::move(address));
    }
    return addresses;
}

std::vector<std::string> sentences_of(std::string_view because, ui::Translator const& t)
{
    std::vector<std::string> sentences;
    for (auto const& reason : reasons_of(because)) sentences.push_back(t(reason));
    return sentences;
}

std::string staff_name(db::Snapshot& snapshot, PersonId id, ui::Translator const& t)
{
    auto const member = identity::find_member(snapshot, id);
    return member ? member->name : t("Somebody who has left");
}

std::vector<Entry> entries_of(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, Person const& person)
{
    std::vector<Entry> entries;
    auto const sources = person.sources();
    for (auto const& timeline : deps.timelines)
        std::ranges::move(timeline(snapshot, actor, sources), std::back_inserter(entries));
    std::ranges::stable_sort(entries, std::greater{}, &Entry::at);
    return entries;
}

PersonView::EntryLine line_of(Entry const& entry, ui::Translator const& t)
{
    return {.when = t.date(entry.at),
            .what = entry.what,
            .state = entry.state,
            .href = entry.href,
            .is_open = entry.is_open};
}

void add_facts(PersonView& view, db::Snapshot& snapshot, Actor const& actor, Date today, ui::Translator const& t)
{
    for (auto const& fact : facts_of(snapshot, actor, view.person)) {
        PersonView::FactLine line{.id = fact.id,
                                  .kind = fact.kind,
                                  .words = fact.words,
                                  .who = staff_name(snapshot, fact.by, t),
                                  .review = fact.review ? t.date(*fact.review) : std::string{},
                                  .is_overdue = fact.review && *fact.review <= today};
        (fact.kind == "alert" ? view.alerts : view.facts).push_back(std::move(line));
    }
}

void add_records(PersonView& view, db::Snapshot& snapshot, ui::Translator const& t)
{
    for (auto const& record : view.person.records) {
        auto const is_above = [&](Record const& one) { return one.id == record.parent; };
        bool const is_reason_seen = std::ranges::any_of(view.person.records, is_above);
        view.records.push_back(
            {.id = record.id,
             .what = record.source.submission != 0
                         ? t("A form that was sent")
                         : t("Written down by {name}", {{"name", staff_name(snapshot, record.made_by, t)}}),
             .when = t.date_and_time(record.made),
             .reasons = is_reason_seen ? sentences_of(record.because, t) : std::vector<std::string>{},
             .can_part = record.parent && record.id != view.person.id});
    }
}

}

std::string path_of(RecordId id)
{
    return "/desk/people/" + std::to_string(id.value);
}

PersonLine line_of(Person const& person, ui::Translator const& t)
{
    auto const addresses = addresses_of(person);
    auto const emails = person.all(&Details::email);
    auto const phones = shown_phones(person);
    auto const born = person.born();
    PersonLine line{.id = person.id,
                    .name = name_of(person, t),
                    .kind = kind_of(person.kind(), t),
                    .where = addresses.empty() ? std::string{} : addresses.front(),
                    .reach = {},
                    .born = born ? t.date(*born) : std::string{}};
    for (auto const* list : {&emails, &phones})
        if (!list->empty() && list->front() != line.name)
            line.reach += (line.reach.empty() ? "" : ", ") + list->front();
    return line;
}

SearchView read_search(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, std::string_view typed,
                       RecordId chosen_for, ui::Translator const& t)
{
    SearchView view{.typed = std::string{cut_to(typed, 100)},
                    .is_ready = deps.search.is_ready(),
                    .found = {},
                    .chosen_for = chosen_for,
                    .chosen_for_name = {},
                    .csrf = {}};
    auto const visible = People{snapshot}.visible_to(actor);
    if (auto const person = chosen_for ? visible.find(chosen_for) : std::nullopt) {
        view.chosen_for = person->id;
        view.chosen_for_name = name_of(*person, t);
    } else {
        view.chosen_for = {};
    }
    std::vector<RecordId> known;
    auto const add = [&](std::optional<Person> const& person) {
        if (!person || person->id == view.chosen_for || view.found.size() >= most_found) return;
        if (std::ranges::find(known, person->id) != known.end()) return;
        known.push_back(person->id);
        view.found.push_back(line_of(*person, t));
    };
    if (view.is_ready) {
        for (auto const id : deps.search.find(snapshot, actor, view.typed)) {
            if (view.found.size() >= most_found) break;
            add(visible.find(id));
        }
    } else {
        for (auto const& person : visible.with(deps.council.secret, trimmed(view.typed))) add(person);
    }
    return view;
}

namespace {

void add_who(PersonView& view, ui::Translator const& t)
{
    auto const& of = view.person;
    auto const born = of.born();
    view.address = path_of(of.id);
    view.name = name_of(of, t);
    view.kind = kind_of(of.kind(), t);
    view.born = born ? t.date(*born) : std::string{};
    for (auto const& record : of.records)
        if (auto name = record.details.name();
            !name.empty() && name != view.name && std::ranges::find(view.names, name) == view.names.end())
            view.names.push_back(std::move(name));
    view.emails = of.all(&Details::email);
    view.phones = shown_phones(of);
    view.addresses = addresses_of(of);
    view.companies = of.all(&Details::company_number);
}

}

std::optional<PersonView> read_person(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, RecordId id,
                                      ui::Translator const& t)
{
    auto const visible = People{snapshot}.visible_to(actor);
    auto person = visible.find(id);
    if (!person) return std::nullopt;
    PersonView view{.person = std::move(*person)};
    auto const& of = view.person;
    auto const today = deps.council.today();
    add_who(view, t);
    add_facts(view, snapshot, actor, today, t);
    view.relations = relations_of(snapshot, actor, of);
    for (auto const& suggestion : suggestions_of(snapshot, actor, of))
        view.suggestions.push_back(
            {line_of(suggestion.other, t), sentences_of(suggestion.because, t), suggestion.percent});
    for (auto const& entry : entries_of(snapshot, deps, actor, of)) {
        view.timeline.push_back(line_of(entry, t));
        view.open += entry.is_open ? 1 : 0;
    }
    view.at_address = visible.household(deps.council.secret, of).size();
    add_records(view, snapshot, t);
    view.may_serve = may_serve_people(actor);
    view.may_erase = actor.has(Role::administrator) && of.sources().empty();
    view.may_audit = actor.has(Role::auditor);
    view.today = iso_date(today);
    return view;
}

std::optional<HouseholdView> read_household(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, RecordId id,
                                            ui::Translator const& t)
{
    auto const visible = People{snapshot}.visible_to(actor);
    auto person = visible.find(id);
    if (!person) return std::nullopt;
    HouseholdView view{.of = person->id, .name = name_of(*person, t), .members = {}};
    auto members = visible.household(deps.council.secret, *person);
    members.insert(members.begin(), std::move(*person));
    for (auto const& member : members) {
        HouseholdView::Member out{.line = line_of(member, t), .open = {}};
        for (auto const& entry : entries_of(snapshot, deps, actor, member))
            if (entry.is_open) out.open.push_back(line_of(entry, t));
        view.members.push_back(std::move(out));
    }
    return view;
}

}
