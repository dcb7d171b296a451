// Values, decisions, early ends, and what becomes of a request.
#include "reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::services {

namespace {

/// Browsers read a \\ as a /, and leave out line breaks and tabs: either would make a path an address elsewhere.
bool is_link(std::string_view url)
{
    auto const is_odd = [](unsigned char c) { return c <= ' ' || c == 0x7F || c == '\\'; };
    if (std::ranges::any_of(url, is_odd)) return false;
    return url.starts_with("https://") || url.starts_with("tel:") || url.starts_with("mailto:") ||
           (url.starts_with("/") && !url.starts_with("//"));
}

std::vector<Ending::Link> read_links(Fields& end)
{
    std::vector<Ending::Link> links;
    for (std::size_t i = 0; auto const& node : end.list("links")) {
        Fields fields{end.reading(), node, end.path_of("links/" + std::to_string(++i)), shape("link")};
        if (!fields.is_map()) continue;
        Ending::Link link{.text = fields.required_shown("text"), .url = fields.required("url")};
        if (!link.url.empty() && !is_link(link.url))
            fields.problem("url", fmt::format("\"{}\" is no address that can be linked to.", link.url),
                           "Write https://..., tel:..., mailto:... or a path that begins with /.");
        links.push_back(std::move(link));
    }
    return links;
}

Stage::Kind read_kind(Fields& fields)
{
    auto const closes = fields.word("closes");
    if (closes == "done") return Stage::Kind::done;
    return closes == "not done" ? Stage::Kind::not_done : Stage::Kind::working;
}

}

std::vector<Computed> read_values(Fields& definition)
{
    std::vector<Computed> values;
    for (std::size_t i = 0; auto const& node : definition.list("values")) {
        Fields fields{definition.reading(), node, "values/" + name_of_item(node, i++), shape("value")};
        if (!fields.is_map()) continue;
        Computed value;
        value.id = fields.id("id");
        value.is = fields.expression("is");
        value.label = fields.shown("label");
        if (!fields.find("is"))
            fields.problem("", fmt::format("Value \"{}\" has no \"is\".", value.id), "Add is: with the FEEL for it.");
        values.push_back(std::move(value));
    }
    return values;
}

std::vector<Ending> read_ends(Fields& definition)
{
    std::vector<Ending> ends;
    for (std::size_t i = 0; auto const& node : definition.list("ends")) {
        Fields fields{definition.reading(), node, "ends/" + name_of_item(node, i++), shape("end")};
        if (!fields.is_map()) continue;
        Ending end;
        end.id = fields.id("id");
        end.title = fields.required_shown("title");
        end.text = fields.required_shown("text");
        end.links = read_links(fields);
        end.next = fields.ids("next");
        end.go_on = fields.shown("go_on");
        ends.push_back(std::move(end));
    }
    return ends;
}

std::vector<Route> read_route(Fields& definition)
{
    std::vector<Route> routes;
    for (std::size_t i = 0; auto const& node : definition.list("route")) {
        Fields fields{definition.reading(), node, "route/" + std::to_string(++i), shape("route")};
        if (!fields.is_map()) continue;
        auto when = fields.expression("when");
        routes.push_back({.when = std::move(when), .team = fields.id("team")});
    }
    return routes;
}

std::optional<Duplicates> read_duplicates(Fields& definition)
{
    auto const* node = definition.find("duplicates");
    if (!node) return std::nullopt;
    Fields fields{definition.reading(), *node, "duplicates", shape("duplicates")};
    if (!fields.is_map()) return std::nullopt;
    Duplicates duplicates;
    duplicates.same = fields.ids("same");
    duplicates.within_days = fields.number("within_days", 30);
    duplicates.metres = fields.number("metres", 50);
    if (duplicates.same.empty())
        fields.problem("", "\"duplicates\" does not say what must be the same.",
                       "Add same: with ids of questions, such as [property, bin].");
    return duplicates;
}

std::vector<Stage> read_stages(Fields& definition)
{
    std::vector<Stage> stages;
    auto const* list = definition.find("stages");
    if (list && list->is_list() && list->items.empty())
        definition.problem("stages", "There are no stages.", "Add stages from reported to done, or remove the line.");
    for (std::size_t i = 0; auto const& node : definition.list("stages")) {
        Fields fields{definition.reading(), node, "stages/" + name_of_item(node, i++), shape("stage")};
        if (!fields.is_map()) continue;
        Stage stage;
        stage.id = fields.id("id");
        stage.title = fields.required_shown("title");
        stage.text = fields.shown("text");
        stage.kind = read_kind(fields);
        stage.is_public = fields.truth("public", true);
        stage.message = fields.text("message");
        stage.next = fields.ids("next");
        stages.push_back(std::move(stage));
    }
    return stages;
}

}
