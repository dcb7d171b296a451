// Dates, times and durations read from text and written as text: ISO 8601 with FEEL's "@Europe/London".
#include "temporal.hpp"

#include <fmt/format.h>

namespace guildhall::feel {

namespace {

/// Reads a text from its beginning; every step says whether it found what it looked for.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text} {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool at_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    bool take(char c)
    {
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view digits()
    {
        auto const end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        auto const found = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return found;
    }
    std::optional<int> two_digits()
    {
        if (rest_.size() < 2 || rest_[0] < '0' || rest_[0] > '9' || rest_[1] < '0' || rest_[1] > '9') return {};
        int const value = (rest_[0] - '0') * 10 + rest_[1] - '0';
        rest_.remove_prefix(2);
        return value;
    }
    /// As nanoseconds; what is finer is cut off.
    std::uint32_t fraction()
    {
        auto text = std::string{digits().substr(0, 9)};
        text.resize(9, '0');
        std::uint32_t value = 0;
        for (char const c : text) value = value * 10 + static_cast<std::uint32_t>(c - '0');
        return value;
    }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> whole(std::string_view digits)
{
    if (digits.empty() || digits.size() > 18) return {};
    std::int64_t value = 0;
    for (char const c : digits) value = value * 10 + (c - '0');
    return value;
}

std::optional<Date> read_date(Reader& in)
{
    bool const negative = in.take('-');
    auto const digits = in.digits();
    if (digits.size() < 4 || digits.size() > 9 || (digits.size() > 4 && digits[0] == '0')) return {};
    auto const year = static_cast<std::int32_t>(*whole(digits));
    if (!in.take('-')) return {};
    auto const month = in.two_digits();
    if (!month || !in.take('-')) return {};
    auto const day = in.two_digits();
    if (!day || (negative && year == 0)) return {};
    Date const date{negative ? -year : year, static_cast<std::uint8_t>(*month), static_cast<std::uint8_t>(*day)};
    if (!is_valid(date)) return {};
    return date;
}

std::optional<Zone> read_zone(Reader& in)
{
    if (in.at_end()) return Zone{};
    if (in.take('Z')) return Zone{.offset = 0};
    if (in.take('@')) {
        if (!is_known_zone(in.rest())) return {};
        Zone zone{.name = std::string{in.rest()}};
        in = Reader{""};
        return zone;
    }
    bool const negative = in.take('-');
    if (!negative && !in.take('+')) return {};
    auto const hours = in.two_digits();
    if (!hours || !in.take(':')) return {};
    auto const minutes = in.two_digits();
    if (!minutes || *minutes > 59) return {};
    auto const seconds = in.take(':') ? in.two_digits() : 0;
    if (!seconds || *seconds > 59) return {};
    int const offset = *hours * 3600 + *minutes * 60 + *seconds;
    if (offset > most_offset) return {};
    return Zone{.offset = negative ? -offset : offset};
}

/// `late` is set for 24:00:00, the end of the day.
std::optional<TimeOfDay> read_time(Reader& in, bool& late)
{
    auto const hour = in.two_digits();
    if (!hour || !in.take(':')) return {};
    auto const minute = in.two_digits();
    if (!minute || !in.take(':')) return {};
    auto const second = in.two_digits();
    if (!second) return {};
    std::uint32_t nanosecond = 0;
    if (in.take('.')) {
        if (!in.at_digit()) return {};
        nanosecond = in.fraction();
    }
    late = *hour == 24 && *minute == 0 && *second == 0 && nanosecond == 0;
    if ((*hour > 23 && !late) || *minute > 59 || *second > 59) return {};
    auto zone = read_zone(in);
    if (!zone || !in.at_end()) return {};
    return TimeOfDay{static_cast<std::uint8_t>(late ? 0 : *hour), static_cast<std::uint8_t>(*minute),
                     static_cast<std::uint8_t>(*second), nanosecond, std::move(*zone)};
}

std::string fraction_text(std::uint32_t nanoseconds)
{
    if (nanoseconds == 0) return {};
    auto text = fmt::format(".{:09}", nanoseconds);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string zone_text(Zone const& zone)
{
    if (!zone.name.empty()) return "@" + zone.name;
    if (!zone.offset) return {};
    if (*zone.offset == 0) return "Z";
    auto const distance = std::abs(*zone.offset);
    auto text = fmt::format("{}{:02}:{:02}", *zone.offset < 0 ? '-' : '+', distance / 3600, distance / 60 % 60);
    if (distance % 60 != 0) text += fmt::format(":{:02}", distance % 60);
    return text;
}

}

std::optional<Date> parse_date(std::string_view text)
{
    Reader in{text};
    auto const date = read_date(in);
    return date && in.at_end() ? date : std::nullopt;
}

std::optional<TimeOfDay> parse_time(std::string_view text)
{
    Reader in{text};
    bool late = false;
    return read_time(in, late);
}

std::optional<DateTime> parse_date_time(std::string_view text)
{
    Reader in{text};
    auto const date = read_date(in);
    if (!date) return {};
    if (in.at_end()) return DateTime{*date, {}};
    if (!in.take('T')) return {};
    bool late = false;
    auto time = read_time(in, late);
    if (!time) return {};
    auto const day = late ? date_of_days(days_since_epoch(*date) + 1) : *date;
    if (!is_valid(day)) return {};
    return DateTime{day, std::move(*time)};
}

std::optional<DaysDuration> parse_days_duration(std::string_view text)
{
    Reader in{text};
    bool const negative = in.take('-');
    if (!in.take('P')) return {};
    Wide seconds = 0;
    std::uint32_t fraction = 0;
    bool in_time = false, any = false;
    std::size_t last = 0; // units come in this order, each once
    while (!in.at_end()) {
        if (!in_time && in.take('T')) {
            in_time = true;
            any = false;
            continue;
        }
        auto const number = whole(in.digits());
        if (!number) return {};
        bool const has_fraction = in_time && in.take('.');
        if (has_fraction) fraction = in.fraction();
        static constexpr std::pair<char, int> units[] = {{'D', 86'400}, {'H', 3600}, {'M', 60}, {'S', 1}};
        bool found = false;
        for (auto unit = std::max<std::size_t>(last, in_time ? 1 : 0); unit < (in_time ? 4 : 1); ++unit) {
            if ((has_fraction && unit != 3) || !in.take(units[unit].first)) continue;
            seconds += Wide{*number} * units[unit].second;
            last = unit + 1;
            found = true;
            break;
        }
        if (!found) return {};
        any = true;
    }
    if (!any) return {};
    auto const total = seconds * nanoseconds_per_second + fraction;
    return duration_of(negative ? -total : total);
}

std::optional<MonthsDuration> parse_months_duration(std::string_view text)
{
    Reader in{text};
    bool const negative = in.take('-');
    if (!in.take('P')) return {};
    Wide months = 0;
    bool years = false, any = false;
    while (!in.at_end()) {
        auto const number = whole(in.digits());
        if (!number) return {};
        if (!years && !any && in.take('Y')) {
            years = true;
            months += Wide{*number} * 12;
        } else if (in.take('M') && in.at_end()) {
            months += *number;
        } else {
            return {};
        }
        any = true;
    }
    if (!any || months > (Wide{1} << 62)) return {};
    auto const total = static_cast<std::int64_t>(months);
    return MonthsDuration{negative ? -total : total};
}

std::string to_string(Date date)
{
    return fmt::format("{}{:04}-{:02}-{:02}", date.year < 0 ? "-" : "", std::abs(date.year), date.month, date.day);
}

std::string to_string(TimeOfDay const& time)
{
    return fmt::format("{:02}:{:02}:{:02}{}{}", time.hour, time.minute, time.second, fraction_text(time.nanosecond),
                       zone_text(time.zone));
}

std::string to_string(DateTime const& moment)
{
    return to_string(moment.date) + "T" + to_string(moment.time);
}

std::string to_string(DaysDuration duration)
{
    if (duration.seconds == 0 && duration.nanoseconds == 0) return "PT0S";
    bool const negative = duration.seconds < 0 || duration.nanoseconds < 0;
    auto const seconds = std::abs(duration.seconds);
    auto const nanoseconds = static_cast<std::uint32_t>(std::abs(duration.nanoseconds));
    std::string text = negative ? "-P" : "P";
    if (seconds >= seconds_per_day) text += fmt::format("{}D", seconds / seconds_per_day);
    auto const rest = seconds % seconds_per_day;
    if (rest == 0 && nanoseconds == 0) return text;
    text += 'T';
    if (rest >= 3600) text += fmt::format("{}H", rest / 3600);
    if (rest / 60 % 60 != 0) text += fmt::format("{}M", rest / 60 % 60);
    if (rest % 60 != 0 || nanoseconds != 0) text += fmt::format("{}{}S", rest % 60, fraction_text(nanoseconds));
    return text;
}

std::string to_string(MonthsDuration duration)
{
    if (duration.months == 0) return "P0M";
    auto const months = std::abs(duration.months);
    std::string text = duration.months < 0 ? "-P" : "P";
    if (months >= 12) text += fmt::format("{}Y", months / 12);
    if (months % 12 != 0) text += fmt::format("{}M", months % 12);
    return text;
}

}
