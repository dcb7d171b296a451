#include "facts.hpp"

#include "store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace guildhall::cases {

// Stages, outcomes and services are slugs, checked when a definition is loaded, so they need no escaping here.

std::string opened_facts(Case const& one, std::string_view channel)
{
    return fmt::format(R"({{"service":"{}","version":{},"team":"{}","stage":"{}","target":{},"channel":"{}"}})",
                       one.service, one.service_version.value, one.team, one.stage, to_millis(one.target), channel);
}

std::string moved_facts(std::string_view from, std::string_view to)
{
    return fmt::format(R"({{"from":"{}","stage":"{}"}})", from, to);
}

std::string assigned_facts(PersonId assignee)
{
    return fmt::format(R"({{"assignee":{}}})", assignee.value);
}

std::string noted_facts(NoteId note, NoteKind kind)
{
    return fmt::format(R"({{"note":{},"kind":"{}"}})", note.value, name_of(kind));
}

std::string closed_facts(std::string_view outcome, std::string_view stage, NoteId words)
{
    return fmt::format(R"({{"outcome":"{}","stage":"{}","note":{}}})", outcome, stage, words.value);
}

std::string note_facts(NoteId note)
{
    return fmt::format(R"({{"note":{}}})", note.value);
}

Facts read_facts(std::string_view json)
{
    auto const value = boost::json::parse({json.data(), json.size()});
    auto const& object = value.as_object();
    auto const text = [&](char const* name) {
        auto const* found = object.if_contains(name);
        return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
    };
    auto const number = [&](char const* name) {
        auto const* found = object.if_contains(name);
        return found != nullptr && found->is_int64() ? found->as_int64() : std::int64_t{0};
    };
    return {.stage = text("stage"),
            .outcome = text("outcome"),
            .assignee = {number("assignee")},
            .note = {number("note")},
            .channel = text("channel")};
}

}
