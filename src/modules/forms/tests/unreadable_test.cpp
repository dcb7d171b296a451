// Drafts and submissions of a version that this release cannot read: a newer release wrote it, and was rolled back.
#include "front.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string const root = "/services/report-everything";

void make_unreadable(Front& front)
{
    static constexpr db::Query drafts{"test.unknown_version", "update form_draft set version = 4711"};
    front.database->write(Actor::system(), [](db::Tx& tx) { tx.run(drafts); }).wait();
}

}

TEST_CASE("forms: a draft of a version that cannot be read leads to a page that says so, whatever is asked for, and a "
          "new draft goes on (R-392)")
{
    Front front;
    Browser asha{front};
    auto const page = asha.fill(begin(asha), {{"kind", "hole"}});
    make_unreadable(front);
    for (auto const* place : {"/what", "/hole", "/check", "/sent", "/submission", "/start", "/clear"}) {
        CAPTURE(place);
        auto const shown = asha.follow(asha.get(root + place));
        CHECK(shown.status == 200);
        CHECK(shown.path == root);
        CHECK(shown.has("your old answers do not fit"));
    }
    for (auto const* place : {"/saved/for/report-everything", "/saved/for/report-everything/code",
                              "/answers/report-everything", "/saved"}) {
        CAPTURE(place);
        CHECK(asha.follow(asha.get(place)).status == 200);
    }
    CHECK(asha.get("/feedback/report-everything?page=what").status == 200);
    for (auto const* place : {"/hole", "/what", "/submission"}) {
        CAPTURE(place);
        auto r = asha.filled(page, root + "/hole", {{"deep", "yes"}, {"kind", "bin"}});
        r.path = root + place;
        r.received += std::chrono::seconds{5};
        CHECK(asha.follow(asha.send(r)).has("your old answers do not fit"));
    }
    // The session is lost as well: the page's ticket brings a draft that cannot be read.
    Browser stranger{front};
    for (auto const* place : {"/hole", "/submission"}) {
        CAPTURE(place);
        auto r = stranger.filled(page, root + "/hole", {{"deep", "yes"}});
        r.path = root + place;
        CHECK(stranger.follow(stranger.send(r)).status < 500);
    }
    // Whoever has the draft now begins again.
    auto& owner = stranger.get(root).has("your old answers do not fit") ? stranger : asha;
    auto const first = owner.follow(owner.submit(owner.get(root), root + "/start", {}));
    CHECK(first.path == root + "/what");
    CHECK(owner.fill(first, {{"kind", "bin"}}).path == root + "/details");
}

TEST_CASE("forms: a form that was sent and cannot be read any more is no reason to begin again")
{
    Front front;
    Browser asha{front};
    asha.submit(walk_to_check(asha, begin(asha)), root + "/submission", {});
    REQUIRE(front.submissions() == 1);
    make_unreadable(front);
    for (auto const* place : {"/sent", "/what", "/check"}) {
        CAPTURE(place);
        auto const shown = asha.follow(asha.get(root + place));
        CHECK(shown.status == 200);
        CHECK_FALSE(shown.has("your old answers do not fit"));
    }
    CHECK(asha.follow(asha.get("/answers/report-everything")).status == 200);
    CHECK(begin(asha).path == root + "/what");
    CHECK(front.submissions() == 1);
}

TEST_CASE("forms: a saved form that cannot be read opens with its code, and says so")
{
    Front front;
    Browser asha{front};
    auto const page = asha.fill(begin(asha), {{"kind", "hole"}});
    asha.follow(asha.submit(page, page.path, {{"deep", "yes"}, {"then", "save"}}));
    auto const save = asha.get("/saved/for/report-everything");
    auto const code = asha.follow(asha.submit(save, "/saved/for/report-everything", {{"email", "asha@example.org"}}));
    CHECK(code.status == 200);
    make_unreadable(front);
    CHECK(asha.follow(asha.get("/saved/for/report-everything/code")).has("your old answers do not fit"));
    CHECK(asha.get("/saved").status == 200);
}
