#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

namespace guildhall::http::test {

std::string Answer::header(std::string_view lower_case_name) const
{
    auto const found = all(lower_case_name);
    return found.empty() ? std::string{} : found.front();
}

std::vector<std::string> Answer::all(std::string_view lower_case_name) const
{
    std::vector<std::string> found;
    for (auto const& [name, value] : headers) {
        if (name == lower_case_name) found.push_back(value);
    }
    return found;
}

Client::Client(std::uint16_t port, bool tls) : socket_{::socket(AF_INET, SOCK_STREAM, 0)}
{
    timeval const patience{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
    if (!tls) return;
    context_ = SSL_CTX_new(TLS_client_method());
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, socket_);
    if (SSL_connect(ssl_) != 1) throw std::runtime_error("no handshake");
}

Client::~Client()
{
    if (ssl_) SSL_free(ssl_);
    if (context_) SSL_CTX_free(context_);
    ::close(socket_);
}

void Client::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const sent = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                               : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return; // it closed: read() shows
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool Client::fill()
{
    char chunk[16 * 1024];
    auto const got = ssl_ ? SSL_read(ssl_, chunk, sizeof chunk) : ::recv(socket_, chunk, sizeof chunk, 0);
    if (got < 0) was_reset_ = errno == ECONNRESET;
    if (got <= 0) return false;
    buffer_.append(chunk, static_cast<std::size_t>(got));
    return true;
}

std::optional<Answer> Client::read(bool to_head)
{
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return {};
    }
    auto const head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    Answer answer;
    answer.status = std::stoi(head.substr(9, 3));
    std::size_t at = head.find("\r\n") + 2;
    while (at < head.size()) {
        auto const line = head.substr(at, head.find("\r\n", at) - at);
        at += line.size() + 2;
        auto const colon = line.find(": ");
        auto name = line.substr(0, colon);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        answer.headers.emplace_back(std::move(name), line.substr(colon + 2));
    }
    if (!to_head && answer.header("transfer-encoding") == "chunked") {
        auto body = read_chunks();
        if (!body) return {};
        answer.body = std::move(*body);
        return answer;
    }
    auto const length = answer.header("content-length");
    auto const size = to_head || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < size) {
        if (!fill()) return {};
    }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    if (answer.status == 100) return read();
    return answer;
}

/// Nothing where it ended before the last chunk.
std::optional<std::string> Client::read_chunks()
{
    std::string body;
    while (true) {
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n")) == std::string::npos) {
            if (!fill()) return {};
        }
        auto const size = std::stoul(buffer_.substr(0, end), nullptr, 16);
        while (buffer_.size() < end + size + 4) {
            if (!fill()) return {};
        }
        body.append(buffer_, end + 2, size);
        buffer_.erase(0, end + size + 4);
        if (size == 0) return body;
    }
}

std::string Client::read_some(std::chrono::milliseconds patience)
{
    if (buffer_.empty()) {
        pollfd waiting{socket_, POLLIN, 0};
        bool const ready =
            (ssl_ && SSL_pending(ssl_) > 0) || ::poll(&waiting, 1, static_cast<int>(patience.count())) > 0;
        if (!ready || !fill()) return {};
    }
    return std::exchange(buffer_, {});
}

bool Client::closes_within(std::chrono::milliseconds patience)
{
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    return buffer_.empty() && !fill();
}

std::string Client::peer_name() const
{
    auto* certificate = SSL_get_peer_certificate(ssl_);
    char name[200] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    X509_free(certificate);
    return name;
}

Answer ask(std::uint16_t port, std::string_view request)
{
    Client client{port};
    client.send(request);
    return client.read(request.starts_with("HEAD ")).value_or(Answer{});
}

std::string get(std::string_view target, std::string_view header_lines)
{
    return std::string{"GET "}
        .append(target)
        .append(" HTTP/1.1\r\nHost: localhost\r\n")
        .append(header_lines)
        .append("\r\n");
}

std::string post(std::string_view target, std::string_view body, std::string_view header_lines, std::string_view type)
{
    return std::string{"POST "}
        .append(target)
        .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: ")
        .append(type)
        .append("\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n")
        .append(header_lines)
        .append("\r\n")
        .append(body);
}

std::string percent_encoded(std::string_view text)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (unsigned char const c : text) {
        out += '%';
        out += hex[c >> 4];
        out += hex[c & 15];
    }
    return out;
}

}
