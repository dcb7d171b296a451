// A service's sentences in another language: ID.LANG.yaml, and messages/NAME.LANG.txt.
#pragma once

#include "soundness.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::services {

/// "waste/report-missed-bin.cy.yaml" is "report-missed-bin" in "cy"; nothing for a file without a language.
struct Translated {
    std::string stem;
    std::string language;
};
[[nodiscard]] std::optional<Translated> translated_name(std::string_view file);

/// Sentences of a file that is a map of English to another language.
struct ReadTranslation {
    std::map<std::string, std::string, std::less<>> sentences;
    std::vector<Problem> problems;
};
ReadTranslation read_translation(std::string const& file, std::string const& text);

/// What is not translated, and what is translated and nowhere there.
std::vector<Problem> compare(Read const& read, std::string const& file, std::string const& text,
                             ReadTranslation const& translation);

}
