#include "operations.hpp"

#include <db/metrics.hpp>
#include <http/response.hpp>

#include <fmt/format.h>

namespace guildhall::app {

namespace {

constexpr db::Query is_alive{"app.is_alive", "select 1"};

bool is_loopback(std::string_view address)
{
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

http::Response ready(Operations& operations)
try {
    operations.database.read([](db::Snapshot& snapshot) { return snapshot.value<std::int64_t>(is_alive); });
    return http::text(200, "ready\n");
} catch (db::Fault const&) {
    return http::text(503, "the database does not answer\n");
}

http::Response metrics(Operations& operations)
{
    auto text = operations.server_metrics() + db::metrics(operations.database);
    text += fmt::format("# TYPE guildhall_event_backlog gauge\nguildhall_event_backlog {}\n", operations.backlog());
    return http::text(200, std::move(text), "text/plain; version=0.0.4; charset=utf-8");
}

}

http::Access operators(Secret token)
{
    return {"operator", [token = std::move(token)](http::Request const& request) -> std::optional<http::Response> {
                auto const sent = request.header("authorization");
                if (!token.empty() && sent.starts_with("Bearer ") && same_secret(sent.substr(7), token.reveal()))
                    return std::nullopt;
                bool const is_from_here = is_loopback(request.client) && request.header("x-forwarded-for").empty();
                if (is_from_here) return std::nullopt;
                return http::problem(request, 403);
            }};
}

void add_operation_routes(http::Router& router, Operations& operations)
{
    router.get("/healthz", http::anyone(), [](http::Request const&) { return http::text(200, "ok\n"); });
    router.get("/readyz", http::anyone(), [&operations](http::Request const&) { return ready(operations); });
    router.get("/metrics", operators(operations.token),
               [&operations](http::Request const&) { return metrics(operations); });
}

}
