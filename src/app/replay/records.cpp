#include "records.hpp"

#include "../settings.hpp"

#include <base/csv.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#include <iconv.h>

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

std::string to_utf8(std::string const& bytes, std::string const& encoding, std::filesystem::path const& file)
{
    auto* const converter = ::iconv_open("UTF-8", encoding.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error(fmt::format("There is no encoding \"{}\". Write one as encoding: windows-1252", encoding)); // NOLINT(performance-no-int-to-ptr)
    std::string text(bytes.size() * 4, '\0');
    auto* from = const_cast<char*>(bytes.data()); // iconv does not change it; its type is older than const
    auto* to = text.data();
    auto from_left = bytes.size();
    auto to_left = text.size();
    auto const failed = ::iconv(converter, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1);
    ::iconv_close(converter);
    if (failed) {
        auto const line = 1 + std::count(bytes.data(), static_cast<char const*>(from), '\n');
        throw std::runtime_error(fmt::format("{}:{}: This is not {}. Name the file's encoding in the map, below \"layout\".", file.string(), line, encoding));
    }
    text.resize(text.size() - to_left);
    return text;
}

/// Where each column of the map stands in the file.
class Table {
public:
    Table(Map const& map, csv::Record header, std::filesystem::path const& file) : map_{map}, header_{std::move(header)}, file_{file}
    {
        auto const& c = map.columns;
        for (auto const* name : {&c.id, &c.opened, &c.closed, &c.category, &c.status, &c.email, &c.longitude, &c.latitude, &c.point}) check(*name);
        for (auto const* words : {&c.place, &c.text, &c.outcome}) std::ranges::for_each(words->columns, [&](auto const& name) { check(name); });
    }

    [[nodiscard]] Record record(csv::Line const& line) const
    {
        Record record{.line = line.number};
        if (line.fields.size() != header_.size()) {
            record.refusal = fmt::format("The row has {} fields, the header has {}.", line.fields.size(), header_.size());
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
        if (record.place.empty() && record.longitude.empty() && record.latitude.empty()) record.place = map_.unknown_place;
        if (record.id.empty()) record.refusal = fmt::format("The row has no number in {}.", c.id);
        return record;
    }

private:
    void check(std::string const& column) const
    {
        if (column.empty() || std::ranges::find(header_, column) != header_.end()) return;
        throw std::runtime_error(fmt::format("{}:1: There is no column \"{}\", which {} names. The file has: {}.", file_.string(), column, map_.file.string(), fmt::join(header_, ", ")));
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
            bool const belongs = std::isdigit(static_cast<unsigned char>(c)) || c == '-' || c == '+' || c == '.' || (c == map_.layout.decimal && c != '.');
            if (belongs) numbers.back() += c;
            else if (!numbers.back().empty()) numbers.emplace_back();
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
        if (!closed && !closed_text.empty()) record.refusal = fmt::format("The closing date in {} cannot be read.", map_.columns.closed);
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
    auto text = app::read_text(file);
    if (!map.layout.encoding.empty()) text = to_utf8(text, map.layout.encoding, file);
    auto const lines = csv::read_lines(text, map.layout.delimiter);
    if (!lines) throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), lines.error().line, lines.error().sentence));
    if (lines->empty()) throw std::runtime_error(fmt::format("{}:1: The file is empty. Its first line names the columns.", file.string()));

    Table const table{map, lines->front().fields, file};
    std::set<std::string> seen;
    std::vector<Record> records;
    for (auto const& line : *lines | std::views::drop(1)) {
        if (limit > 0 && records.size() >= limit) break;
        if (is_empty_line(line)) continue;
        auto record = table.record(line);
        if (record.refusal.empty() && !seen.insert(record.id).second) record.refusal = fmt::format("The number {} was there before.", record.id);
        records.push_back(std::move(record));
    }
    return records;
}

}
