#include "marks.hpp"

#include <base/embedded.hpp>
#include <insight/insight.hpp>

#include <fmt/format.h>

GUILDHALL_EMBEDDED(insight_migrations)

namespace guildhall::insight {

namespace {

constexpr db::Query all_marks{"insight.marks", "select service, mark, note, staff, at from insight_mark"};
constexpr db::Query put_mark{"insight.set_mark", R"sql(
    insert into insight_mark (service, mark, note, staff, at) values ($1, $2, $3, $4, $5)
    on conflict (service) do update set mark = $2, note = $3, staff = $4, at = $5)sql"};

}

std::vector<db::Migration> migrations()
{
    return db::migrations_of("insight", embedded::insight_migrations());
}

MarkKind const* mark_named(std::string_view id)
{
    for (auto const& kind : mark_kinds)
        if (kind.id == id) return &kind;
    return nullptr;
}

std::map<std::string, Mark, std::less<>> marks(db::Snapshot& snapshot)
{
    std::map<std::string, Mark, std::less<>> found;
    snapshot.for_each(all_marks, [&](db::Row const& row) {
        found[row.get<std::string>(0)] = {row.get<std::string>(1), row.get<std::string>(2), row.get<PersonId>(3),
                                          row.get<Time>(4)};
    });
    return found;
}

void set_mark(db::Tx& tx, std::string_view service, Mark const& mark)
{
    tx.run(put_mark, service, mark.mark, mark.note, mark.staff, tx.now());
    // Service ids and marks are slugs: nothing to escape.
    tx.append({.type = "insight.form_marked",
               .stream = 0,
               .facts = fmt::format(R"({{"service":"{}","mark":"{}"}})", service, mark.mark)});
}

}
