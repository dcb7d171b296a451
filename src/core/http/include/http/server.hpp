// HTTP/1.1 on Boost.Beast and Asio; server.cpp is the one translation unit that sees Beast.
// One io_context per core owns sockets, time-outs and slow clients; handlers run on a pool of one thread per core.
#pragma once

#include <base/time.hpp>
#include <http/router.hpp>
#include <http/site.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace guildhall::http {

struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; ///< 0: any free one
    int inherited_socket = -1; ///< a listening socket from systemd; -1: bind
    int io_threads = 0;        ///< 0: one per core
    int workers = 0;           ///< 0: one per core
    std::size_t max_connections = 10'000;
    std::size_t max_waiting = 512; ///< requests queued for a worker before the waiting page (503, Retry-After)
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{60'000}; ///< without progress, or at less than 1 KB a second
    std::chrono::milliseconds idle_timeout{60'000};
    std::vector<std::string> trusted_proxies; ///< addresses or CIDR whose X-Forwarded-For/-Proto are believed
    bool plain_beyond_loopback = false;       ///< true only where a trusted proxy ends TLS
    std::string certificate, key;             ///< PEM files: TLS; reload() reads them again
    std::filesystem::path upload_folder;      ///< temporary files of uploads
    int requests_per_minute = 600;            ///< coarse limit per client address, in memory; 0: off
};

class Server {
public:
    /// Throws std::runtime_error in plain words with the remedy ("Port 8080 is in use: ...").
    Server(Options options, Clock const& clock, SiteFinder sites);
    ~Server();
    void start();  ///< returns when listening
    void drain();  ///< stops accepting, answers what is in hand (at most 10 s), then stops
    void reload(); ///< certificate
    [[nodiscard]] std::uint16_t port() const;
    /// Prometheus text of requests by route pattern and status, durations, queue, connections.
    [[nodiscard]] std::string metrics() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}
