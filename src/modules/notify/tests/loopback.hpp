// A port of this machine that something of ours answers at, one thread for each connection.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace guildhall::notify::testing {

class Loopback {
public:
    /// `talk` answers a connection, on a thread of its own; when it returns, the connection ends.
    explicit Loopback(std::function<void(int client)> talk) : talk_{std::move(talk)}
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
    ~Loopback()
    {
        ::shutdown(listener_, SHUT_RDWR);
        ::close(listener_);
        acceptor_.join();
        for (auto const client : clients_) ::shutdown(client, SHUT_RDWR);
        for (auto& thread : threads_) thread.join();
        for (auto const client : clients_) ::close(client);
    }
    Loopback(Loopback const&) = delete;

    [[nodiscard]] int port() const { return port_; }

    /// Appends what comes; false at the end.
    static bool read_more(int client, std::string& buffer)
    {
        char chunk[4096];
        auto const n = ::recv(client, chunk, sizeof chunk, 0);
        if (n <= 0) return false;
        buffer.append(chunk, static_cast<std::size_t>(n));
        return true;
    }
    /// False where the client has gone.
    static bool say(int client, std::string const& text)
    {
        return ::send(client, text.data(), text.size(), MSG_NOSIGNAL) >= 0;
    }

private:
    void accept_all()
    {
        for (;;) {
            auto const client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) return;
            clients_.push_back(client); // read again only after this thread has ended
            threads_.emplace_back([this, client] {
                talk_(client);
                ::shutdown(client, SHUT_RDWR);
            });
        }
    }

    std::function<void(int)> talk_;
    int listener_ = -1;
    int port_ = 0;
    std::vector<int> clients_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

}
