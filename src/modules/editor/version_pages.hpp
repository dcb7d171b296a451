// Versions of a service, what is different between two of them, its history, and what the shipped file brings. As
// markup.
#pragma once

#include "changes.hpp"
#include "diff.hpp"
#include "work.hpp"

namespace guildhall::editor {

struct VersionsView {
    std::string csrf;
    std::vector<services::StoredVersion> versions;
    std::vector<FieldError> errors;
};
ui::Html versions_page(Work const& work, VersionsView const& view, ui::Translator const& t);

struct CompareView {
    std::string from, to; ///< "3", or "draft"
    std::string before, after;
    std::vector<ChangeLine> changes;
};
ui::Html compare_page(Work const& work, CompareView const& view, ui::Translator const& t);

ui::Html history_page(Work const& work, std::vector<services::Step> const& steps, ui::Translator const& t);

struct ShippedView {
    std::string csrf;
    std::vector<Hunk> hunks;
    std::string hash; ///< of the shipped text that is compared
    std::vector<FieldError> errors;
};
ui::Html shipped_page(Work const& work, ShippedView const& view, ui::Translator const& t);

}
