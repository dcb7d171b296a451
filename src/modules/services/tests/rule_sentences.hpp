// The sentences that the rules of this room say, as they stand in its sources: what is given to findings, fields and
// problems. A rule that is added is found here by itself.
#pragma once

#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services::testing {

struct Argument {
    std::string code; ///< without its texts
    std::vector<std::string> texts;
};

/// A text in quotes; `at` moves from the first to the last of them.
inline std::string text_at(std::string_view code, std::size_t& at)
{
    std::string text;
    for (++at; at < code.size() && code[at] != '"'; ++at) {
        if (code[at] == '\\') ++at;
        text += code[at];
    }
    return text;
}

/// The arguments of a call; `at` stands behind its bracket.
inline std::vector<Argument> arguments_at(std::string_view code, std::size_t at)
{
    std::vector<Argument> arguments(1);
    bool is_behind_text = false; // two texts in a row are one
    for (int depth = 0; at < code.size(); ++at) {
        auto const c = code[at];
        auto& here = arguments.back();
        if (c == '"') {
            auto text = text_at(code, at);
            is_behind_text ? void(here.texts.back() += text) : here.texts.push_back(std::move(text));
            is_behind_text = true;
            continue;
        }
        if (std::isspace(static_cast<unsigned char>(c))) continue;
        is_behind_text = false;
        if (c == ')' || c == ']' || c == '}') {
            if (depth-- == 0) break;
        } else if (c == '(' || c == '[' || c == '{') {
            ++depth;
        } else if (c == ',' && depth == 0) {
            arguments.emplace_back();
            continue;
        }
        here.code += c;
    }
    return arguments;
}

/// Keys and paths stand before the sentence, and the remedy behind it.
inline bool is_sentence(std::string_view text)
{
    auto const first = text.empty() ? ' ' : text.front();
    bool const begins = first == '"' || first == '{' || first == '(' || std::isalpha(static_cast<unsigned char>(first));
    return begins && text.find(' ') != std::string_view::npos;
}

inline void add_sentences(std::set<std::string>& sentences, std::vector<Argument> const& arguments)
{
    for (auto const& argument : arguments) {
        if (argument.code.find("sentence") != std::string::npos) return; // another one's, handed on
        bool found = false;
        for (auto const& text : argument.texts) {
            if (is_sentence(text)) found = sentences.insert(text).second || true;
        }
        if (found) return;
    }
}

/// With their {} still empty.
inline std::set<std::string> rule_sentences_in(std::string_view code)
{
    constexpr std::array<std::string_view, 5> calls{"problem(", "add(", "warn(", "refused(", "Halt{"};
    constexpr std::string_view field = ".sentence = ";
    std::set<std::string> sentences;
    for (auto const call : calls) {
        for (auto at = code.find(call); at != std::string_view::npos; at = code.find(call, at + 1)) {
            auto const before = at == 0 ? ' ' : code[at - 1];
            if (before == ':' || before == '_' || std::isalnum(static_cast<unsigned char>(before))) continue;
            add_sentences(sentences, arguments_at(code, at + call.size()));
        }
    }
    for (auto at = code.find(field); at != std::string_view::npos; at = code.find(field, at + 1)) {
        auto const arguments = arguments_at(code, at + field.size());
        add_sentences(sentences, {arguments.front()});
    }
    return sentences;
}

/// What stands around the {} of a sentence.
inline std::vector<std::string_view> fixed_parts(std::string_view sentence)
{
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
        auto const open = sentence.find('{', from);
        parts.push_back(sentence.substr(from, open == std::string_view::npos ? open : open - from));
        if (open == std::string_view::npos) return parts;
        from = sentence.find('}', open) + 1;
    }
}

/// Whether `said` is `sentence` with its {} filled in.
inline bool is_filled(std::string_view sentence, std::string_view said)
{
    auto const parts = fixed_parts(sentence);
    if (parts.size() == 1) return said == sentence;
    if (!said.starts_with(parts.front())) return false;
    said.remove_prefix(parts.front().size());
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
        auto const at = said.find(parts[i]);
        if (at == std::string_view::npos) return false;
        said.remove_prefix(at + parts[i].size());
    }
    return said.ends_with(parts.back());
}

/// The rule that said this: of several that fit, the one with the most words of its own. Empty where none fits.
inline std::string rule_of(std::set<std::string> const& rules, std::string_view said)
{
    std::string best;
    std::size_t most = 0;
    for (auto const& rule : rules) {
        std::size_t length = 0;
        for (auto const part : fixed_parts(rule)) length += part.size();
        if (length >= most && is_filled(rule, said)) {
            best = rule;
            most = length;
        }
    }
    return best;
}

}
