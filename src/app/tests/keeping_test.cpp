#include "town.hpp"

#include <forms/forms.hpp>

using namespace guildhall;
using namespace guildhall::app;
using namespace guildhall::app::testing;

namespace {

namespace fs = std::filesystem;

/// One council in a configuration, and reports of people who can be forgotten.
class Kept {
public:
    Kept()
    {
        auto const made = run({"init", "--folder", top().string(), "--slug", "wend", "--name", "Wend Council", "--host",
                               "wend.example", "--administrator", "ada@wend.example"});
        REQUIRE(made.code == 0);
    }
    [[nodiscard]] fs::path top() const { return folder_.path() / "etc"; }
    [[nodiscard]] fs::path council() const { return top() / "wend"; }
    [[nodiscard]] std::string config() const { return (top() / "guildhall.toml").string(); }
    [[nodiscard]] fs::path place(std::string const& name) const { return folder_.path() / name; }
    [[nodiscard]] SiteOptions options() const
    {
        return {.folder = council(), .master_key = read_master_key(top() / "wend.key")};
    }
    ManualClock clock{from_millis(1'773'046'800'000)};

private:
    db::TestFolder folder_;
};

constexpr db::Query subject_of{"test.subject", "select subject from case_record where reference = $1"};
constexpr db::Query submission_of{"test.submission", "select submission from case_record where reference = $1"};

void forget(Site& site, Reference const& reference)
{
    site.database()
        .write(Actor::system(),
               [&](db::Tx& tx) { tx.forget(tx.value<db::SubjectId>(subject_of, reference.stored()).value()); })
        .wait();
}

/// The email address that the case's person left; "" where they were forgotten.
std::string email_of(Site& site, Reference const& reference)
{
    return site.database().read([&](db::Snapshot& snapshot) {
        auto const id = snapshot.value<forms::SubmissionId>(submission_of, reference.stored());
        auto const stored = forms::find_submission(snapshot, id.value());
        auto const* answer = stored ? stored->answers.find("email") : nullptr;
        return answer ? answer->text() : std::string{};
    });
}

struct Three {
    Reference before, after, kept;
};

/// Three reports; one person is forgotten before the backup, one after it. The backup is taken while the council is
/// open.
Three live_and_back_up(Kept& home, std::vector<std::string> const& backup)
{
    FrontDoor door{any_port(), home.clock};
    auto& site = door.add(home.options());
    door.start();
    Browser browser{door.port(), "wend.example"};
    auto const report = [&](std::string const& name) {
        Visitor visitor{.client = "192.0.2.1"};
        return send_report(browser, visitor, home.clock, {.email = name + "@example.org", .photo = small_photo()});
    };
    Three const three{report("before"), report("after"), report("kept")};
    site.settle();
    forget(site, three.before);
    auto const taken = run(backup);
    CHECK(taken.err.empty());
    REQUIRE(taken.code == 0);
    CHECK(taken.out.find("MB in") != std::string::npos);
    CHECK(run(backup).code == 1); // one place holds one backup
    forget(site, three.after);
    CHECK(email_of(site, three.kept) == "kept@example.org");
    return three;
}

}

TEST_CASE("backup: taken from an open council, restored on another machine; whoever was forgotten stays forgotten")
{
    Kept home;
    auto const to = home.place("backup").string();
    auto const keys = home.place("keys").string();
    auto const three = live_and_back_up(home, {"backup", "--config", home.config(), "--to", to, "--keys", keys});
    fs::rename(home.council(), home.place("lost"));
    auto const restored = run({"restore", "--config", home.config(), "--from", to, "--keys", keys});
    CHECK(restored.err.empty());
    REQUIRE(restored.code == 0);

    auto const again = run({"restore", "--config", home.config(), "--from", to, "--keys", keys});
    CHECK(again.code == 1);
    CHECK(again.err.find("Restore into an empty folder") != std::string::npos);

    FrontDoor door{any_port(), home.clock};
    auto& site = door.add(home.options());
    door.start();
    CHECK(email_of(site, three.before).empty());
    CHECK(email_of(site, three.kept) == "kept@example.org");
    Browser browser{door.port(), "wend.example"};
    Visitor anybody{.client = "192.0.2.1"};
    CHECK(browser.get(anybody, "/track/" + three.kept.shown()).status == 200);
    CHECK(fs::exists(home.council() / "council.toml"));
}

TEST_CASE("backup: a key store that survived knows who was forgotten since")
{
    Kept home;
    auto const to = home.place("backup").string();
    auto const three = live_and_back_up(home, {"backup", "--config", home.config(), "--to", to});
    for (auto const* file : {"council.db", "council.db-wal", "council.db-shm"}) fs::remove(home.council() / file);
    auto const restored = run({"restore", "--config", home.config(), "--from", to});
    CHECK(restored.err.empty());
    REQUIRE(restored.code == 0);
    Site site{home.options(), home.clock};
    CHECK(email_of(site, three.before).empty());
    CHECK(email_of(site, three.after).empty());
    CHECK(email_of(site, three.kept) == "kept@example.org");
}

TEST_CASE("restore: without a backup it says where it looked")
{
    Kept const home;
    fs::create_directories(home.place("empty"));
    auto const nothing = run({"restore", "--config", home.config(), "--from", home.place("empty")});
    CHECK(nothing.code == 1);
    CHECK(nothing.err.find("holds no backup of wend") != std::string::npos);
    auto const unknown = run({"backup", "--config", home.config(), "--to", home.place("backup"), "--council", "arrow"});
    CHECK(unknown.err == "The configuration has no council \"arrow\". It has: wend.\n");
}

TEST_CASE("restart: a draft, a session and a case are there again, and a second process is refused meanwhile")
{
    Kept home;
    Visitor resident{.client = "192.0.2.1"};
    Visitor staff{.client = "192.0.2.2"};
    Visitor sender{.client = "192.0.2.3"};
    std::optional<Reference> reference;
    {
        FrontDoor door{any_port(), home.clock};
        auto& site = door.add(home.options());
        add_staff(site, "sam@wend.example", {Role::agent}, {"street-services"});
        door.start();
        Browser browser{door.port(), "wend.example"};
        answer_pages(browser, resident, {.text = "The draft says xylograph"}, "photo");
        sign_in(browser, staff, "sam@wend.example");
        reference = send_report(browser, sender, home.clock, {});
        CHECK_THROWS_AS(Site(home.options(), home.clock), db::Fault);
    }
    FrontDoor door{any_port(), home.clock};
    door.add(home.options());
    door.start();
    Browser browser{door.port(), "wend.example"};
    CHECK(says(browser.get(resident, "/services/report-street-problem"), "You began before, on this device."));
    CHECK(says(browser.get(resident, "/services/report-street-problem/details"), "The draft says xylograph"));
    CHECK(browser.get(staff, "/desk").status == 200);
    CHECK(browser.get(sender, "/track/" + reference->shown()).status == 200);
    CHECK_FALSE(case_path(browser, staff, *reference).empty());
}

TEST_CASE("drain: what is in hand is answered and the front door closes in order")
{
    Kept home;
    FrontDoor door{any_port(), home.clock};
    door.add(home.options());
    door.start();
    Browser browser{door.port(), "wend.example"};
    Visitor anybody{.client = "192.0.2.1"};
    CHECK(browser.get(anybody, "/readyz").status == 200);
    door.drain();
    CHECK_THROWS_AS(browser.get(anybody, "/readyz"), std::runtime_error);
    door.drain(); // twice does no harm
}

TEST_CASE("retention: a council forgets by its own clock; a replay, which lives years in minutes, does not")
{
    Kept home;
    static constexpr db::Query close{"test.close", "update case_record set closed_at = $1, outcome = 'done'"};
    auto const life = [&](bool forgets, auto&& lived) {
        auto options = home.options();
        options.forgets = forgets;
        FrontDoor door{any_port(), home.clock};
        auto& site = door.add(std::move(options));
        door.start();
        Browser browser{door.port(), "wend.example"};
        lived(site, browser);
        site.settle();
    };
    std::optional<Reference> sent;
    life(false, [&](Site& site, Browser& browser) {
        Visitor visitor{.client = "192.0.2.1"};
        sent = send_report(browser, visitor, home.clock, {.email = "kept@example.org"});
        site.database().write(Actor::system(), [](db::Tx& tx) { tx.run(close, tx.now()); }).wait();
        home.clock.advance(std::chrono::days{3'000});
        site.settle();
        CHECK(email_of(site, *sent) == "kept@example.org");
    });
    life(true, [&](Site& site, Browser&) {
        CHECK(email_of(site, *sent) == "kept@example.org"); // until the night
        home.clock.advance(std::chrono::days{1});
        site.settle();
        CHECK(site.database().read([&](db::Snapshot& s) {
            return !forms::find_submission(s, s.value<forms::SubmissionId>(submission_of, sent->stored()).value());
        }));
    });
}
