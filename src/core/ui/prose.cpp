#include <ui/prose.hpp>

#include <ui/components/blocks.hpp>

namespace guildhall::ui {

Html heading(std::string_view words)
{
    return html("<h1 class=\"govuk-heading-l\">"_html, words, "</h1>\n"_html);
}

Html subheading(std::string_view words)
{
    return html("<h2 class=\"govuk-heading-m\">"_html, words, "</h2>\n"_html);
}

Html paragraph(Html const& content)
{
    return html("<p class=\"govuk-body\">"_html, content, "</p>\n"_html);
}

Html paragraph(std::string_view words)
{
    return paragraph(html(words));
}

Html link(std::string_view href, std::string_view words)
{
    return html("<a class=\"govuk-link\" href=\""_html, href, "\">"_html, words, "</a>"_html);
}

std::string days_in_words(int days, Translator const& t)
{
    constexpr int year = 365;
    return days % year == 0 ? t.plural(days / year, "{n} year", "{n} years") : t.plural(days, "{n} day", "{n} days");
}

Html error_summary_of(std::vector<FieldError> const& errors, Translator const& t)
{
    if (errors.empty()) return {};
    ErrorSummary summary{.title = t("There is a problem")};
    for (auto const& error : errors) summary.errors.push_back({.text = t(error.message), .href = "#" + error.field});
    return error_summary(summary);
}

ErrorMessage error_of(std::vector<FieldError> const& errors, std::string_view field, Translator const& t)
{
    for (auto const& error : errors)
        if (error.field == field) return {.text = t(error.message), .visually_hidden = t("Error")};
    return {};
}

}
