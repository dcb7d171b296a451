// A coarse limit on requests for each client, in memory: token buckets in a bounded table. It keeps one client from
// taking everybody's time; sign-in, codes and references are counted in the database by their modules.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::http {

class RateLimit {
public:
    using Instant = std::chrono::steady_clock::time_point;
    explicit RateLimit(int per_minute); ///< 0: no limit

    /// Takes one token; false where none is left. Thread-safe.
    bool allow(std::string_view client, Instant now);

private:
    struct Bucket {
        std::uint64_t owner = 0; ///< hash of the address; whoever hashes here shares or replaces it
        double tokens = 0;
        Instant seen{};
    };
    double per_second_;
    double burst_;
    std::vector<Bucket> buckets_;
    std::vector<std::mutex> locks_;
    std::uint64_t seed_ = 0;
};

/// IPv4 as it is; of IPv6 the /64 network, which is what one customer gets, as eight bytes.
std::string network_of(std::string_view address);

}
