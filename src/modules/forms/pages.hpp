// What residents see on their way through a service. Pages are functions of plain view structs.
#pragma once

#include "fields.hpp"

#include <forms/forms.hpp>

#include <services/capabilities.hpp>

#include <base/reference.hpp>
#include <ui/components/fields.hpp>
#include <ui/html.hpp>
#include <ui/page.hpp>
#include <ui/translator.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace guildhall::forms {

/// What every form of ours carries.
struct Seal {
    std::string csrf;
    std::string resume; ///< the ticket; "" where there is no draft yet
    std::string at;     ///< the address that every form is sent below: "/services/order-bin"
};

/// Why a page is shown again although nothing is wrong with the answers.
enum class Notice {
    session_lost,
    press_again,
    version_changed,
    too_fast,
    too_many,
    other_draft,
    choose_photo_again,
    photo_unreadable,
    file_infected,
    filled_in ///< with what the council knows already (R-025)
};

struct StartView {
    services::Definition const& definition;
    ui::Brand const& brand;
    Seal seal;
    Time deadline{};        ///< if it is sent now
    bool has_draft = false; ///< with answers, not sent
    bool has_sent = false;  ///< the last one from this browser can be looked at
    bool was_cleared = false;
    bool session_lost = false;
    services::Offer offer = {};                      ///< whether it can be begun
    bool draft_is_unreadable = false;                ///< this release cannot go on with what was begun
    services::Definition const* replaces = nullptr;  ///< the service whose address led here
    services::Definition const* successor = nullptr; ///< of one that is no longer on offer
};
ui::Html start_page(StartView const& view, ui::Translator const& t);

struct QuestionView {
    services::Definition const& definition;
    Step const& step;
    std::string path; ///< of the page
    std::string text; ///< the page's own words, filled in
    Seal seal;
    http::Form const& typed;
    std::vector<FieldError> errors;
    Offers offers;
    std::string by_hand;                                                 ///< the address question that is typed by hand
    std::string searching;                                               ///< the address question that is searched anew
    std::map<std::string, std::vector<AnsweredFile>, std::less<>> files; ///< that were sent for a question
    bool is_change = false; ///< came from check your answers, and goes back there
    bool has_draft = false;
    bool may_be_saved = true; ///< for later
    std::vector<Notice> notices;
};
std::string title_of(QuestionView const& view);
ui::Html question_page(QuestionView const& view, ui::Translator const& t);

/// The list of a repeat group: its rows, and whether there is one more.
struct ListView {
    services::Definition const& definition;
    services::Page const& page;
    std::string path;
    std::string text;
    Seal seal;
    struct Row {
        std::string name;
        std::string change, remove; ///< addresses
    };
    std::vector<Row> rows;
    bool may_add = true; ///< there is room for one more
    std::vector<FieldError> errors;
};
ui::Html list_page(ListView const& view, ui::Translator const& t);

struct RemoveView {
    std::string name; ///< of the row
    std::string path, back;
    Seal seal;
};
ui::Html remove_page(RemoveView const& view, ui::Translator const& t);

/// An early end: who helps, and perhaps a way to go on.
struct EndView {
    services::Definition const& definition;
    services::Ending const& ending;
    std::string title, text; ///< filled in
    std::string path;
    Seal seal;
    std::vector<services::Definition const*> next;
};
ui::Html end_page(EndView const& view, ui::Translator const& t);

struct CheckView {
    services::Definition const& definition;
    Seal seal;
    std::string shown;                ///< the signed time
    std::string privacy, declaration; ///< filled in
    struct Row {
        std::string change; ///< the address that changes it
        std::string label;
        std::string text;  ///< "": not answered
        std::string under; ///< the row it belongs to: "Ana", "Child 2"; "" outside of rows
    };
    std::vector<Row> rows;
    std::vector<Notice> notices;
    std::vector<FieldError> errors;
};
ui::Html check_page(CheckView const& view, ui::Translator const& t);
/// `path`: of the step's page.
std::vector<CheckView::Row> rows_of(Step const& step, Answers const& answers, std::string const& path,
                                    std::string const& under, ui::Translator const& t);

struct SentView {
    services::Definition const& definition;
    ui::Brand const& brand;
    Seal seal;
    Reference reference;
    Time deadline{};
    std::vector<std::string> what_happens = {}; ///< filled in
    std::vector<services::Definition const*> next = {};
    std::optional<Rehearsal> rehearsal = {}; ///< it was only tried
};
std::string sent_title(services::Definition const& definition, ui::Translator const& t);
ui::Html sent_page(SentView const& view, ui::Translator const& t);

// ---- parts that several of them use

/// A sentence of the service, with its language where that is not the page's, English. `around`: with "{words}", the
/// sentence of ours that it stands in.
ui::Html said(services::Definition const& definition, std::string_view words, std::string_view around = "{words}");
/// What is wrong, above the page and beside a field.
ui::Html errors_above(QuestionView const& view, ui::Translator const& t);
ui::ErrorMessage error_beside(QuestionView const& view, std::string_view field, ui::Translator const& t);

ui::Html hidden_fields(Seal const& seal);
ui::Html notices_of(std::vector<Notice> const& notices, ui::Translator const& t);
/// Second to the page's own button: keeps what is typed and leads to saving for later.
ui::Html save_button(ui::Translator const& t);
/// Below every page of a form: how long answers are kept, and where to say what went wrong. `path` is the page's.
ui::Html form_foot(std::string_view path, ui::Translator const& t);
/// Deletes what was typed: for computers that others use too.
ui::Html clear_form(Seal const& seal, ui::Translator const& t);
/// What would come of it, for whoever tried it.
ui::Html rehearsal_part(Rehearsal const& rehearsal, ui::Translator const& t);
/// The inputs of one question. `is_heading`: its label is the page's heading.
ui::Html field(QuestionView const& view, services::Question const& question, bool is_heading, ui::Translator const& t);
/// The inputs of a file question: what is there, an input for each document, "later".
ui::Html draw_files(QuestionView const& view, services::Question const& question, bool is_heading,
                    ui::Translator const& t);
/// "0.4 miles away"
std::string words_of_distance(double metres, ui::Translator const& t);
/// What was answered, in words, in the reader's language.
std::string answer_text(services::Question const& question, Answer const& answer, ui::Translator const& t);
/// "Child 2"
std::string row_name(services::Page const& group, std::size_t number);

}
