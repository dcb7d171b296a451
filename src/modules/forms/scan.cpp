#include "scan.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

namespace guildhall::forms {

namespace {

constexpr timeval patience{.tv_sec = 60, .tv_usec = 0};
constexpr std::size_t chunk_size = 64 * 1024;
constexpr std::size_t longest_answer = 4096;

class Socket {
public:
    explicit Socket(int descriptor) : descriptor_{descriptor}
    {
        if (descriptor_ < 0) return;
        setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
    ~Socket()
    {
        if (descriptor_ >= 0) close(descriptor_);
    }
    Socket(Socket const&) = delete;
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] bool connect_to(sockaddr const* address, socklen_t size) const
    {
        return descriptor_ >= 0 && ::connect(descriptor_, address, size) == 0;
    }
    [[nodiscard]] bool send_all(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            auto const sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR) continue;
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// Up to the zero that ends an answer.
    [[nodiscard]] std::string answer() const
    {
        std::string text;
        std::array<char, 512> buffer{};
        while (text.size() < longest_answer && text.find('\0') == std::string::npos) {
            auto const got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            text.append(buffer.data(), static_cast<std::size_t>(got));
        }
        auto const end = text.find('\0');
        return end == std::string::npos ? std::string{} : text.substr(0, end);
    }

private:
    int descriptor_;
};

std::unique_ptr<Socket> connect_unix(std::string_view path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return nullptr;
    std::ranges::copy(path, address.sun_path);
    auto socket = std::make_unique<Socket>(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    // The sockets interface takes every kind of address through this cast.
    auto const* any = reinterpret_cast<sockaddr const*>(&address); // NOLINT
    return socket->connect_to(any, sizeof address) ? std::move(socket) : nullptr;
}

std::unique_ptr<Socket> connect_tcp(std::string_view host, std::string_view port)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(std::string{host}.c_str(), std::string{port}.c_str(), &hints, &found) != 0) return nullptr;
    std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> const owned{found, &freeaddrinfo};
    for (auto const* one = found; one != nullptr; one = one->ai_next) {
        auto socket =
            std::make_unique<Socket>(::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol));
        if (socket->connect_to(one->ai_addr, one->ai_addrlen)) return socket;
    }
    return nullptr;
}

std::unique_ptr<Socket> connect(std::string_view clamd)
{
    if (clamd.starts_with('/')) return connect_unix(clamd);
    auto const colon = clamd.rfind(':');
    if (colon == std::string_view::npos) return nullptr;
    return connect_tcp(clamd.substr(0, colon), clamd.substr(colon + 1));
}

std::string size_of_chunk(std::size_t size)
{
    auto const n = static_cast<std::uint32_t>(size);
    return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8), static_cast<char>(n)};
}

bool stream(Socket const& socket, std::string_view bytes)
{
    constexpr std::string_view command{"zINSTREAM", 10}; // with its zero
    if (!socket.send_all(command)) return false;
    for (std::size_t at = 0; at < bytes.size(); at += chunk_size) {
        auto const chunk = bytes.substr(at, chunk_size);
        if (!socket.send_all(size_of_chunk(chunk.size())) || !socket.send_all(chunk)) return false;
    }
    return socket.send_all(size_of_chunk(0));
}

}

ScanResult scan(std::string_view clamd, std::string_view bytes)
{
    using enum ScanResult::Verdict;
    auto const socket = connect(clamd);
    if (!socket) return {unavailable, "clamd does not answer"};
    bool const is_sent = stream(*socket, bytes);
    // Where clamd refuses in the middle, it says why before it hangs up.
    auto const answer = socket->answer();
    if (is_sent && answer == "stream: OK") return {clean, {}};
    constexpr std::string_view before = "stream: ";
    constexpr std::string_view after = " FOUND";
    if (answer.starts_with(before) && answer.ends_with(after) && answer.size() > before.size() + after.size())
        return {infected, answer.substr(before.size(), answer.size() - before.size() - after.size())};
    return {unavailable, answer.empty() ? "clamd gave no answer" : answer};
}

}
