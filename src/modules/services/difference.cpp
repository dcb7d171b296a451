#include <services/difference.hpp>

#include "yaml.hpp"

#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace guildhall::services {

namespace {

using Kind = Node::Kind;

/// "pages/children/pages/needs/questions/needs" is "question \"needs\"".
std::string place_of(std::string_view item)
{
    static std::map<std::string, std::string, std::less<>> const words{
        {"pages", "page"},         {"questions", "question"}, {"options", "option"}, {"values", "value"},
        {"decisions", "decision"}, {"ends", "end"},           {"stages", "stage"},   {"route", "route"},
        {"checks", "check"},       {"then", "exit"},          {"links", "link"},     {"documents", "document"},
        {"rules", "rule"}};
    std::string found;
    std::string_view list;
    for (auto rest = item; !rest.empty();) {
        auto const end = std::min(rest.find('/'), rest.size());
        auto const part = rest.substr(0, end);
        if (auto const word = words.find(list); word != words.end()) {
            bool const is_small = list == "options" || list == "checks" || list == "then" || list == "links" ||
                                  list == "documents" || list == "rules";
            found = is_small && !found.empty() ? fmt::format("{}, {} \"{}\"", found, word->second, part)
                                               : fmt::format("{} \"{}\"", word->second, part);
            list = {};
        } else {
            list = part;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return found.empty() ? "the service" : found;
}

std::string in_words(Node const& node)
{
    constexpr std::size_t most = 200;
    auto const cut = [](std::string const& text) {
        return text.size() > most ? std::string{cut_to(text, most)} + "..." : text;
    };
    if (node.is_text()) return "\"" + cut(node.text) + "\"";
    std::string inside;
    for (auto const& item : node.items) inside += (inside.empty() ? "" : ", ") + in_words(item);
    for (auto const& entry : node.entries)
        inside += (inside.empty() ? "" : ", ") + entry.key.text + ": " + in_words(entry.value);
    return cut(inside.empty() ? "nothing" : inside);
}

bool same(Node const& a, Node const& b)
{
    auto const same_entry = [](Node::Entry const& x, Node::Entry const& y) {
        return x.key.text == y.key.text && same(x.value, y.value);
    };
    return a.kind == b.kind && a.text == b.text && std::ranges::equal(a.items, b.items, same) &&
           std::ranges::equal(a.entries, b.entries, same_entry);
}

bool holds_maps(Node const& list)
{
    return list.is_list() && std::ranges::any_of(list.items, &Node::is_map);
}

class Comparison {
public:
    std::vector<Difference> between(Node const& before, Node const& after)
    {
        maps(before, after, "");
        return std::move(found_);
    }

private:
    void tell(std::string const& item, std::string sentence) { found_.push_back({item, std::move(sentence)}); }
    static std::string under(std::string const& path, std::string_view name)
    {
        return path.empty() ? std::string{name} : fmt::format("{}/{}", path, name);
    }
    static std::string capital(std::string text)
    {
        if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
            text.front() = static_cast<char>(text.front() - 32);
        return text;
    }

    void maps(Node const& before, Node const& after, std::string const& path)
    {
        for (auto const& entry : after.entries) {
            auto const& key = entry.key.text;
            auto const* old = before.find(key);
            if (!old)
                added(entry.value, key, path);
            else if (!same(*old, entry.value))
                values(*old, entry.value, key, path);
        }
        for (auto const& entry : before.entries) {
            if (!after.find(entry.key.text))
                tell(under(path, entry.key.text), capital(fmt::format("{}: {} is gone; it was {}.", place_of(path),
                                                                      entry.key.text, in_words(entry.value))));
        }
    }
    void added(Node const& value, std::string const& key, std::string const& path)
    {
        if (holds_maps(value)) return lists({}, value, under(path, key));
        tell(under(path, key), capital(fmt::format("{}: {} is new: {}.", place_of(path), key, in_words(value))));
    }
    void values(Node const& before, Node const& after, std::string const& key, std::string const& path)
    {
        auto const item = under(path, key);
        if (before.is_map() && after.is_map()) return maps(before, after, item);
        if (holds_maps(before) && holds_maps(after)) return lists(before, after, item);
        if (before.is_list() && after.is_list()) return texts(before, after, key, path);
        tell(item,
             capital(fmt::format("{}: {} was {} and is {}.", place_of(path), key, in_words(before), in_words(after))));
    }
    void texts(Node const& before, Node const& after, std::string const& key, std::string const& path)
    {
        auto const item = under(path, key);
        auto const is_in = [](Node const& list, Node const& one) {
            return std::ranges::any_of(list.items, [&](Node const& other) { return same(one, other); });
        };
        auto const count = found_.size();
        for (auto const& one : after.items) {
            if (!is_in(before, one))
                tell(item, capital(fmt::format("{}: {} has a new line {}.", place_of(path), key, in_words(one))));
        }
        for (auto const& one : before.items) {
            if (!is_in(after, one))
                tell(item, capital(fmt::format("{}: {} has no line {} any more.", place_of(path), key, in_words(one))));
        }
        if (found_.size() == count)
            tell(item, capital(fmt::format("{}: {} stands in another order.", place_of(path), key)));
    }
    /// Lists of things with names: pages, questions, stages.
    void lists(Node const& before, Node const& after, std::string const& path)
    {
        std::vector<std::string> old, now;
        for (std::size_t i = 0; i < before.items.size(); ++i) old.push_back(name_of_item(before.items[i], i));
        for (std::size_t i = 0; i < after.items.size(); ++i) now.push_back(name_of_item(after.items[i], i));
        for (std::size_t i = 0; i < now.size(); ++i) {
            auto const item = under(path, now[i]);
            auto const at = std::ranges::find(old, now[i]);
            if (at == old.end())
                tell(item, capital(fmt::format("{} is new: {}.", place_of(item), in_words(after.items[i]))));
            else
                maps(before.items[static_cast<std::size_t>(at - old.begin())], after.items[i], item);
        }
        for (auto const& name : old) {
            if (std::ranges::find(now, name) == now.end())
                tell(under(path, name), capital(fmt::format("{} is gone.", place_of(under(path, name)))));
        }
        std::erase_if(old, [&](std::string const& name) { return std::ranges::find(now, name) == now.end(); });
        auto kept = now;
        std::erase_if(kept, [&](std::string const& name) { return std::ranges::find(old, name) == old.end(); });
        if (old != kept) tell(path, fmt::format("The order of {} is another.", path.substr(path.rfind('/') + 1)));
    }

    std::vector<Difference> found_;
};

}

Result<std::vector<Difference>, Problem> differences(std::string const& before, std::string const& after)
{
    auto const old = parse_yaml("the earlier text", before);
    if (!old) return Refused{old.error()};
    auto const now = parse_yaml("the later text", after);
    if (!now) return Refused{now.error()};
    return Comparison{}.between(*old, *now);
}

}
