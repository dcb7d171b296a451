// How versions and drafts are kept: a definition's text followed by its messages, so that nothing depends on a file
// again. Private.
#pragma once

#include <services/services.hpp>

#include <string>
#include <string_view>

namespace guildhall::services {

enum class Origin { file, editor };

std::string stored_source(Definition const& definition, std::string_view text);
std::string stored_source(Source const& files); ///< a draft's
/// The definition, named after the service, and its messages.
Source stored_files(std::string_view service, std::string const& source);

/// Adds a version and its event. The next number.
std::int64_t store_version(db::Tx& tx, std::string_view service, std::string const& source, Origin origin);

}
