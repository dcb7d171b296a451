// Whether what people wait for goes by an index, however much is kept.
#include "front.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

TEST_CASE("forms: a whole way through a service, its jobs and the desk's look at it read no table from end to end")
{
    Front front;
    Browser asha{front};
    auto const check = walk_to_check(asha, begin(asha));
    asha.follow(asha.submit(check, "/services/report-everything/submission", {{"website", ""}}));
    auto const stored = front.last_submission();
    Browser sam{front};
    sam.submit(begin(sam), "/services/report-everything/clear", {});
    front.database->write(Actor::system(), [](db::Tx& tx) { queue_expiry(tx); }).wait();
    front.database.clock.advance(std::chrono::days{9});
    front.run_jobs();
    front.database->write(Actor::system(), [&](db::Tx& tx) { return delete_submission(tx, stored.id); }).wait();
    CHECK(front.submissions() == 0);
    // Versions of services are read once, at start.
    for (auto const& read : db::whole_reads(*front.database, {"service_version"})) FAIL_CHECK(read);
}
