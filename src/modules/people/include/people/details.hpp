// Who somebody is, as one source says it: a form that was sent, or a member of staff.
#pragma once

#include <base/time.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::people {

enum class Kind { person, business, group }; ///< group: a charity, a club, a residents' association

struct Details {
    std::string first, last;
    std::optional<Date> born;
    std::string organisation;   ///< name of the business or group
    std::string company_number; ///< may be empty
    std::string email;
    std::string phone; ///< E.164
    std::string address, postcode;
    std::string uprn;      ///< "" where the address was typed by hand
    std::string reference; ///< of the case, as stored, so that a search finds the person by it
    bool operator==(Details const&) const = default;

    /// Whether it says anything by which somebody is known again.
    [[nodiscard]] bool is_anonymous() const;
    [[nodiscard]] bool has_name() const { return !first.empty() || !last.empty() || !organisation.empty(); }
    [[nodiscard]] std::string name() const; ///< "Asha Example"; of a business its name; "" where none is known
    [[nodiscard]] std::string to_json() const;
    static Details from_json(std::string_view json);
};

}
