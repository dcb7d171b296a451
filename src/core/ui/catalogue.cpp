#include "catalogue.hpp"

#include <base/embedded.hpp>

#include <cstdlib>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

GUILDHALL_EMBEDDED(ui_languages)

namespace guildhall::ui {

namespace {

struct Entry {
    std::vector<std::string> forms;
};

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Table = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

/// The text between the quotes of a .po line, with its escapes undone.
std::string quoted(std::string_view line)
{
    auto const from = line.find('"');
    auto const to = line.rfind('"');
    std::string out;
    for (auto i = from + 1; from != std::string_view::npos && i < to; ++i) {
        if (line[i] == '\\' && i + 1 < to) {
            ++i;
            out += line[i] == 'n' ? '\n' : line[i];
        } else {
            out += line[i];
        }
    }
    return out;
}

/// gettext's format: msgid, msgid_plural, msgstr, msgstr[n] and continued lines. Comments are skipped.
Table read_po(std::string_view text)
{
    Table table;
    std::string id;
    Entry entry;
    std::string* last = nullptr;
    auto const keep = [&] {
        if (!id.empty() && !entry.forms.empty() && !entry.forms.front().empty()) table[id] = entry;
        entry = {};
    };
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("msgid_plural")) {
            last = nullptr; // its continued lines are not the id's
            continue;
        }
        if (line.starts_with("msgid ")) {
            keep();
            id = quoted(line);
            last = &id;
        } else if (line.starts_with("msgstr")) {
            entry.forms.push_back(quoted(line));
            last = &entry.forms.back();
        } else if (line.starts_with('"') && last) {
            last->append(quoted(line));
        }
    }
    keep();
    return table;
}

Table const& table_of(Language language)
{
    static std::map<std::string_view, Table> const tables = [] {
        std::map<std::string_view, Table> all;
        for (auto const& file : embedded::ui_languages()) all[file.name.substr(0, 2)] = read_po(file.bytes);
        return all;
    }();
    static Table const none;
    auto const found = tables.find(tag_of(language));
    return found == tables.end() ? none : found->second;
}

}

std::string_view translation(Language language, std::string_view english)
{
    if (language == Language::en) return english;
    auto const& table = table_of(language);
    auto const found = table.find(english);
    return found == table.end() ? english : std::string_view{found->second.forms.front()};
}

// The cardinal rules of CLDR 48 for integers.
int plural_form(Language language, std::int64_t n)
{
    switch (language) {
    case Language::en: return n == 1 ? 0 : 1;
    case Language::cy: return n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n == 3 ? 3 : n == 6 ? 4 : 5;
    case Language::ar: {
        auto const rest = n % 100;
        return n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : rest >= 3 && rest <= 10 ? 3 : rest >= 11 ? 4 : 5;
    }
    }
    return 0;
}

std::string_view translation_plural(Language language, std::string_view one, std::string_view other, std::int64_t n,
                                    int form)
{
    if (language != Language::en) {
        auto const& table = table_of(language);
        auto const found = table.find(one);
        if (found != table.end() && static_cast<std::size_t>(form) < found->second.forms.size()) {
            return found->second.forms[static_cast<std::size_t>(form)];
        }
    }
    return n == 1 ? one : other;
}

}
