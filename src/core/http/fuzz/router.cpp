// A path over routes of every kind: whatever matches fits its type.
#include "decode.hpp"

#include <http/router.hpp>
#include <support/fuzz.hpp>

using namespace guildhall::http;
using guildhall::fuzz::must;

namespace {

Router const& router()
{
    static Router const made = [] {
        Router r;
        auto const page = [](Request const&) { return text(200, ""); };
        for (auto const pattern :
             {"/", "/services", "/services/{service}", "/services/{service}/{page}", "/desk/cases/{case:id}",
              "/desk/cases/new", "/track/{reference:ref}", "/assets/{path*}"}) {
            r.get(pattern, anyone(), page);
        }
        return r;
    }();
    return made;
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const path = decode_path(guildhall::fuzz::text(data, size));
    if (!path) return 0;
    auto const match = router().find(Method::get, *path);
    if (!match.route) return 0;
    for (auto const& [name, value] : match.parameters) {
        if (name == "case") must(!value.empty() && value.find_first_not_of("0123456789") == std::string::npos);
        if (name == "service" || name == "page")
            must(!value.empty() && value.size() <= 200 && value.find('/') == std::string::npos);
    }
    return 0;
}
