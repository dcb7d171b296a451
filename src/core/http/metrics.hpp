// Counters of the server in Prometheus' text format. Labels are route patterns, never paths.
#pragma once

#include <http/router.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace guildhall::http {

class Metrics {
public:
    void answered(std::string_view route, Method method, int status, std::chrono::microseconds took);
    [[nodiscard]] std::string text(std::size_t waiting) const;

    std::atomic<std::int64_t> connections{0};
    std::atomic<std::uint64_t> rejected{0};

private:
    static constexpr std::array<double, 9> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 5}; // seconds
    struct Counts {
        std::array<std::uint64_t, 5> by_class{}; ///< 1xx to 5xx
        std::array<std::uint64_t, bounds.size() + 1> by_time{};
        double seconds = 0;
    };
    mutable std::mutex mutex_;
    std::map<std::string, Counts, std::less<>> routes_;
};

}
