// A router asked without sockets: what the server would do with a request whose body has been read. For tests.
#pragma once

#include <http/router.hpp>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>

namespace guildhall::http::testing {

/// Goes on where it was resumed.
struct Inline final : Executor {
    void post(std::coroutine_handle<> task) override { task.resume(); }
};

/// Runs a handler that writes, and waits for its answer.
inline Response finished(Task<Response> task)
{
    Inline executor;
    std::mutex mutex;
    std::condition_variable condition;
    bool done = false;
    task.start(executor, [&] {
        std::lock_guard lock{mutex};
        done = true;
        condition.notify_one();
    });
    std::unique_lock lock{mutex};
    condition.wait(lock, [&] { return done; });
    return task.take();
}

/// The route's access rule, then its handler. Throws std::logic_error where no route is found: the test asks wrongly.
inline Response answer(Router const& router, Request& request)
{
    auto const match = router.find(request.method, request.path);
    if (match.route == nullptr) throw std::logic_error{"no route to " + request.path};
    request.path_parameters = match.parameters;
    try {
        if (auto refused = match.route->access.check(request)) return *refused;
        return match.route->read ? match.route->read(request) : finished(match.route->write(request));
    } catch (Halt const& halt) {
        return halt.response;
    }
}

/// The text of a page, or all pieces of what is made while it is sent.
inline std::string body_of(Response const& response)
{
    auto const* const pieces = std::get_if<PiecesBody>(&response.body);
    if (pieces == nullptr) return std::get<std::string>(response.body);
    std::string whole;
    while (auto const piece = pieces->next()) whole += *piece;
    return whole;
}

inline std::string location_of(Response const& response)
{
    for (auto const& [name, value] : response.headers)
        if (name == "Location" || name == "location") return value;
    return {};
}

inline bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

}
