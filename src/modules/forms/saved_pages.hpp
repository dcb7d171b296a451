// Pages of saving for later and coming back. Functions of plain views.
#pragma once

#include "pages.hpp"
#include "saved.hpp"

namespace guildhall::forms {

struct SaveView {
    services::Definition const& definition;
    std::string csrf;
    std::string email; ///< typed, or answered in the form
    Time until{};
    bool left_out = false; ///< some of what was typed last could not be kept
    std::vector<FieldError> errors;
};
ui::Html save_page(SaveView const& view, ui::Translator const& t);

struct SavedView {
    services::Definition const& definition;
    Seal seal;
    std::string code;
    Time until{};
};
ui::Html saved_page(SavedView const& view, ui::Translator const& t);

struct ReturnView {
    std::string service_title;
    std::string csrf;
    std::string link;
    Time until{};
    bool other_draft_here = false;
    std::vector<FieldError> errors;
};
ui::Html return_page(ReturnView const& view, ui::Translator const& t);
ui::Html delete_page(ReturnView const& view, ui::Translator const& t);

struct SavedListView {
    std::string csrf;
    struct Item {
        DraftId draft;
        std::string service, title;
        Time until{};
        bool is_saved = false; ///< with a link; else in this browser alone
    };
    std::vector<Item> items;
    bool was_deleted = false;
};
ui::Html saved_list_page(SavedListView const& view, ui::Translator const& t);

}
