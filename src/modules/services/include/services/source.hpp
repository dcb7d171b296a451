// A definition's text, changed at one place at a time: whatever is not changed stays byte for byte as it was written,
// comments too. The text may be a definition with mistakes; it must be YAML with keys at the top.
#pragma once

#include <base/result.hpp>
#include <services/definition.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::services {

/// A value as the text holds it: nothing, a text, a list, or keys with values in their order. Numbers and truths are
/// texts, as they are written.
struct Written {
    enum class Kind { nothing, text, list, keys };
    Kind kind = Kind::nothing;
    std::string text;
    std::vector<Written> items;
    std::vector<std::pair<std::string, Written>> entries;

    static Written of(std::string words); ///< "" is nothing
    static Written list_of(std::vector<std::string> const& texts);
    [[nodiscard]] bool empty() const { return kind == Kind::nothing; }
    [[nodiscard]] Written const* find(std::string_view key) const;
    [[nodiscard]] std::string_view at(std::string_view key) const; ///< the text of a key, or ""
    /// Adds a key, unless its value is nothing.
    Written& with(std::string key, Written value);
    Written& with(std::string key, std::string words) { return with(std::move(key), of(std::move(words))); }
    bool operator==(Written const&) const = default;
};

/// From the top: keys, and in a list the id of an item or its place ("0"): {"pages", "where", "questions", "0"}.
using Path = std::vector<std::string>;

class Sheet {
public:
    /// What is wrong where the text is no YAML, or not one map of keys, or uses anchors, tags or several documents.
    static Result<Sheet, Problem> read(std::string text);

    [[nodiscard]] std::string const& text() const { return text_; }
    [[nodiscard]] Written value(Path const& path = {}) const;            ///< nothing where there is none
    [[nodiscard]] std::string words(Path const& path) const;             ///< a text, or ""
    [[nodiscard]] std::vector<std::string> list(Path const& path) const; ///< a list's texts
    [[nodiscard]] std::size_t size(Path const& list) const;              ///< items; 0 where it is no list
    [[nodiscard]] std::optional<int> line(Path const& path) const;       ///< where it begins
    [[nodiscard]] std::optional<std::size_t> place(Path const& list, std::string_view id) const;

    // Each gives false, and changes nothing, where the place is not there or the text cannot be changed safely.
    /// Replaces a value, or adds the last key of the path; `after`: the keys behind which a new one is put, the last
    /// of them that is there. Nothing removes the key.
    bool set(Path const& path, Written const& value, std::vector<std::string_view> const& after = {});
    /// Puts an item into a list, which is made where it is not there.
    bool insert(Path const& list, std::size_t at, Written const& item);
    /// Takes out a key, or an item of a list, and with the last item the list.
    bool remove(Path const& path);
    /// Puts an item of a list to another place in it.
    bool move(Path const& list, std::size_t from, std::size_t to);

    struct Node; ///< private to source.cpp

private:
    Sheet(std::string text, std::shared_ptr<Node const> root);
    [[nodiscard]] Node const* find(Path const& path) const;
    bool become(std::string text, Written const& meant);
    std::string text_;
    std::shared_ptr<Node const> root_;
};

}
