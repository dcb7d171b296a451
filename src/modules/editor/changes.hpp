// What changed between two definitions, in sentences for people who read no YAML.
#pragma once

#include <services/source.hpp>
#include <ui/translator.hpp>

#include <string>
#include <vector>

namespace guildhall::editor {

struct ChangeLine {
    std::string words;         ///< "Question “Which bin?”: hint"
    std::string before, after; ///< texts, where it is one that changed
};
std::vector<ChangeLine> changes_in_words(services::Written const& before, services::Written const& after,
                                         ui::Translator const& t);

}
