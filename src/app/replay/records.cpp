#include "records.hpp"

#include "encoding.hpp"

#include "../settings.hpp"

#include <base/csv.hpp>
#include <base/file.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ranges>
#include <set>
#include <stdexcept>

namespace guildhall::replay {

namespace {

std::optional<double> number_of(std::string_view text)
{
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return number;
}

/// What a person could type: line breaks as one \n, no spaces around, control characters other than tabs as spaces.
std::string as_typed(std::string_view field)
{
    std::string text;
    for (std::size_t i = 0; i < field.size(); ++i) {
        auto const c = static_cast<unsigned char>(field[i]);
        if (c == '\r') {
            if (i + 1 >= field.size() || field[i + 1] != '\n') text += '\n';
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
            text += ' ';
        } else {
            text += static_cast<char>(c);
        }
    }
    return std::string{trimmed(text)};
}

/// The whole file as UTF-8, where the map says what it is in.
std::string read_records(std::filesystem::path const& file, std::string const& encoding)
{
    auto bytes = guildhall::read_file(file);
    if (encoding.empty()) return bytes;
    auto text = to_utf8(bytes, encoding);
    if (text) return std::move(*text);
    auto const line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(text.error()), '\n');
    throw std::runtime_error(
        fmt::format("{}:{}: This is not {}. Name the file's encoding in the map, below \"layout\".", file.string(),
                    line, encoding));
}

bool is_utf8(std::string_view text)
{
    return to_utf8(text, "UTF-8").has_value();
}

/// Where each column of the map stands in the file.
class Table {
public:
    Table(Map const& map, csv::Record header, std::filesystem::path const& file, bool is_sound)
        : map_{map}, header_{std::move(header)}, file_{file}, is_sound_{is_sound}
    {
        auto const& c = map.columns;
        for (auto const* name :
             {&c.id, &c.opened, &c.closed, &c.category, &c.status, &c.email, &c.longitude, &c.latitude, &c.point})
            check(*name);
        for (auto const* words : {&c.place, &c.text, &c.outcome})
            std::ranges::for_each(words->columns, [&](auto const& name) { check(name); });
    }

    [[nodiscard]] Record record(csv::Line const& line) const
    {
        Record record{.line = line.number};
        if (line.fields.size() != header_.size()) {
            record.refusal =
                fmt::format("The row has {} fields, the header has {}.", line.fields.size(), header_.size());
            return record;
        }
        if (!is_sound_ && !std::ranges::all_of(line.fields, is_utf8)) {
            record.refusal = "The row is not UTF-8. Name the file's encoding in the map, below \"layout\".";
            return record;
        }
        auto const& c = map_.columns;
        record.id = typed(line, c.id);
        record.text = words(line, c.text);
        record.place = collapsed(words(line, c.place));
        record.category = map_.category_of(typed(line, c.category));
        record.email = email(line, record.id);
        set_point(line, record);
        set_times(line, record);
        if (record.place.empty() && record.longitude.empty() && record.latitude.empty())
            record.place = map_.unknown_place;
        if (record.id.empty()) record.refusal = fmt::format("The row has no number in {}.", c.id);
        return record;
    }

private:
    void check(std::string const& column) const
    {
        if (column.empty() || std::ranges::find(header_, column) != header_.end()) return;
        throw std::runtime_error(fmt::format("{}:1: There is no column \"{}\", which {} names. The file has: {}.",
                                             file_.string(), column, map_.file.string(), fmt::join(header_, ", ")));
    }
    [[nodiscard]] std::string typed(csv::Line const& line, std::string const& column) const
    {
        if (column.empty()) return {};
        auto const at = std::ranges::find(header_, column) - header_.begin();
        return as_typed(line.fields[static_cast<std::size_t>(at)]);
    }
    [[nodiscard]] std::string words(csv::Line const& line, Words const& words) const
    {
        std::string joined;
        for (auto const& column : words.columns) {
            auto const text = typed(line, column);
            if (text.empty()) continue;
            if (!joined.empty()) joined += words.between;
            joined += text;
            if (!words.all) break;
        }
        return joined;
    }
    /// An address that cannot exist, so that mail flows and reaches nobody.
    [[nodiscard]] std::string email(csv::Line const& line, std::string const& id) const
    {
        if (map_.questions.email.empty()) return {};
        if (!map_.columns.email.empty()) return typed(line, map_.columns.email);
        std::string name;
        for (char const c : id) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '-';
        return fmt::format("record-{}@replay.example", name.substr(0, 50));
    }
    void set_point(csv::Line const& line, Record& record) const
    {
        if (map_.columns.point.empty()) {
            record.longitude = number(typed(line, map_.columns.longitude));
            record.latitude = number(typed(line, map_.columns.latitude));
        } else {
            split_point(typed(line, map_.columns.point), record);
        }
        auto const point = record.point();
        if (!point || !map_.is_no_location(*point)) return;
        record.longitude.clear();
        record.latitude.clear();
    }
    [[nodiscard]] std::string number(std::string text) const
    {
        if (map_.layout.decimal != '.') std::ranges::replace(text, map_.layout.decimal, '.');
        return text;
    }
    /// "POINT (-71.06 42.36)" is longitude first, as WKT says; "(42.36, -71.06)" as the map says.
    void split_point(std::string text, Record& record) const
    {
        bool const is_wkt = folded(text).starts_with("point");
        std::vector<std::string> numbers(1);
        for (char const c : text) {
            bool const belongs = std::isdigit(static_cast<unsigned char>(c)) || c == '-' || c == '+' || c == '.' ||
                                 (c == map_.layout.decimal && c != '.');
            if (belongs)
                numbers.back() += c;
            else if (!numbers.back().empty())
                numbers.emplace_back();
        }
        if (numbers.back().empty()) numbers.pop_back();
        if (numbers.empty() && !is_wkt && trimmed(text).empty()) return;
        if (numbers.size() != 2) {
            record.longitude = record.latitude = std::move(text); // what the page says about it is what counts
            return;
        }
        bool const latitude_first = !is_wkt && map_.latitude_first;
        record.longitude = number(numbers[latitude_first ? 1 : 0]);
        record.latitude = number(numbers[latitude_first ? 0 : 1]);
    }
    void set_times(csv::Line const& line, Record& record) const
    {
        auto const opened_text = typed(line, map_.columns.opened);
        auto const closed_text = typed(line, map_.columns.closed);
        auto const opened = map_.dates.read(opened_text);
        auto const closed = map_.dates.read(closed_text);
        if (!opened) record.refusal = fmt::format("The opening date in {} cannot be read.", map_.columns.opened);
        if (!closed && !closed_text.empty())
            record.refusal = fmt::format("The closing date in {} cannot be read.", map_.columns.closed);
        if (!record.refusal.empty() || !closed) {
            record.opened = opened.value_or(Time{});
            return;
        }
        record.opened = *opened;
        auto const status = typed(line, map_.columns.status);
        record.outcome = words(line, map_.columns.outcome);
        record.end = map_.end_of(status, record.outcome);
        if (record.end == End::open) return;
        record.closed = std::max(*opened, *closed); // a case cannot end before it begins
        if (record.end == End::not_done && record.outcome.empty()) record.outcome = status;
    }

    Map const& map_;
    csv::Record header_;
    std::filesystem::path const& file_;
    bool is_sound_; ///< the file is UTF-8 from end to end
};

/// A line that holds nothing, or nothing but delimiters, is one that a spreadsheet left behind.
bool is_empty_line(csv::Line const& line)
{
    return line.fields.size() == 1 && trimmed(line.fields.front()).empty();
}

}

std::optional<geo::Point> Record::point() const
{
    auto const x = number_of(longitude);
    auto const y = number_of(latitude);
    if (!x || !y) return {};
    return geo::Point{*x, *y};
}

std::vector<Record> read_records(std::filesystem::path const& file, Map const& map, std::size_t limit)
{
    auto const text = read_records(file, map.layout.encoding);
    auto const lines = csv::read_lines(text, map.layout.delimiter);
    if (!lines)
        throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), lines.error().line, lines.error().sentence));
    if (lines->empty())
        throw std::runtime_error(
            fmt::format("{}:1: The file is empty. Its first line names the columns.", file.string()));

    Table const table{map, lines->front().fields, file, is_utf8(text)};
    std::set<std::string> seen;
    std::vector<Record> records;
    for (auto const& line : *lines | std::views::drop(1)) {
        if (limit > 0 && records.size() >= limit) break;
        if (is_empty_line(line)) continue;
        auto record = table.record(line);
        if (record.refusal.empty() && !seen.insert(record.id).second)
            record.refusal = fmt::format("The number {} was there before.", record.id);
        records.push_back(std::move(record));
    }
    return records;
}

}
