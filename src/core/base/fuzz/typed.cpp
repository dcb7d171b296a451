// What people type into one field.
#include <base/date.hpp>
#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/reference.hpp>
#include <base/text.hpp>
#include <support/fuzz.hpp>

using namespace guildhall;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const typed = fuzz::text(data, size);
    if (auto const one = Reference::parse(typed)) must(Reference::parse(one->shown()) == one);
    if (auto const one = Phone::parse(typed)) must(one->e164().size() <= 16 && Phone::parse(one->shown()) == one);
    if (auto const one = Postcode::parse(typed)) must(Postcode::parse(one->str()) == one);
    if (auto const one = Email::parse(typed)) {
        must(Email::parse(one->str()) == one);
        must(one->str().find_first_of("\r\n \"<>,;") == std::string::npos);
    }
    if (auto const one = parse_iso_date(typed)) must(iso_date(*one) == typed);
    must(collapsed(collapsed(typed)) == collapsed(typed));
    must(folded(folded(typed)) == folded(typed));
    must(length_of(typed) <= size);
    (void)words_of(typed);
    return 0;
}
