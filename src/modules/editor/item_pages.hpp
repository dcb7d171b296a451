// The form of one part of a service, as markup.
#pragma once

#include "fields.hpp"

namespace guildhall::editor {

struct ItemView {
    Work const& work;
    Item const& item;
    std::vector<Field const*> fields;
    http::Form typed;
    std::vector<Asked> asked;
    std::map<std::string, Offered, std::less<>> offered; ///< by a field's name, or "name column"
    std::string csrf;
    bool was_saved = false;
    std::optional<Message> refused; ///< it was not saved
    http::Form saved;               ///< then: what is saved now
};
ui::Html item_page(ItemView const& view, ui::Translator const& t);
/// The words at the top of the form: "Question", and the question itself.
std::string item_title(Work const& work, Item const& item, ui::Translator const& t);

/// Up, down and remove, for an item of a list at `path`, "pages/bin".
ui::Html order_buttons(Work const& work, std::string const& path, std::string const& name, std::string const& csrf,
                       ui::Translator const& t);

}
