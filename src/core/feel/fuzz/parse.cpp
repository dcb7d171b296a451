// Conditions: parsed or refused with a place, and what is parsed can be evaluated.
#include <feel/feel.hpp>
#include <support/fuzz.hpp>

using namespace guildhall;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text(data, size);
    auto const expression = feel::parse(text);
    if (!expression) {
        auto const& error = expression.error();
        must(error.line >= 1 && error.column >= 1 && !error.sentence.empty());
        return 0;
    }
    (void)expression->names();
    for (auto const& known : {feel::Value{}, feel::Value{true}, feel::Value{3}, feel::Value{std::string{"tree"}},
                              feel::Value{feel::List{feel::Value{1}}}}) {
        (void)expression->evaluate(feel::LookUp{[&](std::string_view) { return known; }});
    }
    return 0;
}
