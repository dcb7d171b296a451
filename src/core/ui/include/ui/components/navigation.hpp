// Where am I, and where can I go: breadcrumbs, pagination, the service's navigation and languages, tabs, task lists.
#pragma once

#include <ui/components/blocks.hpp>

namespace guildhall::ui {

struct Crumb {
    Content text;
    std::string href; ///< empty: the page itself
    Attributes attributes;
};
struct Breadcrumbs {
    std::vector<Crumb> items;
    bool collapse_on_mobile = false;
    std::string label = "Breadcrumb"; ///< translated by the caller
    std::string classes;
    Attributes attributes;
};
Html breadcrumbs(Breadcrumbs const& options);

struct PageLink {
    std::string href;  ///< empty: no such link
    Content text;      ///< empty: "Previous page" or "Next page"
    std::string label; ///< the title of that page; shown where there are no numbers
    Attributes attributes;
};
struct PageNumber {
    std::string number;
    std::string href;
    std::string label; ///< empty: "Page 3"
    bool current = false;
    bool ellipsis = false; ///< stands for pages that are left out
    Attributes attributes;
};
struct Pagination {
    PageLink previous, next;
    std::vector<PageNumber> items;
    std::string label = "Pagination"; ///< translated by the caller
    std::string classes;
    Attributes attributes;
};
Html pagination(Pagination const& options);

struct NavigationItem {
    Content text;
    std::string href;
    bool current = false; ///< this very page
    bool active = false;  ///< the part of the site that the page is in
    Attributes attributes;
};
struct ServiceNavigation {
    std::string service_name, service_url;
    std::vector<NavigationItem> items;
    std::string menu_button = "Menu"; ///< translated by the caller
    std::string menu_button_label;    ///< empty: the button's text
    std::string navigation_label;     ///< empty: the button's text
    std::string navigation_id = "navigation";
    std::string navigation_classes;
    std::string label = "Service information"; ///< of the whole; translated by the caller
    std::optional<bool> collapse_on_mobile;    ///< not set: where there is more than one item
    Html start, end, navigation_start, navigation_end;
    bool end_is_inline = false;
    std::string classes;
    Attributes attributes;
};
Html service_navigation(ServiceNavigation const& options);

struct LanguageLink {
    Content text; ///< the language's name in that language
    std::string href;
    std::string lang, hreflang, dir;
    std::string description; ///< in that language, hidden: "(newid i'r Gymraeg)"
    bool current = false;
    std::string classes;
    Attributes attributes;
};
struct LanguageNavigation {
    std::vector<LanguageLink> items;
    std::string label = "Language"; ///< translated by the caller
    std::string classes;
    Attributes attributes;
};
Html language_navigation(LanguageNavigation const& options);

struct PhaseBanner {
    Tag tag;
    Content text;
    std::string classes;
    Attributes attributes;
};
Html phase_banner(PhaseBanner const& options);

struct Tab {
    std::string label;
    std::string id; ///< empty: Tabs::id_prefix, "-" and its place
    Content panel;
    Attributes attributes, panel_attributes;
};
struct Tabs {
    std::vector<Tab> items;
    std::string title = "Contents"; ///< translated by the caller
    std::string id, id_prefix;
    std::string classes;
    Attributes attributes;
};
Html tabs(Tabs const& options);

struct Task {
    Content title;
    std::string title_classes;
    std::string href;
    Content hint;
    Content status; ///< text, or
    std::optional<Tag> status_tag;
    std::string status_classes;
    std::string classes;
};
struct TaskList {
    std::vector<Task> items;
    std::string id_prefix = "task-list";
    std::string classes;
    Attributes attributes;
};
Html task_list(TaskList const& options);

}
