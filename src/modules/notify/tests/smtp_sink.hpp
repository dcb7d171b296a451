// A mail server of ours for bad days: it speaks SMTP on a loopback port and fails where a test asks it to.
#pragma once

#include "loopback.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::notify {

class SmtpSink {
public:
    enum class Mood { accept, later, refuse, drop_after_data };

    void set(Mood mood) { mood_ = mood; }
    [[nodiscard]] int port() const { return loopback_.port(); }
    [[nodiscard]] int connections() const { return connections_; }
    /// Messages that were wholly received, whether or not the answer reached the sender.
    [[nodiscard]] std::vector<std::string> messages() const
    {
        std::lock_guard lock{mutex_};
        return messages_;
    }

private:
    static void say(int client, std::string_view line) { testing::Loopback::say(client, std::string{line} + "\r\n"); }

    static std::optional<std::string> line_from(int client, std::string& buffer)
    {
        for (;;) {
            if (auto const end = buffer.find("\r\n"); end != std::string::npos) {
                auto line = buffer.substr(0, end);
                buffer.erase(0, end + 2);
                return line;
            }
            if (!testing::Loopback::read_more(client, buffer)) return std::nullopt;
        }
    }

    void talk(int client)
    {
        ++connections_;
        std::string buffer;
        say(client, "220 sink");
        while (auto const line = line_from(client, buffer)) {
            if (line->starts_with("EHLO"))
                say(client, "250 sink");
            else if (line->starts_with("RCPT") && mood_ == Mood::later)
                say(client, "451 busy, try later");
            else if (line->starts_with("RCPT") && mood_ == Mood::refuse)
                say(client, "550 " + line->substr(8) + " is unknown");
            else if (line->starts_with("QUIT")) {
                say(client, "221 bye");
                return;
            } else if (!line->starts_with("DATA"))
                say(client, "250 ok");
            else if (!receive(client, buffer))
                return;
        }
    }

    bool receive(int client, std::string& buffer)
    {
        say(client, "354 go on");
        std::string message;
        for (;;) {
            auto const line = line_from(client, buffer);
            if (!line) return false;
            if (*line == ".") break;
            message += (line->starts_with("..") ? line->substr(1) : *line) + "\r\n";
        }
        {
            std::lock_guard lock{mutex_};
            messages_.push_back(message);
        }
        if (mood_ == Mood::drop_after_data) return false;
        say(client, "250 taken");
        return true;
    }

    std::atomic<Mood> mood_ = Mood::accept;
    std::atomic<int> connections_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> messages_;
    testing::Loopback loopback_{[this](int client) { talk(client); }}; // the last: it answers as soon as it is there
};

}
