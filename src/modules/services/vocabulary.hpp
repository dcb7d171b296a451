// The words of the language: which keys a map may hold, and what stands behind each. The reader refuses other keys, and
// the JSON Schema is made of this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

struct Key {
    enum class Kind {
        text,
        id,
        number,
        truth,
        feel,
        day,
        texts,
        word,  ///< one of `words`
        words, ///< some of `words`
        map,   ///< of the shape `of`
        list,  ///< of maps of the shape `of`
        other  ///< as the guide says
    };
    std::string_view name;
    Kind kind = Kind::text;
    std::string_view means = {}; ///< for people who write definitions
    bool is_required = false;
    std::string_view of = {};
    std::vector<std::string_view> words = {};
    int least = 0, most = 0; ///< of a number
};

struct Shape {
    std::string_view name; ///< "page"
    std::string_view what; ///< "A page"
    std::vector<Key> keys;
    [[nodiscard]] Key const* key(std::string_view name) const;
};

/// "definition", "page", "question", ...
[[nodiscard]] Shape const& shape(std::string_view name);
[[nodiscard]] std::vector<Shape> const& shapes();

}
