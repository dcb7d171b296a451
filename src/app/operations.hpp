// What operators ask a running process: is it alive, is it ready, and its figures.
#pragma once

#include <base/secret.hpp>
#include <db/database.hpp>
#include <db/event.hpp>
#include <http/router.hpp>

#include <functional>
#include <string>

namespace guildhall::app {

struct Operations {
    db::Database& database;
    std::function<std::string()> server_metrics; ///< Prometheus text of the whole process
    std::function<std::int64_t()> backlog;       ///< events that a consumer has not seen
    Secret token; ///< for /metrics from elsewhere, as "Authorization: Bearer ..."; empty: loopback only
};

/// Operators ask from the machine itself, not through a proxy, or with the token.
http::Access operators(Secret token);

/// GET /healthz (anyone), /readyz (anyone; asks the database), /metrics (operators).
void add_operation_routes(http::Router& router, Operations& operations);

}
