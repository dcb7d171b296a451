// gzip and brotli, chosen by Accept-Encoding. Encoders and buffers are kept for each thread.
#pragma once

#include <string>
#include <string_view>

namespace guildhall::http {

enum class Encoding { identity, gzip, brotli };

/// The best encoding that the client accepts with a quality above zero; brotli before gzip.
Encoding choose_encoding(std::string_view accept_encoding);
std::string_view name_of(Encoding encoding); ///< "" for identity

enum class Effort { page, asset }; ///< page: a few milliseconds at most; asset: once, as small as possible
std::string compress(std::string_view bytes, Encoding encoding, Effort effort);

/// Whether bodies of this type become smaller.
bool is_compressible(std::string_view content_type);

}
