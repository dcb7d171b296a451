// Lays the graph of another builder's form out in a row of pages with conditions. A page is asked where one of the ways
// to it is taken. Where all ways from a page come together again, the page where they meet needs no condition of its
// own: it is asked where the page they parted at was. That is a question of dominators, both ways through the graph.
#include "foreign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>

namespace guildhall::services {

namespace {

using Nodes = std::set<std::size_t>;

class Row {
public:
    explicit Row(ForeignForm& form) : form_{form} {}

    std::vector<LaidOut> lay()
    {
        if (form_.pages.empty()) return {};
        cut_ways_back(0);
        std::ranges::reverse(order_);
        for (std::size_t page = 0; page < form_.pages.size(); ++page) {
            if (std::ranges::find(order_, page) == order_.end()) leave_out(form_.pages[page]);
        }
        find_dominators();
        std::vector<LaidOut> row;
        for (auto const page : order_) {
            if (form_.pages[page].kind == ForeignPage::Kind::exit) continue;
            row.push_back({page, name_condition(page, condition_of(page)), {}});
            add_exits(row.back());
        }
        return row;
    }

private:
    [[nodiscard]] std::vector<ForeignPage::Edge>& edges(std::size_t page) { return form_.pages[page].edges; }
    [[nodiscard]] bool is_exit(std::size_t page) const
    {
        return page != the_end && form_.pages[page].kind == ForeignPage::Kind::exit;
    }

    /// Depth first; leaves pages in order_, last first. Theirs may lead back, ours goes forward only.
    void cut_ways_back(std::size_t page)
    {
        seen_.insert(page);
        open_.insert(page);
        auto& out = edges(page);
        for (auto& edge : out) {
            if (edge.to == the_end) continue;
            if (open_.contains(edge.to)) {
                form_.note(fmt::format("page \"{}\"", form_.pages[page].id),
                           fmt::format(
                               "It leads back to \"{}\". People go back with the Back link, and here the form goes on.",
                               form_.pages[edge.to].id));
                edge.to = the_end;
            } else if (!seen_.contains(edge.to)) {
                cut_ways_back(edge.to);
            }
        }
        open_.erase(page);
        order_.push_back(page);
    }

    /// Conditions that look at its questions see no answer.
    void leave_out(ForeignPage const& page)
    {
        form_.note(fmt::format("page \"{}\"", page.id), "Nothing leads to it, so it is left out.");
        for (auto const& question : page.questions) {
            for (auto& other : form_.pages) {
                for (auto& edge : other.edges) replace(edge.condition, question.id);
            }
            for (auto& value : form_.values) replace(value.is, question.id);
        }
    }
    static void replace(std::string& condition, std::string const& name)
    {
        auto const is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '"'; };
        for (auto at = condition.find(name); at != std::string::npos; at = condition.find(name, at + 1)) {
            auto const end = at + name.size();
            if ((at > 0 && is_part(condition[at - 1])) || (end < condition.size() && is_part(condition[end]))) continue;
            condition.replace(at, name.size(), "null");
        }
    }

    /// Which pages every way from the start to a page passes (dominators), and which every way from it to the end
    /// passes. Small forms: sets do.
    void find_dominators()
    {
        for (auto const page : order_) {
            for (auto const& edge : edges(page)) {
                if (edge.to != the_end) into_[edge.to].push_back(page);
            }
        }
        for (auto const page : order_) {
            Nodes common;
            bool first = true;
            for (auto const from : into_[page]) {
                Nodes merged;
                if (first)
                    merged = before_[from];
                else
                    std::ranges::set_intersection(common, before_[from], std::inserter(merged, merged.end()));
                common = std::move(merged);
                first = false;
            }
            common.insert(page);
            before_[page] = std::move(common);
        }
        for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
            Nodes common;
            bool first = true;
            for (auto const& edge : edges(*it)) {
                if (is_exit(edge.to)) continue; // who leaves there does not count
                Nodes const after = edge.to == the_end ? Nodes{} : after_[edge.to];
                Nodes merged;
                if (first)
                    merged = after;
                else
                    std::ranges::set_intersection(common, after, std::inserter(merged, merged.end()));
                common = std::move(merged);
                first = false;
            }
            common.insert(*it);
            after_[*it] = std::move(common);
        }
    }

    /// The closest page before it that every way passes.
    [[nodiscard]] std::size_t last_before(std::size_t page)
    {
        std::size_t found = 0;
        for (auto const candidate : order_) {
            if (candidate != page && before_[page].contains(candidate)) found = candidate;
        }
        return found;
    }

    /// When a page is asked; "" is always.
    std::string condition_of(std::size_t page)
    {
        if (page == 0) return {};
        auto const meets = last_before(page);
        if (after_[meets].contains(page)) return conditions_[meets];
        std::vector<std::string> ways;
        for (auto const from : into_[page]) {
            for (auto const& way : ways_to(from, page)) ways.push_back(both(conditions_[from], way));
        }
        if (std::ranges::find(ways, std::string{}) != ways.end()) return {};
        std::ranges::sort(ways);
        ways.erase(std::ranges::unique(ways).begin(), ways.end());
        if (ways.size() == 1) return ways.front();
        std::string out;
        for (auto const& way : ways) out += fmt::format("{}({})", out.empty() ? "" : " or ", way);
        return out;
    }

    static std::string both(std::string const& one, std::string const& other)
    {
        if (one.empty()) return other;
        if (other.empty()) return one;
        return fmt::format("{} and {}", one, in_brackets(other));
    }
    static std::string in_brackets(std::string const& condition)
    {
        return condition.find(" or ") == std::string::npos ? condition : "(" + condition + ")";
    }

    /// The conditions of the edges from one page to another; an edge is taken where those before it are not.
    std::vector<std::string> ways_to(std::size_t from, std::size_t to)
    {
        std::vector<std::string> ways;
        std::vector<std::string> earlier; // that lead elsewhere
        for (auto const& edge : edges(from)) {
            if (edge.to == to) {
                std::string way = edge.condition;
                for (auto const& other : earlier) way = both(way, fmt::format("not({})", other));
                ways.push_back(std::move(way));
            } else if (!edge.condition.empty()) {
                earlier.push_back(edge.condition);
            }
        }
        return ways;
    }

    /// A long condition gets a name, so that the conditions built on it stay short.
    std::string name_condition(std::size_t page, std::string condition)
    {
        if (condition.size() > 60) {
            auto const name = "asks-" + form_.pages[page].id;
            form_.values.push_back({name, std::move(condition)});
            condition = name;
        }
        conditions_[page] = condition;
        return condition;
    }

    void add_exits(LaidOut& out)
    {
        for (auto const& edge : edges(out.page)) {
            if (!is_exit(edge.to)) continue;
            for (auto& way : ways_to(out.page, edge.to)) out.then.push_back({way, form_.pages[edge.to].id});
        }
        auto const same = [](auto const& a, auto const& b) { return a.when == b.when && a.end == b.end; };
        out.then.erase(std::ranges::unique(out.then, same).begin(), out.then.end());
    }

    ForeignForm& form_;
    std::vector<std::size_t> order_;
    Nodes seen_, open_;
    std::map<std::size_t, std::vector<std::size_t>> into_;
    std::map<std::size_t, Nodes> before_, after_;
    std::map<std::size_t, std::string> conditions_;
};

}

std::vector<LaidOut> lay_out(ForeignForm& form)
{
    return Row{form}.lay();
}

}
