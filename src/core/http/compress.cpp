#include "compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace guildhall::http {

namespace {

/// The quality that `header` gives `coding`: 1 where it is named without one, 0 where it is not named.
double quality(std::string_view header, std::string_view coding)
{
    while (!header.empty()) {
        auto const comma = std::min(header.find(','), header.size());
        auto item = header.substr(0, comma);
        header.remove_prefix(std::min(comma + 1, header.size()));
        while (item.starts_with(' ')) item.remove_prefix(1);
        auto const end = item.find_first_of("; ");
        if (item.substr(0, end) != coding) continue;
        auto const q = item.find("q=");
        if (q == std::string_view::npos) return 1;
        double value = 0;
        std::from_chars(item.data() + q + 2, item.data() + item.size(), value);
        return value;
    }
    return 0;
}

std::string gzip(std::string_view bytes, int level)
{
    struct Stream {
        z_stream z{};
        int level = -1;
        ~Stream()
        {
            if (level >= 0) deflateEnd(&z);
        }
    };
    thread_local Stream stream;
    if (stream.level != level) {
        if (stream.level >= 0) deflateEnd(&stream.z);
        stream.z = {};
        if (deflateInit2(&stream.z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::runtime_error("zlib cannot start.");
        }
        stream.level = level;
    } else {
        deflateReset(&stream.z);
    }
    std::string out(deflateBound(&stream.z, bytes.size()), '\0');
    stream.z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.z.avail_in = static_cast<uInt>(bytes.size());
    stream.z.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.z.avail_out = static_cast<uInt>(out.size());
    deflate(&stream.z, Z_FINISH);
    out.resize(out.size() - stream.z.avail_out);
    return out;
}

std::string brotli(std::string_view bytes, int level)
{
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()) + 16, '\0');
    auto size = out.size();
    auto const ok = BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                          reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                                          reinterpret_cast<std::uint8_t*>(out.data()));
    if (!ok) throw std::runtime_error("brotli cannot compress.");
    out.resize(size);
    return out;
}

}

Encoding choose_encoding(std::string_view accept_encoding)
{
    auto const br = quality(accept_encoding, "br");
    auto const gz = quality(accept_encoding, "gzip");
    if (br > 0 && br >= gz) return Encoding::brotli;
    return gz > 0 ? Encoding::gzip : Encoding::identity;
}

std::string_view name_of(Encoding encoding)
{
    switch (encoding) {
    case Encoding::identity: return "";
    case Encoding::gzip: return "gzip";
    case Encoding::brotli: return "br";
    }
    return "";
}

std::string compress(std::string_view bytes, Encoding encoding, Effort effort)
{
    switch (encoding) {
    case Encoding::identity: break;
    case Encoding::gzip: return gzip(bytes, effort == Effort::page ? 5 : 9);
    case Encoding::brotli: return brotli(bytes, effort == Effort::page ? 4 : 11);
    }
    return std::string{bytes};
}

bool is_compressible(std::string_view content_type)
{
    return content_type.starts_with("text/") || content_type.starts_with("application/json") ||
           content_type.starts_with("application/javascript") || content_type.starts_with("image/svg+xml") ||
           content_type.starts_with("application/manifest+json") || content_type.starts_with("application/geo+json");
}

}
