// A new service to begin with: sound from the first moment, so that a designer changes words and never fills gaps.
#pragma once

#include <services/services.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <base/message.hpp>

namespace guildhall::editor {

struct Beginning {
    std::string id, title, summary, area, verb, owner;
    int working_days = 5;
};

struct Template {
    std::string_view name;
    Sentence words;
};
std::span<Template const> templates();

/// Of an empty name: without questions of its own but how to reach people. Nothing for an unknown template.
std::optional<services::Source> skeleton(Beginning const& beginning, std::string_view template_name);
/// Another service's files under a new name; nothing where they cannot be changed so.
std::optional<services::Source> copy_of(services::Source files, Beginning const& beginning);

}
