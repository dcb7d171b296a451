#include "outside.hpp"

#include <feel/function.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace guildhall::forms {

namespace {

/// "ward" of "places.ward", where it is one of this room's.
std::string_view within(std::string_view look_up, std::string_view room)
{
    bool const is_its = look_up.size() > room.size() && look_up.starts_with(room) && look_up[room.size()] == '.';
    return is_its ? look_up.substr(room.size() + 1) : std::string_view{};
}

}

std::optional<feel::Value> Outside::find(std::string_view name)
{
    if (auto const found = names_.find(name); found != names_.end()) return found->second;
    feel::Value value;
    if (name == "earlier") {
        if (earlier_) value = database_.read([&](db::Snapshot& snapshot) { return feel::Value{earlier_(snapshot)}; });
    } else {
        value = functions_of(name);
        if (value.is_null()) return std::nullopt;
    }
    return names_.emplace(std::string{name}, std::move(value)).first->second;
}

feel::Value Outside::functions_of(std::string_view room)
{
    feel::Context functions;
    for (auto const& one : known_.look_ups) {
        auto const name = within(one.name, room);
        if (name.empty() || !one.is_built()) continue;
        std::vector<feel::Parameter> parameters;
        for (auto const& parameter : one.parameters)
            parameters.push_back({parameter.name, services::type_of(parameter.kind)});
        auto const call = [this, &one](std::span<feel::Value const> arguments, feel::Evaluation&) {
            return ask(one, arguments);
        };
        functions.put(std::string{name}, feel::Function{std::move(parameters), call, services::type_of(one.gives)});
    }
    return functions.empty() ? feel::Value{} : feel::Value{std::move(functions)};
}

/// What is not answered yet is not known, and nobody needs to be asked about it.
feel::Value Outside::ask(services::LookUp const& what, std::span<feel::Value const> arguments)
{
    if (std::ranges::any_of(arguments, [](auto const& value) { return value.is_null(); })) return {};
    auto const call = what.name + feel::to_string(feel::List{arguments.begin(), arguments.end()});
    if (auto const found = told_.find(call); found != told_.end()) return found->second;
    if (told_.size() >= most_questions) return {};
    feel::Value told;
    try {
        told = database_.read([&](db::Snapshot& snapshot) { return what.body(snapshot, arguments); });
    } catch (std::exception const& fault) {
        // The form goes on without it. What was asked is personal and is not logged.
        spdlog::warn("look-up {}: {}", what.name, fault.what());
    }
    told_.emplace(call, told);
    return told;
}

}
