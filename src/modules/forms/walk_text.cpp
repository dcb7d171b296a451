#include "walk_text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace guildhall::forms {

namespace {

/// Calls each(id, number) for every line; what is no such line is left out.
template <class F> void for_each_line(std::string_view text, F&& each)
{
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        auto const space = line.find(' ');
        if (space == std::string_view::npos || space == 0) continue;
        auto const digits = line.substr(space + 1);
        std::int64_t number = 0;
        auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error == std::errc{} && stop == digits.data() + digits.size())
            each(std::string{line.substr(0, space)}, number);
    }
}

}

std::vector<Timing> read_timings(std::string_view text)
{
    std::vector<Timing> timings;
    for_each_line(text, [&](std::string page, std::int64_t number) {
        if (number >= 0 && number < static_cast<std::int64_t>(paces))
            timings.push_back({std::move(page), static_cast<Pace>(number)});
    });
    return timings;
}

std::string written(std::vector<Timing> const& timings)
{
    std::string text;
    for (auto const& timing : timings) text += fmt::format("{} {}\n", timing.page, static_cast<int>(timing.pace));
    return text;
}

std::vector<Stumble> read_stumbles(std::string_view text)
{
    std::vector<Stumble> stumbles;
    for_each_line(text, [&](std::string question, std::int64_t times) {
        stumbles.push_back({std::move(question), times});
    });
    return stumbles;
}

std::string written(std::vector<Stumble> const& stumbles)
{
    std::string text;
    for (auto const& stumble : stumbles) text += fmt::format("{} {}\n", stumble.question, stumble.times);
    return text;
}

}
