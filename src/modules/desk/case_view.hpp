// One case as its page shows it.
#pragma once

#include "clock.hpp"
#include "filters.hpp"
#include "names.hpp"

#include <base/result.hpp>
#include <forms/forms.hpp>
#include <ui/html.hpp>

#include <string>
#include <utility>
#include <vector>

namespace guildhall::desk {

/// What was typed into the forms of the page, and what is wrong with it.
struct Typed {
    std::string note;
    std::string note_once; ///< what the note's form carries, so that it is written once
    bool note_is_public = false;
    std::string done_words;
    std::string reason, not_done_words;
    std::string abuse_words;
    std::vector<FieldError> errors;
};

struct CaseView {
    cases::Case one;
    std::string reference; ///< as shown
    std::string address;   ///< of this page without filters: forms add what they do
    std::string query;     ///< the filters, with "?"; or ""
    std::string queue_href;
    std::string title, service, stage, team, assignee, outcome;
    std::string opened, target;
    std::string forgotten; ///< the day when the person's details were deleted; or ""
    TimeLeft left;

    std::vector<forms::AnswerLine> answers; ///< without those that are about the person
    std::vector<forms::AnswerLine> contact;
    std::vector<forms::AnswerLine> worked_out; ///< what the service's rules made of them
    std::string person_href;                   ///< the page of whoever sent it; "" where nobody is known
    struct Photo {
        std::string address; ///< "/desk/photos/7"
        forms::PhotoState state = forms::PhotoState::waiting;
        bool is_pdf = false;
    };
    std::vector<Photo> photos;

    struct Entry {
        std::string when, what, who, words;
    };
    std::vector<Entry> timeline; ///< newest first
    struct Message {
        std::string name, how, state;
        std::string when;
    };
    std::vector<Message> messages;

    // what can be done
    bool may_work = false;
    std::string csrf;
    std::vector<services::Stage> moves, done, not_done;
    std::vector<std::string> reasons;
    std::vector<std::pair<PersonId, std::string>> colleagues;
    PersonId me;
    struct Undo {
        std::string words;    ///< what was done: "Given to Asha Example."
        std::string resource; ///< "assignment" or "stage"
        std::string field, value;
    };
    std::vector<Undo> undo; ///< one at most
    Typed typed;
};

/// Nothing where the actor may not see it.
std::optional<CaseView> read_case(db::Snapshot& snapshot, Deps const& deps, Names const& names, Actor const& actor,
                                  cases::CaseId id, ui::Translator const& t);

/// The middle pane: what it is, what can be done, what happened.
ui::Html case_pane(CaseView const& view, ui::Translator const& t);
/// The right pane: who asked, who works on it, what was sent.
ui::Html person_pane(CaseView const& view, ui::Translator const& t);

ui::Html hidden_fields(CaseView const& view);
/// <form method="post" action="{case}/{resource}{filters}">
ui::Html post_form(CaseView const& view, std::string_view resource, ui::Html const& fields);

}
