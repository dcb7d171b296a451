// Pages, rows and steps.
#include "reader.hpp"

#include <fmt/format.h>

namespace guildhall::services {

namespace {

std::vector<Page> read_page_list(Fields& of, bool of_row);

std::vector<Exit> read_exits(Fields& page)
{
    std::vector<Exit> exits;
    for (std::size_t i = 0; auto const& node : page.list("then")) {
        Fields fields{page.reading(), node, page.path_of("then/" + std::to_string(++i)), shape("exit")};
        if (!fields.is_map()) continue;
        auto when = fields.expression("when");
        exits.push_back({.when = std::move(when), .end = fields.id("end")});
    }
    return exits;
}

std::optional<Repeat> read_repeat(Fields& page)
{
    auto const* node = page.find("repeat");
    if (!node) return std::nullopt;
    Fields fields{page.reading(), *node, page.path_of("repeat"), shape("repeat")};
    if (!fields.is_map()) return std::nullopt;
    Repeat repeat;
    repeat.one = fields.required_shown("one");
    repeat.least = fields.number("least", 1);
    repeat.most = fields.number("most", 10);
    repeat.caption = fields.expression("caption");
    if (repeat.most < repeat.least)
        fields.problem("most", "\"most\" is less than \"least\".",
                       fmt::format("Write a number from {} to 50.", repeat.least));
    return repeat;
}

std::optional<JourneyStep> read_step(Fields& page)
{
    auto const* node = page.find("step");
    if (!node) return std::nullopt;
    if (!node->is_map() || node->entries.size() != 1) {
        page.problem("step", "A step is one thing with what it is given.",
                     "Write step: { pay: { amount: fee } } or step: { book: { ... } }");
        return std::nullopt;
    }
    auto const& entry = node->entries.front();
    JourneyStep step{.kind = entry.key.text, .with = {}};
    if (!entry.value.is_map() && entry.value.kind != Node::Kind::nothing)
        page.problem("step", fmt::format("\"{}\" holds what the step is given.", step.kind),
                     "Write names with FEEL: { amount: fee }");
    for (auto const& given : entry.value.entries) {
        step.with[given.key.text] =
            read_expression(page.reading(), given.value, page.path_of("step/" + step.kind + "/" + given.key.text),
                            "\"" + given.key.text + "\"");
    }
    return step;
}

void check_shape(Fields& fields, Page const& page)
{
    if (page.step && !page.questions.empty())
        fields.problem("step", fmt::format("Page \"{}\" has a step and questions.", page.id),
                       "Give the step a page of its own.");
    if (page.repeat && !page.questions.empty())
        fields.problem("questions", fmt::format("Page \"{}\" repeats, so it asks nothing itself.", page.id),
                       "Move the questions to a page under pages:.");
    if (page.repeat && page.pages.empty())
        fields.problem("repeat", fmt::format("Page \"{}\" repeats nothing.", page.id),
                       "Add pages: with the pages that are asked for each.");
    if (!page.repeat && fields.find("pages"))
        fields.problem("pages", fmt::format("Page \"{}\" holds pages and does not repeat.", page.id),
                       "Add repeat: { one: child }, or move the pages out.");
    bool const asks = !page.questions.empty() || page.repeat || page.step;
    if (!asks && page.text.empty())
        fields.problem("", fmt::format("Page \"{}\" asks nothing and says nothing.", page.id),
                       "Add questions: with one question, or text: to read, or remove the page.");
    if (page.title.empty() && page.questions.size() != 1)
        fields.problem("", fmt::format("Page \"{}\" has no title.", page.id),
                       "Add title: the heading of the page. Only a page with one question does without.");
}

Page read_page(Fields& fields, std::string const& path, bool of_row)
{
    Page page;
    page.id = fields.id("id");
    page.title = fields.shown("title");
    page.text = fields.shown("text");
    page.when = fields.expression("when");
    for (std::size_t i = 0; auto const& node : fields.list("questions"))
        page.questions.push_back(read_question(fields.reading(), node, path + "/questions/" + name_of_item(node, i++)));
    page.checks = read_checks(fields);
    page.then = read_exits(fields);
    page.step = read_step(fields);
    if (of_row) {
        if (fields.find("repeat"))
            fields.problem("repeat", "A page of a row cannot repeat: rows go one level deep.",
                           "Ask for the inner things with one question, or in a group of their own.");
        if (page.step) fields.problem("step", "A page of a row cannot be a step.", "Move the step after the group.");
    } else {
        page.repeat = read_repeat(fields);
        if (fields.find("pages")) page.pages = read_page_list(fields, true);
    }
    check_shape(fields, page);
    return page;
}

std::vector<Page> read_page_list(Fields& of, bool of_row)
{
    std::vector<Page> pages;
    for (std::size_t i = 0; auto const& node : of.list("pages")) {
        auto const path = of.path_of("pages/" + name_of_item(node, i++));
        Fields fields{of.reading(), node, path, shape("page")};
        if (fields.is_map()) pages.push_back(read_page(fields, path, of_row));
    }
    return pages;
}

}

std::vector<Page> read_pages(Fields& definition)
{
    auto pages = read_page_list(definition, false);
    auto const* list = definition.find("pages");
    if (!list || (list->is_list() && list->items.empty()))
        definition.problem("pages", "There are no pages.", "Add pages: with at least one page that asks a question.");
    return pages;
}

std::vector<Check> read_checks(Fields& of)
{
    std::vector<Check> checks;
    for (std::size_t i = 0; auto const& node : of.list("checks")) {
        Fields fields{of.reading(), node, of.path_of("checks/" + std::to_string(++i)), shape("check")};
        if (!fields.is_map()) continue;
        Check check;
        check.that = fields.expression("that");
        if (!fields.find("that"))
            fields.problem("", "A check has no \"that\".", "Add that: with what must hold, such as out <= in.");
        check.say = fields.required_shown("say");
        check.question = fields.text("question");
        checks.push_back(std::move(check));
    }
    return checks;
}

}
