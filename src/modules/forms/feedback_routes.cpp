// GET and POST /feedback/{id}: what went wrong on a page of a form.
#include "feedback.hpp"
#include "visit.hpp"

#include <base/text.hpp>
#include <ui/components/blocks.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

namespace {

using namespace ui::literals;

/// The page that it is about; "" where there is no such page.
std::string page_named(Visit const& visit, std::string_view id)
{
    bool const is_of_ours = id == "check" || id == "sent" || visit.definition().page(id) != nullptr;
    return is_of_ours ? std::string{id} : std::string{};
}

ui::Html way_back(Visit const& visit, std::string const& page, ui::Translator const& t)
{
    // A page of a row leads back to its list: which row it was is not said here.
    auto const* group = visit.definition().group_of(page);
    return ui::paragraph(ui::link(visit.path(group ? group->id : page), t("Go back to the form")));
}

http::Response show_feedback(http::Request const& request, Deps& deps, Visit const& visit, int status,
                             std::vector<FieldError> errors)
{
    auto const t = translator(deps);
    auto const& typed = request.form.has("page") ? request.form : request.query;
    auto const page = page_named(visit, typed.value("page"));
    ui::Choices kinds{.name = "trouble",
                      .fieldset = ui::Fieldset{.legend = {.text = t("What is the matter?")}},
                      .error = error_of(errors, "trouble", t),
                      .items = {},
                      .values = {std::string{typed.value("trouble")}}};
    for (auto const& trouble : troubles)
        kinds.items.push_back({.value = std::string{trouble.id}, .text = t(trouble.label)});
    auto out = error_summary_of(errors, t);
    out.add(ui::heading(t("Tell us what went wrong")));
    out.add(ui::paragraph(t("We use this to make the form better. We cannot answer you here, because we do not know "
                            "who you are. Your answers in the form stay as they are.")));
    out.add("<form method=\"post\" action=\""_html)
        .add(ui::Url::path("/feedback/{}", {visit.current->definition.id}).str());
    out.add("\" novalidate>"_html).add(ui::hidden("csrf", request.csrf_token())).add(ui::hidden("page", page));
    out.add(ui::radios(kinds));
    out.add(ui::textarea({.name = "words",
                          .label = {.text = t("What happened? (optional)")},
                          .hint = {.text = t("Please write no names, addresses or anything else about a person.")},
                          .error = error_of(errors, "words", t),
                          .value = std::string{typed.value("words")}}));
    out.add(ui::button({.text = t("Send"), .prevent_double_click = true})).add("</form>"_html);
    out.add(way_back(visit, page, t));
    return framed(
        request, deps,
        {.status = status, .title = t("Tell us what went wrong"), .has_errors = !errors.empty(), .path = visit.path()},
        out);
}

// GET /feedback/{id}
http::Response ask(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!request.query.has("thanks")) return show_feedback(request, deps, visit, 200, {});
    auto const t = translator(deps);
    auto const page = page_named(visit, request.query.value("page"));
    return framed(request, deps, {.title = t("Thank you"), .path = visit.path()},
                  ui::html(ui::heading(t("Thank you")),
                           ui::paragraph(t("The people who look after this form will read it.")),
                           way_back(visit, page, t)));
}

// POST /feedback/{id}
Task<http::Response> keep(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    FeedbackWish const wish{.version = visit.version().id,
                            .service = visit.current->definition.id,
                            .page = page_named(visit, request.form.value("page")),
                            .trouble = std::string{request.form.value("trouble")},
                            .words = std::string{trimmed(request.form.value("words"))},
                            .network = request.client_network()};
    std::vector<FieldError> errors;
    if (!trouble_named(wish.trouble)) errors.push_back({"trouble", Message{"Choose what is the matter"}});
    if (length_of(wish.words) > longest_feedback)
        errors.push_back({"words", Message{"Write 1,200 characters or fewer"}});
    if (!errors.empty()) co_return show_feedback(request, deps, visit, 422, std::move(errors));
    auto const store = [&](db::Tx& tx) { return keep_feedback(tx, wish); };
    auto const kept = co_await deps.council.database.write(Actor::anonymous(), store);
    if (!kept) {
        Message const sentence{"Many messages came from your network in one hour. Try again later, or call us"};
        errors.push_back({"words", sentence});
        co_return show_feedback(request, deps, visit, 429, std::move(errors));
    }
    auto const path = ui::Url::path("/feedback/{}", {wish.service}).with_query("thanks", "1");
    co_return http::see_other(path.with_query("page", wish.page).str());
}

}

void add_feedback_routes(http::Router& router, Deps& deps)
{
    router.get("/feedback/{id}", http::anyone(), [&deps](auto const& r) { return ask(r, deps); });
    router.post("/feedback/{id}", http::anyone(), [&deps](auto const& r) { return keep(r, deps); });
}

}
