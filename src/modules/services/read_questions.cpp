// Questions, their choices and their papers.
#include "reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace guildhall::services {

namespace {

using Types = std::vector<QuestionType>;

/// A key that only some types know: false, with a problem, where it stands on another one.
bool fits(Fields& fields, Question const& q, std::string_view key, Types const& types)
{
    if (!fields.find(key)) return false;
    if (std::ranges::find(types, q.type) != types.end()) return true;
    std::vector<std::string_view> names;
    for (auto const type : types) names.push_back(name_of(type));
    fields.problem(key, fmt::format("A {} question has no \"{}\".", name_of(q.type), key),
                   fmt::format("Remove it; it belongs to: {}.", fmt::join(names, ", ")));
    return false;
}

void read_list_name(Fields& fields, Question& q, Node const& options)
{
    Fields named{fields.reading(), options, fields.path_of("options"), shape("options")};
    auto const name = named.id("list");
    auto const& lists = fields.reading().lists;
    if (auto const found = lists.find(name); found != lists.end()) {
        q.options = found->second;
        q.list = name;
    } else if (!name.empty()) {
        fields.problem(
            "options", fmt::format("There is no list \"{}\".", name),
            fmt::format("Write it in lists/{}.yaml{}.", name, lists.empty() ? "" : ", or name one that is there"));
    }
}

void read_options(Fields& fields, Question& q)
{
    bool const wants = q.type == QuestionType::choice || q.type == QuestionType::several;
    auto const* options = fields.find("options");
    if (!wants) {
        fits(fields, q, "options", {QuestionType::choice, QuestionType::several});
        return;
    }
    if (options && options->is_map()) return read_list_name(fields, q, *options);
    if (options && options->is_text()) {
        q.options_from = fields.expression("options");
        return;
    }
    if (!options || options->items.size() < 2) {
        fields.problem("options", fmt::format("Question \"{}\" needs at least two options.", q.id),
                       "Add options: with lines - { value: ..., label: ... }");
        return;
    }
    q.options = read_choices(fields.reading(), *options, fields.path_of("options"));
}

Document read_document(Reading& reading, Node const& node, std::string const& path, Evidence* with_others)
{
    Document document;
    Fields fields{reading, node, path, shape("document")};
    if (!fields.is_map()) return document;
    document.id = fields.id("id");
    document.label = fields.required_shown("label");
    document.hint = fields.shown("hint");
    if (!with_others) {
        if (fields.find("or")) fields.problem("or", "\"or\" stands inside \"or\".", "List them side by side.");
        return document;
    }
    with_others->any_of.push_back(document);
    for (std::size_t i = 0; auto const& other : fields.list("or"))
        with_others->any_of.push_back(
            read_document(reading, other, fields.path_of("or/" + name_of_item(other, i++)), nullptr));
    return document;
}

void read_file(Fields& fields, Question& q)
{
    Types const file{QuestionType::file};
    if (fits(fields, q, "files", file)) q.files = fields.number("files", 1);
    if (fits(fields, q, "later", file)) q.later = fields.truth("later", false);
    if (!fits(fields, q, "documents", file)) return;
    for (std::size_t i = 0; auto const& node : fields.list("documents")) {
        Evidence evidence;
        read_document(fields.reading(), node, fields.path_of("documents/" + name_of_item(node, i++)), &evidence);
        if (!evidence.any_of.empty()) q.documents.push_back(std::move(evidence));
    }
    q.files = std::max(q.files, static_cast<int>(q.documents.size())); // room for one of each
}

void read_nearest(Fields& fields, Question& q)
{
    Types const nearest_type{QuestionType::nearest};
    if (fits(fields, q, "only", nearest_type)) q.only = fields.expression("only");
    if (fits(fields, q, "show", nearest_type)) q.show = fields.number("show", 5);
    if (fits(fields, q, "layer", nearest_type)) q.layer = fields.id("layer");
    if (fits(fields, q, "near", nearest_type)) q.near = fields.id("near");
    if (q.type != QuestionType::nearest) return;
    if (q.layer.empty())
        fields.problem("", fmt::format("Question \"{}\" names no layer.", q.id),
                       "Add layer: the places to choose from, such as schools.");
    if (q.near.empty())
        fields.problem("", fmt::format("Question \"{}\" does not say what the places are near to.", q.id),
                       "Add near: the id of an address or location question.");
}

void read_person(Fields& fields, Question& q)
{
    if (!fits(fields, q, "with", {QuestionType::person})) return;
    q.with_birth_date = !fields.words("with").empty();
}

void read_bounds(Fields& fields, Question& q)
{
    Types const measured{QuestionType::number, QuestionType::money, QuestionType::date};
    if (fits(fields, q, "least", measured)) q.least = fields.expression("least");
    if (fits(fields, q, "most", measured)) q.most = fields.expression("most");
    if (fits(fields, q, "decimals", {QuestionType::number})) q.decimals = fields.number("decimals", 0);
    if (fits(fields, q, "pattern", {QuestionType::text})) q.pattern = fields.text("pattern");
    if (fits(fields, q, "max_length", {QuestionType::text, QuestionType::long_text}))
        q.max_length = fields.number("max_length", 0);
    if (fits(fields, q, "list", {QuestionType::choice})) q.as_list = fields.truth("list", false);
}

}

Question read_question(Reading& reading, Node const& node, std::string const& path)
{
    Question q;
    Fields fields{reading, node, path, shape("question")};
    if (!fields.is_map()) return q;
    q.id = fields.id("id");
    if (!fields.find("type")) fields.required("type");
    q.type = question_type(fields.word("type")).value_or(QuestionType::text);
    q.label = fields.required_shown("label");
    q.hint = fields.shown("hint");
    q.purpose = fields.required_shown("purpose");
    q.required = fields.truth("required", true);
    q.sensitive = fields.truth("sensitive", false);
    q.missing = fields.shown("missing");
    q.wrong = fields.shown("wrong");
    q.when = fields.expression("when");
    q.prefill = fields.expression("prefill");
    q.checks = read_checks(fields);
    read_options(fields, q);
    read_bounds(fields, q);
    read_file(fields, q);
    read_nearest(fields, q);
    read_person(fields, q);
    return q;
}

std::vector<Choice> read_choices(Reading& reading, Node const& list, std::string const& path)
{
    std::vector<Choice> choices;
    for (std::size_t i = 0; auto const& node : list.items) {
        auto const item = path + "/" + name_of_item(node, i++);
        Fields fields{reading, node, item, shape("option")};
        if (!fields.is_map()) continue;
        Choice choice;
        choice.value = fields.id("value");
        choice.label = fields.required_shown("label");
        choice.hint = fields.shown("hint");
        if (std::ranges::find(choices, choice.value, &Choice::value) != choices.end())
            fields.problem("value", fmt::format("The option \"{}\" is there twice.", choice.value),
                           "Give each option its own value.");
        choices.push_back(std::move(choice));
    }
    return choices;
}

ReadList read_list(std::string const& file, std::string const& text)
{
    ReadList out;
    auto tree = parse_yaml(file, text);
    if (!tree) {
        out.problems.push_back(tree.error());
        return out;
    }
    Lists const none;
    Reading reading{.file = file, .lists = none, .names = {}, .problems = {}, .expressions = {}};
    if (tree->is_list() && tree->items.size() >= 2)
        out.choices = read_choices(reading, *tree, "");
    else
        reading.problem(*tree, "A list of choices needs at least two.", "Write lines - { value: ..., label: ... }");
    out.problems = std::move(reading.problems);
    return out;
}

}
