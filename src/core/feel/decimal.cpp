#include <feel/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}

namespace guildhall::feel {

namespace {

constexpr unsigned nearest_even = 0;
constexpr unsigned to_negative = 1;
constexpr unsigned to_positive = 2;
constexpr unsigned to_zero = 3;
constexpr unsigned nearest_away = 4;
constexpr unsigned invalid = 1;

}

struct DecimalAccess {
    static BID_UINT128 bits(Decimal a)
    {
        BID_UINT128 b;
        std::memcpy(&b, a.bits_.words.data(), sizeof b);
        return b;
    }
    static Decimal of(BID_UINT128 b)
    {
        Decimal::Bits bits{};
        std::memcpy(bits.words.data(), &b, sizeof b);
        return Decimal{bits};
    }
    /// A whole number of at most 31 bits that is kept as such.
    static std::optional<std::int64_t> small(Decimal a)
    {
        auto const [low, high] = a.bits_.words;
        if ((high & 0x7fff'ffff'ffff'ffffULL) != 0x3040'0000'0000'0000ULL || low >= (1ULL << 31)) return {};
        return (high >> 63) != 0 ? -static_cast<std::int64_t>(low) : static_cast<std::int64_t>(low);
    }
    static std::optional<Decimal> finite(BID_UINT128 b)
    {
        if (bid128_isFinite(b) == 0) return {};
        return of(b);
    }
};

namespace {

BID_UINT128 bits(Decimal a)
{
    return DecimalAccess::bits(a);
}

BID_UINT128 power_of_ten(int exponent)
{
    return bid128_scalbn(bid128_from_int64(1), exponent, nearest_even, nullptr);
}

struct Written {
    bool negative = false;
    std::string digits;
    int exponent = 0;
};

/// The library writes "+12345E-3".
Written written(Decimal a)
{
    char text[64];
    unsigned flags = 0;
    bid128_to_string(text, bits(a), &flags);
    std::string_view const whole{text};
    auto const e = whole.find('E');
    Written out{.negative = whole.front() == '-', .digits = std::string{whole.substr(1, e - 1)}};
    auto const exponent = whole.substr(e + 1);
    auto const* begin = exponent.data() + (exponent.front() == '+' ? 1 : 0);
    std::from_chars(begin, exponent.data() + exponent.size(), out.exponent);
    auto const first = out.digits.find_first_not_of('0');
    if (first == std::string::npos) return {};
    out.digits.erase(0, first);
    return out;
}

}

Decimal::Decimal(std::int64_t value) : bits_{}
{
    // The layout of small whole numbers is simple: coefficient, exponent of zero, sign.
    auto const magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    bits_.words = {magnitude, 0x3040'0000'0000'0000ULL | (value < 0 ? 0x8000'0000'0000'0000ULL : 0)};
}

std::optional<Decimal> Decimal::from_double(double value)
{
    if (!std::isfinite(value)) return {};
    return parse(fmt::format("{}", value));
}

std::optional<Decimal> Decimal::parse(std::string_view text)
{
    bool digit = false, point = false;
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
        if (text[at] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[at] < '0' || text[at] > '9') return {};
        digit = true;
    }
    if (!digit || text.back() == '.') return {};
    if (at < text.size()) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        auto const exponent = text.substr(at);
        if (exponent.empty() || exponent.size() > 6 ||
            exponent.find_first_not_of("0123456789") != std::string_view::npos)
            return {};
    }
    std::string copy{text};
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_from_string(copy.data(), nearest_even, &flags));
}

std::string Decimal::to_string() const
{
    auto [negative, digits, exponent] = written(*this);
    if (digits.empty()) return "0";
    if (exponent >= 0) {
        digits.append(static_cast<std::size_t>(exponent), '0');
    } else {
        auto const places = static_cast<std::size_t>(-exponent);
        if (digits.size() <= places) digits.insert(0, places - digits.size() + 1, '0');
        digits.insert(digits.size() - places, 1, '.');
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.') digits.pop_back();
    }
    return negative ? "-" + digits : digits;
}

double Decimal::to_double() const
{
    auto const [negative, digits, exponent] = written(*this);
    if (digits.empty()) return 0;
    return std::strtod(fmt::format("{}{}e{}", negative ? "-" : "", digits, exponent).c_str(), nullptr);
}

std::optional<std::int64_t> Decimal::to_integer() const
{
    // Most numbers are small whole ones.
    if ((bits_.words[1] & 0x7fff'ffff'ffff'ffffULL) == 0x3040'0000'0000'0000ULL && bits_.words[0] < (1ULL << 62)) {
        auto const magnitude = static_cast<std::int64_t>(bits_.words[0]);
        return (bits_.words[1] >> 63) != 0 ? -magnitude : magnitude;
    }
    unsigned flags = 0;
    auto const value = bid128_to_int64_xint(bits(*this), &flags);
    if (flags != 0) return {};
    return value;
}

bool Decimal::is_integer() const
{
    if ((bits_.words[1] & 0x7fff'0000'0000'0000ULL) == 0x3040'0000'0000'0000ULL) return true;
    return floor() == *this;
}

bool Decimal::is_zero() const
{
    return bid128_isZero(bits(*this)) != 0;
}

bool Decimal::is_negative() const
{
    return (bits_.words[1] >> 63) != 0 && !is_zero();
}

Decimal Decimal::negated() const
{
    auto copy = *this;
    if (!is_zero()) copy.bits_.words[1] ^= 0x8000'0000'0000'0000ULL;
    return copy;
}

Decimal Decimal::absolute() const
{
    auto copy = *this;
    copy.bits_.words[1] &= 0x7fff'ffff'ffff'ffffULL;
    return copy;
}

std::optional<Decimal> Decimal::rounded(int scale, Rounding how) const
{
    if (written(*this).exponent >= -scale) return *this;
    auto const unit = power_of_ten(-scale);
    auto const at_unit = [&](unsigned mode) -> std::optional<Decimal> {
        unsigned flags = 0;
        auto const result = bid128_quantize(bits(*this), unit, mode, &flags);
        if ((flags & invalid) != 0) return {};
        return DecimalAccess::finite(result);
    };
    switch (how) {
    case Rounding::up: return at_unit(is_negative() ? to_negative : to_positive);
    case Rounding::down: return at_unit(to_zero);
    case Rounding::half_up: return at_unit(nearest_away);
    case Rounding::half_even: return at_unit(nearest_even);
    case Rounding::ceiling: return at_unit(to_positive);
    case Rounding::floor: return at_unit(to_negative);
    case Rounding::half_down: break;
    }
    auto const down = at_unit(to_zero);
    if (!down) return {};
    auto const rest = subtract(*this, *down);
    auto const half = divide(DecimalAccess::of(unit), 2);
    return rest && half && rest->absolute() > *half ? at_unit(nearest_away) : down;
}

Decimal Decimal::floor() const
{
    unsigned flags = 0;
    return DecimalAccess::of(bid128_round_integral_negative(bits(*this), &flags));
}

Decimal Decimal::ceiling() const
{
    unsigned flags = 0;
    return DecimalAccess::of(bid128_round_integral_positive(bits(*this), &flags));
}

int Decimal::compare(Decimal a, Decimal b)
{
    // Two small whole numbers with one sign compare as their words do.
    if (a.bits_.words[1] == 0x3040'0000'0000'0000ULL && b.bits_.words[1] == 0x3040'0000'0000'0000ULL)
        return a.bits_.words[0] < b.bits_.words[0] ? -1 : a.bits_.words[0] > b.bits_.words[0] ? 1 : 0;
    unsigned flags = 0;
    if (bid128_quiet_less(bits(a), bits(b), &flags) != 0) return -1;
    return bid128_quiet_equal(bits(a), bits(b), &flags) != 0 ? 0 : 1;
}

namespace {

/// Most numbers are small whole ones, and the machine calculates with those itself.
struct Small {
    std::int64_t a;
    std::int64_t b;
};
std::optional<Small> small(Decimal a, Decimal b)
{
    auto const x = DecimalAccess::small(a), y = DecimalAccess::small(b);
    if (!x || !y) return {};
    return Small{*x, *y};
}

}

std::optional<Decimal> add(Decimal a, Decimal b)
{
    if (auto const whole = small(a, b)) return whole->a + whole->b;
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_add(bits(a), bits(b), nearest_even, &flags));
}

std::optional<Decimal> subtract(Decimal a, Decimal b)
{
    if (auto const whole = small(a, b)) return whole->a - whole->b;
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_sub(bits(a), bits(b), nearest_even, &flags));
}

std::optional<Decimal> multiply(Decimal a, Decimal b)
{
    if (auto const whole = small(a, b)) return whole->a * whole->b;
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_mul(bits(a), bits(b), nearest_even, &flags));
}

std::optional<Decimal> divide(Decimal a, Decimal b)
{
    if (b.is_zero()) return {};
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_div(bits(a), bits(b), nearest_even, &flags));
}

namespace {

/// By squaring: exact as long as 34 digits hold the result, and at most 64 turns.
std::optional<Decimal> whole_power(Decimal base, std::uint64_t exponent)
{
    std::optional<Decimal> result{1};
    std::optional<Decimal> square{base};
    while (exponent != 0) {
        if ((exponent & 1) != 0) {
            if (!square) return {};
            result = multiply(*result, *square);
            if (!result) return {};
        }
        exponent >>= 1;
        if (square && exponent != 0) square = multiply(*square, *square);
    }
    return result;
}

}

std::optional<Decimal> power(Decimal a, Decimal b)
{
    if (auto const exponent = b.to_integer(); exponent && std::abs(*exponent) < 1'000'000'000'000LL) {
        auto const result = whole_power(a, static_cast<std::uint64_t>(std::abs(*exponent)));
        if (*exponent >= 0 || !result) return result;
        return divide(1, *result);
    }
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_pow(bits(a), bits(b), nearest_even, &flags));
}

std::optional<Decimal> square_root(Decimal a)
{
    if (a.is_negative()) return {};
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_sqrt(bits(a), nearest_even, &flags));
}

std::optional<Decimal> exponential(Decimal a)
{
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_exp(bits(a), nearest_even, &flags));
}

std::optional<Decimal> natural_logarithm(Decimal a)
{
    if (a.is_negative() || a.is_zero()) return {};
    unsigned flags = 0;
    return DecimalAccess::finite(bid128_log(bits(a), nearest_even, &flags));
}

}
