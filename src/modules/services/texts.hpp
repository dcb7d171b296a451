// Every text of a definition that people read.
#pragma once

#include <services/definition.hpp>

#include <functional>
#include <string>

namespace guildhall::services {

/// `path` is where it stands: "pages/bin/questions/bin/label".
using EachText = std::function<void(std::string& text, std::string const& path)>;
/// Those that are not empty.
void for_each_text(Definition& definition, EachText const& each);

}
