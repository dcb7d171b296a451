#include "source_nodes.hpp"

#include "question_marks.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace guildhall::services {

namespace {

using Node = Sheet::Node;
using Kind = Written::Kind;

constexpr int deepest = 20;

struct Unfit {
    int line;
    std::string sentence;
};

class Walk {
public:
    explicit Walk(std::string const& text) : text_{text} {}

    Node node(YAML::Node const& yaml, std::size_t parent_column, bool in_flow, int depth, std::size_t not_before)
    {
        if (depth > deepest) throw Unfit{yaml.Mark().line + 1, "This is nested too deeply."};
        Node out;
        out.parent_column = parent_column;
        out.in_flow = in_flow;
        out.line = yaml.Mark().line + 1;
        if (!yaml.IsDefined() || yaml.IsNull()) {
            // Nothing is written there; "~" and "null" are read as their text's place.
            out.from = out.to = not_before;
            return out;
        }
        out.from = static_cast<std::size_t>(yaml.Mark().pos);
        if (out.from > text_.size()) throw Unfit{out.line, "This cannot be found in the text."};
        refuse_anchors(out);
        if (yaml.IsScalar())
            scalar(out, yaml);
        else
            collection(out, yaml, depth);
        return out;
    }

private:
    void refuse_anchors(Node const& out) const
    {
        char const c = out.from < text_.size() ? text_[out.from] : ' ';
        if (c == '&' || c == '*' || c == '!') throw Unfit{out.line, "Anchors, aliases and tags are not used here."};
    }

    void scalar(Node& out, YAML::Node const& yaml)
    {
        out.written.kind = Kind::text;
        out.written.text = with_marks_shown(yaml.Scalar());
        char const c = out.from < text_.size() ? text_[out.from] : ' ';
        out.is_block_text = !out.in_flow && (c == '|' || c == '>');
        out.to = c == '"' || c == '\'' ? end_of_quoted(out.from)
                 : out.is_block_text   ? end_of_indented(out.from, out.parent_column)
                                       : end_of_plain(out);
    }
    [[nodiscard]] std::size_t end_of_quoted(std::size_t from) const
    {
        char const quote = text_[from];
        for (auto at = from + 1; at < text_.size(); ++at) {
            if (text_[at] == '\\' && quote == '"')
                ++at;
            else if (text_[at] == quote && quote == '\'' && at + 1 < text_.size() && text_[at + 1] == quote)
                ++at;
            else if (text_[at] == quote)
                return at + 1;
        }
        return text_.size();
    }
    /// The end of the last line that is indented more than the key, without blank lines behind it.
    [[nodiscard]] std::size_t end_of_indented(std::size_t from, std::size_t parent_column) const
    {
        auto end = std::min(text_.find('\n', from), text_.size());
        for (auto line = end; line < text_.size();) {
            auto const begin = line + 1;
            auto const next = std::min(text_.find('\n', begin), text_.size());
            auto const first = text_.find_first_not_of(' ', begin);
            bool const is_blank = first == std::string::npos || first >= next;
            if (!is_blank && first - begin <= parent_column) break;
            if (!is_blank) end = next;
            line = next;
        }
        return end;
    }
    [[nodiscard]] std::size_t end_of_plain(Node const& out) const
    {
        auto at = out.from;
        auto end = at;
        while (at < text_.size()) {
            char const c = text_[at];
            char const next = at + 1 < text_.size() ? text_[at + 1] : '\n';
            bool const ends_word =
                next == ' ' || next == '\n' || (out.in_flow && (next == ',' || next == ']' || next == '}'));
            if (out.in_flow && (c == ',' || c == ']' || c == '}' || (c == ':' && ends_word))) break;
            if (c == '#' && at > out.from && (text_[at - 1] == ' ' || text_[at - 1] == '\n')) break;
            if (c == '\n' && !out.in_flow) {
                // It goes on in the next line where that is indented more than the key.
                auto const first = text_.find_first_not_of(" \n", at);
                if (first == std::string::npos) break;
                auto const column = first - start_of_line(text_, first);
                if (column <= out.parent_column || text_[first] == '#') break;
            }
            if (c != ' ' && c != '\n' && c != '\r') end = at + 1;
            ++at;
        }
        return end;
    }

    void collection(Node& out, YAML::Node const& yaml, int depth)
    {
        out.is_flow = yaml.Style() == YAML::EmitterStyle::Flow;
        bool const is_list = yaml.IsSequence();
        out.written.kind = is_list ? Kind::list : Kind::keys;
        out.column = static_cast<std::size_t>(yaml.Mark().column);
        out.to = out.from + 1;
        if (is_list)
            list(out, yaml, depth);
        else
            keys(out, yaml, depth);
        if (out.is_flow) out.to = end_of_flow(out.from);
    }
    void list(Node& out, YAML::Node const& yaml, int depth)
    {
        for (auto const& item : yaml) {
            auto one = node(item, out.column, out.in_flow || out.is_flow, depth + 1, out.to);
            out.to = std::max(out.to, one.to);
            out.written.items.push_back(one.written);
            out.items.push_back(std::move(one));
        }
    }
    void keys(Node& out, YAML::Node const& yaml, int depth)
    {
        for (auto const& entry : yaml) {
            if (!entry.first.IsScalar()) throw Unfit{entry.first.Mark().line + 1, "A key must be a word."};
            Node::Key key{with_marks_shown(entry.first.Scalar()), static_cast<std::size_t>(entry.first.Mark().pos)};
            auto const quoted = key.from < text_.size() && (text_[key.from] == '"' || text_[key.from] == '\'');
            auto const key_end = quoted ? end_of_quoted(key.from) : key.from + key.text.size();
            auto const colon = text_.find(':', key_end);
            if (colon == std::string::npos) throw Unfit{entry.first.Mark().line + 1, "This key has no colon."};
            auto value = node(entry.second, out.column, out.in_flow || out.is_flow, depth + 1, colon + 1);
            value.colon = colon;
            out.to = std::max(out.to, value.to);
            out.written.entries.emplace_back(key.text, value.written);
            out.entries.push_back({std::move(key), std::move(value)});
        }
    }
    [[nodiscard]] std::size_t end_of_flow(std::size_t from) const
    {
        int open = 0;
        for (auto at = from; at < text_.size(); ++at) {
            char const c = text_[at];
            char const before = at > 0 ? text_[at - 1] : ' ';
            bool const begins =
                before == ' ' || before == '[' || before == '{' || before == ',' || before == '\n' || before == ':';
            if ((c == '"' || c == '\'') && begins) {
                at = end_of_quoted(at) - 1;
            } else if (c == '#' && (before == ' ' || before == '\n')) {
                at = std::min(text_.find('\n', at), text_.size());
            } else if (c == '[' || c == '{') {
                ++open;
            } else if ((c == ']' || c == '}') && --open == 0) {
                return at + 1;
            }
        }
        return text_.size();
    }

    std::string const& text_;
};

Problem problem_at(int line, std::string sentence, std::string remedy)
{
    return {"", std::max(line, 1), std::move(sentence), std::move(remedy)};
}

}

Result<std::shared_ptr<Node const>, Problem> read_nodes(std::string const& text)
{
    try {
        auto const documents = YAML::LoadAll(with_marks_hidden(text));
        if (documents.size() != 1 || !documents.front().IsMap())
            return Refused{problem_at(1, "This is not a service.", "Begin with a line \"id: ...\".")};
        return std::make_shared<Node const>(Walk{text}.node(documents.front(), 0, false, 0, 0));
    } catch (YAML::Exception const& error) {
        return Refused{problem_at(error.mark.line + 1, fmt::format("This is not YAML: {}.", error.msg),
                                  "Check the indentation and the quotes of this line and the one above.")};
    } catch (Unfit const& unfit) {
        return Refused{problem_at(unfit.line, unfit.sentence, "Write it out in full.")};
    }
}

std::size_t start_of_line(std::string const& text, std::size_t at)
{
    auto const before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    return before == std::string::npos ? 0 : before + 1;
}

std::size_t end_of_line(std::string const& text, Node const& node)
{
    return std::min(text.find('\n', node.to), text.size());
}

}
