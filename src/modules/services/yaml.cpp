#include "yaml.hpp"

#include "question_marks.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace guildhall::services {

namespace {

constexpr std::size_t largest_file = 500'000;
constexpr std::size_t most_parts = 100'000;
constexpr std::size_t deepest = 40;
constexpr char hidden_mark = '\x01';

struct Halt {
    int line;
    std::string sentence;
    std::string remedy;
};

Halt halt_at_alias(YAML::Mark const& mark)
{
    return Halt{mark.line + 1, "\"*\" stands for something written elsewhere.",
                "Write the words out here, or put them in quotes where \"*\" is a part of them."};
}

/// The parser stops at a name that it was not given, before it tells of it.
bool is_alias(YAML::Exception const& error)
{
    return error.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR);
}

/// Builds the tree from the parser's events and halts at the first thing that definitions may not hold.
class Builder final : public YAML::EventHandler {
public:
    [[nodiscard]] bool has_document() const { return has_document_; }
    Node take() { return std::move(root_); }

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override { has_document_ = true; }
    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override { add(node(mark, anchor)); }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { throw halt_at_alias(mark); }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override
    {
        auto scalar = node(mark, anchor);
        scalar.kind = Node::Kind::text;
        scalar.text = with_marks_shown(value);
        scalar.is_quoted = tag == "!";
        if (!tag.empty() && tag != "!" && tag != "?") refuse_tag(mark);
        add(std::move(scalar));
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        open(Node::Kind::list, mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        open(Node::Kind::map, mark, tag, anchor, style);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node node;
        Node key; // of a map, while its value is awaited
        bool has_key = false;
    };

    static void refuse_tag(YAML::Mark const& mark)
    {
        throw Halt{mark.line + 1, "\"!\" begins a tag, and definitions have none.",
                   "Put the words in quotes where \"!\" is a part of them."};
    }
    Node node(YAML::Mark const& mark, YAML::anchor_t anchor)
    {
        if (anchor != 0)
            throw Halt{mark.line + 1, "\"&\" gives this a name, and definitions have no such names.",
                       "Remove it, or put the words in quotes where \"&\" is a part of them."};
        if (++parts_ > most_parts)
            throw Halt{mark.line + 1, "The file has too many parts.", "Move long lists of choices to services/lists."};
        Node made;
        made.line = mark.line + 1;
        made.column = mark.column + 1;
        return made;
    }
    void open(Node::Kind kind, YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style)
    {
        if (!tag.empty() && tag != "!" && tag != "?") refuse_tag(mark);
        auto made = node(mark, anchor);
        made.kind = kind;
        made.is_flow = style == YAML::EmitterStyle::Flow;
        if (open_.size() == deepest)
            throw Halt{mark.line + 1, "This lies too deep inside other things.", "Remove some of the brackets."};
        open_.push_back({.node = std::move(made), .key = {}});
    }
    void close()
    {
        auto closed = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(closed));
    }
    void add(Node made)
    {
        if (open_.empty()) {
            root_ = std::move(made);
            return;
        }
        auto& parent = open_.back();
        if (parent.node.is_list()) {
            parent.node.items.push_back(std::move(made));
        } else if (parent.has_key) {
            parent.node.entries.push_back({std::move(parent.key), std::move(made)});
            parent.has_key = false;
        } else {
            check_key(parent.node, made);
            parent.key = std::move(made);
            parent.has_key = true;
        }
    }
    static void check_key(Node const& map, Node const& key)
    {
        if (!key.is_text()) throw Halt{key.line, "A key is not text.", "Write \"key: value\" lines."};
        if (map.find(key.text) != nullptr)
            throw Halt{key.line, fmt::format("\"{}\" stands here twice.", key.text), "Keep one of them."};
    }

    Node root_;
    std::vector<Open> open_;
    std::size_t parts_ = 0;
    bool has_document_ = false;
};

Node parsed(std::string const& text)
{
    std::istringstream stream{with_marks_hidden(text)};
    YAML::Parser parser{stream};
    Builder builder;
    parser.HandleNextDocument(builder);
    auto tree = builder.take();
    Builder second;
    if (parser.HandleNextDocument(second))
        throw Halt{std::max(second.take().line - 1, 1), "A second document begins here.",
                   "Remove the line \"---\": a file holds one."};
    return tree;
}

std::size_t line_of_byte(std::string_view text, std::size_t at)
{
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
}

}

Node const* Node::find(std::string_view key) const
{
    auto const found =
        std::ranges::find(entries, key, [](Entry const& entry) -> std::string_view { return entry.key.text; });
    return found == entries.end() ? nullptr : &found->value;
}

std::string_view Node::text_at(std::string_view key) const
{
    auto const* found = find(key);
    return found && found->is_text() ? std::string_view{found->text} : std::string_view{};
}

std::string name_of_item(Node const& item, std::size_t index)
{
    for (auto const* key : {"id", "value"}) {
        if (auto const name = item.text_at(key); !name.empty()) return std::string{name};
    }
    return std::to_string(index + 1);
}

namespace {

Node const* step(Node const& from, std::string_view name)
{
    if (from.is_map()) return from.find(name);
    for (std::size_t i = 0; i < from.items.size(); ++i) {
        if (name_of_item(from.items[i], i) == name) return &from.items[i];
    }
    // An item that has a name answers to its number, too.
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    bool const is_number = error == std::errc{} && end == name.data() + name.size();
    return is_number && number >= 1 && number <= from.items.size() ? &from.items[number - 1] : nullptr;
}

}

namespace {

/// Calls `each` with every node on the way and the line where it begins; the last one is the nearest.
template <class F> void follow(Node const& from, std::string_view path, F const& each)
{
    auto const* here = &from;
    each(*here, here->line);
    while (!path.empty()) {
        auto const end = std::min(path.find('/'), path.size());
        auto const name = path.substr(0, end);
        auto const* next = step(*here, name);
        if (!next) return;
        auto const key = std::ranges::find(here->entries, name,
                                           [](Node::Entry const& entry) -> std::string_view { return entry.key.text; });
        each(*next, key == here->entries.end() ? next->line : key->key.line);
        here = next;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
}

}

Node const& Node::nearest_to(std::string_view path) const
{
    auto const* found = this;
    follow(*this, path, [&](Node const& node, int) { found = &node; });
    return *found;
}

int Node::line_at(std::string_view path) const
{
    int found = line;
    follow(*this, path, [&](Node const&, int begins) { found = begins; });
    return found;
}

Node const* Node::at(std::string_view path) const
{
    auto const* here = this;
    while (here && !path.empty()) {
        auto const end = std::min(path.find('/'), path.size());
        here = step(*here, path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return here;
}

std::string with_marks_hidden(std::string text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        bool const in_word = text[i - 1] != ' ' && text[i - 1] != '\n' && text[i - 1] != '\t';
        if (text[i] == '?' && in_word) text[i] = hidden_mark;
    }
    return text;
}

std::string with_marks_shown(std::string text)
{
    std::ranges::replace(text, hidden_mark, '?');
    return text;
}

Result<Node, Problem> parse_yaml(std::string const& file, std::string const& text)
{
    auto const refused = [&](int line, std::string sentence, std::string remedy) {
        auto const lines = 1 + static_cast<int>(std::ranges::count(text, '\n'));
        return Refused{Problem{.file = file,
                               .line = std::clamp(line, 1, lines),
                               .sentence = std::move(sentence),
                               .remedy = std::move(remedy)}};
    };
    if (text.size() > largest_file)
        return refused(static_cast<int>(line_of_byte(text, largest_file)), "The file is larger than 500 kB.",
                       "Move long lists of choices to services/lists.");
    if (auto const zero = text.find_first_of(std::string_view{"\0\x01", 2}); zero != std::string::npos)
        return refused(static_cast<int>(line_of_byte(text, zero)), "There is a character that is no text.",
                       "Save the file as plain text in UTF-8.");
    if (auto const mark = text.find("\n%%% "); mark != std::string::npos)
        return refused(static_cast<int>(line_of_byte(text, mark + 1)),
                       "A line begins with \"%%% \", which separates files in the store.",
                       "Begin the line with another character.");
    try {
        return parsed(text);
    } catch (Halt const& halt) {
        return refused(halt.line, halt.sentence, halt.remedy);
    } catch (YAML::Exception const& error) {
        if (is_alias(error)) {
            auto const halt = halt_at_alias(error.mark);
            return refused(halt.line, halt.sentence, halt.remedy);
        }
        return refused(error.mark.line + 1, fmt::format("This is not YAML: {}.", error.msg),
                       "Check the indentation and the quotes of this line and the one above.");
    }
}

}
