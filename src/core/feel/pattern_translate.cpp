// From XPath's patterns to ICU's. They differ in what a point, ^ and $ mean, in \i, \c, \w and \s, in how classes are
// subtracted, in names of blocks, and in what is refused.
#include "pattern.hpp"

#include "text.hpp"

#include <algorithm>
#include <set>

namespace guildhall::feel {

namespace {

/// Thrown where the text is no pattern.
struct NoPattern {};

constexpr std::string_view name_start =
    "_:A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF"
    "\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF"
    "\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF";
constexpr std::string_view name_part = "\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040";

class Translator {
public:
    Translator(std::string_view text, std::string_view flags) : text_{text}
    {
        for (char const flag : flags) {
            switch (flag) {
            case 's': dot_all_ = true; break;
            case 'm': lines_ = true; break;
            case 'i': out_.ignores_case = true; break;
            case 'x': free_ = true; break;
            case 'q': out_.is_literal = true; break;
            default: throw NoPattern{};
            }
        }
    }

    Translated whole()
    {
        if (out_.is_literal) {
            out_.pattern = text_;
            return std::move(out_);
        }
        std::string plain;
        if (free_) {
            plain = without_spaces();
            text_ = plain;
        }
        alternatives();
        if (!at_end()) throw NoPattern{};
        return std::move(out_);
    }

private:
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    bool take(char c)
    {
        if (peek() != c || at_end()) return false;
        ++at_;
        return true;
    }
    void put(std::string_view text) { out_.pattern += text; }

    /// Flag x: white space outside of [brackets] means nothing.
    [[nodiscard]] std::string without_spaces() const
    {
        std::string plain;
        int depth = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            char const c = text_[i];
            if (c == '\\' && i + 1 < text_.size()) {
                plain += c;
                if (depth > 0 || std::string_view{" \t\n\r"}.find(text_[i + 1]) == std::string_view::npos)
                    plain += text_[++i];
                continue;
            }
            if (c == '[') ++depth;
            if (c == ']' && depth > 0) --depth;
            if (depth > 0 || std::string_view{" \t\n\r"}.find(c) == std::string_view::npos) plain += c;
        }
        return plain;
    }

    void alternatives()
    {
        if (++depth_ > 50) throw NoPattern{};
        for (;;) {
            while (!at_end() && peek() != '|' && peek() != ')') piece();
            if (!take('|')) break;
            put("|");
        }
        --depth_;
    }

    void piece()
    {
        bool const anchor = atom();
        quantifier(anchor);
    }

    /// True for what cannot be repeated.
    bool atom()
    {
        switch (peek()) {
        case '(': group(); return false;
        case '[': character_class(); return false;
        case '\\': escape(false); return false;
        case '.':
            ++at_;
            put(dot_all_ ? "[\\s\\S]" : "[^\\n\\r]");
            return false;
        case '^':
            ++at_;
            put(lines_ ? "(?:\\A|(?<=\\n)(?!\\z))" : "\\A");
            return true;
        case '$':
            ++at_;
            put(lines_ ? "(?=\\n|\\z)" : "\\z");
            return true;
        case '*':
        case '+':
        case '?':
        case '{':
        case '}':
        case ']': throw NoPattern{};
        default: literal(); return false;
        }
    }

    void literal()
    {
        auto const [c, size] = character_at(text_, at_);
        // ICU reads a few signs as its own outside of classes.
        if (c < 0x80 && std::string_view{"#&~-"}.find(static_cast<char>(c)) != std::string_view::npos) put("\\");
        put(text_.substr(at_, size));
        at_ += size;
    }

    void group()
    {
        ++at_;
        if (peek() == '?') {
            if (peek(1) != ':') throw NoPattern{};
            at_ += 2;
            put("(?:");
            alternatives();
        } else {
            auto const number = ++out_.groups;
            put("(");
            alternatives();
            closed_.insert(number);
        }
        if (!take(')')) throw NoPattern{};
        put(")");
    }

    void quantifier(bool anchor)
    {
        char const c = peek();
        if (at_end() || (c != '*' && c != '+' && c != '?' && c != '{')) return;
        if (anchor) throw NoPattern{};
        if (c == '{') {
            auto const end = text_.find('}', at_);
            if (end == std::string_view::npos) throw NoPattern{};
            check_counts(text_.substr(at_ + 1, end - at_ - 1));
            put(text_.substr(at_, end + 1 - at_));
            at_ = end + 1;
        } else {
            put(text_.substr(at_++, 1));
        }
        if (take('?')) put("?");
    }

    static void check_counts(std::string_view counts)
    {
        auto const comma = counts.find(',');
        auto const read = [](std::string_view digits) {
            if (digits.empty() || digits.size() > 5) throw NoPattern{};
            int value = 0;
            for (char const c : digits) {
                if (c < '0' || c > '9') throw NoPattern{};
                value = value * 10 + (c - '0');
            }
            return value;
        };
        auto const least = read(counts.substr(0, comma));
        if (comma == std::string_view::npos || comma + 1 == counts.size()) return;
        if (read(counts.substr(comma + 1)) < least) throw NoPattern{};
    }

    /// \d, \p{Lu}, \n, \1. Inside a class there are no references.
    void escape(bool in_class)
    {
        ++at_;
        char const c = peek();
        if (at_end()) throw NoPattern{};
        if (c >= '0' && c <= '9') return in_class ? throw NoPattern{} : reference();
        ++at_;
        switch (c) {
        case 'n':
        case 'r':
        case 't': put(std::string{'\\', c}); return;
        case 'd': put("\\p{Nd}"); return;
        case 'D': put("\\P{Nd}"); return;
        case 's': put("[ \\t\\n\\r]"); return;
        case 'S': put("[^ \\t\\n\\r]"); return;
        case 'w': put("[^\\p{P}\\p{Z}\\p{C}]"); return;
        case 'W': put("[\\p{P}\\p{Z}\\p{C}]"); return;
        case 'i': put("[" + std::string{name_start} + "]"); return;
        case 'I': put("[^" + std::string{name_start} + "]"); return;
        case 'c': put("[" + std::string{name_start} + std::string{name_part} + "]"); return;
        case 'C': put("[^" + std::string{name_start} + std::string{name_part} + "]"); return;
        case 'p':
        case 'P': property(c); return;
        default: break;
        }
        if (std::string_view{"\\|.-^?*+{}()[]$"}.find(c) == std::string_view::npos) throw NoPattern{};
        put(std::string{'\\', c});
    }

    void reference()
    {
        int number = 0;
        if (peek() == '0') throw NoPattern{};
        while (peek() >= '0' && peek() <= '9') {
            int const longer = number * 10 + (peek() - '0');
            if (number > 0 && longer > out_.groups) break;
            number = longer;
            ++at_;
        }
        if (!closed_.contains(number)) throw NoPattern{};
        put("(?:\\" + std::to_string(number) + ")");
    }

    /// Categories are named as in ICU; blocks begin with "Is".
    void property(char letter)
    {
        auto const end = text_.find('}', at_);
        if (!take('{') || end == std::string_view::npos) throw NoPattern{};
        auto const name = text_.substr(at_, end - at_);
        at_ = end + 1;
        static std::set<std::string_view> const categories = {
            "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Ps",
            "Pe", "Pi", "Pf", "Po", "Z",  "Zs", "Zl", "Zp", "S",  "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cn"};
        bool const block = name.starts_with("Is") && name.size() > 2;
        if (!block && !categories.contains(name)) throw NoPattern{};
        bool const plain = std::ranges::all_of(name, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        });
        if (!plain) throw NoPattern{};
        put(std::string{'\\', letter} + "{" + (block ? "Block=" : "") + std::string{name.substr(block ? 2 : 0)} + "}");
    }

    /// [a-z-[aeiou]]: what is subtracted stands at the end. ICU writes [[a-z]--[aeiou]].
    void character_class()
    {
        if (++depth_ > 50) throw NoPattern{};
        ++at_;
        bool const negated = take('^');
        auto const begin = out_.pattern.size();
        put(negated ? "[^" : "[");
        bool empty = true;
        while (peek() != ']' || at_end()) {
            if (at_end()) throw NoPattern{};
            if (peek() == '-' && peek(1) == '[') {
                if (empty) throw NoPattern{};
                out_.pattern.insert(begin, "[");
                put("]--");
                ++at_;
                character_class();
                if (peek() != ']') throw NoPattern{};
                break;
            }
            class_item(empty);
            empty = false;
        }
        if (empty) throw NoPattern{};
        ++at_;
        put("]");
        --depth_;
    }

    void class_item(bool first)
    {
        if (peek() == '[') throw NoPattern{};
        if (peek() == '-' && !first && peek(1) != ']') throw NoPattern{};
        if (peek() == '\\' && !is_single_escape()) return escape(true);
        auto const low = class_character();
        if (peek() != '-' || peek(1) == '[' || peek(1) == ']') return;
        ++at_;
        put("-");
        if (at_end() || (peek() == '\\' && !is_single_escape())) throw NoPattern{};
        if (class_character() < low) throw NoPattern{};
    }

    [[nodiscard]] bool is_single_escape() const
    {
        return std::string_view{"nrt\\|.-^?*+{}()[]$"}.find(peek(1)) != std::string_view::npos && peek(1) != '\0';
    }

    /// One character of a class, whichever way it is written.
    char32_t class_character()
    {
        if (peek() == '\\') {
            char const c = peek(1);
            escape(true);
            return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : static_cast<char32_t>(c);
        }
        auto const [c, size] = character_at(text_, at_);
        if (c == '[') throw NoPattern{};
        if (c < 0x80 &&
            std::string_view{"-&~#^$|{}()*+?.!@%,:;<=>`'\"/ "}.find(static_cast<char>(c)) != std::string_view::npos)
            put("\\");
        put(text_.substr(at_, size));
        at_ += size;
        return c;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Translated out_;
    bool dot_all_ = false;
    bool lines_ = false;
    bool free_ = false;
    int depth_ = 0;
    std::set<int> closed_;
};

}

std::optional<Translated> translated(std::string_view pattern, std::string_view flags)
try {
    return Translator{pattern, flags}.whole();
} catch (NoPattern) {
    return {};
}

}
