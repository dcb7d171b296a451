// The whole document around a page's content: the council's header and footer, navigation, languages, styles.
#pragma once

#include <base/actor.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::ui {

/// A council's look and how to reach it, as pages need it. Everything is the council's configuration.
struct Brand {
    std::string name = "Larkmoor Council";
    std::string colour = "#17543f"; ///< header; text on it is white, so it must be dark (checked: AA)
    std::string accent = "#d98e04"; ///< lines and edges only, never behind or as text
    std::string font;               ///< a family: letters, digits, spaces and hyphens; empty: the device's own
    struct FontFile {
        std::string path; ///< as served
        int weight = 400;
    };
    std::vector<FontFile> font_files;
    std::string logo; ///< path of an image as served, 40 px high, beside the name; empty: the name alone
    std::string phone, hours, address; ///< how to reach a person
    std::string stylesheet; ///< path of app.css and brand_css() in one file, as served; empty: the default look
    std::vector<Language> languages{Language::en, Language::cy};
};

/// CSS that sets the brand's colours, and those of links and surfaces that follow from them, for light and dark
/// screens; every pair of text and ground has 4.5:1 at least. Throws std::invalid_argument where a colour is not
/// #rrggbb or too pale for white text.
std::string brand_css(Brand const& brand);

struct Frame {
    Translator const& t;
    Brand const& brand;
    std::string title;                        ///< the page's heading; the council's name is added
    bool has_errors = false;                  ///< "Error: " before the title
    std::string_view section;                 ///< "services", "track": the current entry of the navigation
    std::string path = "/";                   ///< where a language link leads back to; never with a reference in it
    Html before;                              ///< between header and content: the way back
    bool wide = false;                        ///< content brings its own width container (home)
    std::optional<Language> content_language; ///< where the content is in another language than the frame
    bool is_preview = false;                  ///< the content alone, without navigation and scripts, for another page
};
Html page(Frame const& frame, Html const& content);

/// The staff workspace: no public navigation, a bar with who is signed in, panes as content.
struct DeskFrame {
    Translator const& t;
    Brand const& brand;
    std::string title;
    std::string staff_name;      ///< empty: nobody is signed in
    std::string csrf;            ///< for the sign-out button
    std::span<Role const> roles; ///< of who is signed in: they decide which places the bar leads to
    std::string_view section;    ///< "cases", "people", "outbox", "services", "figures", "admin"
};
Html desk_page(DeskFrame const& frame, Html const& content);

}
