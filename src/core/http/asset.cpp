#include "compress.hpp"

#include <http/response.hpp>

#include <base/secret.hpp>

namespace guildhall::http {

namespace {

/// An encoding is kept only where it is smaller.
std::string encoded(std::string_view bytes, std::string_view content_type, Encoding encoding)
{
    if (!is_compressible(content_type)) return {};
    auto out = compress(bytes, encoding, Effort::asset);
    return out.size() < bytes.size() ? out : std::string{};
}

}

Asset make_asset(std::string_view bytes, std::string_view content_type, bool immutable)
{
    return {.content_type = content_type,
            .identity = bytes,
            .gzip = encoded(bytes, content_type, Encoding::gzip),
            .brotli = encoded(bytes, content_type, Encoding::brotli),
            .etag = '"' + sha256_hex(bytes).substr(0, 16) + '"',
            .immutable = immutable};
}

}
