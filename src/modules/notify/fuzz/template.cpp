// Message templates and the values in them: the first line of the input is a value, the rest the template.
#include <notify/channels.hpp>
#include <notify/template.hpp>
#include <support/fuzz.hpp>

using namespace guildhall;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto rest = fuzz::text(data, size);
    std::string const value{fuzz::take(rest)};
    auto const parsed = notify::Template::parse(rest);
    if (!parsed) {
        must(parsed.error().line >= 1 && !parsed.error().what.empty());
        return 0;
    }
    notify::Personalisation values;
    for (auto const& name : parsed->placeholders()) values.set(name, value);
    must(parsed->missing(values).empty());
    auto const message = parsed->render(values, "Larkmoor Council");
    must(message.subject.find_first_of("\r\n") == std::string::npos);
    must(message.short_text.find_first_of("\r\n") == std::string::npos && notify::text_parts(message.short_text) >= 1);
    must(message.html.find("<script") == std::string::npos &&
         message.html.find("href=\"javascript:") == std::string::npos);
    return 0;
}
