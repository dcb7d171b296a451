#include "foreign.hpp"

#include <base/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <stdexcept>

namespace guildhall::services {

namespace {

struct Format {
    std::string_view name;
    ForeignForm (*read)(std::string_view text);
};
constexpr std::array formats{Format{"moj-forms", read_moj_form}, Format{"defra-forms", read_defra_form}};
constexpr std::array names{formats[0].name, formats[1].name};
constexpr std::size_t most_bytes = 4 * 1024 * 1024;

ForeignForm read(std::string_view format, std::string_view text)
{
    if (text.size() > most_bytes) throw std::runtime_error("The file is larger than 4 MB.");
    for (auto const& known : formats) {
        if (known.name == format) return known.read(text);
    }
    throw std::runtime_error(
        fmt::format("There is no format \"{}\". The formats are: {}.", format, fmt::join(names, ", ")));
}

}

std::span<std::string_view const> import_formats()
{
    return names;
}

Result<Imported, Problem> import_form(std::string_view format, std::string_view text, ImportAs const& as)
{
    try {
        auto form = read(format, text);
        auto named = as;
        if (named.id.empty()) named.id = Ids{}.make(form.title);
        if (named.area.empty()) named.area = "imported";
        if (named.owner.empty()) named.owner = "contact-centre";
        auto const row = lay_out(form);
        form.note("every question", "Why it is asked is not in their file. Write it under purpose:.");
        return Imported{named.id, write_yaml(form, row, named), std::move(form.notes)};
    } catch (std::runtime_error const& error) {
        return Refused{Problem{
            .file = {}, .line = 1, .sentence = error.what(), .remedy = "Export the form from its builder again."}};
    }
}

}
