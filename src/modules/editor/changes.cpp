#include "changes.hpp"

#include <algorithm>
#include <optional>

namespace guildhall::editor {

namespace {

using services::Written;
using Kind = Written::Kind;

constexpr std::size_t most_changes = 300;

class Comparison {
public:
    explicit Comparison(ui::Translator const& t) : t_{t} {}
    std::vector<ChangeLine> lines;

    void keys(std::string const& place, Written const& before, Written const& after)
    {
        for (auto const& [key, was] : before.entries) {
            auto const* const now = after.find(key);
            value(place, key, was, now ? *now : Written{});
        }
        for (auto const& [key, now] : after.entries)
            if (!before.find(key)) value(place, key, Written{}, now);
    }

private:
    void add(std::string words, std::string before = {}, std::string after = {})
    {
        if (lines.size() < most_changes) lines.push_back({std::move(words), std::move(before), std::move(after)});
    }

    /// What a key is called; the key itself for what is rare.
    [[nodiscard]] std::string key_words(std::string const& key) const
    {
        if (key == "title") return t_("title");
        if (key == "summary") return t_("summary");
        if (key == "label") return t_("question");
        if (key == "hint") return t_("hint");
        if (key == "purpose") return t_("why we ask");
        if (key == "text") return t_("text");
        if (key == "type") return t_("how people answer");
        if (key == "options") return t_("answers");
        if (key == "when") return t_("condition");
        if (key == "promise") return t_("promise");
        if (key == "owner") return t_("team");
        if (key == "stages") return t_("stages");
        if (key == "pages") return t_("pages");
        if (key == "questions") return t_("questions");
        if (key == "required") return t_("must be answered");
        return key;
    }
    [[nodiscard]] std::string name_of(Written const& item) const
    {
        for (auto const* key : {"label", "title", "id", "value"})
            if (!item.at(key).empty()) return "“" + std::string{item.at(key)} + "”";
        // A page without a title is called by its first question.
        return t_("one part");
    }
    [[nodiscard]] std::string page_name(Written const& item) const
    {
        auto const* const questions = item.find("questions");
        if (item.at("title").empty() && questions && !questions->items.empty())
            return name_of(questions->items.front());
        return name_of(item);
    }
    [[nodiscard]] std::string in(std::string const& place, std::string const& words) const
    {
        return place.empty() ? words : place + ": " + words;
    }

    static std::string shown(Written const& value)
    {
        if (value.kind == Kind::text) return value.text;
        std::string out;
        for (auto const& item : value.items) out += (out.empty() ? "" : "; ") + shown(item);
        for (auto const& [key, inner] : value.entries) out += (out.empty() ? "" : ", ") + key + ": " + shown(inner);
        return out;
    }

    void value(std::string const& place, std::string const& key, Written const& was, Written const& now)
    {
        if (was == now) return;
        auto const& some = now.empty() ? was : now;
        bool const is_list_of_things = some.kind == Kind::list && !some.items.empty() &&
                                       some.items.front().kind == Kind::keys && !some.items.front().at("id").empty();
        if (is_list_of_things)
            things(place, was, now);
        else if (was.kind == Kind::keys && now.kind == Kind::keys)
            keys(in(place, key_words(key)), was, now);
        else
            add(in(place, key_words(key)), shown(was), shown(now));
    }

    static Written const* same_id(Written const& list, std::string_view id)
    {
        auto const found = std::ranges::find(list.items, id, [](Written const& item) { return item.at("id"); });
        return found == list.items.end() ? nullptr : &*found;
    }
    void things(std::string const& place, Written const& was, Written const& now)
    {
        for (auto const& item : was.items)
            if (!same_id(now, item.at("id"))) add(in(place, t_("{name} was taken out", {{"name", page_name(item)}})));
        std::vector<std::string_view> stayed_before;
        std::vector<std::string_view> stayed_after;
        for (auto const& item : now.items) {
            auto const* const old = same_id(was, item.at("id"));
            if (!old) {
                add(in(place, t_("{name} is new", {{"name", page_name(item)}})));
                continue;
            }
            stayed_after.push_back(item.at("id"));
            if (*old != item) keys(in(place, page_name(item)), *old, item);
        }
        for (auto const& item : was.items)
            if (same_id(now, item.at("id"))) stayed_before.push_back(item.at("id"));
        if (stayed_before != stayed_after) add(in(place, t_("the order changed")));
    }

    ui::Translator const& t_;
};

}

std::vector<ChangeLine> changes_in_words(Written const& before, Written const& after, ui::Translator const& t)
{
    Comparison comparison{t};
    comparison.keys("", before, after);
    return std::move(comparison.lines);
}

}
