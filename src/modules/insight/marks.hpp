// What managers decided about forms.
#pragma once

#include <base/message.hpp>
#include <base/time.hpp>
#include <db/database.hpp>

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace guildhall::insight {

struct MarkKind {
    std::string_view id;
    Sentence label;
};
inline constexpr std::array<MarkKind, 4> mark_kinds{{
    {"keep", "Keep as it is"},
    {"improve", "Improve"},
    {"merge", "Merge with another form"},
    {"retire", "Retire"},
}};
MarkKind const* mark_named(std::string_view id); ///< null: none

struct Mark {
    std::string mark; ///< "improve"
    std::string note;
    PersonId staff;
    Time at{};
};
std::map<std::string, Mark, std::less<>> marks(db::Snapshot& snapshot); ///< by service
/// Appends insight.form_marked.
void set_mark(db::Tx& tx, std::string_view service, Mark const& mark);

}
