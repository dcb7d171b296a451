#include "metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::http {

void Metrics::answered(std::string_view route, Method method, int status, std::chrono::microseconds took)
{
    auto const seconds = static_cast<double>(took.count()) / 1e6;
    thread_local std::string key;
    key.assign(name_of(method)).append(" ").append(route);
    std::lock_guard lock{mutex_};
    auto found = routes_.find(key);
    if (found == routes_.end()) found = routes_.emplace(key, Counts{}).first;
    auto& counts = found->second;
    ++counts.by_class[static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)];
    ++counts.by_time[static_cast<std::size_t>(std::ranges::lower_bound(bounds, seconds) - bounds.begin())];
    counts.seconds += seconds;
}

std::string Metrics::text(std::size_t waiting) const
{
    std::string out;
    auto const line = [&]<class... A>(fmt::format_string<A...> format, A&&... arguments) {
        fmt::format_to(std::back_inserter(out), format, std::forward<A>(arguments)...);
    };
    line("# TYPE guildhall_http_connections gauge\nguildhall_http_connections {}\n", connections.load());
    line("# TYPE guildhall_http_waiting gauge\nguildhall_http_waiting {}\n", waiting);
    line("# TYPE guildhall_http_rejected_total counter\nguildhall_http_rejected_total {}\n", rejected.load());
    std::lock_guard lock{mutex_};
    line("# TYPE guildhall_http_requests_total counter\n");
    for (auto const& [route, counts] : routes_) {
        for (std::size_t i = 0; i < counts.by_class.size(); ++i) {
            if (counts.by_class[i] == 0) continue;
            line("guildhall_http_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n", route, i + 1,
                 counts.by_class[i]);
        }
    }
    line("# TYPE guildhall_http_request_seconds histogram\n");
    for (auto const& [route, counts] : routes_) {
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < counts.by_time.size(); ++i) {
            total += counts.by_time[i];
            auto const bound = i < bounds.size() ? fmt::format("{}", bounds[i]) : "+Inf";
            line("guildhall_http_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route, bound, total);
        }
        line("guildhall_http_request_seconds_sum{{route=\"{}\"}} {}\n", route, counts.seconds);
        line("guildhall_http_request_seconds_count{{route=\"{}\"}} {}\n", route, total);
    }
    return out;
}

}
