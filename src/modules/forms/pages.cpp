#include "pages.hpp"

#include "filling.hpp"

#include <http/forms_guard.hpp>
#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/components/own.hpp>
#include <ui/markdown.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

#include <algorithm>

namespace guildhall::forms {

namespace {

using namespace ui::literals;
using ui::heading;
using ui::paragraph;
using ui::subheading;

ui::Html bullets(services::Definition const& definition, std::vector<std::string> const& items)
{
    if (items.empty()) return {};
    ui::Html out{"<ul class=\"govuk-list govuk-list--bullet\">"_html};
    for (auto const& item : items) out.add("<li>"_html).add(said(definition, item)).add("</li>"_html);
    return std::move(out.add("</ul>"_html));
}

/// The <h1> in the service's words.
ui::Html heading_said(services::Definition const& definition, std::string_view words)
{
    return ui::html("<h1 class=\"govuk-heading-l\">"_html, said(definition, words), "</h1>\n"_html);
}

/// Markdown of the service.
ui::Html text_said(services::Definition const& definition, std::string_view words)
{
    auto const language = definition.language_of(words);
    if (language == "en") return ui::markdown(words);
    return ui::html("<div lang=\""_html, language, "\">"_html, ui::markdown(words), "</div>"_html);
}

/// Long answers are read as they were typed.
ui::Content with_line_breaks(std::string_view text)
{
    ui::Html out;
    while (true) {
        auto const end = text.find('\n');
        out.add(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        out.add("<br>"_html);
        text.remove_prefix(end + 1);
    }
}

ui::Html form_to(Seal const& seal, std::string_view place, ui::Html const& inside)
{
    return ui::html("<form method=\"post\" action=\""_html, seal.at, "/"_html, place, "\" novalidate>"_html, inside,
                    "</form>"_html);
}

std::string promise_of(StartView const& view, ui::Translator const& t)
{
    auto const date = t.date(view.deadline);
    if (view.definition.working_days == 0)
        return t("If you send it now, we deal with it today. You get a reference at once.");
    return t("If you send it now, we deal with it by {date} ({days}). You get a reference at once.",
             {{"date", date}, {"days", t.plural(view.definition.working_days, "{n} working day", "{n} working days")}});
}

ui::Html reach_a_person(ui::Brand const& brand, ui::Translator const& t)
{
    if (brand.phone.empty() && brand.address.empty()) return {};
    auto out = subheading(t("Talk to a person"));
    if (!brand.phone.empty()) {
        out.add("<p class=\"govuk-body\">"_html).add(t("Phone: {number}", {{"number", brand.phone}}));
        if (!brand.hours.empty()) out.add("<br>"_html).add(brand.hours);
        out.add("</p>"_html);
    }
    if (!brand.address.empty()) out.add(paragraph(t("Visit us: {address}", {{"address", brand.address}})));
    return out;
}

/// Start, or go on, or start again; each is a form because each makes or takes a draft.
ui::Html start_buttons(StartView const& view, ui::Translator const& t)
{
    auto const start = [&](std::string const& words, ui::Html const& more) {
        return form_to(view.seal, "start",
                       ui::html(hidden_fields(view.seal), more,
                                ui::button({.text = words, .is_start = true, .prevent_double_click = true})));
    };
    if (!view.has_draft) return start(t("Start now"), {});
    auto const go_on = ui::html(paragraph(t("You began before, on this device. Your answers are still here.")),
                                start(t("Go on where you left off"), {}));
    if (!view.offer.is_open()) return go_on;
    auto const again = form_to(view.seal, "start",
                               ui::html(hidden_fields(view.seal), ui::hidden("again", "1"),
                                        "<button class=\"c-quiet-button\" type=\"submit\">"_html,
                                        t("Delete my answers and start again"), "</button>"_html));
    return ui::html(go_on, "<div class=\"c-actions\">"_html, again, "</div>"_html);
}

std::vector<Sentence> sentences_of(Notice notice)
{
    constexpr Sentence no_cookies{"If you see this again, your browser may refuse cookies. Call us instead."};
    constexpr Sentence still_here{"What you typed is still here. Check it, then press the button once more."};
    switch (notice) {
    case Notice::session_lost: return {"Your session had ended, so nothing was saved.", still_here, no_cookies};
    case Notice::press_again: return {"Please press the button once more.", no_cookies};
    case Notice::version_changed: return {"We changed this form while it was open.", still_here};
    case Notice::too_fast: return {"That was quicker than we expected, so nothing was sent.", still_here};
    case Notice::too_many:
        return {"Many forms came from your network, or with this email address, in the last hour. Yours was not sent.",
                "What you typed is still here. Press the button again in an hour, or call us instead."};
    case Notice::other_draft:
        return {"You began this form again in another tab.", "These are your answers now. Check them before you send."};
    case Notice::choose_photo_again: return {"Choose your photo again."};
    case Notice::photo_unreadable:
        return {"We cannot read your photo.", "Choose another one, or send your answers without it."};
    case Notice::file_infected:
        return {"There is a virus in a file that you sent, so we deleted it.",
                "Choose another file, or send your answers without it.", "Have your device checked for viruses."};
    case Notice::filled_in: return {"We have filled this in for you. Change it if it is wrong."};
    }
    return {};
}

/// A page without words of its own, whose only question speaks for itself.
bool is_one_question(QuestionView const& view)
{
    auto const& page = *view.step.page;
    return page.title.empty() && page.text.empty() && view.step.questions.size() == 1;
}

bool asks_for_a_file(Step const& step)
{
    return std::ranges::any_of(step.questions, [](auto const* q) { return q->type == services::QuestionType::file; });
}

std::string button_of(QuestionView const& view, ui::Translator const& t)
{
    auto const searches = [&](services::Question const* q) {
        if (q->type != services::QuestionType::address || view.by_hand == q->id) return false;
        if (view.searching == q->id) return true;
        return address_step(*q, view.typed) != AddressStep::by_hand && offer_for(view.offers, *q).addresses.empty();
    };
    return std::ranges::any_of(view.step.questions, searches) ? t("Find the address") : t("Continue");
}

}

ui::Html said(services::Definition const& definition, std::string_view words, std::string_view around)
{
    constexpr std::string_view place = "{words}";
    auto const at = around.find(place);
    auto const language = definition.language_of(words);
    ui::Html out;
    out.add(around.substr(0, at));
    if (language == "en")
        out.add(words);
    else
        out.add("<span lang=\""_html).add(language).add("\">"_html).add(words).add("</span>"_html);
    return std::move(out.add(around.substr(at + place.size())));
}

ui::Html errors_above(QuestionView const& view, ui::Translator const& t)
{
    if (view.errors.empty()) return {};
    ui::ErrorSummary summary{.title = t("There is a problem")};
    for (auto const& error : view.errors)
        summary.errors.push_back({.text = said(view.definition, t(error.message)), .href = "#" + error.field});
    return ui::error_summary(summary);
}

ui::ErrorMessage error_beside(QuestionView const& view, std::string_view field, ui::Translator const& t)
{
    auto error = ui::error_of(view.errors, field, t);
    auto const found = std::ranges::find(view.errors, field, &FieldError::field);
    if (found != view.errors.end()) error.text = said(view.definition, t(found->message));
    return error;
}

ui::Html hidden_fields(Seal const& seal)
{
    auto out = ui::hidden("csrf", seal.csrf);
    if (!seal.resume.empty()) out.add(ui::hidden("resume", seal.resume));
    return out;
}

ui::Html notices_of(std::vector<Notice> const& notices, ui::Translator const& t)
{
    if (notices.empty()) return {};
    ui::Html words;
    for (auto const notice : notices) {
        for (auto const sentence : sentences_of(notice)) words.add(paragraph(t(sentence)));
    }
    return ui::notification_banner({.title = t("Important"), .html = std::move(words), .role = "alert"});
}

ui::Html clear_form(Seal const& seal, ui::Translator const& t)
{
    return form_to(seal, "clear",
                   ui::html(hidden_fields(seal), "<button class=\"c-quiet-button\" type=\"submit\">"_html,
                            t("End and clear what I typed from this computer"), "</button>"_html));
}

namespace {

/// What there is instead of a service that is no longer on offer, and where to ask.
ui::Html why_gone(StartView const& view, ui::Translator const& t)
{
    auto out = ui::inset_text({.text = t("We no longer offer this.")});
    auto const to = [](std::string const& path, std::string const& words) {
        return ui::html("<li><a class=\"govuk-link\" href=\""_html, path, "\">"_html, words, "</a></li>"_html);
    };
    out.add(subheading(t("What you can do instead"))).add("<ul class=\"govuk-list govuk-list--bullet\">"_html);
    if (view.successor) out.add(to(ui::Url::path("/services/{}", {view.successor->id}).str(), view.successor->title));
    return std::move(out.add(to("/search", t("Search for what you need")))
                         .add(to("/services", t("See everything that you can do here")))
                         .add("</ul>"_html));
}

/// Why it cannot be begun now; how else to get it stands below.
ui::Html why_closed(StartView const& view, ui::Translator const& t)
{
    using State = services::Offer::State;
    std::string words = view.offer.words;
    switch (view.offer.state) {
    case State::open: return {};
    case State::not_yet_open:
    case State::closed:
        if (words.empty()) words = t("You cannot ask for this at the moment.");
        break;
    case State::not_built_yet:
        words = t("You cannot do this online yet. Call us or come in, and we do it with you.");
        break;
    case State::withdrawn: return why_gone(view, t);
    }
    return ui::inset_text({.text = words});
}

/// The papers that file questions ask for, each with what may replace it (R-031).
std::vector<std::string> papers_of(services::Definition const& definition, ui::Translator const& t)
{
    std::vector<std::string> papers;
    auto const add = [&](services::Page const& page) {
        for (auto const& question : page.questions) {
            for (auto const& evidence : question.documents) {
                std::string words;
                for (auto const& document : evidence.any_of)
                    words = words.empty() ? document.label
                                          : t("{paper}, or {other}", {{"paper", words}, {"other", document.label}});
                papers.push_back(std::move(words));
            }
        }
    };
    for (auto const& page : definition.pages) {
        add(page);
        for (auto const& of_row : page.pages) add(of_row);
    }
    return papers;
}

}

ui::Html start_page(StartView const& view, ui::Translator const& t)
{
    auto const& d = view.definition;
    ui::Html out;
    if (view.session_lost) out.add(notices_of({Notice::press_again}, t));
    if (view.was_cleared) {
        out.add(ui::notification_banner(
            {.title = t("Success"),
             .text = t("We deleted what you typed. Close this window if others use this computer."),
             .success = true}));
    }
    out.add(heading_said(d, d.title));
    if (view.replaces)
        out.add(ui::inset_text(
            {.text = t("You looked for {old}. This has taken its place.", {{"old", view.replaces->title}})}));
    bool const is_gone = view.offer.state == services::Offer::State::withdrawn && !view.has_draft;
    if (!is_gone) out.add("<p class=\"c-lead\">"_html).add(said(d, d.summary)).add("</p>"_html);
    if (view.offer.state == services::Offer::State::withdrawn && view.has_draft)
        out.add(ui::inset_text({.text = t("We no longer offer this. You can still finish what you began.")}));
    if (view.draft_is_unreadable)
        out.add(ui::inset_text(
            {.text = t("We changed this form so much that your old answers do not fit. Please start again.")}));
    if (d.opens_a_case() && view.offer.is_open())
        out.add("<div class=\"c-promise\">"_html).add(paragraph(promise_of(view, t))).add("</div>"_html);
    // What was begun may be finished, also after the last day.
    bool const may_start = view.offer.is_open() || (view.has_draft && view.offer.missing.empty());
    out.add(may_start ? start_buttons(view, t) : why_closed(view, t)); // on the first screen of a phone
    if (view.has_sent) {
        out.add(ui::inset_text({.text = ui::html("<a class=\"govuk-link\" href=\""_html, view.seal.at, "/sent\">"_html,
                                                 t("See what happens with the one that you sent"), "</a>"_html)}));
    }
    if (is_gone) {
        if (!d.other_ways.empty()) out.add(subheading(t("Other ways"))).add(bullets(d, d.other_ways));
        return std::move(out.add(reach_a_person(view.brand, t)));
    }
    auto const papers = papers_of(d, t);
    if (!d.before_you_start.empty() || !papers.empty()) out.add(subheading(t("Before you start")));
    if (!d.before_you_start.empty()) out.add(bullets(d, d.before_you_start));
    if (!papers.empty())
        out.add(paragraph(t("You need these papers. A photo of each is enough."))).add(bullets(d, papers));
    if (auto const known = filled(d.what_happens, nullptr); !known.empty())
        out.add(subheading(t("What will happen"))).add(bullets(d, known));
    if (!d.other_ways.empty()) out.add(subheading(t("Other ways"))).add(bullets(d, d.other_ways));
    return std::move(out.add(reach_a_person(view.brand, t)));
}

std::string title_of(QuestionView const& view)
{
    if (is_one_question(view)) return view.step.questions.front()->label;
    return view.step.page->title.empty() ? view.definition.title : view.step.page->title;
}

ui::Html question_page(QuestionView const& view, ui::Translator const& t)
{
    bool const is_heading = is_one_question(view);
    ui::Html inside = hidden_fields(view.seal);
    if (view.is_change) inside.add(ui::hidden("change", "1"));
    for (auto const* question : view.step.questions) inside.add(field(view, *question, is_heading, t));
    inside.add(ui::button({.text = button_of(view, t)}));
    if (view.may_be_saved) inside.add(save_button(t));

    ui::Html out = errors_above(view, t);
    out.add(notices_of(view.notices, t));
    if (!is_heading) out.add(heading_said(view.definition, title_of(view)));
    if (!view.text.empty()) out.add(text_said(view.definition, view.text));
    out.add("<form method=\"post\" action=\""_html).add(view.path);
    out.add(asks_for_a_file(view.step) ? "\" enctype=\"multipart/form-data\" novalidate>"_html : "\" novalidate>"_html);
    out.add(inside).add("</form>"_html);
    if (view.has_draft) out.add(clear_form(view.seal, t));
    return out;
}

std::vector<CheckView::Row> rows_of(Step const& step, Answers const& answers, std::string const& path,
                                    std::string const& under, ui::Translator const& t)
{
    std::vector<CheckView::Row> rows;
    for (auto const* question : step.questions) {
        auto const* answer = answers.find(question->id);
        auto text = answer ? answer_text(*question, *answer, t) : std::string{};
        rows.push_back({path + "?change=1#" + question->id, question->label, std::move(text), under});
    }
    return rows;
}

ui::Html list_page(ListView const& view, ui::Translator const& t)
{
    auto const& one = view.page.repeat->one;
    ui::Html out = error_summary_of(view.errors, t);
    out.add(heading_said(view.definition, view.page.title.empty() ? view.definition.title : view.page.title));
    if (!view.text.empty()) out.add(text_said(view.definition, view.text));
    ui::SummaryList list;
    for (auto const& row : view.rows) {
        list.rows.push_back({.key = row.name,
                             .value = {},
                             .actions = {{.text = t("Change"), .href = row.change, .visually_hidden = row.name},
                                         {.text = t("Remove"), .href = row.remove, .visually_hidden = row.name}}});
    }
    if (!list.rows.empty()) out.add(ui::summary_list(list));
    ui::Html inside = hidden_fields(view.seal);
    if (view.may_add) {
        auto const question = view.rows.empty() ? t("Do you want to add a {thing}?", {{"thing", one}})
                                                : t("Do you want to add another {thing}?", {{"thing", one}});
        ui::Choices another{.name = "another"};
        another.fieldset = ui::Fieldset{.legend = {.text = question, .classes = "govuk-fieldset__legend--m"}};
        another.error = ui::error_of(view.errors, "another", t);
        another.items = {{.value = "yes", .text = t("Yes")}, {.value = "no", .text = t("No")}};
        another.classes = "govuk-radios--inline";
        inside.add(ui::radios(another));
    }
    inside.add(ui::button({.text = t("Continue")}));
    out.add("<form method=\"post\" action=\""_html)
        .add(view.path)
        .add("\" novalidate>"_html)
        .add(inside)
        .add("</form>"_html);
    return std::move(out.add(clear_form(view.seal, t)));
}

ui::Html remove_page(RemoveView const& view, ui::Translator const& t)
{
    ui::Html out = heading(t("Do you want to remove {thing}?", {{"thing", view.name}}));
    out.add(paragraph(t("What you told us about it is deleted.")));
    out.add("<form method=\"post\" action=\""_html).add(view.path).add("\" novalidate>"_html);
    out.add(hidden_fields(view.seal)).add("<div class=\"govuk-button-group\">"_html);
    out.add(ui::button({.text = t("Remove"), .classes = "govuk-button--warning", .prevent_double_click = true}));
    return std::move(out.add(ui::link(view.back, t("Keep it"))).add("</div></form>"_html));
}

ui::Html end_page(EndView const& view, ui::Translator const& t)
{
    ui::Html out = heading_said(view.definition, view.title);
    if (!view.text.empty()) out.add(text_said(view.definition, view.text));
    if (!view.ending.links.empty() || !view.next.empty()) {
        out.add(subheading(t("What helps"))).add("<ul class=\"govuk-list\">"_html);
        for (auto const& to : view.ending.links) {
            auto const url =
                to.url.starts_with('/') ? std::optional{ui::Url::path(to.url, {})} : ui::Url::external(to.url);
            if (url) out.add("<li>"_html).add(ui::link(url->str(), to.text)).add("</li>"_html);
        }
        for (auto const* next : view.next)
            out.add("<li>"_html)
                .add(ui::link(ui::Url::path("/services/{}", {next->id}).str(), next->title))
                .add("</li>"_html);
        out.add("</ul>"_html);
    }
    if (!view.ending.go_on.empty()) {
        out.add("<form method=\"post\" action=\""_html).add(view.path).add("\" novalidate>"_html);
        out.add(hidden_fields(view.seal));
        out.add(ui::button({.text = said(view.definition, view.ending.go_on), .classes = "govuk-button--secondary"}))
            .add("</form>"_html);
    }
    return std::move(out.add(clear_form(view.seal, t)));
}

/// Answers in blocks: those of the form, and each row's under its name.
ui::Html blocks_of(services::Definition const& definition, std::vector<CheckView::Row> const& rows,
                   ui::Translator const& t)
{
    ui::Html out;
    for (std::size_t at = 0; at < rows.size();) {
        ui::SummaryList list;
        auto const& under = rows[at].under;
        if (!under.empty()) out.add("<h2 class=\"govuk-heading-m\">"_html).add(under).add("</h2>"_html);
        for (; at < rows.size() && rows[at].under == under; ++at) {
            auto const& row = rows[at];
            list.rows.push_back(
                {.key = said(definition, row.label),
                 .value = row.text.empty() ? ui::Content{t("Not answered")} : with_line_breaks(row.text),
                 .actions = {{.text = t("Change"), .href = row.change, .visually_hidden = row.label}}});
        }
        out.add(ui::summary_list(list));
    }
    return out;
}

ui::Html declaration_box(CheckView const& view, ui::Translator const& t)
{
    if (view.declaration.empty()) return {};
    return ui::checkboxes({.name = "declaration",
                           .error = ui::error_of(view.errors, "declaration", t),
                           .items = {{.value = "yes", .text = said(view.definition, view.declaration)}}});
}

ui::Html check_page(CheckView const& view, ui::Translator const& t)
{
    auto const& d = view.definition;
    auto const trap = ui::html(
        "<div class=\"c-honeypot\" aria-hidden=\"true\"><label for=\"website\">"_html, t("Leave this empty"),
        "</label><input id=\"website\" name=\"website\" type=\"text\" tabindex=\"-1\" autocomplete=\"off\"></div>"_html);
    static_assert(http::honeypot_field == "website");
    ui::Html out = error_summary_of(view.errors, t);
    out.add(notices_of(view.notices, t));
    out.add(heading(t("Check your answers"))).add(blocks_of(d, view.rows, t));
    if (!view.privacy.empty()) out.add(paragraph(said(d, view.privacy)));
    out.add(paragraph(t("Your answers are deleted {time} after the work is done.",
                        {{"time", ui::days_in_words(d.retention_days, t)}})));
    out.add(form_to(view.seal, "submission",
                    ui::html(hidden_fields(view.seal), ui::hidden(http::signed_time_field, view.shown), trap,
                             declaration_box(view, t), ui::button({.text = t("Send"), .prevent_double_click = true}))));
    return std::move(out.add(clear_form(view.seal, t)));
}

std::string sent_title(services::Definition const& definition, ui::Translator const& t)
{
    if (definition.verb == "report") return t("Report sent");
    if (definition.verb == "apply") return t("Application sent");
    if (definition.verb == "request") return t("Request sent");
    return t("Sent");
}

ui::Html sent_page(SentView const& view, ui::Translator const& t)
{
    auto const& d = view.definition;
    ui::Html out = ui::panel(
        {.title = sent_title(d, t),
         .text = ui::html(t("Your reference"), "\n<br><strong>"_html, view.reference.shown(), "</strong>"_html)});
    out.add(paragraph(t("Keep this reference. With it you can follow what we do, and tell us more.")));
    auto const track = ui::Url::path("/track/{}", {view.reference.shown()}).str();
    if (!view.rehearsal) out.add(paragraph(ui::link(track, t("Follow what happens"))));
    out.add(subheading(t("What happens next"))).add(bullets(d, view.what_happens));
    out.add("<div class=\"c-promise\">"_html);
    out.add(paragraph(t("We deal with it by {date}. If you have not heard from us by then, contact us.",
                        {{"date", t.date(view.deadline)}})))
        .add("</div>"_html);
    out.add(reach_a_person(view.brand, t));
    if (!view.next.empty()) {
        out.add(subheading(t("What people often do next"))).add("<ul class=\"govuk-list\">"_html);
        for (auto const* next : view.next) {
            out.add("<li><a class=\"govuk-link\" href=\""_html)
                .add(ui::Url::path("/services/{}", {next->id}).str())
                .add("\">"_html);
            out.add(said(*next, next->title)).add("</a></li>"_html);
        }
        out.add("</ul>"_html);
    }
    if (view.rehearsal) out.add(rehearsal_part(*view.rehearsal, t));
    return std::move(out.add(clear_form(view.seal, t)));
}

}
