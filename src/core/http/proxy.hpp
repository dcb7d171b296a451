// Who the client is when a reverse proxy stands in front: X-Forwarded-For and -Proto are believed only as far as the
// chain of trusted proxies reaches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::http {

class TrustedProxies {
public:
    /// Addresses or networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". Throws std::runtime_error naming a broken one.
    explicit TrustedProxies(std::vector<std::string> const& networks);
    [[nodiscard]] bool trusts(std::string_view address) const;
    /// The nearest address that is not a trusted proxy.
    [[nodiscard]] std::string client_of(std::string_view peer, std::string_view forwarded_for) const;

private:
    struct Network {
        std::string bytes; ///< 4 or 16
        int bits;
    };
    std::vector<Network> networks_;
};

bool is_loopback(std::string_view address);

}
