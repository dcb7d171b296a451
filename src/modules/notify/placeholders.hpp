// Finding ((...)) in a template's text. Private to notify.
#pragma once

#include <notify/template.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::notify {

/// One ((...)): a name, or a condition with the text it shows.
struct Placeholder {
    std::size_t begin = 0; ///< of "(("
    std::size_t end = 0;   ///< after "))"
    std::string_view name;
    std::optional<std::string_view> shown; ///< after "??"
};

/// The next placeholder at or after `from`. Inner ones belong to the outer's `shown`.
std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from);

/// Whether a value means yes: yes, y, true, t, 1, include, show.
bool means_yes(Personalisation::Value const* value);

/// The text with every condition decided; plain placeholders stay. No value of a person enters here.
std::string without_conditions(std::string_view text, Personalisation const& values);

/// Values as one line: "a, b and c"; "" where missing.
std::string as_line(Personalisation::Value const* value);

}
