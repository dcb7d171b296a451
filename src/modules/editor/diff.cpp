// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), forward only.
#include "diff.hpp"

#include <algorithm>

namespace guildhall::editor {

namespace {

using Parts = std::vector<std::string_view>;

constexpr int most_steps = 2000; // memory grows with its square: 16 MB

/// For each part of `a` the part of `b` that it stays as, or -1.
std::vector<int> partners(Parts const& a, Parts const& b)
{
    int const n = static_cast<int>(a.size());
    int const m = static_cast<int>(b.size());
    std::vector<int> partner(a.size(), -1);
    int const limit = std::min(n + m, most_steps);
    std::vector<std::vector<int>> trace;
    std::vector<int> best(static_cast<std::size_t>(2 * limit + 3), 0);
    auto const at = [limit](int k) { return static_cast<std::size_t>(k + limit + 1); };
    int steps = -1;
    for (int d = 0; d <= limit && steps < 0; ++d) {
        trace.emplace_back(best.begin() + limit + 1 - d - 1, best.begin() + limit + 1 + d + 2);
        for (int k = -d; k <= d; k += 2) {
            int x = k == -d || (k != d && best[at(k - 1)] < best[at(k + 1)]) ? best[at(k + 1)] : best[at(k - 1)] + 1;
            int y = x - k;
            while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) ++x, ++y;
            best[at(k)] = x;
            if (x >= n && y >= m) steps = d;
        }
    }
    if (steps < 0) return partner;
    int x = n;
    int y = m;
    for (int d = steps; d > 0; --d) {
        // The trace of a step holds the diagonals from -d - 1 to d + 1.
        auto const& before = trace[static_cast<std::size_t>(d)];
        auto const reach = [&](int k) { return before[static_cast<std::size_t>(k + d + 1)]; };
        int const k = x - y;
        int const from = k == -d || (k != d && reach(k - 1) < reach(k + 1)) ? k + 1 : k - 1;
        int const from_x = reach(from);
        int const from_y = from_x - from;
        while (x > from_x && y > from_y && x > 0 && y > 0 &&
               a[static_cast<std::size_t>(x - 1)] == b[static_cast<std::size_t>(y - 1)]) {
            --x, --y;
            partner[static_cast<std::size_t>(x)] = y;
        }
        x = from_x;
        y = from_y;
    }
    while (x > 0 && y > 0) {
        --x, --y;
        partner[static_cast<std::size_t>(x)] = y;
    }
    return partner;
}

void append(std::vector<Piece>& out, Change change, std::string_view text, bool join)
{
    if (join && !out.empty() && out.back().change == change)
        out.back().text += text;
    else
        out.push_back({change, std::string{text}});
}

std::vector<Piece> changed(Parts const& a, Parts const& b, bool join)
{
    auto const partner = partners(a, b);
    std::vector<Piece> out;
    std::size_t next = 0;
    for (std::size_t i = 0; i <= a.size(); ++i) {
        if (i < a.size() && partner[i] < 0) {
            append(out, Change::taken_out, a[i], join);
            continue;
        }
        auto const until = i < a.size() ? static_cast<std::size_t>(partner[i]) : b.size();
        for (; next < until; ++next) append(out, Change::put_in, b[next], join);
        if (i < a.size()) append(out, Change::same, b[next++], join);
    }
    return out;
}

Parts words_of(std::string_view text)
{
    Parts words;
    auto const is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
    for (std::size_t at = 0; at < text.size();) {
        auto end = at + 1;
        while (end < text.size() && is_blank(text[end]) == is_blank(text[at])) ++end;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

std::string joined(Parts const& parts, std::size_t from, std::size_t to)
{
    std::string out;
    for (auto i = from; i < to; ++i) out += parts[i];
    return out;
}

Hunk::Kind kind_of(Hunk const& hunk)
{
    if (hunk.theirs == hunk.base && hunk.ours == hunk.base) return Hunk::Kind::same;
    if (hunk.theirs == hunk.ours) return Hunk::Kind::both;
    if (hunk.ours == hunk.base) return Hunk::Kind::theirs;
    if (hunk.theirs == hunk.base) return Hunk::Kind::ours;
    return Hunk::Kind::conflict;
}

}

std::vector<std::string_view> lines_of(std::string_view text)
{
    Parts lines;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

std::vector<Piece> changed_lines(std::string_view before, std::string_view after)
{
    return changed(lines_of(before), lines_of(after), false);
}

std::vector<Piece> changed_words(std::string_view before, std::string_view after)
{
    return changed(words_of(before), words_of(after), true);
}

std::vector<Hunk> three_way(std::string_view base, std::string_view theirs, std::string_view ours)
{
    auto const b = lines_of(base);
    auto const t = lines_of(theirs);
    auto const o = lines_of(ours);
    auto const in_theirs = partners(b, t);
    auto const in_ours = partners(b, o);
    std::vector<Hunk> hunks;
    std::size_t at_b = 0;
    std::size_t at_t = 0;
    std::size_t at_o = 0;
    auto const close = [&](std::size_t to_b, std::size_t to_t, std::size_t to_o) {
        Hunk hunk{.base = joined(b, at_b, to_b), .theirs = joined(t, at_t, to_t), .ours = joined(o, at_o, to_o)};
        hunk.kind = kind_of(hunk);
        if (!hunk.base.empty() || !hunk.theirs.empty() || !hunk.ours.empty()) {
            bool const goes_on =
                !hunks.empty() && hunks.back().kind == Hunk::Kind::same && hunk.kind == Hunk::Kind::same;
            if (goes_on) {
                hunks.back().base += hunk.base;
                hunks.back().theirs += hunk.theirs;
                hunks.back().ours += hunk.ours;
            } else {
                hunks.push_back(std::move(hunk));
            }
        }
        at_b = to_b, at_t = to_t, at_o = to_o;
    };
    // A line that both sides kept is firm ground; between two of them lies a hunk.
    for (std::size_t i = 0; i < b.size(); ++i) {
        if (in_theirs[i] < 0 || in_ours[i] < 0) continue;
        auto const to_t = static_cast<std::size_t>(in_theirs[i]);
        auto const to_o = static_cast<std::size_t>(in_ours[i]);
        close(i, to_t, to_o);
        close(i + 1, to_t + 1, to_o + 1);
    }
    close(b.size(), t.size(), o.size());
    return hunks;
}

}
