// A client that sends exactly the bytes it is given, over a real socket, with or without TLS. Waits five seconds at
// most.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::http::test {

struct Answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;
    [[nodiscard]] std::string header(std::string_view lower_case_name) const; ///< the first, or ""
    [[nodiscard]] std::vector<std::string> all(std::string_view lower_case_name) const;
};

class Client {
public:
    explicit Client(std::uint16_t port, bool tls = false);
    ~Client();
    Client(Client const&) = delete;

    void send(std::string_view bytes); ///< as much as the server takes
    /// The next answer; nothing where the server closed instead. `to_head`: it has no body.
    std::optional<Answer> read(bool to_head = false);
    /// Whether the server has closed, or closes within this time without sending anything more.
    bool closes_within(std::chrono::milliseconds patience);
    /// Whatever comes next; "" at the end or after the patience.
    std::string read_some(std::chrono::milliseconds patience = std::chrono::seconds{5});
    [[nodiscard]] std::string peer_name() const; ///< of the certificate
    [[nodiscard]] bool was_reset() const { return was_reset_; }

private:
    bool fill();
    std::optional<std::string> read_chunks();
    int socket_ = -1;
    SSL_CTX* context_ = nullptr;
    SSL* ssl_ = nullptr;
    std::string buffer_;
    bool was_reset_ = false;
};

/// Sends and reads one answer on a connection of its own; status 0 where none came.
Answer ask(std::uint16_t port, std::string_view request);
/// GET with Host: localhost and further header lines (each with CRLF).
std::string get(std::string_view target, std::string_view header_lines = "");
std::string post(std::string_view target, std::string_view body, std::string_view header_lines = "",
                 std::string_view type = "application/x-www-form-urlencoded");
std::string percent_encoded(std::string_view text);

}
