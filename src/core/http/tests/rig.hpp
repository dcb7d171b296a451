// A server on a free port of the loopback with a small site, and what it logs.
#pragma once

#include "client.hpp"

#include <http/server.hpp>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace guildhall::http::test {

class Log final : public spdlog::sinks::base_sink<std::mutex> {
public:
    [[nodiscard]] std::vector<std::string> lines()
    {
        std::lock_guard lock{mutex_};
        return lines_;
    }
    /// Waits up to two seconds for a line with this text: an answer arrives a moment before or after its line.
    [[nodiscard]] std::string line_with(std::string_view text);
    [[nodiscard]] int count(std::string_view text);

private:
    void sink_it_(spdlog::details::log_msg const& message) override
    {
        lines_.emplace_back(message.payload.data(), message.payload.size());
    }
    void flush_() override {}
    std::vector<std::string> lines_;
};

class Rig {
public:
    Rig();
    ~Rig();
    /// Adds the site's routes and starts. Change `options` and `router` before.
    void start();
    [[nodiscard]] std::uint16_t port() const { return server->port(); }
    Answer ask(std::string_view request) const { return test::ask(port(), request); }
    [[nodiscard]] std::size_t files_in_upload_folder() const;

    Options options;
    SystemClock clock;
    Router router;
    Site site;
    std::filesystem::path folder;
    std::shared_ptr<Log> log = std::make_shared<Log>();
    std::shared_ptr<Channel> channel = std::make_shared<Channel>();
    std::string page;         ///< what /page answers
    Asset asset;              ///< what /asset answers
    std::latch gate{1};       ///< /held waits for it
    std::atomic<int> held{0}; ///< how many requests stand at the gate
    std::atomic<int> access_checks{0};
    std::unique_ptr<Server> server;

private:
    void add_pages();
    void add_forms();
    std::shared_ptr<spdlog::logger> before_;
};

}
