#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace guildhall::feel {

namespace {

constexpr std::uint64_t most_members = 2'000;

std::int64_t count(Names const& names)
{
    auto total = static_cast<std::int64_t>(names.types().size());
    for (auto const& [name, members] : names.all()) total += 1 + count(members);
    return total;
}

/// Languages other than FEEL are not read.
bool is_feel(std::string_view language)
{
    return language.empty() || language.find("FEEL") != std::string_view::npos ||
           language.find("feel") != std::string_view::npos;
}

ItemTypePtr field_of(ItemTypePtr const& type, std::string_view name)
{
    for (auto step = type; step; step = step->base)
        for (auto const& [field, of] : step->fields)
            if (field == name) return of;
    return nullptr;
}

std::string text_allowed(ItemTypePtr const& type)
{
    return type ? type->allowed_text : std::string{};
}

bool is_plain_name(std::string_view text)
{
    return !text.empty() && !std::isdigit(static_cast<unsigned char>(text.front())) &&
           std::ranges::all_of(text, [](unsigned char letter) {
               return std::isalnum(letter) || letter == ' ' || letter == '_' || letter >= 0x80;
           });
}

std::string in_cell(CellError const& error, std::size_t inputs)
{
    switch (error.part) {
    case CellError::Part::table: return "The table";
    case CellError::Part::input: return fmt::format("Input {}", error.column + 1);
    case CellError::Part::output: return fmt::format("Output {}", error.column - std::min(inputs, error.column) + 1);
    case CellError::Part::allowed: return fmt::format("The allowed values of column {}", error.column + 1);
    case CellError::Part::fallback: return fmt::format("The default of column {}", error.column + 1);
    case CellError::Part::rule: return fmt::format("Rule {}, column {}", error.row + 1, error.column + 1);
    }
    return {};
}

}

void BoxedCompiler::enter(std::size_t file, std::string where)
{
    file_ = file;
    where_ = std::move(where);
}

bool BoxedCompiler::spend(Names const& names)
{
    if (left_ >= 0) left_ -= count(names) + 1;
    return left_ >= 0;
}

void BoxedCompiler::add(Names& names, std::string_view name, ItemTypePtr const& type, Names const& members)
{
    if (name.empty() || is_exhausted()) return;
    if (type && type->weight <= most_members && type->weight > 1) {
        left_ -= static_cast<std::int64_t>(type->weight);
        names.add(name, type->type);
    } else if (spend(members)) {
        names.add(name, members);
    }
}

Code BoxedCompiler::compile(Boxed const& boxed, Names const& names, Names& members, ItemTypePtr const& wanted)
{
    Code code{.kind = boxed.kind};
    if (is_exhausted()) return code;
    if (!boxed.type.empty()) code.type = types_.find(file_, boxed.type, boxed.line);
    switch (boxed.kind) {
    case Boxed::Kind::nothing: break;
    case Boxed::Kind::literal: literal(boxed, names, code); break;
    case Boxed::Kind::table: table(boxed, names, code, members, wanted); break;
    case Boxed::Kind::context: context(boxed, names, code, members); break;
    case Boxed::Kind::relation: relation(boxed, names, code, members); break;
    case Boxed::Kind::function: function(boxed, names, code, members); break;
    case Boxed::Kind::iteration:
    case Boxed::Kind::some:
    case Boxed::Kind::every:
    case Boxed::Kind::filter: iterator(boxed, names, code, members); break;
    case Boxed::Kind::invocation:
    case Boxed::Kind::list:
    case Boxed::Kind::conditional: parts(boxed, names, code, members); break;
    }
    return code;
}

void BoxedCompiler::literal(Boxed const& boxed, Names const& names, Code& code)
{
    if (!is_feel(boxed.language)) {
        code.problem = fmt::format("The language {} is not read.", boxed.language);
    } else if (boxed.text.empty()) {
        code.problem = "An expression is empty.";
    } else if (auto parsed = parse(boxed.text, names)) {
        code.expression = *std::move(parsed);
    } else {
        code.problem = fmt::format("\"{}\" cannot be read at line {}, column {}. {}", boxed.text.substr(0, 80),
                                   parsed.error().line, parsed.error().column, parsed.error().sentence);
    }
    if (!code.problem.empty()) problem_(fmt::format("{}: {}", where_, code.problem), boxed.line);
}

void BoxedCompiler::table(Boxed const& boxed, Names const& names, Code& code, Names& members, ItemTypePtr const& wanted)
{
    auto const whole = code.type ? code.type : wanted;
    bool const is_only = boxed.table->outputs.size() == 1;
    TableTypes const types{
        .find = [&](std::string_view name) -> std::optional<Type> {
            auto const found = types_.find(file_, name, boxed.line);
            return found ? found->type : Type{};
        },
        .allowed =
            [&](OutputColumn const& output) {
                auto const own = types_.find(file_, output.type, boxed.line);
                if (own && !own->allowed_text.empty()) return own->allowed_text;
                return is_only ? text_allowed(whole) : text_allowed(field_of(whole, output.name));
            },
    };
    for (auto const& output : boxed.table->outputs)
        if (boxed.table->outputs.size() > 1) members.add(output.name);
    auto compiled = compile_table(*boxed.table, names, types);
    if (compiled) {
        code.table = *std::move(compiled);
        return;
    }
    for (auto const& error : compiled.error()) {
        code.problem = fmt::format("{}: {}", in_cell(error, boxed.table->inputs.size()), error.sentence);
        problem_(fmt::format("{}: {}", where_, code.problem), boxed.line);
    }
}

void BoxedCompiler::add_variables(Boxed const& boxed, Code& code)
{
    for (auto const& name : boxed.names) {
        code.names.push_back(name.name);
        code.types.push_back(types_.find(file_, name.type, boxed.line));
    }
}

void BoxedCompiler::context(Boxed const& boxed, Names const& names, Code& code, Names& members)
{
    add_variables(boxed, code);
    if (!spend(names)) return;
    auto inside = names;
    Names all;
    for (std::size_t at = 0; at < boxed.parts.size(); ++at) {
        Names in_part;
        code.parts.push_back(compile(boxed.parts[at], inside, in_part, code.types[at]));
        if (code.names[at].empty()) {
            members = std::move(in_part);
            return;
        }
        auto const& type = code.types[at] ? code.types[at] : code.parts.back().type;
        add(inside, code.names[at], type, in_part);
        add(all, code.names[at], type, in_part);
    }
    members = std::move(all);
}

void BoxedCompiler::relation(Boxed const& boxed, Names const& names, Code& code, Names& members)
{
    add_variables(boxed, code);
    for (auto const& name : code.names) members.add(name);
    Names unused;
    for (auto const& part : boxed.parts) code.parts.push_back(compile(part, names, unused));
}

void BoxedCompiler::function(Boxed const& boxed, Names const& names, Code& code, Names& members)
{
    add_variables(boxed, code);
    code.is_foreign = boxed.text != "FEEL";
    if (code.is_foreign || !spend(names)) return;
    if (code.names.empty()) add_implicit_parameters(boxed.parts.front(), names, code);
    auto inside = names;
    for (std::size_t at = 0; at < code.names.size(); ++at) add(inside, code.names[at], code.types[at], {});
    code.parts.push_back(compile(boxed.parts.front(), inside, members, code.type));
}

/// A function without parameters whose body is a table takes what the table's inputs are called.
void BoxedCompiler::add_implicit_parameters(Boxed const& body, Names const& names, Code& code)
{
    if (body.kind != Boxed::Kind::table) return;
    for (auto const& input : body.table->inputs) {
        bool const is_known = names.all().contains(input.expression) ||
                              std::ranges::find(code.names, input.expression) != code.names.end();
        if (is_known || !is_plain_name(input.expression)) continue;
        code.names.push_back(input.expression);
        code.types.push_back(types_.find(file_, input.type, body.line));
    }
}

void BoxedCompiler::iterator(Boxed const& boxed, Names const& names, Code& code, Names& members)
{
    add_variables(boxed, code);
    Names of_items;
    code.parts.push_back(compile(boxed.parts[0], names, of_items));
    if (!spend(names)) return;
    auto inside = names;
    if (boxed.kind == Boxed::Kind::filter) {
        add(inside, "item", nullptr, of_items);
        for (auto const& [name, more] : of_items.all()) add(inside, name, nullptr, more);
    }
    for (auto const& name : code.names) add(inside, name, nullptr, of_items);
    if (boxed.kind == Boxed::Kind::iteration) inside.add("partial");
    Names of_body;
    code.parts.push_back(compile(boxed.parts[1], inside, of_body));
    members = boxed.kind == Boxed::Kind::filter ? std::move(of_items) : std::move(of_body);
}

void BoxedCompiler::parts(Boxed const& boxed, Names const& names, Code& code, Names& members)
{
    add_variables(boxed, code);
    auto const& first = boxed.parts;
    bool const calls = boxed.kind == Boxed::Kind::invocation;
    if (calls && first[0].kind == Boxed::Kind::literal && is_builtin(first[0].text) &&
        !names.all().contains(first[0].text))
        code.callee = first[0].text;
    for (auto const& part : boxed.parts) code.parts.push_back(compile(part, names, members));
}

}
