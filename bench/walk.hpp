// Somebody on the way through a form: opens each page, fills in what it asks, and goes on. It reads the pages as a
// browser does, so it walks through any form that works without scripts.
#pragma once

#include "client.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// A form of a page that is posted, filled in with what a person might type.
struct Filled {
    std::string action; ///< empty: the page's own address
    std::string body;   ///< urlencoded
};
/// The first such form whose action ends with `action`.
Filled filled_in(std::string_view page, std::string_view action = {});

/// A header that makes the request that of another client, so that limits stay on.
std::string client_header(int number);

class Walk {
public:
    Walk(int number, std::string_view start) : path_{start}, client_{client_header(number)} {}

    /// The page is open, or check your answers is.
    [[nodiscard]] bool is_at(std::string_view page) const { return is_open_ && path_.ends_with(page); }
    [[nodiscard]] std::string request() const { return is_open_ ? answer(headers()) : open(headers()); }
    void take(Answer const& answer);

    [[nodiscard]] std::string open(std::string_view headers) const { return get(path_, headers); }
    /// Answers the page that is open.
    [[nodiscard]] std::string answer(std::string_view headers) const;
    [[nodiscard]] std::string headers() const;

private:
    std::string path_;
    std::string page_;
    bool is_open_ = false; ///< `page_` is what `path_` shows
    std::string client_;
    std::map<std::string, std::string> cookies_;
};

/// Walks `count` people, `connections` at a time, until each is at `page`.
std::vector<Walk> walk_all(std::uint16_t port, int count, int connections, std::string_view start,
                           std::string_view page);

}
