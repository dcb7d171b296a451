// What stands around the questions on every page of a form.
#include "drafts.hpp"
#include "pages.hpp"

#include <ui/prose.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

using namespace ui::literals;

ui::Html save_button(ui::Translator const& t)
{
    return ui::button(
        {.text = t("Save and come back later"), .name = "then", .value = "save", .classes = "govuk-button--secondary"});
}

namespace {

/// At the end of the way, one's answers can be kept.
ui::Html print_link(std::string_view path, ui::Translator const& t)
{
    if (!path.ends_with("/check") && !path.ends_with("/sent")) return {};
    path.remove_prefix(std::string_view{"/services/"}.size());
    auto const url = ui::Url::path("/answers/{}", {path.substr(0, path.find('/'))});
    return ui::html("<p class=\"govuk-body-s\">"_html, ui::link(url.str(), t("Print your answers, or keep a copy")),
                    "</p>"_html);
}

/// "/services/report-missed-bin/bin" is the page "bin" of "report-missed-bin"; a page of a row is the last part, too.
std::string feedback_path(std::string_view path)
{
    constexpr std::string_view before = "/services/";
    path.remove_prefix(before.size());
    auto const slash = path.find('/');
    auto const url = ui::Url::path("/feedback/{}", {path.substr(0, slash)});
    return slash == std::string_view::npos ? url.str() : url.with_query("page", path.substr(path.rfind('/') + 1)).str();
}

}

ui::Html form_foot(std::string_view path, ui::Translator const& t)
{
    auto const kept = t.plural(kept_unsaved_days,
                               "If you stop, your answers stay in this browser for {n} day after your last change.",
                               "If you stop, your answers stay in this browser for {n} days after your last change.");
    return ui::html(
        "<aside class=\"c-form-foot c-no-print\" aria-label=\""_html, t("About this form"), "\" data-idle=\""_html,
        t("Are you still there? If others use this computer, end and clear what you typed. Nothing is lost "
          "while this page stays open."),
        "\"><p class=\"govuk-body-s\">"_html, kept, "</p>"_html, print_link(path, t), "<p class=\"govuk-body-s\">"_html,
        ui::link("/saved", t("Your saved forms")), "</p><p class=\"govuk-body-s\">"_html,
        ui::link(feedback_path(path), t("Tell us what went wrong")), "</p></aside>"_html);
}

}
