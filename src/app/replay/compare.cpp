#include "compare.hpp"

#include <base/csv.hpp>
#include <base/date.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <ranges>
#include <set>
#include <stdexcept>

namespace guildhall::replay {

namespace {

/// The apostrophe that keeps a spreadsheet from running a field (base/csv.hpp).
std::string without_guard(std::string const& field)
{
    bool const is_guarded =
        field.size() > 1 && field[0] == '\'' && std::string_view{"=+-@\t\r\n"}.find(field[1]) != std::string_view::npos;
    return is_guarded ? field.substr(1) : field;
}

/// The export by reference.
class Export {
public:
    explicit Export(std::string_view csv)
    {
        auto const read = csv::read(csv);
        if (!read || read->empty()) throw std::runtime_error("The desk's export is no table.");
        header_ = read->front();
        for (auto const& row : *read | std::views::drop(1)) {
            rows_[row.at(column("reference"))] = row;
        }
    }
    [[nodiscard]] bool has(std::string const& reference) const { return rows_.contains(reference); }
    [[nodiscard]] std::string field(std::string const& reference, std::string_view name) const
    {
        return without_guard(rows_.at(reference).at(column(name)));
    }
    [[nodiscard]] auto const& rows() const { return rows_; }

private:
    [[nodiscard]] std::size_t column(std::string_view name) const
    {
        auto const found = std::ranges::find(header_, name);
        if (found == header_.end())
            throw std::runtime_error(fmt::format("The desk's export has no column \"{}\".", name));
        return static_cast<std::size_t>(found - header_.begin());
    }
    csv::Record header_;
    std::map<std::string, csv::Record> rows_;
};

std::string time_text(std::optional<Time> at)
{
    return at ? iso_time(*at) : std::string{"nothing"};
}

/// The id of the stage in which such a case ends.
std::string stage_of(services::Definition const& service, End end)
{
    auto const kind = end == End::done ? services::Stage::Kind::done : services::Stage::Kind::not_done;
    auto const found = std::ranges::find(service.stages, kind, &services::Stage::kind);
    return end == End::open || found == service.stages.end() ? std::string{} : found->id;
}

/// The differences of one record, in words.
class Differences {
public:
    Differences(Export const& exported, std::string const& reference) : exported_{exported}, reference_{reference} {}

    void same_words(char const* what, std::string const& column, std::string const& expected)
    {
        if (column.empty()) return;
        auto const found = exported_.field(reference_, column);
        if (found == expected) return;
        auto const part = std::ranges::mismatch(found, expected).in1 - found.begin();
        add(fmt::format("{}: {} bytes in the file, {} in the export, the first difference at byte {}", what,
                        expected.size(), found.size(), part + 1));
    }
    void same_id(char const* what, std::string const& column, std::string const& expected)
    {
        auto const found = exported_.field(reference_, column);
        if (found != expected) add(fmt::format("{}: \"{}\" in the file, \"{}\" in the export", what, expected, found));
    }
    void same_time(char const* what, std::string const& column, std::optional<Time> expected)
    {
        auto const text = exported_.field(reference_, column);
        auto const found = read_iso(text, "UTC");
        if (found != expected || text.empty() == expected.has_value())
            add(fmt::format("{}: {} in the file, {} in the export", what, time_text(expected),
                            text.empty() ? "nothing" : text));
    }
    void same_number(char const* what, std::string const& column, std::optional<double> expected)
    {
        auto const text = exported_.field(reference_, column);
        double found = 0;
        bool const is_number = std::from_chars(text.data(), text.data() + text.size(), found).ec == std::errc{};
        constexpr double ten_centimetres = 1e-6;
        bool const is_same = expected ? is_number && std::abs(found - *expected) < ten_centimetres : text.empty();
        if (!is_same) add(fmt::format("{} differs", what));
    }
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    void add(std::string const& difference) { text_ += (text_.empty() ? "" : "; ") + difference; }
    Export const& exported_;
    std::string const& reference_;
    std::string text_;
};

std::string differences_of(Export const& exported, Map const& map, services::Definition const& service,
                           Record const& record, std::string const& reference)
{
    if (!exported.has(reference)) return "its case is not in the export";
    Differences differences{exported, reference};
    auto const point = record.point();
    differences.same_id("category", map.questions.category, record.category);
    differences.same_words("text", map.questions.text, record.text);
    differences.same_words("place", map.questions.location, record.place);
    differences.same_number("longitude", "longitude", point ? std::optional{point->lon} : std::nullopt);
    differences.same_number("latitude", "latitude", point ? std::optional{point->lat} : std::nullopt);
    differences.same_time("opened", "opened", record.opened);
    differences.same_time("closed", "closed", record.closed);
    differences.same_id("outcome", "outcome", stage_of(service, record.end));
    differences.same_words("words of the outcome", "said", record.closed ? record.outcome : "");
    return differences.text();
}

}

std::vector<Mismatch> compare(std::string_view export_csv, Map const& map, services::Definition const& service,
                              std::vector<Record> const& records, std::vector<Fate> const& fates)
{
    Export const exported{export_csv};
    std::vector<Mismatch> mismatches;
    std::set<std::string> expected;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& fate = fates[i];
        if (!fate.refusal.empty()) continue;
        auto const reference = fate.reference ? fate.reference->shown() : std::string{};
        expected.insert(reference);
        auto sentence = reference.empty() ? std::string{"nobody knows its case"}
                                          : differences_of(exported, map, service, records[i], reference);
        if (!fate.complaint.empty())
            sentence += fmt::format("{}staff read: {}", sentence.empty() ? "" : "; ", fate.complaint);
        if (!sentence.empty()) mismatches.push_back({i, std::move(sentence)});
    }
    for (auto const& [reference, row] : exported.rows()) {
        if (!expected.contains(reference))
            mismatches.push_back({records.size(), fmt::format("the case {} was opened by no record", reference)});
    }
    return mismatches;
}

}
