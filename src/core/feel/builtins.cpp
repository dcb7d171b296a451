#include "builtins.hpp"

#include "shared.hpp"
#include "tree.hpp"

#include <algorithm>
#include <map>

namespace guildhall::feel {

namespace {

Value const nothing;

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(at), text.size());
        auto part = text.substr(0, end);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// One way to call a function: "string, start position, length?" read once.
struct Form {
    std::vector<std::string_view> names;
    std::vector<bool> only_text;
    std::size_t least = 0;
    bool any_number = false;
    explicit Form(std::string_view text)
    {
        for (auto name : split(text, ',')) {
            any_number = name.ends_with("...");
            bool const optional = name.ends_with('?');
            if (any_number) name.remove_suffix(3);
            if (optional) name.remove_suffix(1);
            only_text.push_back(name.ends_with(":text"));
            if (only_text.back()) name.remove_suffix(5);
            names.push_back(name);
            if (!optional) least = names.size();
        }
    }
    [[nodiscard]] std::vector<Parameter> parameters() const
    {
        std::vector<Parameter> all;
        for (auto const name : names) all.push_back({std::string{name}, {}});
        return all;
    }
    [[nodiscard]] bool accepts(std::size_t count) const
    {
        return count >= least && (any_number || count <= names.size());
    }
};

struct Entry {
    Builtin const* builtin;
    std::vector<Form> forms;
    Value value = {};
};

struct Library {
    std::vector<Builtin> all;
    std::map<std::string_view, Entry> by_name;

    Library()
    {
        for (auto const part : {conversion_builtins(), string_builtins(), list_builtins(), statistics_builtins(),
                                numeric_builtins(), temporal_builtins(), range_builtins(), context_builtins()})
            all.insert(all.end(), part.begin(), part.end());
        for (auto const& builtin : all) {
            Entry entry{&builtin, {}, {}};
            for (auto const form : split(builtin.forms, '|')) entry.forms.emplace_back(form);
            if (entry.forms.empty()) entry.forms.emplace_back("");
            Function function{entry.forms.front().parameters(), {}};
            FunctionAccess::is(function, builtin);
            entry.value = std::move(function);
            by_name.emplace(builtin.name, std::move(entry));
        }
    }
};

Library const& library()
{
    static Library const whole;
    return whole;
}

std::vector<Form> const& forms_of(Builtin const& builtin)
{
    return library().by_name.find(builtin.name)->second.forms;
}

}

Value const& Arguments::operator[](std::size_t i) const
{
    return i < values_.size() ? values_[i] : nothing;
}

Value const& Arguments::item(std::size_t i) const
{
    auto const& value = (*this)[i];
    auto const* list = value.list();
    return list && list->size() == 1 ? list->front() : value;
}

std::optional<std::int64_t> Arguments::integer(std::size_t i) const
{
    auto const* value = number(i);
    auto const whole = value ? value->rounded(0, Rounding::down) : std::nullopt;
    return whole ? whole->to_integer() : std::nullopt;
}

std::optional<std::span<Value const>> Arguments::list(std::size_t i) const
{
    auto const& value = (*this)[i];
    if (auto const* items = value.list()) return std::span{*items};
    if (value.is_null()) return {};
    return std::span{&value, 1};
}

Value Arguments::null(std::string_view sentence) const
{
    evaluation_.note(sentence, line_, column_);
    return {};
}

std::span<Builtin const> all_builtins()
{
    return library().all;
}

Builtin const* builtin_named(std::string_view name)
{
    auto const& names = library().by_name;
    auto const found = names.find(name);
    return found == names.end() ? nullptr : found->second.builtin;
}

bool accepts(Builtin const& builtin, std::size_t arguments)
{
    return std::ranges::any_of(forms_of(builtin), [&](Form const& form) { return form.accepts(arguments); });
}

std::optional<std::vector<Value>> in_order(Builtin const& builtin, std::span<std::string const> names,
                                           std::span<Value const> arguments)
{
    for (auto const& form : forms_of(builtin)) {
        std::vector<Value> ordered(form.names.size());
        std::vector<bool> given(form.names.size());
        bool fits = true;
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const found = std::ranges::find(form.names, names[i]);
            fits = fits && found != form.names.end();
            if (!fits) break;
            auto const place = static_cast<std::size_t>(found - form.names.begin());
            fits = fits && (!form.only_text[place] || arguments[i].string());
            ordered[place] = arguments[i];
            given[place] = true;
        }
        for (std::size_t i = 0; i < form.least; ++i) fits = fits && given[i];
        if (!fits) continue;
        while (!given.empty() && !given.back()) {
            given.pop_back();
            ordered.pop_back();
        }
        return ordered;
    }
    return {};
}

Value call_builtin(Builtin const& builtin, std::span<Value const> arguments, Evaluation& evaluation, int line,
                   int column)
{
    Arguments const given{arguments, evaluation, line, column};
    if (!accepts(builtin, arguments.size())) return given.null("This function takes another number of arguments.");
    // A function that walks through its arguments pays for them here.
    std::uint64_t weight = 1;
    for (auto const& argument : arguments)
        weight += argument.list() ? argument.list()->size() : argument.string() ? argument.weight() : 1;
    if (!evaluation.pay(weight)) return {};
    Evaluation::Level const level{evaluation};
    if (!level) return {};
    auto value = builtin.call(given);
    if (value.kind() == Kind::list || value.kind() == Kind::context || value.kind() == Kind::string)
        return admitted(std::move(value), evaluation);
    return value;
}

Value as_value(Builtin const& builtin)
{
    return library().by_name.find(builtin.name)->second.value;
}

}
