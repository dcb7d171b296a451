// The tables behind Translator, read from the embedded .po files when first asked.
#pragma once

#include <ui/translator.hpp>

#include <string_view>

namespace guildhall::ui {

/// The sentence in this language, or itself.
std::string_view translation(Language language, std::string_view english);
/// Which plural form CLDR gives for n: its place in the .po file's msgstr[] list.
int plural_form(Language language, std::int64_t n);
std::string_view translation_plural(Language language, std::string_view one, std::string_view other, std::int64_t n,
                                    int form);

}
