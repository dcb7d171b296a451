// Takes values out of a map of a definition file, and notes what is wrong with them: with the place and the remedy.
#pragma once

#include "names.hpp"
#include "vocabulary.hpp"
#include "yaml.hpp"

#include <services/definition.hpp>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// Choices of services/lists, by the list's name.
using Lists = std::map<std::string, std::vector<Choice>, std::less<>>;

/// An expression as it stands in the file.
struct WrittenRule {
    std::string text;
    int line = 1;
    feel::Expression expression; ///< empty for the cells of a decision table
};
/// By where they stand: "pages/bin/when".
using Expressions = std::map<std::string, WrittenRule, std::less<>>;

/// One file while it is read.
struct Reading {
    std::string const& file;
    Lists const& lists;
    Names names;
    std::vector<Problem> problems;
    Expressions expressions;

    feel::Names feel_names_ = {}; ///< empty until they are asked for

    void problem(Node const& at, std::string sentence, std::string remedy);
    /// `names` as FEEL wants them; made once.
    feel::Names const& feel_names();
};

class Fields {
public:
    /// `path` is where the node stands: "pages/bin".
    Fields(Reading& reading, Node const& node, std::string path, Shape const& shape);

    [[nodiscard]] bool is_map() const { return node_.is_map(); }
    [[nodiscard]] Node const& node() const { return node_; }
    [[nodiscard]] Node const* find(std::string_view key) const { return node_.find(key); }
    [[nodiscard]] std::string path_of(std::string_view key) const;
    [[nodiscard]] Reading& reading() { return reading_; }

    void problem(std::string_view key, std::string sentence, std::string remedy);
    std::string text(std::string_view key);           ///< for code: empty where it is not there
    std::string required(std::string_view key);       ///< for code
    std::string shown(std::string_view key);          ///< for people: Markdown or plain, so without HTML
    std::string required_shown(std::string_view key); ///< for people
    std::string id(std::string_view key);
    int number(std::string_view key, int otherwise); ///< within what the vocabulary allows
    bool truth(std::string_view key, bool otherwise);
    std::vector<std::string> texts(std::string_view key); ///< a list of words
    std::vector<std::string> shown_texts(std::string_view key);
    std::vector<std::string> ids(std::string_view key);
    /// One of the vocabulary's words; empty where none stands there, or, which is a problem, something else.
    std::string word(std::string_view key);
    /// Some of them.
    std::vector<std::string> words(std::string_view key);
    feel::Expression expression(std::string_view key);
    /// The items of a list; empty where there is none, and a problem where it is something else.
    std::vector<Node> const& list(std::string_view key);

private:
    std::string checked_for_html(std::string_view key, std::string text);
    Reading& reading_;
    Node const& node_;
    Shape const& shape_;
    std::string path_;
};

/// Small letters, digits and hyphens.
[[nodiscard]] bool is_id(std::string_view text);
/// What of `known` was probably meant; empty where nothing is near.
[[nodiscard]] std::string_view nearest(std::string_view text, std::vector<std::string_view> const& known);
/// An expression that stands at this node.
feel::Expression read_expression(Reading& reading, Node const& node, std::string const& path, std::string_view what);

}
