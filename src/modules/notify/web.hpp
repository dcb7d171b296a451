// HTTP requests to a provider, through libcurl. Connections stay open between requests.
#pragma once

#include <base/time.hpp>

#include <expected>
#include <memory>
#include <string>

namespace guildhall::notify {

struct WebRequest {
    std::string url;
    std::string bearer; ///< of the Authorization header
    std::string json;   ///< empty: a GET, otherwise a POST of this body
};

struct WebAnswer {
    int status = 0;
    std::string body;
};

/// Thread-safe. Follows no redirects, uses no proxy, checks certificates, and reads at most a megabyte.
class Web {
public:
    Web(Duration connect_timeout, Duration timeout);
    ~Web();
    /// What went wrong on the way, in words for operators, where there was no answer.
    std::expected<WebAnswer, std::string> ask(WebRequest const& request);

private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}
