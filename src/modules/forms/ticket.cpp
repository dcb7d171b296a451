#include "ticket.hpp"

#include <base/secret.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace guildhall::forms {

namespace {

constexpr Duration good_for = std::chrono::hours{24};

std::string signature(std::string_view secret, std::string_view service, std::string_view text)
{
    return sha256_hex(hmac_sha256(secret, fmt::format("resume:{}:{}", service, text))).substr(0, 40);
}

/// Three numbers with dots between them, and nothing else.
std::optional<std::array<std::int64_t, 3>> numbers_in(std::string_view text)
{
    std::array<std::int64_t, 3> numbers{};
    auto const* at = text.data();
    auto const* const end = at + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0 && (at == end || *at++ != '.')) return {};
        auto const [next, error] = std::from_chars(at, end, numbers[i]);
        if (error != std::errc{}) return {};
        at = next;
    }
    if (at != end) return {};
    return numbers;
}

}

std::string make_ticket(std::string_view secret, std::string_view service, Ticket ticket, Time now)
{
    auto const text = fmt::format("{}.{}.{}", ticket.draft.value, ticket.version.value, to_millis(now));
    return text + "." + signature(secret, service, text);
}

std::optional<Ticket> read_ticket(std::string_view secret, std::string_view service, std::string_view text, Time now)
{
    auto const dot = text.rfind('.');
    if (dot == std::string_view::npos || text.size() > 200) return {};
    auto const signed_part = text.substr(0, dot);
    if (!same_secret(text.substr(dot + 1), signature(secret, service, signed_part))) return {};
    auto const numbers = numbers_in(signed_part);
    if (!numbers || now - from_millis((*numbers)[2]) > good_for) return {};
    return Ticket{DraftId{(*numbers)[0]}, services::VersionId{(*numbers)[1]}};
}

}
