// JSON Schema of a definition, for editors that complete and check YAML while it is written.
#pragma once

#include <string>

namespace guildhall::services {

/// Draft 2020-12, indented; the same text every time. docs/service.schema.json is this.
[[nodiscard]] std::string json_schema();

}
