#include "parts.hpp"

#include <ui/components/own.hpp>
#include <ui/url.hpp>

namespace guildhall::portal {

using namespace ui::literals;

ui::Html search_form(ui::Translator const& t, std::string const& typed, bool hide_label)
{
    return ui::search_box(
        {.label = t("What do you need to do?"), .button = t("Search"), .value = typed, .hide_label = hide_label});
}

ui::Html in_english(ui::Translator const& t, std::string_view words)
{
    if (t.language() == ui::Language::en) return ui::html(words);
    return ui::html("<span lang=\"en\" dir=\"ltr\">"_html, words, "</span>"_html);
}

ui::Html own_words(ui::Translator const& t, services::Version const& service,
                   std::string services::Definition::*sentence)
{
    auto const& definition = service.in(ui::tag_of(t.language()));
    auto const& words = definition.*sentence;
    return definition.language_of(words) == "en" ? in_english(t, words) : ui::html(words);
}

std::string path_of(services::Version const& service)
{
    return ui::Url::path("/services/{}", {service.definition.id}).str();
}

std::string capitalised(std::string words)
{
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
        words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

namespace {

std::string digits_of(std::string_view phone)
{
    std::string digits;
    for (char const c : phone) {
        if ((c >= '0' && c <= '9') || c == '+') digits += c;
    }
    return digits;
}

}

ui::Html ways_to_reach(ui::Translator const& t, ui::Brand const& brand)
{
    ui::Html out;
    if (!brand.phone.empty()) {
        auto const number = ui::html("<a class=\"govuk-link\" dir=\"ltr\" href=\"tel:"_html, digits_of(brand.phone),
                                     "\">"_html, brand.phone, "</a>"_html);
        out.add(paragraph(ui::html("<strong>"_html, t("Phone"), "</strong><br>"_html, number,
                                   brand.hours.empty() ? ""_html : "<br>"_html, in_english(t, brand.hours))));
    }
    if (!brand.address.empty()) {
        out.add(paragraph(
            ui::html("<strong>"_html, t("Come and see us"), "</strong><br>"_html, in_english(t, brand.address))));
    }
    return out;
}

}
