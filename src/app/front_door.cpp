#include "front_door.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace guildhall::app {

FrontDoor::FrontDoor(http::Options options, Clock const& clock) : clock_{clock}
{
    server_ =
        std::make_unique<http::Server>(std::move(options), clock, [this](std::string_view host) { return find(host); });
}

FrontDoor::~FrontDoor()
{
    drain();
}

Site& FrontDoor::add(SiteOptions options)
{
    options.server_metrics = [this] { return server_->metrics(); };
    auto& site = *sites_.emplace_back(std::make_unique<Site>(std::move(options), clock_));
    for (auto const& host : site.council().settings.hosts) {
        if (by_host_.emplace(host, &site).second) continue;
        throw std::runtime_error(fmt::format("Two councils want the host name {}. Change \"hosts\" in {}.", host,
                                             (site.council().folder / "council.toml").string()));
    }
    return site;
}

void FrontDoor::start()
{
    for (auto const& site : sites_) site->start();
    server_->start();
}

void FrontDoor::drain()
{
    server_->drain();
    for (auto const& site : sites_) site->stop();
}

void FrontDoor::reload()
{
    try {
        server_->reload();
    } catch (std::exception const& error) {
        spdlog::error("the old certificate stays in use: {}", error.what());
    }
    for (auto const& site : sites_) {
        auto const& slug = site->council().settings.slug;
        try {
            auto const problems = site->publish_services().size(); // each has its own line in the log
            if (problems > 0)
                spdlog::error("{}: {} definitions have problems; their last good versions stay in use", slug, problems);
        } catch (std::exception const& error) {
            spdlog::error("{}: the old services stay in use: {}", slug, error.what());
        }
    }
    spdlog::info("certificate and services were read again");
}

http::Site const* FrontDoor::find(std::string_view host) const
{
    auto const found = by_host_.find(host);
    return found == by_host_.end() ? nullptr : &found->second->http_site();
}

namespace {

sigset_t waited_for()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (int const signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    return signals;
}

}

void block_signals()
{
    auto const signals = waited_for();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
}

void run_until_told(std::function<void()> const& on_reload)
{
    auto const signals = waited_for();
    for (int caught = 0; sigwait(&signals, &caught) == 0;) {
        if (caught != SIGHUP) return;
        on_reload();
    }
}

int inherited_socket()
{
    constexpr int first = 3; // sd_listen_fds(3)
    auto const* process = std::getenv("LISTEN_PID");
    auto const* count = std::getenv("LISTEN_FDS");
    if (!process || !count || std::atol(process) != ::getpid()) return -1;
    return std::atol(count) == 1 ? first : -1;
}

}
