// What changed between two texts of a definition, in words for people who write services.
#pragma once

#include <services/definition.hpp>

#include <base/result.hpp>

#include <string>
#include <vector>

namespace guildhall::services {

struct Difference {
    std::string item;     ///< where, in the later text, or in the earlier one if it is gone: "pages/bin/questions/bin"
    std::string sentence; ///< "Question \"bin\": label was \"Which bin?\" and is \"Which bin was missed?\"."
};

/// In the order of the later text. Refused where one of them is no YAML.
[[nodiscard]] Result<std::vector<Difference>, Problem> differences(std::string const& before, std::string const& after);

}
