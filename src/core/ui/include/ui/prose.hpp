// The plain words of a page: headings, paragraphs, links, and what to mend in what was typed.
#pragma once

#include <base/result.hpp>
#include <ui/components/fields.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::ui {

Html heading(std::string_view words);    ///< the page's <h1>
Html subheading(std::string_view words); ///< an <h2>
Html paragraph(Html const& content);
Html paragraph(std::string_view words);
Html link(std::string_view href, std::string_view words);

/// "2 years" where they are whole ones, else "90 days".
std::string days_in_words(int days, Translator const& t);

/// Everything to mend, each a link to its field; nothing where there is no error.
Html error_summary_of(std::vector<FieldError> const& errors, Translator const& t);
/// What stands beside one field; without text where it is well.
ErrorMessage error_of(std::vector<FieldError> const& errors, std::string_view field, Translator const& t);

}
