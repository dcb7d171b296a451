// What a walk's row holds as text: the pages answered with the pace of each, and the questions where errors were shown.
// Both are lines of an id and a number; ids of definitions are slugs without spaces.
#pragma once

#include <forms/figures.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

struct Timing {
    std::string page;
    Pace pace;
    bool operator==(Timing const&) const = default;
};
std::vector<Timing> read_timings(std::string_view text);
std::string written(std::vector<Timing> const& timings);

struct Stumble {
    std::string question;
    std::int64_t times;
    bool operator==(Stumble const&) const = default;
};
std::vector<Stumble> read_stumbles(std::string_view text);
std::string written(std::vector<Stumble> const& stumbles);

}
