#include <base/postcode.hpp>

#include <cctype>

namespace guildhall {

namespace {

bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// A9, A99, AA9, AA99, A9A, AA9A.
bool is_outward(std::string_view code)
{
    std::size_t letters = 0;
    while (letters < code.size() && is_letter(code[letters])) ++letters;
    if (letters < 1 || letters > 2) return false;
    auto const rest = code.substr(letters);
    if (rest.empty() || rest.size() > 2 || !is_digit(rest[0])) return false;
    return rest.size() == 1 || is_digit(rest[1]) || is_letter(rest[1]);
}

/// 9AA; the letters C, I, K, M, O and V are never used.
bool is_inward(std::string_view code)
{
    constexpr std::string_view unused = "CIKMOV";
    if (code.size() != 3 || !is_digit(code[0])) return false;
    for (char const c : code.substr(1)) {
        if (!is_letter(c) || unused.find(c) != std::string_view::npos) return false;
    }
    return true;
}

}

std::optional<Postcode> Postcode::parse(std::string_view typed)
{
    std::string code;
    for (char const c : typed) {
        if (c == ' ' || c == '\t') continue;
        code += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    if (code.size() < 5 || code.size() > 7) return {};
    auto const outward = code.substr(0, code.size() - 3);
    auto const inward = code.substr(code.size() - 3);
    if (!is_outward(outward) || !is_inward(inward)) return {};
    return Postcode{outward + " " + inward};
}

}
