// A small closed-loop HTTP/1.1 load generator on epoll: one thread, many kept-alive connections, each sends its
// next request when the last answer is complete. Loopback only.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct Answer {
    int status = 0;
    std::string_view head; ///< status line and headers
    std::string_view body;
    [[nodiscard]] std::string header(std::string_view name) const; ///< case does not matter; "" where absent
    [[nodiscard]] std::vector<std::string> headers(std::string_view name) const; ///< each, where it may come twice
};

/// What a connection sends next; an empty string means that it is done.
using Next = std::function<std::string(int connection)>;
using Done = std::function<void(int connection, Answer const&)>;

struct Outcome {
    std::uint64_t answers = 0;
    std::uint64_t errors = 0; ///< connections lost, answers of 400 and above
    double seconds = 0;
    std::vector<std::uint32_t> micros; ///< one for each answer
    [[nodiscard]] double rate() const { return seconds > 0 ? static_cast<double>(answers) / seconds : 0; }
    [[nodiscard]] double percentile_ms(double share); ///< 0.5, 0.99
};

/// Runs until `seconds` have passed (0: until every connection is done).
Outcome run(std::uint16_t port, int connections, double seconds, Next const& next, Done const& done = {});

/// Raw bytes of requests.
std::string get(std::string_view path, std::string_view headers = {});
std::string post(std::string_view path, std::string_view form, std::string_view headers = {});

std::string url_encode(std::string_view text);

}
