#include "encoding.hpp"

#include <fmt/format.h>

#include <iconv.h>

#include <cstdint>
#include <stdexcept>

namespace guildhall::replay {

namespace {

class Converter {
public:
    explicit Converter(std::string const& encoding) : handle_{::iconv_open("UTF-8", encoding.c_str())}
    {
        bool const is_unknown = reinterpret_cast<std::intptr_t>(handle_) == -1;
        if (is_unknown)
            throw std::runtime_error(
                fmt::format("There is no encoding \"{}\". Write one as encoding: windows-1252", encoding));
    }
    ~Converter() { ::iconv_close(handle_); }
    Converter(Converter const&) = delete;

    std::expected<std::string, std::size_t> convert(std::string_view bytes)
    {
        std::string text(bytes.size() * 4, '\0');
        auto* from = const_cast<char*>(bytes.data()); // iconv does not change it; its type is older than const
        auto* to = text.data();
        auto from_left = bytes.size();
        auto to_left = text.size();
        auto const failed = ::iconv(handle_, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1);
        if (failed) return std::unexpected{bytes.size() - from_left};
        text.resize(text.size() - to_left);
        return text;
    }

private:
    iconv_t handle_;
};

}

std::expected<std::string, std::size_t> to_utf8(std::string_view bytes, std::string const& encoding)
{
    return Converter{encoding}.convert(bytes);
}

}
