// Item definitions of a model, resolved: the shape of a value and what it may be.
#pragma once

#include "definitions.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::feel {

struct ItemType {
    Type type;
    std::string allowed_text;
    std::optional<UnaryTests> allowed;    ///< each value must pass
    std::optional<UnaryTests> constraint; ///< the whole must pass
    bool is_collection = false;
    bool is_constrained = false; ///< itself, what it is made from or one of its fields
    std::shared_ptr<ItemType const> base;
    std::vector<std::pair<std::string, std::shared_ptr<ItemType const>>> fields;
    std::uint64_t weight = 1; ///< how many members its names unfold to
};
using ItemTypePtr = std::shared_ptr<ItemType const>; ///< nullptr: Any

/// The value as a variable of the type takes it; nothing where it does not fit or breaks a constraint.
[[nodiscard]] std::optional<Value> fitted(Value const& value, ItemType const* type, Evaluation& evaluation);

/// Types by name, of one model and those that it imports.
class ItemTypes {
public:
    using Problem = std::function<void(std::string sentence, int line)>;
    ItemTypes(std::vector<Definitions> const& files, Problem problem) : files_{files}, problem_{std::move(problem)} {}

    /// `name` as the file writes it; an unknown one is a problem, and Any.
    [[nodiscard]] ItemTypePtr find(std::size_t file, std::string_view name, int line);

    /// Makes every type that the file can name known to its expressions.
    void add_all(std::size_t file, Names& names);

private:
    std::vector<Definitions> const& files_;
    Problem problem_;
    std::map<std::pair<std::size_t, std::string>, ItemTypePtr, std::less<>> known_;
    std::set<std::pair<std::size_t, std::string>> missing_;
    int depth_ = 0;

    ItemTypePtr defined(std::size_t file, std::string_view name);
    ItemTypePtr resolve(std::size_t file, ItemDefinition const& item);
    std::shared_ptr<ItemType> structure(std::size_t file, ItemDefinition const& item);
    std::shared_ptr<ItemType> function(std::size_t file, ItemDefinition const& item);
    void add_tests(ItemDefinition const& item, ItemType& type);
};

/// Which file an import leads to; nothing where it is not there.
[[nodiscard]] std::optional<std::size_t> file_of(std::vector<Definitions> const& files, std::string_view space);

}
