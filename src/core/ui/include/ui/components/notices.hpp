// What speaks to the reader beside the page's own matter, and what folds away: cookies, feedback, a way out,
// accordions.
#pragma once

#include <ui/components/blocks.hpp>

namespace guildhall::ui {

struct ActionLink {
    std::string text;
    std::string href; ///< empty: a button
    std::string type; ///< "button": with href, a link that looks like one
    std::string name, value;
    std::string classes;
    Attributes attributes;
};

struct CookieMessage {
    Content heading;
    Content text;
    std::vector<ActionLink> actions;
    bool hidden = false;
    std::string role;
    std::string classes;
    Attributes attributes;
};
struct CookieBanner {
    std::vector<CookieMessage> messages;
    std::string label = "Cookie banner"; ///< translated by the caller
    bool hidden = false;
    std::string classes;
    Attributes attributes;
};
Html cookie_banner(CookieBanner const& options);

/// A page that interrupts: a panel with actions.
struct InterruptionPanel {
    Panel panel; ///< its class is set here
    std::vector<ActionLink> actions;
    std::string actions_classes;
    Attributes actions_attributes;
};
Html interruption_panel(InterruptionPanel const& options);

struct Feedback {
    Content title;
    Content text;
    int heading_level = 2;
    std::string classes;
    Attributes attributes;
};
Html feedback(Feedback const& options);

struct AccordionSection {
    Content heading, summary, content;
    bool expanded = false;
};
struct Accordion {
    std::string id; ///< unique among all pages, since the browser remembers what was open
    std::vector<AccordionSection> items;
    int heading_level = 2;
    std::optional<bool> remember_expanded;
    /// For the script; empty ones are its own English.
    struct Texts {
        std::string hide_all, hide, hide_label, show_all, show, show_label;
    } texts;
    std::string classes;
    Attributes attributes;
};
Html accordion(Accordion const& options);

struct ExitThisPage {
    Content text; ///< empty: "Exit this page", with a hidden "Emergency"
    std::string redirect_url = "https://www.bbc.co.uk/weather";
    /// For the script; empty ones are its own English.
    struct Texts {
        std::string activated, timed_out, press_two_more_times, press_one_more_time;
    } texts;
    std::string id, classes;
    Attributes attributes;
};
Html exit_this_page(ExitThisPage const& options);

}
