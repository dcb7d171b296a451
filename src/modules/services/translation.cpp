#include "translation.hpp"

#include "mentions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <services/texts.hpp>

#include <algorithm>
#include <array>

namespace guildhall::services {

namespace {

constexpr std::array<std::string_view, 2> languages{"cy", "ar"};

/// English sentences of a definition; `false`: made by a rule, so that it may not be meant for people.
std::map<std::string, bool, std::less<>> sentences_of(Read const& read)
{
    std::map<std::string, bool, std::less<>> found;
    for (auto const& [path, written] : read.expressions) {
        for (auto& text : mentions_in(written.text, [](std::string_view) { return false; }).strings)
            found.emplace(std::move(text), false);
    }
    auto copy = read.definition;
    for_each_text(copy, [&](std::string const& text, std::string const&) { found[text] = true; });
    return found;
}

}

std::vector<std::string> sentences_of(Definition const& definition)
{
    std::vector<std::string> found;
    auto copy = definition;
    for_each_text(copy, [&](std::string const& text, std::string const&) {
        if (std::ranges::find(found, text) == found.end()) found.push_back(text);
    });
    return found;
}

std::vector<std::string_view> languages_of_translations()
{
    return {languages.begin(), languages.end()};
}

std::optional<Translated> translated_name(std::string_view file)
{
    auto const slash = file.rfind('/');
    auto name = slash == std::string_view::npos ? file : file.substr(slash + 1);
    name = name.substr(0, name.rfind('.'));
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos || std::ranges::find(languages, name.substr(dot + 1)) == languages.end())
        return std::nullopt;
    return Translated{std::string{name.substr(0, dot)}, std::string{name.substr(dot + 1)}};
}

ReadTranslation read_translation(std::string const& file, std::string const& text)
{
    ReadTranslation out;
    auto tree = parse_yaml(file, text);
    if (!tree) {
        out.problems.push_back(tree.error());
        return out;
    }
    auto const problem = [&](Node const& at, std::string sentence) {
        out.problems.push_back({.file = file,
                                .line = at.line,
                                .sentence = std::move(sentence),
                                .remedy = "Write lines \"English sentence\": \"the same in this language\"."});
    };
    if (!tree->is_map()) problem(*tree, "A translation holds pairs of sentences.");
    for (auto const& entry : tree->entries) {
        if (entry.value.is_text())
            out.sentences[entry.key.text] = entry.value.text;
        else
            problem(entry.value, "A sentence is missing.");
    }
    return out;
}

std::vector<Problem> compare(Read const& read, std::string const& file, std::string const& text,
                             ReadTranslation const& translation)
{
    std::vector<Problem> advice;
    auto const english = sentences_of(read);
    std::vector<std::string> missing;
    for (auto const& [sentence, is_shown] : english) {
        if (is_shown && !translation.sentences.contains(sentence)) missing.push_back(sentence);
    }
    auto const tree = parse_yaml(file, text);
    if (!missing.empty()) {
        auto const shown = std::min<std::size_t>(missing.size(), 5);
        advice.push_back(
            {.file = file,
             .sentence = fmt::format("{} sentences are not translated and stay English.", missing.size()),
             .remedy = fmt::format(
                 "Add them, such as: \"{}\".",
                 fmt::join(missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(shown), "\", \"")),
             .severity = Problem::Severity::warning});
    }
    for (auto const& [sentence, other] : translation.sentences) {
        if (english.contains(sentence)) continue;
        auto const* at = tree ? tree->find(sentence) : nullptr;
        advice.push_back({.file = file,
                          .line = at ? at->line : 1,
                          .sentence = fmt::format("The service has no sentence \"{}\".", sentence),
                          .remedy = "Write the English sentence as the service has it, or remove the line.",
                          .severity = Problem::Severity::warning});
    }
    return advice;
}

}
