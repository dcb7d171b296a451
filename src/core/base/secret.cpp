#include <base/secret.hpp>

#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <sodium.h>

namespace guildhall {

std::string random_token(std::size_t bytes)
{
    std::string raw(bytes, '\0');
    randombytes_buf(raw.data(), raw.size());
    std::string text(sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(raw.data()), raw.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back(); // the closing zero
    return text;
}

std::string sha256_hex(std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), hash);
    std::string hex;
    hex.reserve(2 * sizeof hash);
    for (unsigned char const byte : hash) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

std::string sha256_base64(std::string_view text)
{
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), hash);
    std::string out(sodium_base64_encoded_len(sizeof hash, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    out.pop_back(); // the closing zero
    return out;
}

bool same_secret(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hmac_sha256(std::string_view key, std::string_view text)
{
    std::string mac(SHA256_DIGEST_LENGTH, '\0');
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<unsigned char const*>(text.data()),
         text.size(), reinterpret_cast<unsigned char*>(mac.data()), &size);
    return mac;
}

}
