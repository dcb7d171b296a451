// What the phone beside a form shows: the draft's own pages, ends and messages. Nothing in it can be sent.
#include "routes.hpp"

#include <forms/preview.hpp>
#include <notify/template.hpp>
#include <ui/assets.hpp>
#include <ui/markdown.hpp>

#include <algorithm>

namespace guildhall::editor {

using namespace ui::literals;

namespace {

/// For our own pages alone, and without scripts.
http::Response in_frame(http::Response response, std::string policy)
{
    response.headers.emplace_back("Content-Security-Policy", std::move(policy));
    response.headers.emplace_back("X-Frame-Options", "SAMEORIGIN");
    return response;
}

http::Response page_in_frame(ui::Html html)
{
    return in_frame(http::page(std::move(html)),
                    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; "
                    "base-uri 'none'; frame-ancestors 'self'");
}

http::Response nothing_to_show(Deps const& deps, ui::Translator const& t)
{
    return page_in_frame(forms::preview_frame(deps.council, t("Preview"),
                                              paragraph(t("Nothing can be shown yet. Mend the errors first."))));
}

ui::Html ending_content(services::Ending const& ending)
{
    auto out = ui::html("<h1 class=\"govuk-heading-l\">"_html, ending.title, "</h1>\n"_html, ui::markdown(ending.text));
    for (auto const& one : ending.links) out.add(paragraph(link("#", one.text)));
    if (!ending.go_on.empty()) out.add(ui::button({.text = ending.go_on, .classes = "govuk-button--secondary"}));
    return out;
}

notify::Personalisation sample(Work const& work, Deps const& deps, ui::Translator const& t)
{
    auto const& brand = deps.council.brand();
    auto const& definition = work.examined.definition;
    notify::Personalisation values{{"reference", "ABCD-EFGH-JKM"},
                                   {"service", definition.title},
                                   {"stage", definition.stages.empty() ? "" : definition.stages.front().title},
                                   {"stage text", definition.stages.empty() ? "" : definition.stages.front().text},
                                   {"words", t("The words that staff write stand here.")},
                                   {"reason", t("The reason stands here.")},
                                   {"council", brand.name},
                                   {"phone", brand.phone},
                                   {"hours", brand.hours}};
    auto const due = deps.council.deadline(deps.council.clock().now(), definition.working_days);
    values.set("promise date", t.date(due));
    values.set_link("tracking link", deps.council.settings.base_url + "/track/ABCD-EFGH-JKM");
    return values;
}

std::string text_of(Work const& work, Deps const& deps, std::string const& file)
{
    for (auto const& one : work.files)
        if (one.name == file) return one.text;
    for (auto const& one : deps.library.files_of(work.service))
        if (one.name == file) return one.text;
    return {};
}

// GET /admin/services/{service}/preview/messages/{message}
http::Response show_message(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const t = translator_of(request, deps);
    auto const text = text_of(work, deps, "messages/" + std::string{request.path_text("message")} + ".txt");
    auto const message = notify::Template::parse(text);
    if (!message) return nothing_to_show(deps, t);
    auto rendered = message->render(sample(work, deps, t), deps.council.brand().name);
    // A mail brings its own styles and nothing else.
    return in_frame(http::text(200, std::move(rendered.html), "text/html; charset=utf-8"),
                    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");
}

// GET /admin/services/{service}/preview/{item*}
http::Response show_page(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const t = translator_of(request, deps);
    auto const item = request.path_text("item");
    auto const id = item.substr(item.rfind('/') == std::string_view::npos ? 0 : item.rfind('/') + 1);
    auto const& definition = work.examined.definition;
    if (item.starts_with("ends/")) {
        auto const* const ending = definition.ending(id);
        if (!ending) return nothing_to_show(deps, t);
        return page_in_frame(forms::preview_frame(deps.council, ending->title, ending_content(*ending)));
    }
    auto html = forms::preview_page(deps.council, definition, id);
    return html ? page_in_frame(std::move(*html)) : nothing_to_show(deps, t);
}

}

void add_preview_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    router.get("/admin/services/{service}/preview/messages/{message}", editor,
               [&deps](auto const& r) { return show_message(r, deps); });
    router.get("/admin/services/{service}/preview/{item*}", editor,
               [&deps](auto const& r) { return show_page(r, deps); });
}

}
