// A sentence that a person will read, before it has a language. The English text is the id (as in gettext);
// the catalogue (ui/translator.hpp) turns it into the reader's language and fills the {names}.
// Only literals make a Message from code, so that every sentence can be found and translated; text that comes
// from a service definition carries its own translations and uses Message::verbatim.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall {

/// A literal sentence of the catalogue, such as "Enter {what}". Cheap to copy.
class Sentence {
public:
    template <std::size_t N>
    consteval Sentence(char const (&text)[N]) : text_{text, N - 1} {} // NOLINT: literals read as sentences
    [[nodiscard]] constexpr std::string_view id() const { return text_; }
    bool operator==(Sentence const&) const = default;

private:
    std::string_view text_;
};

struct Message {
    using Argument = std::pair<std::string, std::string>;

    Message(Sentence sentence, std::initializer_list<Argument> arguments = {}) // NOLINT: literals read as messages
        : id{sentence.id()}, arguments{arguments}
    {}
    /// Text that is shown as it is: it comes from a service definition or a person, not from code.
    static Message verbatim(std::string text);

    std::string id;                  ///< the English sentence with {names}, or the verbatim text
    std::vector<Argument> arguments; ///< values for the {names}
    bool is_verbatim = false;

    bool operator==(Message const&) const = default;

private:
    Message() = default;
};

}
