// How it works: YAML's own reader gives each node's beginning; its end is found in the text. A change replaces one
// stretch of text. Afterwards the new text is read again and must hold exactly what was meant, else nothing happens.
#include <services/source.hpp>

#include "source_nodes.hpp"
#include "source_words.hpp"

#include <algorithm>
#include <charconv>

namespace guildhall::services {

Written Written::of(std::string words)
{
    Written value;
    if (words.empty()) return value;
    value.kind = Kind::text;
    value.text = std::move(words);
    return value;
}

Written Written::list_of(std::vector<std::string> const& texts)
{
    Written value;
    for (auto const& one : texts)
        if (!one.empty()) value.items.push_back(of(one));
    if (!value.items.empty()) value.kind = Kind::list;
    return value;
}

Written const* Written::find(std::string_view key) const
{
    auto const found =
        std::ranges::find(entries, key, [](auto const& entry) -> std::string_view { return entry.first; });
    return found == entries.end() ? nullptr : &found->second;
}

std::string_view Written::at(std::string_view key) const
{
    auto const* const value = find(key);
    return value && value->kind == Kind::text ? std::string_view{value->text} : std::string_view{};
}

Written& Written::with(std::string key, Written value)
{
    if (value.empty()) return *this;
    kind = Kind::keys;
    entries.emplace_back(std::move(key), std::move(value));
    return *this;
}

namespace {

using Node = Sheet::Node;
using Kind = Written::Kind;

std::optional<std::size_t> place_in(Node const& list, std::string_view step)
{
    for (std::size_t i = 0; i < list.items.size(); ++i)
        if (list.items[i].written.at("id") == step) return i;
    std::size_t at = 0;
    auto const [end, error] = std::from_chars(step.data(), step.data() + step.size(), at);
    if (error != std::errc{} || end != step.data() + step.size() || at >= list.items.size()) return std::nullopt;
    return at;
}

Node const* child(Node const& node, std::string_view step)
{
    if (node.written.kind == Kind::list) {
        auto const at = place_in(node, step);
        return at ? &node.items[*at] : nullptr;
    }
    for (auto const& [key, value] : node.entries)
        if (key.text == step) return &value;
    return nullptr;
}

/// The value at a path of a tree, to be changed: what the text must say afterwards.
Written* meant_at(Written& root, Sheet const& sheet, Path const& path)
{
    auto* at = &root;
    Path walked;
    for (auto const& step : path) {
        if (at->kind == Kind::list) {
            auto const place = sheet.place(walked, step);
            if (!place || *place >= at->items.size()) return nullptr;
            at = &at->items[*place];
        } else {
            auto const found = std::ranges::find(at->entries, step, [](auto const& entry) { return entry.first; });
            if (found == at->entries.end()) return nullptr;
            at = &found->second;
        }
        walked.push_back(step);
    }
    return at;
}

Path parent_of(Path const& path)
{
    return {path.begin(), path.end() - 1};
}

std::string replaced(std::string const& text, std::size_t from, std::size_t to, std::string const& with)
{
    return text.substr(0, from) + with + text.substr(to);
}

/// Where a new key goes: behind the last of `after` that is there, else at the end.
std::size_t place_of_key(Node const& map, std::vector<std::string_view> const& after)
{
    std::size_t place = map.entries.size();
    if (after.empty()) return place;
    for (std::size_t i = 0; i < map.entries.size(); ++i)
        if (std::ranges::find(after, map.entries[i].key.text) != after.end()) place = i + 1;
    return place;
}

std::string with_key(std::string const& text, Node const& map, std::string const& key, Written const& value,
                     std::size_t place)
{
    // As inside of brackets, because a key ends where a value may go on.
    auto const name = scalar(key, true);
    if (map.is_flow) {
        auto const words = name + ": " + in_flow(value);
        if (map.entries.empty()) return replaced(text, map.from, map.to, "{ " + words + " }");
        if (place == 0) return replaced(text, map.entries[0].key.from, map.entries[0].key.from, words + ", ");
        auto const at = map.entries[place - 1].value.to;
        return replaced(text, at, at, ", " + words);
    }
    auto const words = name + ":" + after_colon(value, map.column);
    auto const indent = std::string(map.column, ' ');
    if (place == 0) {
        auto const at = map.entries[0].key.from;
        return replaced(text, at, at, words + "\n" + indent);
    }
    auto const at = end_of_line(text, map.entries[place - 1].value);
    return replaced(text, at, at, "\n" + indent + words);
}

std::string without_key(std::string const& text, Node const& map, std::size_t place)
{
    auto const& [key, value] = map.entries[place];
    bool const is_last = place + 1 == map.entries.size();
    if (map.is_flow) {
        if (!is_last) return replaced(text, key.from, map.entries[place + 1].key.from, "");
        if (place > 0) return replaced(text, map.entries[place - 1].value.to, value.to, "");
        return replaced(text, map.from, map.to, "{}");
    }
    // The first key of an item stands behind its dash, so the next one takes its place there.
    if (place == 0 && !is_last) return replaced(text, key.from, map.entries[1].key.from, "");
    return replaced(text, start_of_line(text, key.from), std::min(end_of_line(text, value) + 1, text.size()), "");
}

std::string with_item(std::string const& text, Node const& list, std::size_t place, Written const& item)
{
    if (list.is_flow) {
        auto const words = in_flow(item);
        if (list.items.empty()) return replaced(text, list.from, list.to, "[" + words + "]");
        if (place < list.items.size())
            return replaced(text, list.items[place].from, list.items[place].from, words + ", ");
        return replaced(text, list.items.back().to, list.items.back().to, ", " + words);
    }
    auto const indent = std::string(list.column, ' ');
    auto const words = indent + "- " + after_dash(item, list.column + 2);
    if (place < list.items.size()) {
        auto const at = start_of_line(text, list.items[place].from);
        return replaced(text, at, at, words + "\n");
    }
    auto const at = end_of_line(text, list.items.back());
    return replaced(text, at, at, "\n" + words);
}

std::string without_item(std::string const& text, Node const& list, std::size_t place)
{
    auto const& item = list.items[place];
    if (list.is_flow) {
        if (place + 1 < list.items.size()) return replaced(text, item.from, list.items[place + 1].from, "");
        return replaced(text, list.items[place - 1].to, item.to, "");
    }
    return replaced(text, start_of_line(text, item.from), std::min(end_of_line(text, item) + 1, text.size()), "");
}

/// The text with a list's items as `items` says: those that stay keep their own lines.
std::string with_items(std::string text, Node const& list, std::vector<Written> const& items)
{
    std::string out;
    std::size_t next = 0;
    auto const indent = std::string(list.column, ' ');
    for (auto const& item : items) {
        auto old = next;
        while (old < list.items.size() && list.items[old].written != item) ++old;
        std::string one;
        if (old < list.items.size()) {
            auto const& kept = list.items[old];
            auto const from = list.is_flow ? kept.from : start_of_line(text, kept.from);
            one = text.substr(from, (list.is_flow ? kept.to : end_of_line(text, kept)) - from);
            next = old + 1;
        } else {
            bool const is_flow = list.is_flow || (!list.items.empty() && list.items.front().is_flow);
            one = list.is_flow ? in_flow(item)
                               : indent + "- " + (is_flow ? in_flow(item) : after_dash(item, list.column + 2));
        }
        out += (out.empty() ? "" : list.is_flow ? ", " : "\n") + one;
    }
    auto const& first = list.items.front();
    auto const& last = list.items.back();
    if (list.is_flow) return replaced(text, first.from, last.to, out);
    return replaced(text, start_of_line(text, first.from), end_of_line(text, last), out);
}

}

Sheet::Sheet(std::string text, std::shared_ptr<Node const> root) : text_{std::move(text)}, root_{std::move(root)} {}

Result<Sheet, Problem> Sheet::read(std::string text)
{
    auto root = read_nodes(text);
    if (!root) return Refused{root.error()};
    return Sheet{std::move(text), std::move(*root)};
}

Node const* Sheet::find(Path const& path) const
{
    auto const* node = root_.get();
    for (auto const& step : path) {
        node = child(*node, step);
        if (!node) return nullptr;
    }
    return node;
}

Written Sheet::value(Path const& path) const
{
    auto const* const node = find(path);
    return node ? node->written : Written{};
}

std::string Sheet::words(Path const& path) const
{
    auto const* const node = find(path);
    return node && node->written.kind == Kind::text ? node->written.text : std::string{};
}

std::vector<std::string> Sheet::list(Path const& path) const
{
    std::vector<std::string> out;
    if (auto const* const node = find(path))
        for (auto const& item : node->written.items)
            if (item.kind == Kind::text) out.push_back(item.text);
    return out;
}

std::size_t Sheet::size(Path const& list) const
{
    auto const* const node = find(list);
    return node ? node->written.items.size() : 0;
}

std::optional<int> Sheet::line(Path const& path) const
{
    auto const* const node = find(path);
    if (!node) return std::nullopt;
    return node->line;
}

std::optional<std::size_t> Sheet::place(Path const& list, std::string_view id) const
{
    auto const* const node = find(list);
    if (!node || node->written.kind != Kind::list) return std::nullopt;
    return place_in(*node, id);
}

bool Sheet::become(std::string text, Written const& meant)
{
    auto root = read_nodes(text);
    if (!root || (*root)->written != meant) return false;
    text_ = std::move(text);
    root_ = std::move(*root);
    return true;
}

bool Sheet::set(Path const& path, Written const& value, std::vector<std::string_view> const& after)
{
    if (path.empty()) return false;
    if (value.empty()) return remove(path);
    auto const* const node = find(path);
    auto meant = root_->written;
    if (!node) {
        auto const parent = parent_of(path);
        auto const* const map = find(parent);
        if (!map && !parent.empty()) {
            Written inner;
            return set(parent, inner.with(path.back(), value), after);
        }
        if (!map || map->written.kind != Kind::keys) return false;
        auto const place = place_of_key(*map, after);
        auto* const target = meant_at(meant, *this, parent);
        target->entries.emplace(target->entries.begin() + static_cast<std::ptrdiff_t>(place), path.back(), value);
        return become(with_key(text_, *map, path.back(), value, place), meant);
    }
    if (node->written == value) return true;
    *meant_at(meant, *this, path) = value;
    bool const both_lists = node->written.kind == Kind::list && value.kind == Kind::list;
    if (both_lists && become(with_items(text_, *node, value.items), meant)) return true;
    if (node->written.kind == Kind::text && value.kind == Kind::text && !node->is_block_text &&
        value.text.find('\n') == std::string::npos &&
        become(replaced(text_, node->from, node->to, scalar(value.text, node->in_flow)), meant))
        return true;
    if (node->in_flow) return become(replaced(text_, node->from, node->to, in_flow(value)), meant);
    bool const is_item = node->colon == 0;
    auto const begin = is_item ? node->from : node->colon + 1;
    auto const words = is_item ? after_dash(value, node->parent_column + 2) : after_colon(value, node->parent_column);
    return become(replaced(text_, begin, std::max(node->to, begin), words), meant);
}

bool Sheet::insert(Path const& list, std::size_t at, Written const& item)
{
    auto const* const node = find(list);
    if (!node || node->written.kind != Kind::list) {
        Written fresh;
        fresh.kind = Kind::list;
        fresh.items.push_back(item);
        return set(list, fresh);
    }
    at = std::min(at, node->items.size());
    auto meant = root_->written;
    auto* const target = meant_at(meant, *this, list);
    target->items.insert(target->items.begin() + static_cast<std::ptrdiff_t>(at), item);
    return become(with_item(text_, *node, at, item), meant);
}

bool Sheet::remove(Path const& path)
{
    if (path.empty() || !find(path)) return path.size() > 0;
    auto const parent = parent_of(path);
    auto const* const holder = find(parent);
    auto meant = root_->written;
    auto* const target = meant_at(meant, *this, parent);
    if (holder->written.kind == Kind::list) {
        if (holder->items.size() == 1) return remove(parent);
        auto const at = place_in(*holder, path.back());
        target->items.erase(target->items.begin() + static_cast<std::ptrdiff_t>(*at));
        return become(without_item(text_, *holder, *at), meant);
    }
    if (holder->entries.size() == 1) return !parent.empty() && remove(parent);
    auto const at = static_cast<std::size_t>(
        std::ranges::find(holder->entries, path.back(), [](auto const& entry) { return entry.key.text; }) -
        holder->entries.begin());
    target->entries.erase(target->entries.begin() + static_cast<std::ptrdiff_t>(at));
    return become(without_key(text_, *holder, at), meant);
}

bool Sheet::move(Path const& list, std::size_t from, std::size_t to)
{
    auto const* const node = find(list);
    if (!node || node->written.kind != Kind::list || from >= node->items.size() || to >= node->items.size())
        return false;
    if (from == to) return true;
    auto meant = root_->written;
    auto& items = meant_at(meant, *this, list)->items;
    auto const first = std::min(from, to);
    auto const last = std::max(from, to);
    std::vector<std::size_t> order;
    for (auto i = first; i <= last; ++i) order.push_back(i);
    auto const turn = [&](auto begin, auto end) {
        from < to ? std::rotate(begin, begin + 1, end) : std::rotate(begin, end - 1, end);
    };
    turn(order.begin(), order.end());
    turn(items.begin() + static_cast<std::ptrdiff_t>(first), items.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    std::string moved;
    auto const begin_of = [&](Node const& item) { return node->is_flow ? item.from : start_of_line(text_, item.from); };
    auto const end_of = [&](Node const& item) { return node->is_flow ? item.to : end_of_line(text_, item); };
    for (auto const i : order) {
        auto const& item = node->items[i];
        moved += (moved.empty()   ? ""
                  : node->is_flow ? ", "
                                  : "\n") +
                 text_.substr(begin_of(item), end_of(item) - begin_of(item));
    }
    return become(replaced(text_, begin_of(node->items[first]), end_of(node->items[last]), moved), meant);
}

}
