#include "map.hpp"

#include <base/date.hpp>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <stdexcept>

namespace guildhall::replay {

namespace {

/// One mapping of the file, with its place for errors. A key that nobody knows is an error: a mistyped one must not
/// pass silently.
class Section {
public:
    Section(std::filesystem::path const& file, YAML::Node const& node, std::string name)
        : file_{file}, node_{node}, name_{std::move(name)}
    {
        if (!node_.IsMap()) fail(node_, fmt::format("\"{}\" holds keys with values.", name_));
    }

    void known(std::initializer_list<std::string_view> keys) const
    {
        for (auto const& entry : node_) {
            auto const key = entry.first.Scalar();
            if (std::ranges::find(keys, key) == keys.end())
                fail(entry.first,
                     fmt::format("\"{}\" is no key of \"{}\". Known are: {}.", key, name_, fmt::join(keys, ", ")));
        }
    }
    [[nodiscard]] bool has(char const* key) const { return node_[key].IsDefined() && !node_[key].IsNull(); }
    [[nodiscard]] std::string text(char const* key) const
    {
        if (!has(key)) fail(node_, fmt::format("\"{}\" needs a line \"{}: ...\".", name_, key));
        return text_or_nothing(key);
    }
    [[nodiscard]] std::string text_or_nothing(char const* key) const
    {
        if (!has(key)) return {};
        auto const value = node_[key];
        if (!value.IsScalar()) fail(value, fmt::format("\"{0}\" is one text. Write {0}: ...", key));
        return value.Scalar();
    }
    /// One text or a list of them; none where the key is missing.
    [[nodiscard]] std::vector<std::string> texts(char const* key) const
    {
        if (!has(key)) return {};
        auto const value = node_[key];
        if (value.IsScalar()) return {value.Scalar()};
        if (!value.IsSequence()) fail(value, fmt::format("\"{0}\" is a text or a list. Write {0}: [..., ...]", key));
        std::vector<std::string> found;
        for (auto const& item : value) {
            if (!item.IsScalar()) fail(item, fmt::format("\"{}\" is a list of texts.", key));
            found.push_back(item.Scalar());
        }
        return found;
    }
    [[nodiscard]] Section section(char const* key) const
    {
        if (!has(key)) fail(node_, fmt::format("\"{}\" needs \"{}:\" with lines below it.", name_, key));
        return {file_, node_[key], key};
    }
    [[nodiscard]] YAML::Node node(char const* key) const { return node_[key]; }
    [[nodiscard]] YAML::Node const& whole() const { return node_; }
    [[nodiscard]] int line() const { return node_.Mark().line + 1; }

    [[noreturn]] void fail(YAML::Node const& at, std::string const& what) const
    {
        throw std::runtime_error(fmt::format("{}:{}: {}", file_.string(), std::max(at.Mark().line, 0) + 1, what));
    }

private:
    std::filesystem::path const& file_;
    YAML::Node node_;
    std::string name_;
};

/// "text: TITLE", "text: [TITLE, TYPE]" (the first that is not empty) or "text: { all: [TITLE, TYPE], between: ". " }".
Words read_words(Section const& columns, char const* key)
{
    if (!columns.has(key) || !columns.node(key).IsMap()) return {.columns = columns.texts(key)};
    auto const section = columns.section(key);
    section.known({"all", "between"});
    Words words{.columns = section.texts("all"), .all = true};
    if (section.has("between")) words.between = section.text("between");
    return words;
}

Map::Columns read_columns(Section const& columns)
{
    columns.known({"id", "opened", "closed", "category", "status", "email", "longitude", "latitude", "point", "place",
                   "text", "outcome"});
    Map::Columns read{.id = columns.text("id"),
                      .opened = columns.text("opened"),
                      .closed = columns.text_or_nothing("closed"),
                      .category = columns.text("category"),
                      .status = columns.text_or_nothing("status"),
                      .email = columns.text_or_nothing("email"),
                      .longitude = columns.text_or_nothing("longitude"),
                      .latitude = columns.text_or_nothing("latitude"),
                      .point = columns.text_or_nothing("point"),
                      .place = read_words(columns, "place"),
                      .text = read_words(columns, "text"),
                      .outcome = read_words(columns, "outcome")};
    if (read.text.columns.empty())
        columns.fail(columns.whole(), "\"columns\" needs \"text:\", the column of what the person wrote.");
    if (read.longitude.empty() != read.latitude.empty())
        columns.fail(columns.whole(), "\"columns\" needs both \"longitude:\" and \"latitude:\".");
    if (!read.longitude.empty() && !read.point.empty())
        columns.fail(columns.whole(), "\"columns\" has \"point:\", or \"longitude:\" and \"latitude:\", not both.");
    return read;
}

char one_character(Section const& section, char const* key, char fallback)
{
    auto const text = section.text_or_nothing(key);
    if (text.empty()) return fallback;
    if (text == "tab" || text == "\\t") return '\t';
    if (text.size() != 1)
        section.fail(section.node(key), fmt::format("\"{0}\" is one character. Write {0}: \";\"", key));
    return text.front();
}

Map::Layout read_layout(Section const& whole)
{
    if (!whole.has("layout")) return {};
    auto const section = whole.section("layout");
    section.known({"delimiter", "encoding", "decimal"});
    return {.delimiter = one_character(section, "delimiter", ','),
            .encoding = section.text_or_nothing("encoding"),
            .decimal = one_character(section, "decimal", '.')};
}

Dates read_dates(Section const& dates)
{
    dates.known({"format", "zone"});
    Dates read{.formats = dates.texts("format"), .zone = dates.text("zone")};
    if (!is_time_zone(read.zone))
        dates.fail(dates.node("zone"),
                   fmt::format("\"{}\" is no time zone. Write one as zone: Europe/London", read.zone));
    return read;
}

Map::Questions read_questions(Section const& questions)
{
    questions.known({"category", "location", "text", "email"});
    return {.category = questions.text("category"),
            .location = questions.text_or_nothing("location"),
            .text = questions.text("text"),
            .email = questions.text_or_nothing("email"),
            .line = questions.line()};
}

std::vector<geo::Point> read_points(Section const& whole, char const* key)
{
    std::vector<geo::Point> points;
    if (!whole.has(key)) return points;
    for (auto const& point : whole.node(key)) {
        if (!point.IsSequence() || point.size() != 2)
            whole.fail(point, fmt::format("A point is [longitude, latitude]. Write {}: [[-71.06, 42.36]]", key));
        points.push_back({point[0].as<double>(), point[1].as<double>()});
    }
    return points;
}

void read_categories(Section const& whole, Map& map)
{
    auto const categories = whole.section("categories");
    for (auto const& entry : categories.whole()) {
        auto const theirs = entry.first.as<std::string>();
        auto const ours = entry.second.as<std::string>();
        map.category_lines.emplace(ours, entry.second.Mark().line + 1);
        (theirs == "*" ? map.other_category : map.categories[theirs]) = ours;
    }
}

void read_statuses(Section const& whole, Map& map)
{
    if (!whole.has("statuses")) return;
    auto const statuses = whole.section("statuses");
    if (map.columns.status.empty())
        whole.fail(statuses.whole(),
                   "\"statuses\" needs the column they stand in. Write status: ... below \"columns\".");
    for (auto const& entry : statuses.whole()) {
        auto const ours = entry.second.as<std::string>();
        bool const is_known = ours == "done" || ours == "not-done" || ours == "open";
        if (!is_known)
            statuses.fail(entry.second, fmt::format("\"{}\" is no end of a case. Write done, not-done or open.", ours));
        map.statuses[entry.first.as<std::string>()] = ours == "done"   ? End::done
                                                      : ours == "open" ? End::open
                                                                       : End::not_done;
    }
}

bool is_latitude_first(Section const& whole)
{
    auto const order = whole.text_or_nothing("point_order");
    if (order.empty() || order == "latitude longitude") return true;
    if (order != "longitude latitude")
        whole.fail(whole.node("point_order"), "\"point_order\" is \"latitude longitude\" or \"longitude latitude\".");
    return false;
}

}

std::string Map::category_of(std::string_view theirs) const
{
    auto const found = categories.find(theirs);
    return found != categories.end() ? found->second : other_category;
}

bool Map::is_no_location(geo::Point point) const
{
    // A file rounds its numbers; half of the fifth decimal is well under a metre.
    return std::ranges::any_of(no_location, [&](geo::Point placeholder) {
        return std::abs(placeholder.lon - point.lon) < 5e-6 && std::abs(placeholder.lat - point.lat) < 5e-6;
    });
}

End Map::end_of(std::string_view status, std::string_view outcome) const
{
    auto found = statuses.find(status);
    if (found == statuses.end()) found = statuses.find("*");
    if (found != statuses.end() && found->second != End::done) return found->second;
    bool const is_not_done =
        std::ranges::any_of(not_done, [&](std::string const& beginning) { return outcome.starts_with(beginning); });
    return is_not_done ? End::not_done : End::done;
}

Map read_map(std::filesystem::path const& file)
try {
    Section const whole{file, YAML::LoadFile(file.string()), "the map"};
    whole.known({"name", "layout", "columns", "dates", "boundary", "service", "questions", "categories", "no_location",
                 "unknown_place", "point_order", "not_done", "statuses"});
    Map map{.file = file,
            .name = whole.text("name"),
            .layout = read_layout(whole),
            .columns = read_columns(whole.section("columns")),
            .latitude_first = is_latitude_first(whole),
            .dates = read_dates(whole.section("dates")),
            .boundary = {},
            .service = whole.text("service"),
            .questions = read_questions(whole.section("questions")),
            .no_location = read_points(whole, "no_location"),
            .unknown_place = whole.text_or_nothing("unknown_place"),
            .not_done = whole.texts("not_done")};
    if (whole.has("boundary")) map.boundary = file.parent_path() / whole.text("boundary");
    read_categories(whole, map);
    read_statuses(whole, map);
    return map;
} catch (YAML::BadFile const&) {
    throw std::runtime_error(
        fmt::format("The map {} cannot be read. Does it exist, and may this user read it?", file.string()));
} catch (YAML::Exception const& error) {
    throw std::runtime_error(fmt::format("{}:{}: {}.", file.string(), error.mark.line + 1, error.msg));
}

}
