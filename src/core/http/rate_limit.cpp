#include "rate_limit.hpp"

#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <functional>

namespace guildhall::http {

namespace {

constexpr std::size_t table_size = 65'536;
constexpr std::size_t lock_count = 64;

}

RateLimit::RateLimit(int per_minute)
    : per_second_{per_minute / 60.0},
      burst_{static_cast<double>(per_minute)},
      buckets_(per_minute > 0 ? table_size : 0),
      locks_(lock_count)
{
    randombytes_buf(&seed_, sizeof seed_);
}

bool RateLimit::allow(std::string_view client, Instant now)
{
    if (buckets_.empty()) return true;
    auto const owner = (std::hash<std::string>{}(network_of(client)) ^ seed_) | 1;
    auto const index = owner % table_size;
    std::lock_guard lock{locks_[index % lock_count]};
    auto& bucket = buckets_[index];
    if (bucket.owner != owner) {
        bucket = {owner, burst_ - 1, now};
        return true;
    }
    auto const elapsed = std::chrono::duration<double>(now - bucket.seen).count();
    bucket.tokens = std::min(burst_, bucket.tokens + elapsed * per_second_);
    bucket.seen = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

std::string network_of(std::string_view address)
{
    std::string text{address};
    if (text.find(':') == std::string::npos) return text;
    char raw[16];
    if (::inet_pton(AF_INET6, text.c_str(), raw) != 1) return text;
    // IPv4 inside IPv6, as a socket for both tells it: the first 64 bits are the same for everybody.
    static constexpr char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xFF', '\xFF'};
    if (std::equal(mapped, mapped + sizeof mapped, raw)) return {raw, sizeof raw};
    return {raw, 8};
}

}
