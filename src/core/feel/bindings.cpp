#include "bindings.hpp"

#include "builtins.hpp"
#include "text.hpp"

#include <algorithm>

namespace guildhall::feel {

namespace {

/// How many bytes of the text from here on are this name; 0 where they are not. A name ends where a word ends.
std::size_t match(std::string_view text, std::size_t at, std::string_view name)
{
    auto here = at;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (here >= text.size()) return 0;
        if (name[i] == ' ') {
            auto const before = here;
            while (here < text.size()) {
                auto const [c, size] = character_at(text, here);
                if (!is_space(c)) break;
                here += size;
            }
            if (here == before) return 0;
            continue;
        }
        if (text[here++] != name[i]) return 0;
    }
    if (here < text.size() && in_name(character_at(text, here).first)) {
        auto last = here - 1;
        while (last > at && (static_cast<unsigned char>(text[last]) & 0xc0) == 0x80) --last;
        if (in_name(character_at(text, last).first)) return 0;
    }
    return here - at;
}

}

namespace {

/// Names of built-in functions that are more than one word.
std::vector<std::string_view> const& long_builtins()
{
    static auto const names = [] {
        std::vector<std::string_view> found;
        for (auto const& builtin : all_builtins()) {
            if (builtin.name.contains(' ')) found.push_back(builtin.name);
        }
        return found;
    }();
    return names;
}

}

Bindings::Bindings(Names const& names) : names_{names}
{
    for (std::string_view const property : {"time offset", "start included", "end included"})
        members_.push_back(property);
    collect_members(names);
}

void Bindings::collect_members(Names const& names)
{
    for (auto const& [name, inner] : names.all()) {
        for (auto const& [member, more] : inner.all()) members_.push_back(member);
        collect_members(inner);
    }
}

std::size_t Bindings::longest(std::string_view text, std::size_t at, bool inside) const
{
    if (at >= text.size()) return 0;
    std::size_t best = 0;
    auto const consider = [&](std::string_view name) {
        if (!name.empty() && name.front() == text[at] && name.size() > best)
            best = std::max(best, match(text, at, name));
    };
    bool const in_filter = std::ranges::any_of(bound_, &Bound::is_filter);
    if (inside || in_filter) std::ranges::for_each(members_, consider);
    if (inside) return best;
    for (auto const& bound : bound_) consider(bound.name);
    // Names are sorted: those that begin with this character lie together.
    auto const& all = names_.all();
    for (auto found = all.lower_bound(text.substr(at, 1)); found != all.end(); ++found) {
        if (found->first.empty() || found->first.front() != text[at]) break;
        consider(found->first);
    }
    std::ranges::for_each(long_builtins(), consider);
    return best;
}

Resolved Bindings::resolve(std::string_view name) const
{
    Resolved found;
    for (auto slot = bound_.size(); slot-- > 0;) {
        auto const& bound = bound_[slot];
        if (bound.is_filter && name != "item") {
            found.filters.push_back(slot);
        } else if (bound.is_filter ? name == "item" : bound.name == name) {
            found.slot = slot;
            break;
        }
    }
    return found;
}

std::size_t Bindings::add_variable(std::string name)
{
    bound_.push_back({std::move(name)});
    return bound_.size() - 1;
}

std::size_t Bindings::add_filter()
{
    bound_.push_back({"", true});
    return bound_.size() - 1;
}

std::string normalised(std::string_view text)
{
    std::string out;
    bool space = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const [c, size] = character_at(text, at);
        if (is_space(c)) {
            space = !out.empty();
        } else {
            if (space) out += ' ';
            space = false;
            out += text.substr(at, size);
        }
        at += size;
    }
    return out;
}

}
