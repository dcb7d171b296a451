// What the form components share: the group around an input, and what describes it.
#pragma once

#include <ui/components/fields.hpp>

namespace guildhall::ui {

void open_group(Html& out, FormGroup const& group, bool has_error);
void close_group(Html& out);
/// Renders hint and error with ids made from `id`, and appends their ids to `described_by`.
void add_hint_and_error(Html& out, std::string const& id, Hint const& hint, ErrorMessage const& error,
                        std::string& described_by);
/// ` name.one="..."` for each plural form: the texts of a script.
void add_plural(Html& out, Markup name, PluralText const& texts);
void append_id(std::string& ids, std::string_view id);

}
