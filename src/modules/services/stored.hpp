// How versions and drafts are kept: a definition's text followed by its messages, lists and translations, so that
// nothing depends on a file again. Private.
#pragma once

#include <services/services.hpp>

#include <base/result.hpp>

#include <string>
#include <string_view>

namespace guildhall::services {

enum class Origin { file, editor };

std::string stored_source(Definition const& definition, std::string_view text);
std::string stored_source(Source const& files); ///< a draft's
/// The definition, named after the service, and what goes with it, named as in a folder.
Source stored_files(std::string_view service, std::string const& source);
/// Reads a definition back from its stored version, which was checked when it was stored: by the reader of that day.
Result<Definition, Problem> read_stored(std::string const& source, Capabilities const& capabilities);

/// Adds a version and its event. The next number.
/// A trial that was open ends with it, because its two versions are no longer what is on offer.
std::int64_t store_version(db::Tx& tx, std::string_view service, std::string const& source, Origin origin);

/// False where none is open.
bool close_trial(db::Tx& tx, std::string_view service, VersionId kept, std::string_view reason);

}
