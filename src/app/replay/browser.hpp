// A browser without a screen: it keeps cookies, fills in forms that a page really shows, and sends what they would
// send. Used by the replay, so that records go through the door that residents and staff use.
#pragma once

#include "page.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace guildhall::replay {

/// Somebody at a browser: cookies, and the address that a trusted proxy says they come from.
struct Visitor {
    std::string client; ///< "10.0.0.1"
    std::map<std::string, std::string> cookies;
};

/// One connection to the server, kept open, used by one thread at a time and by one visitor after another.
class Browser {
public:
    Browser(std::uint16_t port, std::string host);
    ~Browser();
    Browser(Browser const&) = delete;

    // Each throws std::runtime_error where the server does not answer.
    Page get(Visitor& visitor, std::string_view path);
    Page send(Visitor& visitor, Form const& form, Fields const& typed);
    /// get() until the answer is no redirect.
    Page follow(Visitor& visitor, Page page);

private:
    Page perform(Visitor& visitor, std::string_view path, std::string const* body, std::string_view content_type);
    struct Wire;
    std::unique_ptr<Wire> wire_;
};

}
