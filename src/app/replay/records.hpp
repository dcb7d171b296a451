// A city's file, row by row, as what a resident would type and what staff did.
#pragma once

#include "map.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::replay {

struct Record {
    std::size_t line = 0; ///< in the file
    std::string id;       ///< the city's own number

    // What the resident types.
    std::string category; ///< our answer
    std::string text;
    std::string place;               ///< words
    std::string longitude, latitude; ///< "" where nobody knows; as they stand in the file where they are no numbers
    std::string email;

    // What happened.
    Time opened{};
    std::optional<Time> closed; ///< never before `opened`
    End end = End::open;
    std::string outcome; ///< words it was closed with

    std::string refusal; ///< why the row itself cannot be used; then nothing else counts

    [[nodiscard]] std::optional<geo::Point> point() const;
};

/// Every row but empty lines, in the order of the file, `limit` at most (0: all). Throws std::runtime_error with file
/// and line where the file is no table or lacks a column that the map names.
std::vector<Record> read_records(std::filesystem::path const& file, Map const& map, std::size_t limit = 0);

}
