// What a city's file of service requests means, declared in a YAML file (docs/replay.md): columns, dates, categories,
// boundary. Nothing about any one city is in the code.
#pragma once

#include "dates.hpp"

#include <base/geo.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::replay {

/// Words that stand in one column or several.
struct Words {
    std::vector<std::string> columns;
    bool all = false;          ///< every column that is not empty; else the first
    std::string between = " "; ///< of several
};

enum class End { done, not_done, open };

struct Map {
    std::filesystem::path file;
    std::string name;

    struct Layout {
        char delimiter = ',';
        std::string encoding; ///< as iconv names it; "": UTF-8
        char decimal = '.';
    } layout;

    struct Columns {
        std::string id, opened, closed, category, status, email;
        std::string longitude, latitude; ///< or both in `point`
        std::string point;
        Words place, text, outcome;
    } columns;
    bool latitude_first = false; ///< of numbers in `point` that are no WKT

    Dates dates;
    std::filesystem::path boundary;

    std::string service; ///< "report-street-problem"
    struct Questions {
        std::string category, location, text;
        std::string email; ///< "": records leave no address
        int line = 1;      ///< of each, for errors that only the service can tell
    } questions;

    std::map<std::string, std::string, std::less<>> categories; ///< the city's word -> our answer
    std::map<std::string, int, std::less<>> category_lines;
    std::string other_category;          ///< for "*"; "" where the map has none
    std::vector<geo::Point> no_location; ///< placeholders that mean "we do not know where"
    std::string unknown_place;           ///< said where a record names no place at all; "": nothing is said
    std::vector<std::string> not_done;   ///< beginnings of outcome words that mean: could not be done
    std::map<std::string, End, std::less<>> statuses;

    [[nodiscard]] std::string category_of(std::string_view theirs) const; ///< "" where nothing fits
    [[nodiscard]] bool is_no_location(geo::Point point) const;
    [[nodiscard]] End end_of(std::string_view status, std::string_view outcome) const;
};

/// Reads a map. Throws std::runtime_error with file, line and what to write instead.
Map read_map(std::filesystem::path const& file);

}
