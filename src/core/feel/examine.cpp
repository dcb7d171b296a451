// What is certain about a table without knowing a single answer. Every column is cut at the constants that stand in
// it; between two cuts all its cells say the same, so one value for each piece stands for all the others.
#include "simple_test.hpp"

#include <feel/decision.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace guildhall::feel {

namespace {

constexpr std::size_t most_pieces = 100'000;  ///< of all columns multiplied: beyond, nothing is said about gaps
constexpr std::size_t most_work = 20'000'000; ///< looks at a cell

constexpr std::size_t most_findings = 20;

using Cell = std::optional<SimpleTest>; ///< nothing: it is not simple

struct Column {
    std::string expression;
    std::vector<Literal> pieces;         ///< one value of each; empty where the column cannot be cut
    std::vector<Cell> cells;             ///< one for each rule
    std::vector<std::vector<bool>> hits; ///< for each rule, whether its cell matches each piece

    void cut();
};

/// Leaves a column uncut where judging every piece by every cell would take too long.
void Column::cut()
{
    std::size_t choices = cells.size();
    for (auto const& cell : cells)
        if (cell) choices += cell->choices.size();
    if (pieces.size() * choices > most_work) pieces.clear();
    for (auto const& cell : cells) {
        std::vector<bool> row;
        for (auto const& piece : pieces) row.push_back(cell && cell->matches(piece));
        hits.push_back(std::move(row));
    }
}

struct Grid {
    std::vector<Column> columns;
    std::size_t rules = 0;
    bool is_cut = true;         ///< every column has pieces
    bool is_independent = true; ///< no column's value follows from another's
};

std::vector<Literal> numbers_between(std::set<Literal> const& constants)
{
    std::vector<Literal> pieces;
    double last = 0;
    for (auto const& constant : constants) {
        auto const value = std::get<double>(constant);
        pieces.emplace_back(pieces.empty() ? value - 1 : (last + value) / 2);
        pieces.emplace_back(value);
        last = value;
    }
    pieces.emplace_back(last + 1);
    return pieces;
}

/// Values of one kind only: a column that mixes numbers and words is not cut.
std::vector<Literal> pieces_of(std::set<Literal> const& constants)
{
    if (constants.empty()) return {};
    auto const kind = constants.begin()->index();
    if (std::ranges::any_of(constants, [&](Literal const& each) { return each.index() != kind; })) return {};
    if (kind == 0) return numbers_between(constants);
    if (kind == 2) return {true, false};
    std::vector<Literal> pieces{constants.begin(), constants.end()};
    pieces.emplace_back(std::string{"(anything else)"});
    return pieces;
}

Column column_of(DecisionTable const& table, std::size_t at)
{
    Column column{.expression = table.inputs[at].expression};
    std::set<Literal> constants;
    auto const note = [&](Cell const& cell) {
        if (cell) std::ranges::copy(cell->constants(), std::inserter(constants, constants.end()));
    };
    for (auto const& rule : table.rules) {
        column.cells.push_back(at < rule.tests.size() ? read_simple_test(rule.tests[at]) : Cell{});
        note(column.cells.back());
    }
    auto const allowed = table.inputs[at].allowed.empty() ? Cell{} : read_simple_test(table.inputs[at].allowed);
    note(allowed);
    column.pieces = pieces_of(constants);
    if (allowed) std::erase_if(column.pieces, [&](Literal const& piece) { return !allowed->matches(piece); });
    // Where every cell is "-", any one value does.
    bool const is_free = std::ranges::all_of(column.cells, [](Cell const& cell) { return cell && cell->is_any; });
    if (column.pieces.empty() && is_free) column.pieces = {std::string{"(anything)"}};
    return column;
}

bool is_plain_name(std::string_view expression)
{
    return !expression.empty() && std::isalpha(static_cast<unsigned char>(expression.front())) &&
           std::ranges::all_of(expression,
                               [](unsigned char c) { return std::isalnum(c) || c == '_' || c == ' ' || c >= 0x80; });
}

Grid grid_of(DecisionTable const& table)
{
    Grid grid{.rules = table.rules.size()};
    std::set<std::string> names;
    for (std::size_t at = 0; at < table.inputs.size(); ++at) {
        grid.columns.push_back(column_of(table, at));
        grid.columns.back().cut();
        auto const& column = grid.columns.back();
        grid.is_cut &= !column.pieces.empty();
        grid.is_independent &= is_plain_name(column.expression) && names.insert(column.expression).second;
    }
    return grid;
}

/// One piece of each column.
using Point = std::vector<std::size_t>;

enum class Unknown { misses, matches };

bool matches(Grid const& grid, std::size_t rule, Point const& point, Unknown unknown)
{
    for (std::size_t at = 0; at < grid.columns.size(); ++at) {
        auto const& column = grid.columns[at];
        auto const& cell = column.cells[rule];
        if (!cell && unknown == Unknown::misses) return false;
        if (cell && !column.hits[rule][point[at]]) return false;
    }
    return true;
}

bool next(Grid const& grid, Point& point)
{
    for (std::size_t at = 0; at < point.size(); ++at) {
        if (++point[at] < grid.columns[at].pieces.size()) return true;
        point[at] = 0;
    }
    return false;
}

std::size_t count_points(Grid const& grid)
{
    std::size_t count = 1;
    for (auto const& column : grid.columns) {
        count *= column.pieces.size();
        if (count > most_pieces) return most_pieces + 1;
    }
    return count;
}

std::string shown(Literal const& value)
{
    if (auto const* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (auto const* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    return std::get<std::string>(value);
}

std::string shown(Grid const& grid, Point const& point)
{
    std::string all;
    for (std::size_t at = 0; at < point.size(); ++at) {
        auto const& column = grid.columns[at];
        all += fmt::format("{}{} = {}", all.empty() ? "" : ", ", column.expression, shown(column.pieces[point[at]]));
    }
    return all;
}

/// A value of each column that both rules match; nothing where there is none, or where a cell is not simple.
std::optional<Point> common_point(Grid const& grid, std::size_t one, std::size_t other)
{
    Point point;
    for (auto const& column : grid.columns) {
        if (!column.cells[one] || !column.cells[other]) return std::nullopt;
        std::size_t piece = 0;
        while (piece < column.pieces.size() && !(column.hits[one][piece] && column.hits[other][piece])) ++piece;
        if (piece == column.pieces.size()) return std::nullopt;
        point.push_back(piece);
    }
    return point;
}

void find_overlaps(Grid const& grid, std::vector<TableFinding>& findings)
{
    for (std::size_t one = 0; one < grid.rules; ++one) {
        for (std::size_t other = one + 1; other < grid.rules; ++other) {
            auto const point = common_point(grid, one, other);
            if (!point || findings.size() >= most_findings) continue;
            findings.push_back({TableFinding::Kind::overlap,
                                {one, other},
                                fmt::format("Rules {} and {} both match where {}. Only one may match.", one + 1,
                                            other + 1, shown(grid, *point))});
        }
    }
}

/// What the walk over all pieces learnt.
struct Walked {
    std::vector<bool> is_hit; ///< the rule is the first to match somewhere
    std::optional<Point> gap;
};

Walked walk(Grid const& grid)
{
    Walked walked{.is_hit = std::vector<bool>(grid.rules, false)};
    Point point(grid.columns.size(), 0);
    do {
        bool is_taken = false; // by a rule that surely matches
        bool is_open = true;   // for all we know, no rule matches
        for (std::size_t rule = 0; rule < grid.rules && !is_taken; ++rule) {
            if (!matches(grid, rule, point, Unknown::matches)) continue;
            walked.is_hit[rule] = true;
            is_open = false;
            is_taken = matches(grid, rule, point, Unknown::misses);
        }
        if (is_open && !walked.gap) walked.gap = point;
    } while (next(grid, point));
    return walked;
}

/// A cell that no value matches, such as (5..5).
bool can_match(Grid const& grid, std::size_t rule)
{
    return std::ranges::all_of(grid.columns, [&](Column const& column) {
        return !column.cells[rule] || std::ranges::find(column.hits[rule], true) != column.hits[rule].end();
    });
}

TableFinding never_hit(std::size_t rule, bool is_covered)
{
    return {TableFinding::Kind::never,
            {rule},
            is_covered ? fmt::format("Rule {} is never used: the rules above it match first, always.", rule + 1)
                       : fmt::format("Rule {} is never used: no value matches it.", rule + 1)};
}

}

std::vector<TableFinding> examine(DecisionTable const& table)
{
    std::vector<TableFinding> findings;
    auto const grid = grid_of(table);
    if (!grid.is_cut || grid.columns.empty() || table.rules.empty()) return findings;
    std::size_t pieces = 0;
    for (auto const& column : grid.columns) pieces += column.pieces.size();
    bool const is_small = grid.rules * grid.rules * pieces <= 2 * most_work;
    if (table.hit == HitPolicy::unique && grid.is_independent && is_small) find_overlaps(grid, findings);
    auto const points = count_points(grid);
    if (points > most_pieces || points * (grid.rules + 1) > most_work) return findings;
    auto const walked = walk(grid);
    for (std::size_t rule = 0; rule < grid.rules && findings.size() < most_findings; ++rule) {
        bool const possible = can_match(grid, rule);
        bool const is_covered = table.hit == HitPolicy::first && !walked.is_hit[rule];
        if (!possible || is_covered) findings.push_back(never_hit(rule, possible));
    }
    bool const has_default =
        std::ranges::any_of(table.outputs, [](OutputColumn const& output) { return !output.fallback.empty(); });
    if (walked.gap && grid.is_independent && !has_default && table.hit != HitPolicy::collect) {
        findings.push_back({TableFinding::Kind::gap,
                            {},
                            fmt::format("No rule matches where {}. The result is then null: add a rule or a default.",
                                        shown(grid, *walked.gap))});
    }
    return findings;
}

}
