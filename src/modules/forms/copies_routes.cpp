// GET /answers/{id}: one's answers on one page, to read and to print. POST /answers/{id}/copy: by email.
#include "copies.hpp"
#include "visit.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

namespace {

using namespace ui::literals;

ui::Html answers_list(services::Definition const& definition, Answers const& answers, feel::Context const& worked_out)
{
    ui::SummaryList list;
    for (auto const& line : answer_lines(definition, answers, worked_out))
        list.rows.push_back({.key = line.label, .value = line.text});
    return ui::summary_list(list);
}

ui::Html offer_copy(http::Request const& request, std::string const& service, std::string const& email,
                    ui::Translator const& t)
{
    if (request.query.has("copy")) {
        return ui::notification_banner({.title = t("Success"),
                                        .text = t("We are sending a copy to the email address in your form."),
                                        .success = true});
    }
    if (email.empty()) return {};
    return ui::html(
        "<div class=\"c-no-print\">"_html, ui::subheading(t("A copy by email")),
        ui::paragraph(t("If you want, we email your answers to {email}. Emails are not private: somebody else may read "
                        "them. We leave out what is most personal.",
                        {{"email", email}})),
        "<form method=\"post\" action=\""_html, ui::Url::path("/answers/{}/copy", {service}).str(), "\">"_html,
        ui::hidden("csrf", request.csrf_token()),
        ui::button({.text = t("Email me a copy"), .classes = "govuk-button--secondary", .prevent_double_click = true}),
        "</form></div>"_html);
}

// GET /answers/{id}
http::Response show(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!visit.draft) return http::see_other(visit.path());
    auto const t = translator(deps);
    auto const& definition = visit.version().definition;
    auto const& id = visit.current->definition.id;
    std::optional<Stored> sent;
    if (visit.is_sent()) {
        sent = deps.council.database.read(
            [&](db::Snapshot& snapshot) { return just_sent(snapshot, *visit.draft, request.received); });
        if (!sent) return http::see_other(visit.path("sent"));
    }
    auto const answers = sent ? sent->answers : Way{definition, visit.answers(), visit.around}.answers();
    auto content = ui::heading(t("Your answers"));
    content.add(ui::paragraph(definition.title));
    if (sent) {
        content.add(ui::paragraph(
            t("Sent on {date}. Your reference is {reference}.",
              {{"date", t.date_and_time(sent->submitted)}, {"reference", visit.draft->reference->shown()}})));
    } else
        content.add(ui::paragraph(t("Not sent yet.")));
    content.add(answers_list(definition, answers, sent ? sent->worked_out : feel::Context{}));
    content.add("<p class=\"govuk-body c-no-print\">"_html)
        .add(t("To keep them, print this page or save it as a PDF with your browser."))
        .add("</p>"_html);
    if (sent) {
        content.add("<p class=\"govuk-body c-no-print\">"_html)
            .add(t("For your privacy, this browser shows them for one hour after sending."))
            .add("</p>"_html);
        content.add(offer_copy(request, id, email_in(definition, answers), t));
    }
    return framed(request, deps,
                  {.title = t("Your answers"), .path = visit.path(), .back = visit.path(sent ? "sent" : "check")},
                  content);
}

// POST /answers/{id}/copy
Task<http::Response> copy(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    auto const path = ui::Url::path("/answers/{}", {visit.current->definition.id});
    if (!visit.is_sent()) co_return http::see_other(path.str());
    auto const want = [&](db::Tx& tx) {
        auto const sent = just_sent(tx, *visit.draft, tx.now());
        return sent && want_copy(tx, *sent);
    };
    bool const comes = co_await deps.council.database.write(visit.actor(), want);
    co_return http::see_other(comes ? path.with_query("copy", "1").str() : path.str());
}

}

void add_copies_routes(http::Router& router, Deps& deps)
{
    router.get("/answers/{id}", http::anyone(), [&deps](auto const& r) { return show(r, deps); });
    router.post("/answers/{id}/copy", http::anyone(), [&deps](auto const& r) { return copy(r, deps); });
}

}
