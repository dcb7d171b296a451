// The overview of a service, its YAML, and its messages, as markup.
#pragma once

#include "work.hpp"

namespace guildhall::editor {

struct SourceView {
    std::string csrf, text;
    int line = 0; ///< to look at
    bool was_saved = false;
    std::optional<Message> refused;
    std::string other; ///< what somebody else saved meanwhile
};
ui::Html source_page(Work const& work, SourceView const& view, ui::Translator const& t);

struct OverviewView {
    std::string csrf, service_path;
    bool has_new_shipped = false; ///< a newer shipped file waits to be looked at
    bool wanted_to_try = false;   ///< and there are errors
    double reading_age = 0;       ///< of all its words; 0: nothing to read
    std::string waits_for;        ///< what keeps it from being open, in words; empty: nothing
};
ui::Html overview_page(Work const& work, OverviewView const& view, ui::Translator const& t);

struct MessageView {
    std::string csrf, name, subject, short_text, body;
    bool was_saved = false;
    std::optional<Message> refused;
};
ui::Html message_page(Work const& work, MessageView const& view, ui::Translator const& t);

/// Line by line, what was taken out and what was put in.
ui::Html difference(std::string_view before, std::string_view after, ui::Translator const& t);

}
