// One request and its answer, between the bytes (server.cpp) and the handler. Knows nothing of sockets.
#pragma once

#include "compress.hpp"
#include "metrics.hpp"
#include "multipart.hpp"
#include "pool.hpp"
#include "proxy.hpp"
#include "rate_limit.hpp"

#include <http/server.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace guildhall::http {

/// What every exchange of a server shares.
struct Shared {
    Options options;
    Clock const& clock;
    SiteFinder sites;
    Pool pool;
    Metrics metrics;
    RateLimit rate_limit;
    TrustedProxies proxies;

    Shared(Options chosen, Clock const& clock, SiteFinder finder);
};

/// The bytes that go out. The body is owned here or by the process.
struct Outgoing {
    std::string head;
    std::string owned;
    std::string_view body; ///< of `owned`, or of an asset
    std::filesystem::path file; ///< where set, bytes first..last of it follow the head
    std::size_t file_first = 0, file_size = 0;
    std::shared_ptr<class Channel> stream; ///< where set, events follow until the channel closes
    bool keep_alive = true;
};

class Exchange {
public:
    Exchange(Shared& shared, std::string peer, bool tls);

    /// What to do with the body after the head was read.
    enum class Body { none, collect, multipart, refuse };

    Request request;

    /// Finds site and route and sets limits. `content_length` is -1 where it is not known. On refuse, the answer
    /// is ready: see refusal().
    Body begin(Method method, std::string_view target, std::int64_t content_length, bool chunked);
    [[nodiscard]] Limits const& limits() const { return limits_; }
    /// For uploads: runs the access rule before a byte of the body is read. On the pool. False: the answer is ready.
    bool may_upload();
    MultipartReader& reader();

    /// Decodes the body that was collected, or takes what the reader found. False: the answer is ready.
    bool accept_body(std::string body);

    /// Ends without a handler: 400, 408, 413, 503, ...
    void refuse(int status);

    /// Runs access rule and handler, then `done`. Call on the pool; `done` may run on another of its threads.
    void run(std::function<void()> done);

    /// After run() or a refusal. Once; also counts and logs.
    Outgoing finish(bool keep_alive);

private:
    void answer(Response response);
    std::optional<Response> refused_by_rules();
    void settle(std::exception_ptr error);
    Outgoing encode(bool keep_alive);
    void add_security_headers(std::string& head) const;

    Shared& shared_;
    std::chrono::steady_clock::time_point started_;
    Route const* route_ = nullptr;
    Limits limits_;
    std::vector<Method> allowed_;
    std::unique_ptr<MultipartReader> reader_;
    bool access_checked_ = false;
    std::optional<Task<Response>> task_;
    std::optional<Response> response_;
};

}
