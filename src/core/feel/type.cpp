#include <feel/function.hpp>
#include <feel/type.hpp>

#include <algorithm>

namespace guildhall::feel {

struct Type::Parts {
    Type element; ///< of a list or range; of a function its result
    std::vector<Field> fields;
};

namespace {

constexpr std::pair<std::string_view, Type::Kind> names[] = {
    {"Any", Type::Kind::any},
    {"Null", Type::Kind::null},
    {"boolean", Type::Kind::boolean},
    {"number", Type::Kind::number},
    {"string", Type::Kind::string},
    {"date", Type::Kind::date},
    {"time", Type::Kind::time},
    {"date and time", Type::Kind::date_time},
    {"dateTime", Type::Kind::date_time},
    {"days and time duration", Type::Kind::days_duration},
    {"dayTimeDuration", Type::Kind::days_duration},
    {"years and months duration", Type::Kind::months_duration},
    {"yearMonthDuration", Type::Kind::months_duration},
    {"list", Type::Kind::list},
    {"context", Type::Kind::context},
    {"range", Type::Kind::range},
    {"function", Type::Kind::function},
};

Type::Kind kind_of(Kind kind)
{
    switch (kind) {
    case Kind::null: return Type::Kind::null;
    case Kind::boolean: return Type::Kind::boolean;
    case Kind::number: return Type::Kind::number;
    case Kind::string: return Type::Kind::string;
    case Kind::date: return Type::Kind::date;
    case Kind::time: return Type::Kind::time;
    case Kind::date_time: return Type::Kind::date_time;
    case Kind::days_duration: return Type::Kind::days_duration;
    case Kind::months_duration: return Type::Kind::months_duration;
    case Kind::list: return Type::Kind::list;
    case Kind::context: return Type::Kind::context;
    case Kind::range: return Type::Kind::range;
    case Kind::function: return Type::Kind::function;
    }
    return Type::Kind::any;
}

}

Type Type::list_of(Type element)
{
    Type type{Kind::list};
    type.parts_ = std::make_shared<Parts const>(Parts{std::move(element), {}});
    return type;
}

Type Type::range_of(Type end)
{
    auto type = list_of(std::move(end));
    type.kind_ = Kind::range;
    return type;
}

Type Type::context_of(std::vector<Field> fields)
{
    Type type{Kind::context};
    type.parts_ = std::make_shared<Parts const>(Parts{{}, std::move(fields)});
    return type;
}

Type Type::function_of(std::vector<Type> parameters, Type result)
{
    std::vector<Field> fields;
    for (auto& parameter : parameters) fields.emplace_back("", std::move(parameter));
    Type type{Kind::function};
    type.parts_ = std::make_shared<Parts const>(Parts{std::move(result), std::move(fields)});
    return type;
}

std::optional<Type> Type::named(std::string_view name)
{
    auto const found = std::ranges::find(names, name, [](auto const& entry) { return entry.first; });
    if (found == std::end(names)) return {};
    return Type{found->second};
}

Type Type::element() const
{
    return parts_ ? parts_->element : Type{};
}

Type Type::result() const
{
    return element();
}

std::vector<Type::Field> const& Type::fields() const
{
    static std::vector<Field> const none;
    return parts_ ? parts_->fields : none;
}

std::string Type::to_string() const
{
    auto const found = std::ranges::find(names, kind_, [](auto const& entry) { return entry.second; });
    std::string text{found->first};
    if (!parts_) return text;
    if (kind_ == Kind::list || kind_ == Kind::range) return text + "<" + element().to_string() + ">";
    std::string inside;
    for (auto const& [name, type] : fields()) {
        if (!inside.empty()) inside += ", ";
        inside += kind_ == Kind::context ? name + ": " + type.to_string() : type.to_string();
    }
    text += "<" + inside + ">";
    return kind_ == Kind::function ? text + " -> " + result().to_string() : text;
}

namespace {

/// A part of a value may be null whatever its type is.
bool fits(Value const& part, Type const& type)
{
    return part.is_null() || is_instance(part, type);
}

bool is_range_instance(Range const& range, Type const& end)
{
    return fits(range.low, end) && fits(range.high, end) && !(range.low.is_null() && range.high.is_null());
}

bool is_context_instance(Context const& context, std::vector<Type::Field> const& fields)
{
    return std::ranges::all_of(fields, [&](Type::Field const& field) {
        auto const* value = context.find(field.first);
        return value && fits(*value, field.second);
    });
}

bool is_function_instance(Function const& function, Type const& type)
{
    auto const& parameters = function.parameters();
    auto const& wanted = type.fields();
    if (parameters.size() != wanted.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!conforms(wanted[i].second, parameters[i].type)) return false;
    }
    // What a function without a declared result gives is known when it is called.
    return function.result().kind() == Type::Kind::any || conforms(function.result(), type.result());
}

}

bool is_instance(Value const& value, Type const& type)
{
    if (value.is_null()) return type.kind() == Type::Kind::null;
    if (type.kind() == Type::Kind::any) return true;
    if (kind_of(value.kind()) != type.kind()) return false;
    if (!type.is_generic()) return true;
    if (auto const* list = value.list())
        return std::ranges::all_of(*list, [&](Value const& item) { return fits(item, type.element()); });
    if (auto const* context = value.context()) return is_context_instance(*context, type.fields());
    if (auto const* range = value.range()) return is_range_instance(*range, type.element());
    return is_function_instance(*value.function(), type);
}

bool conforms(Type const& type, Type const& to)
{
    if (to.kind() == Type::Kind::any || type.kind() == Type::Kind::null) return true;
    if (type.kind() != to.kind()) return false;
    if (!to.is_generic()) return true;
    switch (to.kind()) {
    case Type::Kind::list:
    case Type::Kind::range: return conforms(type.element(), to.element());
    case Type::Kind::context:
        return std::ranges::all_of(to.fields(), [&](Type::Field const& field) {
            auto const found = std::ranges::find(type.fields(), field.first, &Type::Field::first);
            return found != type.fields().end() && conforms(found->second, field.second);
        });
    case Type::Kind::function: {
        if (type.fields().size() != to.fields().size()) return false;
        for (std::size_t i = 0; i < to.fields().size(); ++i) {
            if (!conforms(to.fields()[i].second, type.fields()[i].second)) return false;
        }
        return conforms(type.result(), to.result());
    }
    default: return true;
    }
}

std::optional<Value> coerced(Value const& value, Type const& type)
{
    if (value.is_null() || is_instance(value, type)) return value;
    if (auto const* list = value.list(); list && list->size() == 1 && type.kind() != Type::Kind::list) {
        if (is_instance(list->front(), type)) return list->front();
    }
    if (type.kind() == Type::Kind::list && !value.list()) {
        if (is_instance(value, type.element())) return Value{List{value}};
    }
    if (auto const* date = value.date(); date && type.kind() == Type::Kind::date_time)
        return Value{DateTime{*date, TimeOfDay{.zone = {.offset = 0}}}};
    return {};
}

}
