// What stands between the fields: summaries, panels, tables, notices and links, in the markup of govuk-frontend 6.6.0.
#pragma once

#include <ui/content.hpp>

#include <optional>
#include <string>
#include <vector>

namespace guildhall::ui {

struct ErrorSummary {
    struct Item {
        Content text;
        std::string href; ///< "#email"
        Attributes attributes;
    };
    Content title; ///< "There is a problem", translated
    Content description;
    std::vector<Item> errors;
    std::optional<bool> disable_auto_focus;
    std::string classes;
    Attributes attributes;
};
Html error_summary(ErrorSummary const& options);

struct Panel {
    Content title;
    Content text;
    Html actions; ///< interruption_panel() makes them
    int heading_level = 1;
    std::string classes;
    Attributes attributes;
};
Html panel(Panel const& options);

struct SummaryAction {
    Content text;
    std::string href;
    Content visually_hidden; ///< "name of the council": what the link changes
    std::string classes;
    Attributes attributes;
};
struct SummaryRow {
    Content key;
    Content value;
    std::vector<SummaryAction> actions;
    std::string classes, key_classes, value_classes, actions_classes;
};
struct SummaryCard {
    Content title;
    int heading_level = 2;
    std::string title_classes, classes, actions_classes;
    std::vector<SummaryAction> actions;
    Attributes attributes;
};
struct SummaryList {
    std::vector<SummaryRow> rows;
    std::optional<SummaryCard> card;
    std::string classes;
    Attributes attributes;
};
Html summary_list(SummaryList const& options);

struct Tag {
    Content text;
    std::string classes;
    Attributes attributes;
};
Html tag(Tag const& options);

struct NotificationBanner {
    Content title; ///< "Important" or "Success", translated
    Content text;  ///< one line; or html
    Html html;
    bool success = false;
    std::string role;
    std::string title_id = "govuk-notification-banner-title";
    int title_heading_level = 2;
    std::optional<bool> disable_auto_focus;
    std::string classes;
    Attributes attributes;
};
Html notification_banner(NotificationBanner const& options);

struct InsetText {
    Content text;
    std::string id, classes;
    Attributes attributes;
};
Html inset_text(InsetText const& options);

struct Details {
    Content summary;
    Content text;
    bool open = false;
    std::string id, classes;
    Attributes attributes;
};
Html details(Details const& options);

struct WarningText {
    Content text;
    std::string icon_fallback = "Warning"; ///< translated by the caller
    std::string classes;
    Attributes attributes;
};
Html warning_text(WarningText const& options);

struct BackLink {
    Content text; ///< "Back", translated
    std::string href = "#";
    std::string classes;
    Attributes attributes;
};
Html back_link(BackLink const& options);

struct SkipLink {
    Content text;
    std::string href = "#content";
    std::string classes;
    Attributes attributes;
};
Html skip_link(SkipLink const& options);

struct Cell {
    Content text;
    std::string format; ///< "numeric"
    std::string classes;
    int colspan = 0, rowspan = 0;
    Attributes attributes;
};
struct Table {
    Content caption;
    std::string caption_classes;
    std::vector<Cell> head;
    std::vector<std::vector<Cell>> rows;
    bool first_cell_is_header = false;
    std::string classes;
    Attributes attributes;
};
Html table(Table const& options);

struct GenericHeader {
    Content logo;
    std::string url = "/";
    std::string classes;
    std::string container_classes = "govuk-width-container";
    Attributes attributes;
};
Html generic_header(GenericHeader const& options);

}
