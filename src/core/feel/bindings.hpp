// Which names are known where, while an expression is parsed: FEEL cannot tell `when-out` from `when - out` otherwise.
#pragma once

#include "lexer.hpp"

#include <feel/feel.hpp>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

/// What a name stands for.
struct Resolved {
    std::optional<std::size_t> slot;  ///< a variable of the expression; otherwise the host's or a built-in
    std::vector<std::size_t> filters; ///< items, innermost first, whose own entries come before it
};

class Bindings {
public:
    explicit Bindings(Names const& names);

    /// How long the longest known name is that the text has at this byte; 0: none. `inside`: after a point, where the
    /// names of entries count.
    [[nodiscard]] std::size_t longest(std::string_view text, std::size_t at, bool inside) const;
    [[nodiscard]] Resolved resolve(std::string_view name) const;
    [[nodiscard]] bool is_host_name(std::string_view name) const { return names_.all().contains(name); }

    std::size_t add_variable(std::string name); ///< its slot
    std::size_t add_filter();                   ///< the slot of its item
    void add_member(std::string_view name) { members_.push_back(own_.emplace_back(name)); }
    [[nodiscard]] std::size_t slots() const { return bound_.size(); }
    /// Forgets everything from this slot on.
    void shrink(std::size_t slots) { bound_.resize(slots); }

private:
    struct Bound {
        std::string name;
        bool is_filter = false;
    };
    void collect_members(Names const& names);
    Names const& names_;
    std::vector<std::string_view> members_; ///< of anything: what may stand after a point
    std::deque<std::string> own_;           ///< those that the expression itself brings
    std::vector<Bound> bound_;
};

/// A name as it is kept: one space where the text has white space.
[[nodiscard]] std::string normalised(std::string_view text);

}
