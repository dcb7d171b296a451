// The pieces that a request is decoded with.
#include "decode.hpp"
#include "compress.hpp"
#include "head.hpp"
#include "proxy.hpp"

#include <support/fuzz.hpp>

using namespace guildhall::http;
using guildhall::fuzz::must;

namespace {

void check_fields(std::string_view text)
{
    auto const form = decode_form(text, 50);
    if (!form) return;
    must(form->fields().size() <= 50);
    for (auto const& [name, value] : form->fields()) {
        must(is_clean_text(name) && is_clean_text(value));
        must(value.find('\r') == std::string::npos);
        must(as_typed(value) == value); // nothing is left to take out
    }
}

void check_path(std::string_view text)
{
    auto const path = decode_path(text);
    if (!path) return;
    must(path->starts_with('/') && is_clean_text(*path));
    must(path->find("//") == std::string::npos && path->find('\\') == std::string::npos);
    must(path->find("/../") == std::string::npos && !path->ends_with("/..") && path->find("/./") == std::string::npos);
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = guildhall::fuzz::text(data, size);
    check_fields(text);
    check_path(text);
    (void)is_sound_head(text);
    (void)header_parameter(text, "boundary");
    (void)header_parameter(text, "filename");
    (void)cookie_value(text, "__Host-browser");
    (void)choose_encoding(text);
    ByteRange range{};
    if (decode_range(text, 1000, range) == RangeVerdict::part) must(range.first <= range.last && range.last < 1000);
    static TrustedProxies const proxies{{"10.0.0.0/8", "fd00::/8"}};
    (void)proxies.client_of("10.0.0.1", text);
    return 0;
}
