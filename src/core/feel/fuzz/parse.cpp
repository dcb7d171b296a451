// Expressions and unary tests: read or refused with a place, and what is read ends when it is evaluated.
#include <feel/feel.hpp>
#include <feel/json.hpp>
#include <support/fuzz.hpp>

using namespace guildhall;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const text = fuzz::text(data, size);
    auto const refused_well = [](feel::ParseError const& error) {
        must(error.line >= 1 && error.column >= 1 && !error.sentence.empty());
    };
    static feel::Context const known{
        {"a", 3}, {"when-out", "tree"}, {"b c", feel::List{1, "x", feel::Context{{"d", feel::Date{2026, 3, 12}}}}}};
    static auto const names = feel::Names::of(known);
    feel::Entries const scope{known};
    feel::Settings const settings{.limits = {.steps = 50'000, .text = 50'000, .pattern_steps = 10}, .notes = true};

    if (auto const expression = feel::parse(text, names)) {
        (void)expression->paths();
        auto const outcome = expression->evaluate(scope, settings);
        must(!outcome.stopped || outcome.value.is_null());
        (void)feel::to_json(outcome.value);
        must(feel::parse(text, names)->names() == expression->names());
    } else {
        refused_well(expression.error());
    }
    if (auto const tests = feel::parse_unary_tests(text, names)) {
        feel::Evaluation evaluation{settings};
        (void)tests->test(feel::Decimal{3}, scope, evaluation);
    } else {
        refused_well(tests.error());
    }
    return 0;
}
