// Cases of one service as CSV. Only the columns declared here, and the questions whose answers are not sealed.
#pragma once

#include <desk/desk.hpp>

#include <base/time.hpp>
#include <http/response.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::desk {

/// Columns that every service has, in their order. After them comes one for each question, named by its id.
std::vector<std::string_view> declared_columns();

struct ExportAsk {
    std::string service;
    std::optional<Time> from, before; ///< opened in this span
};
/// As the actor may see them, newest first, made while it is sent, in pages of one snapshot each: what is opened or
/// changed meanwhile may be as before or after. Nothing for a service that is not there.
std::optional<http::PiecesBody> export_csv(Deps const& deps, Actor const& actor, ExportAsk const& ask);

}
