// Values as JSON and back, for hosts and the command line. Dates, times, durations, ranges and functions become text.
#pragma once

#include <feel/value.hpp>

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::feel {

[[nodiscard]] Value from_json(boost::json::value const& json);
/// Numbers keep all their digits. Nothing where the text is no JSON.
[[nodiscard]] std::optional<Value> from_json(std::string_view text);
[[nodiscard]] std::string to_json(Value const& value);

}
