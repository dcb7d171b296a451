// Numbers of FEEL: decimal floating point with 34 digits (IEEE 754-2008 decimal128), so that 0.1 + 0.2 is 0.3.
// Never NaN and never infinite: whatever has no finite answer is an empty optional, which FEEL shows as null.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::feel {

enum class Rounding { up, down, half_up, half_down, half_even, ceiling, floor };

class Decimal {
public:
    Decimal() : Decimal(std::int64_t{0}) {}
    Decimal(std::int64_t value); // NOLINT(google-explicit-constructor): every whole number is a number
    Decimal(int value) : Decimal(std::int64_t{value}) {}
    /// The shortest decimal that reads back as this double; nothing for NaN and infinities.
    [[nodiscard]] static std::optional<Decimal> from_double(double value);
    /// "12", "-.5", "1.2e-3"; nothing for any other text, spaces included.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

    /// Plain notation without an exponent: "1000", "0.00012", "-3.5". Zeros at the end of a fraction are not written.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] double to_double() const;
    /// The whole number; nothing where there is a fraction or no room.
    [[nodiscard]] std::optional<std::int64_t> to_integer() const;
    [[nodiscard]] bool is_integer() const;
    [[nodiscard]] bool is_zero() const;
    [[nodiscard]] bool is_negative() const;

    [[nodiscard]] Decimal negated() const;
    [[nodiscard]] Decimal absolute() const;
    /// With so many digits after the point (negative: before it); nothing where 34 digits do not hold it.
    [[nodiscard]] std::optional<Decimal> rounded(int scale, Rounding how) const;
    [[nodiscard]] Decimal floor() const;
    [[nodiscard]] Decimal ceiling() const;

    friend bool operator==(Decimal a, Decimal b) { return compare(a, b) == 0; }
    friend std::strong_ordering operator<=>(Decimal a, Decimal b) { return compare(a, b) <=> 0; }

    friend std::optional<Decimal> add(Decimal a, Decimal b);
    friend std::optional<Decimal> subtract(Decimal a, Decimal b);
    friend std::optional<Decimal> multiply(Decimal a, Decimal b);
    friend std::optional<Decimal> divide(Decimal a, Decimal b);
    friend std::optional<Decimal> power(Decimal a, Decimal b);
    friend std::optional<Decimal> square_root(Decimal a);
    friend std::optional<Decimal> exponential(Decimal a);
    friend std::optional<Decimal> natural_logarithm(Decimal a);

private:
    struct Bits {
        std::array<std::uint64_t, 2> words;
    };
    explicit Decimal(Bits bits) : bits_{bits} {}
    [[nodiscard]] static int compare(Decimal a, Decimal b);
    friend struct DecimalAccess;
    Bits bits_;
};

std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);
std::optional<Decimal> multiply(Decimal a, Decimal b);
std::optional<Decimal> divide(Decimal a, Decimal b); ///< nothing for division by zero
std::optional<Decimal> power(Decimal a, Decimal b);
std::optional<Decimal> square_root(Decimal a);
std::optional<Decimal> exponential(Decimal a);
std::optional<Decimal> natural_logarithm(Decimal a);

}
