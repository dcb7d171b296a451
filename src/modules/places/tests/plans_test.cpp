// Asks the planner of both engines whether each look-up goes by an index. The statements are those of find.cpp and
// near.cpp.
#include <places/places.hpp>

#include <db/testing.hpp>
#include <doctest/doctest.h>

using namespace guildhall;
using namespace guildhall::places;

namespace {

constexpr db::Query analyze{"test.analyze", "analyze"};

// PostgreSQL explains in lines of text, SQLite in rows whose fourth column says what is done.
#define EXPLAINED(name, sql)                                                                                           \
    constexpr db::Query name##_sqlite{"test.explain", "explain query plan " sql};                                      \
    constexpr db::Query name##_postgres{"test.explain", "explain " sql};
EXPLAINED(postcode, "select line from place_address where postcode = $1 order by position limit $2")
EXPLAINED(word, "select line from place_address where uprn in (select uprn from place_word where word >= $1 and word < "
                "$2 limit $3) order by position")
EXPLAINED(count, "select count(*) from (select 1 from place_word where word >= $1 and word < $2 limit $3) as counted")
EXPLAINED(around, "select uprn, lon, lat from place_address where lat between $1 and $2 and lon between $3 and $4")
EXPLAINED(area, "select outline from place_area where kind = $1 and slug >= $2")
EXPLAINED(uprn, "select line from place_address where uprn = $1")
#undef EXPLAINED

struct Town {
    Town()
    {
        database
            ->write(Actor::system(),
                    [](db::Tx& tx) {
                        import(tx, larkmoor());
                        tx.run(analyze);
                    })
            .wait();
    }
    template <class... A> std::string plan(db::Query const& sqlite, db::Query const& postgres, A const&... arguments)
    {
        std::string plan;
        database->read([&](db::Snapshot& s) {
            bool const on_postgres = database->is_postgres();
            s.for_each(
                on_postgres ? postgres : sqlite,
                [&](db::Row const& row) { plan.append(row.text(on_postgres ? 0 : 3)).append("\n"); }, arguments...);
        });
        return plan;
    }
    db::TestDatabase database{migrations()};
};

bool goes_by_index(std::string const& plan)
{
    for (auto const* whole : {"SCAN place_", "Seq Scan on place_address", "Seq Scan on place_word"}) {
        if (plan.find(whole) != std::string::npos) return false;
    }
    return plan.find("place_") != std::string::npos;
}

}

TEST_CASE("places: look-ups by postcode, word, point and number go by an index")
{
    Town town;
    auto const check = [](std::string const& plan) { CHECK_MESSAGE(goes_by_index(plan), plan); };
    check(town.plan(postcode_sqlite, postcode_postgres, "ZZ1 1AA", 60));
    check(town.plan(word_sqlite, word_postgres, "market", "market\xf4\x8f\xbf\xbf", 200));
    check(town.plan(count_sqlite, count_postgres, "market", "market\xf4\x8f\xbf\xbf", 200));
    check(town.plan(around_sqlite, around_postgres, 53.710, 53.712, -4.776, -4.774));
    check(town.plan(area_sqlite, area_postgres, "ward", ""));
    check(town.plan(uprn_sqlite, uprn_postgres, "999900000001"));
}
