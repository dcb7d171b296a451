#include "page.hpp"

#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace guildhall::replay {

namespace {

std::string undo_entities(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> entities{{{"&amp;", "&"},
                                                                                            {"&lt;", "<"},
                                                                                            {"&gt;", ">"},
                                                                                            {"&quot;", "\""},
                                                                                            {"&#34;", "\""},
                                                                                            {"&#39;", "'"},
                                                                                            {"&#x27;", "'"},
                                                                                            {"&nbsp;", "\u00A0"}}};
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        auto const known =
            text.front() != '&'
                ? entities.end()
                : std::ranges::find_if(entities, [&](auto const& entity) { return text.starts_with(entity.first); });
        if (known == entities.end())
            plain += text.front();
        else
            plain += known->second;
        text.remove_prefix(known == entities.end() ? 1 : known->first.size());
    }
    return plain;
}

std::string attribute(std::string_view tag, std::string_view name)
{
    auto const start = fmt::format(" {}=\"", name);
    auto const at = tag.find(start);
    if (at == std::string_view::npos) return {};
    auto const from = at + start.size();
    return undo_entities(tag.substr(from, tag.find('"', from) - from));
}

bool has_flag(std::string_view tag, std::string_view name)
{
    for (auto at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
        auto const end = at + name.size();
        bool const is_word =
            tag[at - 1] == ' ' && (end == tag.size() || tag[end] == ' ' || tag[end] == '/' || tag[end] == '=');
        if (is_word) return true;
    }
    return false;
}

std::string text_without_tags(std::string_view html)
{
    std::string text;
    bool in_tag = false;
    for (char const c : html) {
        if (c == '<') in_tag = true;
        if (!in_tag) text += c;
        if (c == '>') {
            in_tag = false;
            text += ' ';
        }
    }
    return collapsed(undo_entities(text));
}

/// The path of an address, without its query.
std::string_view path_of(std::string_view address)
{
    return address.substr(0, address.find('?'));
}

/// An element from its start tag up to its end tag, and what comes behind.
struct Element {
    std::string_view tag; ///< without < and >
    std::string_view body;
};
Element element_at(std::string_view html, std::size_t at, std::string_view name)
{
    auto const open = html.find('>', at);
    auto const close = html.find(fmt::format("</{}", name), open);
    return {html.substr(at + 1, open - at - 1), html.substr(open + 1, close - open - 1)};
}

Control select_of(Element const& element)
{
    Control control{.type = "select", .name = attribute(element.tag, "name")};
    for (auto at = element.body.find("<option"); at != std::string_view::npos;
         at = element.body.find("<option", at + 1)) {
        auto const option = element_at(element.body, at, "option");
        auto value = attribute(option.tag, "value");
        if (control.offers.empty() || has_flag(option.tag, "selected")) control.value = value;
        control.offers.push_back(std::move(value));
    }
    return control;
}

std::vector<Control> controls_of(std::string_view form)
{
    std::vector<Control> controls;
    for (auto at = form.find('<'); at != std::string_view::npos; at = form.find('<', at + 1)) {
        auto const rest = form.substr(at);
        Control control;
        if (rest.starts_with("<input")) {
            auto const tag = rest.substr(1, rest.find('>') - 1);
            control = {.type = attribute(tag, "type"),
                       .name = attribute(tag, "name"),
                       .value = attribute(tag, "value"),
                       .checked = has_flag(tag, "checked")};
        } else if (rest.starts_with("<textarea")) {
            auto const element = element_at(form, at, "textarea");
            control = {
                .type = "textarea", .name = attribute(element.tag, "name"), .value = undo_entities(element.body)};
        } else if (rest.starts_with("<select")) {
            control = select_of(element_at(form, at, "select"));
        } else if (rest.starts_with("<button")) {
            auto const tag = rest.substr(1, rest.find('>') - 1);
            control = {.type = "button", .name = attribute(tag, "name"), .value = attribute(tag, "value")};
        }
        if (!control.name.empty()) controls.push_back(std::move(control));
    }
    return controls;
}

bool is_choice(Control const& control)
{
    return control.type == "radio" || control.type == "checkbox" || control.type == "button";
}

std::string const* find(Fields const& typed, std::string_view name)
{
    auto const found = std::ranges::find(typed, name, &Fields::value_type::first);
    return found == typed.end() ? nullptr : &found->second;
}

}

bool Form::has(std::string_view name) const
{
    return std::ranges::find(controls, name, &Control::name) != controls.end();
}

Fields Form::filled(Fields const& typed) const
{
    for (auto const& [name, value] : typed) {
        if (!has(name)) throw std::runtime_error(fmt::format("The form has no field {}.", name));
    }
    Fields fields;
    for (auto const& control : controls) {
        auto const* wanted = find(typed, control.name);
        if (is_choice(control)) {
            if (wanted ? *wanted == control.value : control.checked) fields.emplace_back(control.name, control.value);
        } else {
            fields.emplace_back(control.name, wanted ? *wanted : control.value);
        }
    }
    for (auto const& [name, value] : typed) {
        if (!value.empty() && !find(fields, name))
            throw std::runtime_error(fmt::format("The form does not offer \"{}\" for {}.", value, name));
    }
    return fields;
}

std::vector<Form> Page::forms() const
{
    std::string_view const page{body};
    std::vector<Form> found;
    for (auto at = page.find("<form"); at != std::string_view::npos; at = page.find("<form", at + 1)) {
        auto const element = element_at(page, at, "form");
        found.push_back({.action = attribute(element.tag, "action"),
                         .is_multipart = attribute(element.tag, "enctype") == "multipart/form-data",
                         .controls = controls_of(element.body)});
    }
    return found;
}

Form Page::form(std::string_view action) const
{
    for (auto& form : forms()) {
        if (path_of(form.action).ends_with(action)) return form;
    }
    throw std::runtime_error(
        fmt::format("The page shows no form that leads to {} (status {}: {}).", action, status, complaint()));
}

std::string Page::complaint() const
{
    std::string_view const page{body};
    if (auto const list = page.find("govuk-error-summary__list"); list != std::string_view::npos) {
        std::string said;
        auto const items = page.substr(list, page.find("</ul>", list) - list);
        for (auto at = items.find("<li"); at != std::string_view::npos; at = items.find("<li", at + 1)) {
            said += (said.empty() ? "" : " ") + text_without_tags(items.substr(at, items.find("</li>", at) - at));
        }
        return said;
    }
    if (auto banner = text_of_class(page, "govuk-notification-banner__content"); !banner.empty()) return banner;
    auto const heading = page.find("<h1");
    return heading == std::string_view::npos
               ? std::string{}
               : text_without_tags(page.substr(heading, page.find("</h1>", heading) - heading));
}

std::string text_of_class(std::string_view page, std::string_view css_class)
{
    auto const at = page.find(css_class);
    if (at == std::string_view::npos) return {};
    auto const from = page.find('>', at);
    if (from == std::string_view::npos) return {};
    return text_without_tags(page.substr(from + 1, page.find("</div>", from) - from - 1));
}

}
