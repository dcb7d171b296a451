#include <base/phone.hpp>
#include <base/text.hpp>

#include <cctype>

namespace guildhall {

namespace {

/// The digits, with a leading + kept. Nothing where other characters than spaces, hyphens, dots and brackets are
/// inside.
std::optional<std::string> digits_of(std::string_view typed)
{
    std::string digits;
    for (char const c : typed) {
        if (std::isdigit(static_cast<unsigned char>(c)) || (c == '+' && digits.empty())) {
            digits += c;
        } else if (std::string_view{" -.()/\t"}.find(c) == std::string_view::npos) {
            return {};
        }
    }
    return digits;
}

/// Ofcom's numbering plan: after 0 come nine or ten digits, and the first tells the kind.
bool is_national_uk(std::string_view national)
{
    if (national.size() != 9 && national.size() != 10) return false;
    switch (national.front()) {
    case '1': return true; // geographic
    case '2':
    case '3':
    case '5':
    case '7': return national.size() == 10; // geographic, UK-wide, corporate, mobile
    case '8': return national.size() == 10 || national.starts_with("800");
    case '9': return national.size() == 10; // premium
    default: return false;
    }
}

}

std::optional<Phone> Phone::parse(std::string_view typed)
{
    auto found = digits_of(collapsed(typed));
    if (!found) return {};
    auto digits = std::move(*found);
    if (digits.starts_with("00")) digits = "+" + digits.substr(2);
    if (digits.starts_with("+44")) {
        auto national = digits.substr(3);
        if (national.starts_with('0')) national.erase(0, 1); // "+44 (0)1632"
        if (!is_national_uk(national)) return {};
        return Phone{"+44" + national};
    }
    if (digits.starts_with('+')) {
        if (digits.size() < 8 || digits.size() > 16 || digits[1] == '0') return {};
        return Phone{digits};
    }
    if (!digits.starts_with('0') || !is_national_uk(std::string_view{digits}.substr(1))) return {};
    return Phone{"+44" + digits.substr(1)};
}

std::string Phone::shown() const
{
    if (!text_.starts_with("+44")) return text_;
    auto const national = "0" + text_.substr(3);
    if (national.starts_with("02"))
        return national.substr(0, 3) + " " + national.substr(3, 4) + " " + national.substr(7);
    // Big cities (0113, 0161) and numbers without a place (0300, 0808) have four digits in front.
    bool const big_city = national[1] == '1' && (national[2] == '1' || national[3] == '1');
    bool const no_place = national[1] == '3' || national[1] == '5' || national[1] == '8' || national[1] == '9';
    if (big_city || no_place) return national.substr(0, 4) + " " + national.substr(4, 3) + " " + national.substr(7);
    return national.substr(0, 5) + " " + national.substr(5);
}

}
