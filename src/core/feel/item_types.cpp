#include "item_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace guildhall::feel {

namespace {

constexpr int deepest = 60; ///< types made of types
constexpr std::uint64_t heaviest = 1'000'000;

/// How DMN 1.1 called three types of FEEL.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> old_names{{
    {"dateTime", "date and time"},
    {"dayTimeDuration", "days and time duration"},
    {"yearMonthDuration", "years and months duration"},
}};

ItemTypePtr of(Type type)
{
    return std::make_shared<ItemType const>(ItemType{.type = std::move(type)});
}

std::optional<ItemTypePtr> built_in(std::string_view name)
{
    auto const* const old = std::ranges::find(old_names, name, &std::pair<std::string_view, std::string_view>::first);
    if (auto type = Type::named(old == old_names.end() ? name : old->second)) return of(*std::move(type));
    return std::nullopt;
}

Type type_or_any(ItemTypePtr const& item)
{
    return item ? item->type : Type{};
}

bool passes(UnaryTests const& tests, Value const& value, Evaluation& evaluation)
{
    static LookUp const nothing{[](std::string_view) { return Value{}; }};
    return tests.expression().empty() || tests.test(value, nothing, evaluation).is_true();
}

bool holds(Value const& value, ItemType const& type, Evaluation& evaluation);

bool item_holds(Value const& value, ItemType const& type, Evaluation& evaluation)
{
    if (value.is_null()) return true;
    if (type.allowed && !passes(*type.allowed, value, evaluation)) return false;
    if (type.base && !holds(value, *type.base, evaluation)) return false;
    auto const* context = value.context();
    if (!context) return true;
    return std::ranges::all_of(type.fields, [&](auto const& field) {
        auto const* member = field.second ? context->find(field.first) : nullptr;
        return !member || holds(*member, *field.second, evaluation);
    });
}

/// Whether the value, whose shape is right, is one that is allowed. Null always is.
bool holds(Value const& value, ItemType const& type, Evaluation& evaluation)
{
    if (!type.is_constrained || value.is_null()) return true;
    if (!evaluation.pay()) return false;
    auto const* list = type.is_collection ? value.list() : nullptr;
    bool const good =
        list ? std::ranges::all_of(*list, [&](Value const& item) { return item_holds(item, type, evaluation); })
             : item_holds(value, type, evaluation);
    return good && (!type.constraint || passes(*type.constraint, value, evaluation));
}

}

std::optional<Value> fitted(Value const& value, ItemType const* type, Evaluation& evaluation)
{
    if (!type) return value;
    auto fit = coerced(value, type->type);
    if (!fit || !holds(*fit, *type, evaluation)) return std::nullopt;
    return fit;
}

std::optional<std::size_t> file_of(std::vector<Definitions> const& files, std::string_view space)
{
    auto const found = std::ranges::find(files, space, &Definitions::space);
    if (found == files.end()) return std::nullopt;
    return static_cast<std::size_t>(found - files.begin());
}

ItemTypePtr ItemTypes::find(std::size_t file, std::string_view name, int line)
{
    if (name.empty()) return nullptr;
    if (auto const found = defined(file, name)) return found;
    if (auto const found = built_in(name)) return *found;
    if (auto type = parse_type(name)) return of(*std::move(type));
    problem_(fmt::format("There is no type \"{}\".", name), line);
    return nullptr;
}

/// An item definition of the file, or of a file that it imports: "myimport.tPerson".
ItemTypePtr ItemTypes::defined(std::size_t file, std::string_view name)
{
    auto const key = std::pair{file, std::string{name}};
    if (auto const found = known_.find(key); found != known_.end()) return found->second;
    if (missing_.contains(key)) return nullptr;
    auto const& definitions = files_[file];
    if (auto const item = std::ranges::find(definitions.types, name, &ItemDefinition::name);
        item != definitions.types.end()) {
        known_[key] = nullptr; // a type that is made of itself is Any at that point
        auto type = resolve(file, *item);
        if (!type) type = of(Type{});
        return known_[key] = type;
    }
    for (auto const& import : definitions.imports) {
        bool const is_here = import.name.empty() || name.starts_with(import.name + ".");
        auto const other = is_here && import.is_dmn ? file_of(files_, import.space) : std::nullopt;
        if (!other || *other == file || depth_ > deepest) continue;
        ++depth_;
        auto const found = defined(*other, import.name.empty() ? name : name.substr(import.name.size() + 1));
        --depth_;
        if (found) return known_[key] = found;
    }
    missing_.insert(key);
    return nullptr;
}

void ItemTypes::add_all(std::size_t file, Names& names)
{
    auto const add = [&](std::size_t where, std::string const& prefix) {
        for (auto const& item : files_[where].types)
            if (auto const type = defined(where, item.name)) names.add_type(prefix + item.name, type->type);
    };
    add(file, "");
    for (auto const& import : files_[file].imports) {
        auto const other = import.is_dmn ? file_of(files_, import.space) : std::nullopt;
        if (other && *other != file) add(*other, import.name.empty() ? "" : import.name + ".");
    }
}

ItemTypePtr ItemTypes::resolve(std::size_t file, ItemDefinition const& item)
{
    if (depth_ >= deepest) {
        problem_(fmt::format("The type \"{}\" is nested deeper than {}.", item.name, deepest), item.line);
        return nullptr;
    }
    ++depth_;
    auto type = item.is_function ? function(file, item) : structure(file, item);
    --depth_;
    add_tests(item, *type);
    if (item.is_collection) {
        type->is_collection = true;
        type->type = Type::list_of(type->type);
    }
    return type;
}

std::shared_ptr<ItemType> ItemTypes::structure(std::size_t file, ItemDefinition const& item)
{
    auto type = std::make_shared<ItemType>();
    if (item.components.empty()) {
        type->base = find(file, item.type, item.line);
        type->type = type_or_any(type->base);
        type->weight = type->base ? type->base->weight : 1;
        type->is_constrained = type->base && type->base->is_constrained;
        return type;
    }
    std::vector<Type::Field> fields;
    for (auto const& component : item.components) {
        auto member = resolve(file, component);
        fields.emplace_back(component.name, type_or_any(member));
        type->weight = std::min(heaviest, type->weight + (member ? member->weight : 1));
        type->is_constrained |= member && member->is_constrained;
        type->fields.emplace_back(component.name, std::move(member));
    }
    type->type = Type::context_of(std::move(fields));
    return type;
}

std::shared_ptr<ItemType> ItemTypes::function(std::size_t file, ItemDefinition const& item)
{
    auto type = std::make_shared<ItemType>();
    std::vector<Type> parameters;
    for (auto const& parameter : item.parameters)
        parameters.push_back(type_or_any(find(file, parameter.type, item.line)));
    type->type = Type::function_of(std::move(parameters), type_or_any(find(file, item.result, item.line)));
    return type;
}

void ItemTypes::add_tests(ItemDefinition const& item, ItemType& type)
{
    auto const read = [&](std::string const& text) -> std::optional<UnaryTests> {
        if (text.empty()) return std::nullopt;
        auto tests = parse_unary_tests(text);
        if (tests) return *std::move(tests);
        problem_(fmt::format("The allowed values of \"{}\" cannot be read. {}", item.name, tests.error().sentence),
                 item.line);
        return std::nullopt;
    };
    type.allowed = read(item.allowed);
    type.constraint = read(item.constraint);
    type.allowed_text = item.allowed.empty() && type.base ? type.base->allowed_text : item.allowed;
    type.is_constrained |= type.allowed.has_value() || type.constraint.has_value();
}

}
