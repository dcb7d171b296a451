// A mail server of ours for bad days: it speaks SMTP on a loopback port and fails where a test asks it to.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace guildhall::notify {

class SmtpSink {
public:
    enum class Mood { accept, later, refuse, drop_after_data };

    SmtpSink()
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener_, 16);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept_all(); }};
    }
    ~SmtpSink()
    {
        ::shutdown(listener_, SHUT_RDWR);
        ::close(listener_);
        acceptor_.join();
        {
            std::lock_guard lock{mutex_};
            for (auto const client : clients_) ::shutdown(client, SHUT_RDWR);
        }
        for (auto& talk : talks_) talk.join();
    }
    SmtpSink(SmtpSink const&) = delete;

    void set(Mood mood) { mood_ = mood; }
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] int connections() const { return connections_; }
    /// Messages that were wholly received, whether or not the answer reached the sender.
    [[nodiscard]] std::vector<std::string> messages() const
    {
        std::lock_guard lock{mutex_};
        return messages_;
    }

private:
    void accept_all()
    {
        for (;;) {
            auto const client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) return;
            ++connections_;
            std::lock_guard lock{mutex_};
            clients_.push_back(client);
            talks_.emplace_back([this, client] {
                talk(client);
                ::shutdown(client, SHUT_RDWR);
            });
        }
    }

    static void say(int client, std::string_view line)
    {
        auto const text = std::string{line} + "\r\n";
        (void)!::send(client, text.data(), text.size(), MSG_NOSIGNAL);
    }

    static std::optional<std::string> line_from(int client, std::string& buffer)
    {
        for (;;) {
            if (auto const end = buffer.find("\r\n"); end != std::string::npos) {
                auto line = buffer.substr(0, end);
                buffer.erase(0, end + 2);
                return line;
            }
            char chunk[4096];
            auto const n = ::recv(client, chunk, sizeof chunk, 0);
            if (n <= 0) return std::nullopt;
            buffer.append(chunk, static_cast<std::size_t>(n));
        }
    }

    void talk(int client)
    {
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

    int listener_ = -1;
    int port_ = 0;
    std::atomic<Mood> mood_ = Mood::accept;
    std::atomic<int> connections_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> messages_;
    std::vector<int> clients_;
    std::vector<std::thread> talks_;
    std::thread acceptor_;
};

}
