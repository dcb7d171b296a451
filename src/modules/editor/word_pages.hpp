// Sentences in another language, and lists of choices that several questions share, as markup.
#pragma once

#include "work.hpp"

#include <http/request.hpp>

namespace guildhall::editor {

struct TranslationView {
    std::string csrf, language; ///< "cy"
    struct Line {
        std::string english, other;
    };
    std::vector<Line> lines;
    bool was_saved = false;
    std::optional<Message> refused;
};
ui::Html translation_page(Work const& work, TranslationView const& view, ui::Translator const& t);

struct WordListView {
    std::string csrf, name; ///< "schools"
    struct Row {
        std::string value, label, hint;
    };
    std::vector<Row> rows;
    bool was_saved = false;
    std::optional<Message> refused;
};
ui::Html word_list_page(Work const& work, WordListView const& view, ui::Translator const& t);

}
