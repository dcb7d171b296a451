#include "fields.hpp"

#include "mentions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace guildhall::services {

namespace {

/// How many letters must change to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto const changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, diagonal + 1, changed});
        }
    }
    return row.back();
}

/// Where HTML begins: "<b>", "</p>", "<!--".
bool holds_html(std::string_view text)
{
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        auto const next = at + 1 < text.size() ? text[at + 1] : ' ';
        if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!') return true;
    }
    return false;
}

std::vector<Node> const no_items;

}

bool is_id(std::string_view text)
{
    return !text.empty() && text.size() <= 60 && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(text,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string_view nearest(std::string_view text, std::vector<std::string_view> const& known)
{
    if (text.size() > 60) return {};
    std::string_view best;
    auto least = 1 + text.size() / 3; // further away, it is another word
    for (auto const word : known) {
        if (auto const far = distance(text, word); far <= least && (best.empty() || far < least)) {
            best = word;
            least = far;
        }
    }
    return best;
}

void Reading::problem(Node const& at, std::string sentence, std::string remedy)
{
    problems.push_back({.file = file, .line = at.line, .sentence = std::move(sentence), .remedy = std::move(remedy)});
}

Fields::Fields(Reading& reading, Node const& node, std::string path, Shape const& shape)
    : reading_{reading}, node_{node}, shape_{shape}, path_{std::move(path)}
{
    if (!node.is_map()) {
        reading.problem(node, fmt::format("{} must hold keys with values.", shape.what), "Write \"key: value\" lines.");
        reading.problems.back().item = path_;
        return;
    }
    std::vector<std::string_view> known;
    for (auto const& key : shape.keys) known.push_back(key.name);
    for (auto const& entry : node.entries) {
        if (shape.key(entry.key.text)) continue;
        auto const meant = nearest(entry.key.text, known);
        reading.problem(entry.key, fmt::format("There is no key \"{}\" here.", entry.key.text),
                        meant.empty() ? fmt::format("The keys are: {}.", fmt::join(known, ", "))
                                      : fmt::format("Write {}. The keys are: {}.", meant, fmt::join(known, ", ")));
        reading.problems.back().item = path_;
    }
}

std::string Fields::path_of(std::string_view key) const
{
    return path_.empty() ? std::string{key} : fmt::format("{}/{}", path_, key);
}

void Fields::problem(std::string_view key, std::string sentence, std::string remedy)
{
    auto const* value = key.empty() ? nullptr : node_.find(key);
    reading_.problem(value ? *value : node_, std::move(sentence), std::move(remedy));
    reading_.problems.back().item = value ? path_of(key) : path_;
}

std::string Fields::text(std::string_view key)
{
    auto const* value = node_.find(key);
    if (!value || value->is_text()) return value ? value->text : std::string{};
    problem(
        key, fmt::format("\"{}\" is text.", key),
        fmt::format("Write {}: followed by the words, in quotes where they hold \": \" or begin with a sign.", key));
    return {};
}

std::string Fields::required(std::string_view key)
{
    auto const before = reading_.problems.size();
    auto found = text(key);
    if (found.empty() && reading_.problems.size() == before)
        problem(key, fmt::format("\"{}\" is missing.", key), fmt::format("Add a line {}: ...", key));
    return found;
}

std::string Fields::checked_for_html(std::string_view key, std::string text)
{
    if (holds_html(text))
        problem(key, fmt::format("\"{}\" holds HTML, which is not shown.", key),
                "Write Markdown: **bold**, lines that begin with *, [words](address).");
    return text;
}

std::string Fields::shown(std::string_view key)
{
    return checked_for_html(key, text(key));
}

std::string Fields::required_shown(std::string_view key)
{
    return checked_for_html(key, required(key));
}

std::string Fields::id(std::string_view key)
{
    auto found = required(key);
    if (!found.empty() && !is_id(found))
        problem(key, fmt::format("\"{}\" is no id.", found), "Use small letters, digits and hyphens.");
    return found;
}

int Fields::number(std::string_view key, int otherwise)
{
    auto const* value = node_.find(key);
    if (!value) return otherwise;
    auto const* rule = shape_.key(key);
    auto const least = rule ? rule->least : 0;
    auto const most = rule ? rule->most : 0;
    int found = 0;
    auto const* end = value->text.data() + value->text.size();
    auto const [rest, error] = std::from_chars(value->text.data(), end, found);
    if (value->is_text() && error == std::errc{} && rest == end && found >= least && found <= most) return found;
    problem(key, fmt::format("\"{}\" is not a number that fits.", key),
            fmt::format("Write a whole number from {} to {}.", least, most));
    return otherwise;
}

bool Fields::truth(std::string_view key, bool otherwise)
{
    auto const* value = node_.find(key);
    if (!value) return otherwise;
    if (value->text == "true" || value->text == "yes") return true;
    if (value->text == "false" || value->text == "no") return false;
    problem(key, fmt::format("\"{}\" is true or false.", key), fmt::format("Write {}: true or {}: false.", key, key));
    return otherwise;
}

std::vector<Node> const& Fields::list(std::string_view key)
{
    auto const* value = node_.find(key);
    if (!value || value->is_list()) return value ? value->items : no_items;
    problem(key, fmt::format("\"{}\" is a list.", key), "Write one line \"- ...\" for each.");
    return no_items;
}

std::vector<std::string> Fields::texts(std::string_view key)
{
    std::vector<std::string> found;
    for (auto const& item : list(key)) {
        if (item.is_text() && !item.text.empty())
            found.push_back(item.text);
        else
            reading_.problem(item, fmt::format("An item of \"{}\" is not text.", key), "Put the words in quotes.");
    }
    return found;
}

std::vector<std::string> Fields::shown_texts(std::string_view key)
{
    auto found = texts(key);
    if (std::ranges::any_of(found, holds_html))
        problem(key, fmt::format("\"{}\" holds HTML, which is not shown.", key), "Write plain words.");
    return found;
}

std::vector<std::string> Fields::ids(std::string_view key)
{
    auto found = texts(key);
    for (auto const& id : found) {
        if (!is_id(id)) problem(key, fmt::format("\"{}\" is no id.", id), "Use small letters, digits and hyphens.");
    }
    return found;
}

std::string Fields::word(std::string_view key)
{
    auto const found = text(key);
    auto const* rule = shape_.key(key);
    if (found.empty() || !rule || std::ranges::find(rule->words, found) != rule->words.end()) return found;
    auto const meant = nearest(found, rule->words);
    problem(key, fmt::format("There is no {} \"{}\".", key, found),
            fmt::format("{}Write one of: {}.", meant.empty() ? "" : fmt::format("Did you mean {}? ", meant),
                        fmt::join(rule->words, ", ")));
    return {};
}

std::vector<std::string> Fields::words(std::string_view key)
{
    auto found = texts(key);
    auto const* rule = shape_.key(key);
    for (auto const& one : found) {
        if (!rule || std::ranges::find(rule->words, one) != rule->words.end()) continue;
        problem(key, fmt::format("There is no {} \"{}\".", key, one),
                fmt::format("Write some of: {}.", fmt::join(rule->words, ", ")));
    }
    return found;
}

feel::Expression Fields::expression(std::string_view key)
{
    auto const* value = node_.find(key);
    return value ? read_expression(reading_, *value, path_of(key), fmt::format("\"{}\"", key)) : feel::Expression{};
}

namespace {

/// `when-out` is one name because a question is called so.
feel::Names known_to_feel(Names const& names)
{
    feel::Names known;
    for (auto const& [question, type] : names.questions) {
        feel::Names members;
        for (auto const member : members_of(type)) members.add(member);
        known.add(question, std::move(members));
    }
    auto const add_all = [&](std::map<std::string, std::vector<std::string>, std::less<>> const& named) {
        for (auto const& [name, inside] : named) {
            feel::Names members;
            for (auto const& member : inside) members.add(member);
            known.add(name, std::move(members));
        }
    };
    add_all(names.groups);
    add_all(names.decisions);
    for (auto const& value : names.values) known.add(value);
    return known;
}

/// Words with hyphens that are no names of this definition: after a point a part of something else (a question of
/// another service, a look-up), and in `only` a property of places. Elsewhere they are subtractions.
feel::Names with_foreign_names(feel::Names known, std::string_view text, bool is_over_places)
{
    feel::Names parts;
    for (auto const& word : hyphenated_in(text)) {
        auto const at = text.find(word);
        if (at > 0 && text[at - 1] == '.')
            parts.add(word);
        else if (is_over_places && !known.all().contains(word))
            known.add(word);
    }
    if (!parts.all().empty()) known.add("earlier", std::move(parts));
    return known;
}

}

feel::Names const& Reading::feel_names()
{
    if (feel_names_.all().empty()) feel_names_ = known_to_feel(names);
    return feel_names_;
}

feel::Expression read_expression(Reading& reading, Node const& node, std::string const& path, std::string_view what)
{
    auto const problem = [&](std::string sentence, std::string remedy) {
        reading.problem(node, std::move(sentence), std::move(remedy));
        reading.problems.back().item = path;
        return feel::Expression{};
    };
    if (!node.is_text() || node.text.empty())
        return problem(fmt::format("{} is not a FEEL expression.", what),
                       "Write it in one line, in quotes where it holds \": \" or begins with a sign.");
    auto const& known = reading.feel_names();
    auto expression = node.text.find('-') == std::string::npos
                          ? feel::parse(node.text, known)
                          : feel::parse(node.text, with_foreign_names(known, node.text, path.ends_with("/only")));
    if (!expression) {
        auto const& error = expression.error();
        return problem(fmt::format("{} cannot be read at character {}: {}", what, error.column, error.sentence),
                       "Write it like: category = \"tree\" and count > 1");
    }
    reading.expressions[path] = {.text = node.text, .line = node.line, .expression = *expression};
    return *expression;
}

}
