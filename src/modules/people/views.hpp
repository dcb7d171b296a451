// What the pages show, read and worked out.
#pragma once

#include <people/people.hpp>

#include <base/result.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <string>
#include <vector>

namespace guildhall::people {

std::string path_of(RecordId id); ///< of the page

/// One line of a list of people.
struct PersonLine {
    RecordId id;
    std::string name, kind;
    std::string where; ///< address, or the town's part of it that is known
    std::string reach; ///< email and phone
    std::string born;
};
PersonLine line_of(Person const& person, ui::Translator const& t);

struct SearchView {
    std::string typed;
    bool is_ready = true;
    std::vector<PersonLine> found;
    RecordId chosen_for; ///< somebody is looked for to be joined with, or related to, this person
    std::string chosen_for_name;
    std::string csrf;
    bool may_serve = false, may_audit = false;
};
SearchView read_search(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, std::string_view typed,
                       RecordId chosen_for, ui::Translator const& t);
ui::Html search_page(SearchView const& view, ui::Translator const& t);
/// The list alone, for the script that asks while somebody types.
ui::Html found_list(SearchView const& view, ui::Translator const& t);

/// What was typed into a form of the page, and what is wrong with it.
struct Typed {
    std::string kind, words, review;
    std::vector<FieldError> errors;
};

struct PersonView {
    Person person;
    std::string address; ///< of this page
    std::string name, kind, born;
    std::vector<std::string> names, emails, phones, addresses, companies;
    struct FactLine {
        FactId id;
        std::string kind, words, who;
        std::string review; ///< the day; "" where there is none
        bool is_overdue = false;
    };
    std::vector<FactLine> alerts, facts;
    std::vector<Relation> relations;
    struct SuggestionLine {
        PersonLine other;
        std::vector<std::string> reasons;
        int percent = 0;
    };
    std::vector<SuggestionLine> suggestions;
    struct EntryLine {
        std::string when, what, state, href;
        bool is_open = false;
    };
    std::vector<EntryLine> timeline; ///< newest first
    std::size_t open = 0;
    std::size_t at_address = 0; ///< others
    struct RecordLine {
        RecordId id;
        std::string what, when;
        std::vector<std::string> reasons;
        bool can_part = false;
    };
    std::vector<RecordLine> records;
    bool may_serve = false, may_erase = false, may_audit = false;
    std::string csrf, today;
    Typed typed;
};
std::optional<PersonView> read_person(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, RecordId id,
                                      ui::Translator const& t);
ui::Html person_page(PersonView const& view, ui::Translator const& t);

struct HouseholdView {
    RecordId of;
    std::string name;
    struct Member {
        PersonLine line;
        std::vector<PersonView::EntryLine> open;
    };
    std::vector<Member> members; ///< the person first
};
std::optional<HouseholdView> read_household(db::Snapshot& snapshot, Deps const& deps, Actor const& actor, RecordId id,
                                            ui::Translator const& t);
ui::Html household_page(HouseholdView const& view, ui::Translator const& t);

/// Somebody new, or more about somebody, as it was typed.
struct NewView {
    RecordId to; ///< more about this person
    std::string to_name;
    std::string kind = "person", first, last, born, organisation, company_number, email, phone, address, postcode;
    std::vector<FieldError> errors;
    std::string csrf;
};
ui::Html new_page(NewView const& view, ui::Translator const& t);

struct LooksView {
    struct Line {
        std::string when, who, whom, href, why;
    };
    std::vector<Line> lines;
    std::string next; ///< address of older ones; ""
    std::string title;
};
ui::Html looks_page(LooksView const& view, ui::Translator const& t);

}
