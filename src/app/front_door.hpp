// The whole process: one HTTP server in front of the sites of several councils, found by host name.
#pragma once

#include "site.hpp"

#include <http/server.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::app {

class FrontDoor {
public:
    FrontDoor(http::Options options, Clock const& clock);
    ~FrontDoor();

    /// Before start(). Throws std::runtime_error where two councils want the same host name.
    Site& add(SiteOptions options);
    void start();
    /// Answers what is in hand and stops. Consumers and jobs end after the batch in hand.
    void drain();
    /// Reads again what can change without a restart: certificate and services. Whatever is wrong with either is in the
    /// log, and the old one stays in use.
    void reload();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] std::vector<std::unique_ptr<Site>> const& sites() const { return sites_; }

private:
    [[nodiscard]] http::Site const* find(std::string_view host) const;

    Clock const& clock_;
    std::vector<std::unique_ptr<Site>> sites_;
    std::map<std::string, Site*, std::less<>> by_host_;
    std::unique_ptr<http::Server> server_;
};

/// Blocks the signals that run_until_told() waits for. Before any thread is made.
void block_signals();
/// Returns on SIGTERM or SIGINT; calls `on_reload` on SIGHUP.
void run_until_told(std::function<void()> const& on_reload);
/// The listening socket that systemd hands over (LISTEN_FDS), or -1.
int inherited_socket();

}
