// What people type for numbers, dates and the like, read leniently and kept in one form. Pure.
#pragma once

#include <base/time.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::forms {

enum class NumberFault { not_a_number, too_many_decimals, too_long };

/// "£1,250.50", "1 250.5" and "1250.5" are "1250.5". At most 15 digits.
struct TypedNumber {
    std::string text; ///< as FEEL writes it
    std::optional<NumberFault> fault;
};
TypedNumber read_number(std::string_view typed, int decimals);
/// Pounds and pence: "12.5" is "12.50".
TypedNumber read_money(std::string_view typed);
/// "1250.50" as "£1,250.50".
std::string shown_money(std::string_view text);
/// "1250.5" as "1,250.5".
std::string shown_number(std::string_view text);

/// The three fields of a date as they were typed. Months may be names; a year of two digits is the nearest one that is
/// no more than twenty years ahead; a whole date may stand in the first field.
struct TypedDate {
    std::string_view day, month, year;
    [[nodiscard]] bool empty() const { return day.empty() && month.empty() && year.empty(); }
};
std::optional<Date> read_date(TypedDate const& typed, Date today);

/// A registration number: two to seven letters and digits, kept without spaces in capitals.
std::optional<std::string> read_vehicle(std::string_view typed);
/// "AB12CDE" as "AB12 CDE"; other forms as they are.
std::string shown_vehicle(std::string const& text);

/// Two letters, six digits and a letter from A to D, kept without spaces in capitals. Whether it was given out is not
/// known.
std::optional<std::string> read_ni_number(std::string_view typed);
/// "QQ123456C" as "QQ 12 34 56 C".
std::string shown_ni_number(std::string const& text);

/// A company number: eight letters and digits; leading noughts may be left out.
std::optional<std::string> read_company_number(std::string_view typed);

}
