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
    std::string made;      ///< the body, where a handler made it
    std::string_view held; ///< the body, where the process holds it
    [[nodiscard]] std::string_view body() const { return made.empty() ? held : std::string_view{made}; }
    void drop_body()
    {
        made.clear();
        held = {};
        file_size = 0;
        pieces = Pieces::none;
        stream = {};
    }
    std::filesystem::path file; ///< where set, bytes first..last of it follow the head
    std::size_t file_first = 0, file_size = 0;
    std::shared_ptr<class Channel> stream; ///< where set, events follow until the channel closes
    enum class Pieces { none, chunked, until_closed };
    Pieces pieces = Pieces::none; ///< how those follow that Exchange::make_piece() makes
    bool keep_alive = true;
};

class Exchange {
public:
    Exchange(Shared& shared, std::string peer, bool tls);
    ~Exchange(); ///< deletes the files of uploads
    Exchange(Exchange const&) = delete;

    /// What to do with the body after the head was read.
    enum class Body { none, collect, multipart, refuse };

    Request request;
    bool knows_chunks = true; ///< false for a client that speaks HTTP/1.0, such as nginx without further settings

    /// Finds site and route and sets limits. No `method`: one that no route can have. `content_length` is -1 where it
    /// is not known. On refuse, the answer is ready.
    Body begin(std::optional<Method> method, std::string_view target, std::int64_t content_length, bool chunked);
    /// Instead of begin(), for a head that was not understood.
    void reject(int status);
    [[nodiscard]] Limits const& limits() const { return limits_; }
    [[nodiscard]] std::size_t most_body() const { return limits_.body + limits_.upload * limits_.uploads; }
    /// For uploads: runs the access rule before a byte of the body is read. On the pool. False: the answer is ready.
    bool may_upload();
    /// Bytes of a multipart body. False: the answer is ready.
    bool feed(std::string_view bytes);

    /// Decodes the body that was collected, or takes what the reader found. False: the answer is ready.
    bool accept_body(std::string body);

    /// Ends without a handler: 400, 408, 413, 503, ...
    void refuse(int status);

    /// Runs access rule and handler, then `done`. Call on the pool; `done` may run on another of its threads.
    void run(std::function<void()> done);

    /// After run() or a refusal. Once; also counts and logs.
    Outgoing finish(bool keep_alive);

    enum class Piece { made, end, broken };
    /// After finish(), where it says that pieces follow. On the pool.
    Piece make_piece(std::string& text);

private:
    bool identify();
    Body expect_body(std::int64_t content_length, bool chunked);
    void answer(Response response);
    // NOLINTBEGIN(bugprone-unchecked-optional-access): whatever ends an exchange has called answer() before these
    Response& answered() { return *response_; }
    [[nodiscard]] Response const& answered() const { return *response_; }
    // NOLINTEND(bugprone-unchecked-optional-access)
    void refuse_multipart();
    std::optional<Response> refused_by_rules();
    void settle(std::exception_ptr error);
    void log_fault(std::string_view what) const;

    /// What is known of an answer's body while its head is made.
    struct Payload {
        std::size_t size = 0;
        Encoding encoding = Encoding::identity;
        std::string etag; ///< of the encoding sent: weak unless it is the asset itself
        bool can_range = false;
    };
    Outgoing encode(bool keep_alive);
    Payload choose_body(Outgoing& out);
    void apply_conditions(Outgoing& out, Payload& body);
    void apply_range(Outgoing& out, Payload& body);
    void write_head(Outgoing& out, Payload const& body) const;
    void add_security_headers(std::string& head) const;
    void add_cookies(std::string& head) const;

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
