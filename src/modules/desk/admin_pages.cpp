#include "admin.hpp"

#include "frame.hpp"

#include <ui/components/blocks.hpp>

#include <array>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

constexpr std::array every_role{Role::agent,          Role::team_lead,     Role::service_owner,
                                Role::content_editor, Role::administrator, Role::auditor};

std::string role_words(Role role, ui::Translator const& t)
{
    switch (role) {
    case Role::agent: return t("Agent: works cases");
    case Role::team_lead: return t("Team lead: works cases and exports them");
    case Role::service_owner: return t("Service owner");
    case Role::content_editor: return t("Content editor");
    case Role::administrator: return t("Administrator: adds staff and sees every team");
    case Role::auditor: return t("Auditor: sees every team, changes nothing");
    }
    return {};
}

std::string joined(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words) out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

std::string team_names(AdminView const& view, std::vector<std::string> const& slugs)
{
    std::vector<std::string> names;
    for (auto const& [slug, name] : view.teams)
        if (std::ranges::find(slugs, slug) != slugs.end()) names.push_back(name);
    return joined(names);
}

std::string role_names(std::vector<Role> const& roles, ui::Translator const& t)
{
    std::vector<std::string> names;
    for (auto const role : roles) {
        auto words = role_words(role, t);
        names.push_back(words.substr(0, words.find(':')));
    }
    return joined(names);
}

ui::Html link_notice(AdminView const& view, ui::Translator const& t)
{
    if (view.new_link.empty()) return {};
    return ui::html("<div class=\"d-notice\" role=\"status\">"_html,
                    paragraph(t("Give this link to {name}. It works once, within three days, and is not shown again.",
                                {{"name", view.new_link_for}})),
                    "<p class=\"govuk-body d-link\"><code>"_html, view.new_link, "</code></p></div>\n"_html);
}

ui::Html link_form(AdminView const& view, identity::StaffMember const& member, ui::Translator const& t)
{
    return ui::html("<form method=\"post\" action=\"/admin/staff/"_html, member.id.value, "/link\">"_html,
                    ui::hidden("csrf", view.csrf),
                    ui::button({.text = ui::html(t("New link"), "<span class=\"govuk-visually-hidden\"> "_html,
                                                 member.name, "</span>"_html),
                                .classes = "govuk-button--secondary"}),
                    "</form>"_html);
}

ui::Html staff_table(AdminView const& view, ui::Translator const& t)
{
    ui::Table table{.caption = t("Staff"),
                    .caption_classes = "govuk-table__caption--m",
                    .head = {{.text = t("Name")},
                             {.text = t("Email address")},
                             {.text = t("Roles")},
                             {.text = t("Teams")},
                             {.text = t("Password")},
                             {.text = t("One-time link")}},
                    .first_cell_is_header = true};
    for (auto const& member : view.members)
        table.rows.push_back({{.text = member.name},
                              {.text = member.email},
                              {.text = role_names(member.roles, t)},
                              {.text = team_names(view, member.teams)},
                              {.text = member.has_password ? t("Set") : t("Not yet")},
                              {.text = link_form(view, member, t)}});
    return scrolling(t("Staff"), ui::table(table));
}

ui::Html ticks(std::string name, std::string legend, std::vector<std::pair<std::string, std::string>> const& choices,
               std::vector<std::string> const& values, ui::ErrorMessage error)
{
    ui::Choices options{.name = std::move(name),
                        .fieldset = ui::Fieldset{.legend = {.text = legend}},
                        .error = std::move(error),
                        .values = values,
                        .classes = "govuk-checkboxes--small"};
    for (auto const& [value, words] : choices) options.items.push_back({.value = value, .text = words});
    return ui::checkboxes(options);
}

ui::Html add_form(AdminView const& view, ui::Translator const& t)
{
    auto const& typed = view.typed;
    std::vector<std::pair<std::string, std::string>> roles;
    for (auto const role : every_role) roles.emplace_back(identity::name_of(role), role_words(role, t));
    return ui::html(subheading(t("Add somebody")), "<form method=\"post\" action=\"/admin/staff\" novalidate>\n"_html,
                    ui::hidden("csrf", view.csrf),
                    ui::input({.name = "name",
                               .label = {.text = t("Name")},
                               .error = error_of(typed.errors, "name", t),
                               .value = typed.name,
                               .autocomplete = "off",
                               .classes = "govuk-input--width-20"}),
                    ui::input({.name = "email",
                               .label = {.text = t("Email address")},
                               .error = error_of(typed.errors, "email", t),
                               .value = typed.email,
                               .type = "email",
                               .autocomplete = "off",
                               .spellcheck = false,
                               .classes = "govuk-input--width-20"}),
                    ticks("roles", t("Roles"), roles, typed.roles, error_of(typed.errors, "roles", t)),
                    ticks("teams", t("Teams"), view.teams, typed.teams, error_of(typed.errors, "teams", t)),
                    ui::button({.text = t("Add and make a link"), .prevent_double_click = true}), "</form>\n"_html);
}

/// Services are made and changed in the editor; their cases are exported from here.
ui::Html services_links(AdminView const& view, ui::Translator const& t)
{
    auto out = ui::html(subheading(t("Services")),
                        paragraph(ui::html("<a class=\"govuk-link\" href=\"/admin/services\">"_html,
                                           t("Make and change services"), "</a>"_html)),
                        "<details class=\"d-more\"><summary>"_html, t("Export the cases of a service"),
                        "</summary><ul class=\"govuk-list\">\n"_html);
    for (auto const& [id, title] : view.services)
        out.add("<li><a class=\"govuk-link\" href=\"/desk/export.csv?service="_html)
            .add(id)
            .add("\">"_html)
            .add(title)
            .add("</a></li>\n"_html);
    return std::move(out.add("</ul></details>\n"_html));
}

ui::Html health(AdminView const& view, ui::Translator const& t)
{
    return ui::html(subheading(t("Is everything keeping up?")), "<dl class=\"d-facts\"><dt>"_html,
                    t("Events still to be dealt with"), "</dt><dd>"_html, view.backlog, "</dd><dt>"_html,
                    t("Work that failed"), "</dt><dd><a class=\"govuk-link\" href=\"/desk/dead-letters\">"_html,
                    view.dead_letters, "</a></dd></dl>\n"_html);
}

}

ui::Html admin_page(AdminView const& view, ui::Translator const& t)
{
    return one_pane(ui::html(error_summary_of(view.typed.errors, t), heading(t("Administration")),
                             paragraph(link("/admin/insight/forms", t("How are our forms used?"))),
                             link_notice(view, t), health(view, t), staff_table(view, t), add_form(view, t),
                             services_links(view, t)));
}

}
