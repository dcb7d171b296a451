#include "dates.hpp"

#include <base/date.hpp>
#include <base/text.hpp>

#include <charconv>
#include <ctime>

namespace guildhall::replay {

namespace {

/// Reads a text from the left.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    bool take(char c)
    {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// Exactly so many digits.
    std::optional<int> number(std::size_t digits)
    {
        if (rest_.size() < digits) return {};
        int value = 0;
        auto const* end = rest_.data() + digits;
        if (rest_.front() == '-' || std::from_chars(rest_.data(), end, value).ptr != end) return {};
        rest_.remove_prefix(digits);
        return value;
    }
    void skip_digits()
    {
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
    }

private:
    std::string_view rest_;
};

std::optional<Date> scan_day(Scanner& in)
{
    auto const year = in.number(4);
    bool const hyphens = in.take('-');
    auto const month = in.number(2);
    if (hyphens && !in.take('-')) return {};
    auto const day = in.number(2);
    if (!year || !month || !day) return {};
    Date const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

/// "08:15:30.250", "08:15" or "081530". Parts of a second are dropped: no page shows them.
std::optional<std::chrono::seconds> scan_clock(Scanner& in)
{
    auto const hour = in.number(2);
    bool const colons = in.take(':');
    auto const minute = in.number(2);
    if (!hour || !minute) return {};
    int second = 0;
    if (!colons || in.take(':')) {
        auto const found = in.number(2);
        if (!found && colons) return {};
        second = found.value_or(0);
        if (in.take('.') || in.take(',')) in.skip_digits();
    }
    if (*hour > 23 || *minute > 59 || second > 60) return {};
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{second};
}

/// "+01:00", "-0500", "+01".
std::optional<std::chrono::minutes> scan_offset(Scanner& in)
{
    bool const behind = in.take('-');
    if (!behind && !in.take('+')) return {};
    auto const hours = in.number(2);
    in.take(':');
    auto const minutes = in.number(2);
    if (!hours) return {};
    auto const offset = std::chrono::hours{*hours} + std::chrono::minutes{minutes.value_or(0)};
    return behind ? -offset : offset;
}

std::optional<Time> read_epoch(std::string_view text, std::int64_t millis_each)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return from_millis(number * millis_each);
}

std::optional<Time> read_format(std::string const& text, std::string const& format, std::string_view zone)
{
    std::tm fields{};
    auto const* end = ::strptime(text.c_str(), format.c_str(), &fields);
    if (!end || *end != '\0') return {};
    Date const day{std::chrono::year{fields.tm_year + 1900},
                   std::chrono::month{static_cast<unsigned>(fields.tm_mon + 1)},
                   std::chrono::day{static_cast<unsigned>(fields.tm_mday)}};
    if (!day.ok()) return {};
    auto const clock =
        std::chrono::hours{fields.tm_hour} + std::chrono::minutes{fields.tm_min} + std::chrono::seconds{fields.tm_sec};
    bool const has_offset = format.find("%z") != std::string::npos;
    if (has_offset) return Time{std::chrono::sys_days{day}} + clock - std::chrono::seconds{fields.tm_gmtoff};
    return at_local_time(day, clock, zone);
}

}

std::optional<Time> read_iso(std::string_view text, std::string_view zone)
{
    Scanner in{text};
    auto const day = scan_day(in);
    if (!day) return {};
    std::chrono::seconds clock{0};
    if (in.take('T') || in.take('t') || in.take(' ')) {
        auto const found = scan_clock(in);
        if (!found) return {};
        clock = *found;
    }
    in.take(' ');
    if (in.at_end()) return at_local_time(*day, clock, zone);
    std::chrono::minutes offset{0};
    if (!in.take('Z') && !in.take('z')) {
        auto const found = scan_offset(in);
        if (!found) return {};
        offset = *found;
    }
    if (!in.at_end()) return {};
    return Time{std::chrono::sys_days{*day}} + clock - offset;
}

std::optional<Time> Dates::read(std::string_view text) const
{
    std::string const whole{trimmed(text)};
    if (formats.empty()) return read_iso(whole, zone);
    for (auto const& format : formats) {
        auto const found = format == "iso"            ? read_iso(whole, zone)
                           : format == "epoch"        ? read_epoch(whole, 1000)
                           : format == "epoch-millis" ? read_epoch(whole, 1)
                                                      : read_format(whole, format, zone);
        if (found) return found;
    }
    return {};
}

}
