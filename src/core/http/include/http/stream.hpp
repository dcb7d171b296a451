// Server-sent events. A stream belongs to the I/O threads and holds no worker; whoever has news publishes to its
// Channel from any thread. A reader that is too slow is dropped, and its browser connects again by itself.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace guildhall::http {

class Channel {
public:
    static constexpr std::size_t most_waiting = 256 * 1024; ///< bytes not yet sent

    /// One event; `data` may have several lines. False where the reader has gone or was dropped.
    bool publish(std::string_view event, std::string_view data);
    void close();

    // For the server.
    void on_news(std::function<void()> wake);
    [[nodiscard]] std::string take();
    [[nodiscard]] bool is_closed() const;

private:
    mutable std::mutex mutex_;
    std::string waiting_;
    std::function<void()> wake_;
    bool closed_ = false;
};

}
