#include "proxy.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace guildhall::http {

namespace {

/// 4 or 16 bytes in network order; "" where the text is no address. IPv4 inside IPv6 counts as IPv4.
std::string address_bytes(std::string_view text)
{
    std::string const terminated{text};
    unsigned char raw[16];
    if (::inet_pton(AF_INET, terminated.c_str(), raw) == 1) return {reinterpret_cast<char*>(raw), 4};
    if (::inet_pton(AF_INET6, terminated.c_str(), raw) != 1) return {};
    static constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped, mapped + 12, raw)) return {reinterpret_cast<char*>(raw) + 12, 4};
    return {reinterpret_cast<char*>(raw), 16};
}

bool same_bits(std::string const& a, std::string const& b, int bits)
{
    for (int i = 0; i < bits; ++i) {
        auto const shift = 7 - i % 8;
        auto const at = static_cast<std::size_t>(i / 8);
        if (((a[at] ^ b[at]) >> shift) & 1) return false;
    }
    return true;
}

}

TrustedProxies::TrustedProxies(std::vector<std::string> const& networks)
{
    for (auto const& text : networks) {
        auto const slash = text.find('/');
        auto bytes = address_bytes(std::string_view{text}.substr(0, slash));
        int bits = static_cast<int>(bytes.size()) * 8;
        if (slash != std::string::npos) {
            auto const* end = text.data() + text.size();
            if (auto const read = std::from_chars(text.data() + slash + 1, end, bits);
                read.ec != std::errc{} || read.ptr != end)
                bits = -1;
        }
        if (bytes.empty() || bits < 0 || bits > static_cast<int>(bytes.size()) * 8) {
            throw std::runtime_error("\"" + text + "\" is not an address or network: write 10.0.0.5 or 10.0.0.0/8.");
        }
        networks_.push_back({std::move(bytes), bits});
    }
}

bool TrustedProxies::trusts(std::string_view address) const
{
    auto const bytes = address_bytes(address);
    for (auto const& network : networks_) {
        if (bytes.size() == network.bytes.size() && same_bits(bytes, network.bytes, network.bits)) return true;
    }
    return false;
}

std::string TrustedProxies::client_of(std::string_view peer, std::string_view forwarded_for) const
{
    std::string client{peer};
    while (trusts(client) && !forwarded_for.empty()) {
        auto const comma = forwarded_for.rfind(',');
        auto nearest = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
        forwarded_for = comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
        while (nearest.starts_with(' ')) nearest.remove_prefix(1);
        while (nearest.ends_with(' ')) nearest.remove_suffix(1);
        if (address_bytes(nearest).empty()) break;
        client = nearest;
    }
    return client;
}

bool is_loopback(std::string_view address)
{
    return address == "::1" || address == "localhost" || address.starts_with("127.");
}

}
