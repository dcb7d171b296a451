// A small web server of ours on a loopback port, for what a provider does on bad days: answers late, or not at all.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace guildhall::notify::testing {

struct SinkRequest {
    std::string method, target;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
};

struct SinkAnswer {
    int status = 200;
    std::string body;
    bool hang_up = false; ///< the connection ends without an answer
};

class HttpSink {
public:
    explicit HttpSink(std::function<SinkAnswer(SinkRequest const&)> answer) : answer_{std::move(answer)}
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
    ~HttpSink()
    {
        ::shutdown(listener_, SHUT_RDWR);
        ::close(listener_);
        acceptor_.join();
        for (auto const client : clients_) ::shutdown(client, SHUT_RDWR);
        for (auto& talk : talks_) talk.join();
        for (auto const client : clients_) ::close(client);
    }
    HttpSink(HttpSink const&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    void accept_all()
    {
        for (;;) {
            auto const client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) return;
            clients_.push_back(client); // read again only after this thread has ended
            talks_.emplace_back([this, client] {
                talk(client);
                ::shutdown(client, SHUT_RDWR);
            });
        }
    }

    void talk(int client)
    {
        std::string buffer;
        while (auto const request = request_from(client, buffer)) {
            auto const answer = answer_(*request);
            if (answer.hang_up) return;
            auto const text =
                "HTTP/1.1 " + std::to_string(answer.status) +
                " As said\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(answer.body.size()) +
                "\r\n\r\n" + answer.body;
            if (::send(client, text.data(), text.size(), MSG_NOSIGNAL) < 0) return;
        }
    }

    static bool read_more(int client, std::string& buffer)
    {
        char chunk[4096];
        auto const n = ::recv(client, chunk, sizeof chunk, 0);
        if (n <= 0) return false;
        buffer.append(chunk, static_cast<std::size_t>(n));
        return true;
    }

    static std::optional<SinkRequest> request_from(int client, std::string& buffer)
    {
        auto end = buffer.find("\r\n\r\n");
        for (; end == std::string::npos; end = buffer.find("\r\n\r\n"))
            if (!read_more(client, buffer)) return std::nullopt;
        SinkRequest request = read_head(std::string_view{buffer}.substr(0, end));
        std::size_t length = 0;
        auto const& said = request.headers["content-length"];
        std::from_chars(said.data(), said.data() + said.size(), length);
        while (buffer.size() < end + 4 + length)
            if (!read_more(client, buffer)) return std::nullopt;
        request.body = buffer.substr(end + 4, length);
        buffer.erase(0, end + 4 + length);
        return request;
    }

    static SinkRequest read_head(std::string_view head)
    {
        SinkRequest request;
        auto const first = head.substr(0, head.find("\r\n"));
        auto const space = first.find(' ');
        request.method = first.substr(0, space);
        request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
        for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
            auto const line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
            std::string name{line.substr(0, line.find(':'))};
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
            request.headers[name] = line.substr(std::min(line.find(':') + 2, line.size()));
        }
        return request;
    }

    std::function<SinkAnswer(SinkRequest const&)> answer_;
    int listener_ = -1;
    int port_ = 0;
    std::vector<int> clients_;
    std::vector<std::thread> talks_;
    std::thread acceptor_;
};

}
