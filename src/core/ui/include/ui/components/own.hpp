// Blocks of our own, beside the design system's: search, cards, lists of links, the stages of a piece of work.
// Their styles are in web/styles/_blocks.scss.
#pragma once

#include <ui/content.hpp>
#include <ui/translator.hpp>

#include <string>
#include <vector>

namespace guildhall::ui {

/// One field and a button in one line. A GET form, so that a search can be kept and sent to somebody.
struct SearchBox {
    std::string label;  ///< above the field
    std::string button; ///< "Search", translated
    std::string action = "/search";
    std::string name = "q";
    std::string value; ///< what was searched for
    bool hide_label = false;
};
Html search_box(SearchBox const& options);

struct Card {
    Content title;
    std::string href;
    Content text; ///< one short sentence, or nothing
};
/// Tasks as cards; the whole card is the link.
Html cards(std::vector<Card> const& items);

struct Link {
    Content text;
    std::string href;
};
struct LinkGroup {
    Content heading; ///< an <h2>
    std::string id;  ///< so that others can link to the group; may be empty
    std::vector<Link> links;
};
/// Headings with links below, in as many columns as fit: services A to Z or by life event.
Html link_groups(std::vector<LinkGroup> const& groups);

struct Stage {
    enum class State { reached, current, ahead };
    Content name; ///< "A crew looks at it"
    Content when; ///< "by Thursday 12 March 2026", or nothing
    State state = State::ahead;
};
/// Progress in plain words: an ordered list. States are said in words too, never by colour alone.
Html stages(Translator const& t, std::vector<Stage> const& items);

}
