// Text that must never be printed: passwords, tokens, keys. It has no stream or format operator on purpose.
#pragma once

#include <string>
#include <string_view>

namespace guildhall {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_{std::move(text)} {}
    /// The only way in. Whoever calls it promises not to log what comes out.
    [[nodiscard]] std::string_view reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    std::string text_;
};

[[nodiscard]] std::string random_token(std::size_t bytes = 32);         ///< base64url of random bytes
[[nodiscard]] std::string sha256_hex(std::string_view text);            ///< tokens are stored only as this
[[nodiscard]] std::string sha256_base64(std::string_view text);         ///< standard alphabet, padded (CSP, integrity)
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b); ///< constant time
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text); ///< 32 raw bytes

}
