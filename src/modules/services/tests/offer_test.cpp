// Whether a service can be begun, in which version, and in which language.
#include <services/drafts.hpp>
#include <services/services.hpp>
#include <services/trials.hpp>

#include <base/date.hpp>
#include <db/testing.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

using namespace guildhall;
using namespace guildhall::services;

namespace {

constexpr std::string_view bin = "waste/report-missed-bin.yaml";
Date const today = *parse_iso_date("2026-09-15");

std::string& text_of(Source& source, std::string_view name)
{
    auto const found = std::ranges::find(source, name, &SourceFile::name);
    REQUIRE(found != source.end());
    return found->text;
}

Source with_lines(std::string_view lines)
{
    auto source = shipped_source();
    text_of(source, bin).append(lines);
    return source;
}

Source titled(std::string const& title)
{
    auto source = shipped_source();
    auto& text = text_of(source, bin);
    auto const from = text.find("title: ");
    text.replace(from, text.find('\n', from) - from, "title: " + title);
    return source;
}

Actor editor()
{
    Actor actor;
    actor.kind = ActorKind::staff;
    actor.person = PersonId{7};
    actor.roles = {Role::content_editor};
    return actor;
}

struct Shop {
    std::vector<db::Migration> tables = migrations();
    db::TestDatabase database{tables};
    Library library{*database};

    Version const& bin_version()
    {
        auto const* version = library.catalogue()->current("report-missed-bin");
        REQUIRE(version);
        return *version;
    }
    Offer offer(Date day) { return library.catalogue()->offer(bin_version().definition, day); }
};

}

TEST_CASE("R-048 services: outside its days a service is closed, and says what its file says")
{
    Shop shop;
    CHECK(shop.library.publish(with_lines("open: { from: 2026-09-01, to: 2026-10-31, closed: Come back in autumn. }\n"))
              .empty());
    CHECK(shop.offer(*parse_iso_date("2026-08-31")).state == Offer::State::not_yet_open);
    CHECK(shop.offer(*parse_iso_date("2026-09-01")).is_open());
    CHECK(shop.offer(*parse_iso_date("2026-10-31")).is_open());
    CHECK(shop.offer(*parse_iso_date("2026-11-01")).state == Offer::State::closed);
    CHECK(shop.offer(*parse_iso_date("2026-11-01")).words == "Come back in autumn.");
}

TEST_CASE("services: what is not built yet keeps a service shut, and is named")
{
    Shop shop;
    shop.library.publish(with_lines("sign_in: required\nneeds: [payments]\n"));
    auto const offer = shop.offer(today);
    CHECK(offer.state == Offer::State::not_built_yet);
    CHECK(offer.missing == std::vector<std::string>{"accounts", "payments"});
    auto const built = announced().with({"accounts", "payments"});
    CHECK(offer_of(shop.bin_version().definition, built, today).is_open());
}

TEST_CASE("services: a withdrawn service is in no list, and what was begun goes on")
{
    Shop shop;
    shop.library.publish(shipped_source());
    auto const begun = shop.bin_version().id;
    auto const before = shop.library.catalogue()->all().size();
    shop.library.publish(with_lines("withdrawn: true\n"));
    auto const now = shop.library.catalogue();
    CHECK(now->all().size() == before - 1);
    CHECK(now->every().size() == before);
    CHECK(shop.offer(today).state == Offer::State::withdrawn);
    REQUIRE(now->version(begun));
    CHECK_FALSE(now->version(begun)->definition.withdrawn);
}

TEST_CASE("services: the address of a withdrawn service leads to the first of its successors that is on offer")
{
    Shop shop;
    auto const retire = [&](Source& source, std::string_view name, std::string const& successor) {
        text_of(source, name).append("withdrawn: true\nsuccessor: " + successor + "\n");
    };
    auto source = shipped_source();
    retire(source, bin, "report-street-problem");
    CHECK(shop.library.publish(source).empty());
    auto const leads_to = [&] {
        auto const* found = shop.library.catalogue()->successor(shop.bin_version().definition);
        return found ? found->definition.id : "";
    };
    CHECK(leads_to() == "report-street-problem");
    retire(source, "streets/report-street-problem.yaml", "order-bin");
    shop.library.publish(source);
    CHECK(leads_to() == "order-bin");
    retire(source, "waste/order-bin.yaml", "report-missed-bin"); // round in a circle: said at each, and not published
    auto const problems = shop.library.publish(source);
    CHECK(problems.size() == 3);
    for (auto const& problem : problems) CHECK(problem.sentence == "The successors lead back to this service.");
    CHECK(leads_to() == "order-bin");
}

TEST_CASE("services: a service whose file is gone is not on offer, until the file is back or somebody decides")
{
    Shop shop;
    auto const whole = shipped_source();
    shop.library.publish(whole);
    auto const version = shop.bin_version().id;
    auto without = whole;
    std::erase_if(without, [](SourceFile const& file) { return file.name == bin; });
    shop.library.publish(without);
    auto const now = shop.library.catalogue();
    CHECK(now->has_lost_its_file("report-missed-bin"));
    CHECK_FALSE(now->has_lost_its_file("report-street-problem"));
    CHECK(shop.offer(today).state == Offer::State::withdrawn);
    CHECK(std::ranges::none_of(now->all(), [&](auto const* one) { return one->id == version; }));
    CHECK(std::ranges::any_of(now->every(), [&](auto const* one) { return one->id == version; }));
    CHECK(now->version(version)); // whoever has begun goes on

    SUBCASE("the file is back")
    {
        shop.library.publish(whole);
        CHECK(shop.offer(today).is_open());
        CHECK(shop.bin_version().id == version);
    }
    SUBCASE("a file with an error is still there, and the last good version stays on offer")
    {
        auto broken = whole;
        text_of(broken, bin) = "id: report-missed-bin\n";
        shop.library.publish(broken);
        CHECK(shop.offer(today).is_open());
    }
    SUBCASE("somebody keeps it")
    {
        Source const files{*std::ranges::find(whole, bin, &SourceFile::name)};
        auto const examined = shop.library.examine("report-missed-bin", files);
        auto const keep = [&](db::Tx& tx) {
            return publish_at_once(tx, "report-missed-bin", examined, files, "offered again");
        };
        CHECK(shop.database->write(editor(), keep).wait().has_value());
        shop.library.reload();
        CHECK(shop.offer(today).is_open());
    }
    SUBCASE("whoever has read no files yet takes nothing off")
    {
        Library fresh{*shop.database};
        fresh.reload();
        CHECK_FALSE(fresh.catalogue()->has_lost_its_file("report-missed-bin"));
    }
}

TEST_CASE("services: a trial gives each browser one version and keeps to it, by the share that was chosen")
{
    Shop shop;
    shop.library.publish(titled("The one"));
    auto const one = shop.bin_version().id;
    shop.library.publish(titled("The other"));
    auto const other = shop.bin_version().id;
    auto const begin = [&](Actor const& actor, VersionId a, VersionId b, int share) {
        return shop.database
            ->write(actor,
                    [&](db::Tx& tx) {
                        return begin_trial(tx, "report-missed-bin", {.control = a, .variant = b, .share = share});
                    })
            .wait();
    };
    CHECK_FALSE(begin(Actor::anonymous(), one, other, 30));
    CHECK_FALSE(begin(editor(), one, one, 30));
    CHECK_FALSE(begin(editor(), one, VersionId{1}, 30));
    CHECK_FALSE(begin(editor(), one, other, 100));
    REQUIRE(begin(editor(), one, other, 30));
    shop.library.reload();
    auto const catalogue = shop.library.catalogue();
    REQUIRE(catalogue->trial("report-missed-bin"));
    int others = 0;
    for (int i = 0; i < 1000; ++i) {
        auto const browser = "browser " + std::to_string(i);
        auto const id = catalogue->current("report-missed-bin", browser)->id;
        CHECK(id == catalogue->current("report-missed-bin", browser)->id);
        others += id == other;
    }
    CHECK(others > 250);
    CHECK(others < 350);
    CHECK(catalogue->current("report-missed-bin", "")->id == other); // nobody's: the newest

    auto const end = [&](Actor const& actor) {
        return shop.database
            ->write(actor, [&](db::Tx& tx) { return end_trial(tx, "report-missed-bin", other, "It is broken"); })
            .wait();
    };
    auto const record = [&] {
        return shop.database->read([](db::Snapshot& s) { return trials_of(s, "report-missed-bin").front(); });
    };
    SUBCASE("it ends when somebody ends it, and the reason is kept")
    {
        CHECK_FALSE(end(Actor::anonymous()));
        CHECK(end(editor()));
        CHECK_FALSE(end(editor()));
        shop.library.reload();
        CHECK(shop.library.catalogue()->trial("report-missed-bin") == nullptr);
        CHECK(record().reason == "It is broken");
        CHECK(record().kept == other);
        CHECK(record().ended_by == editor().person);
    }
    SUBCASE("when its rule has answered, everybody gets the better version, and the answer stays")
    {
        auto const answer = [&](Actor const& actor, TrialAnswer found) {
            return shop.database
                ->write(actor,
                        [&](db::Tx& tx) {
                            return answer_trial(tx, record().id, 3, found, {100, 80, 100, 60});
                        })
                .wait();
        };
        CHECK_FALSE(answer(editor(), TrialAnswer::control)); // nobody answers by hand
        REQUIRE(answer(Actor::system(), TrialAnswer::control));
        CHECK_FALSE(answer(Actor::system(), TrialAnswer::variant));
        shop.library.reload();
        for (auto const* browser : {"", "browser 1", "browser 2", "browser 3", "browser 4", "browser 5"})
            CHECK(shop.library.catalogue()->current("report-missed-bin", browser)->id == one);
        CHECK(record().counts.variant_did == 60);
        CHECK_FALSE(record().is_running());
        CHECK_FALSE(record().ended_at);
    }
    SUBCASE("a later version ends it")
    {
        shop.library.publish(titled("A third"));
        CHECK(shop.library.catalogue()->trial("report-missed-bin") == nullptr);
        CHECK(shop.library.catalogue()->current("report-missed-bin", "browser 1")->definition.title == "A third");
        CHECK(record().ended_at);
        CHECK(record().kept.value == 0);
    }
}

TEST_CASE(
    "services: a version holds its service in other languages, and a sentence that is missing there stays English")
{
    Shop shop;
    auto source = shipped_source();
    source.push_back({"waste/report-missed-bin.cy.yaml", "\"Which address was missed?\": \"Pa gyfeiriad a fethwyd?\"\n"
                                                         "\"No such sentence.\": \"Dim.\"\n"});
    source.push_back({"messages/missed-bin-done.cy.txt", "Subject: Wedi'i wneud\n\nDiolch.\n"});
    CHECK(shop.library.publish(source).empty());
    auto const check_it = [](Version const& version) {
        auto const& welsh = version.in("cy");
        CHECK(welsh.question("property")->label == "Pa gyfeiriad a fethwyd?");
        CHECK(welsh.title == version.definition.title);
        CHECK(welsh.messages.at("missed-bin-done").subject == "Wedi'i wneud");
        CHECK(version.in("ar").question("property")->label == "Which address was missed?");
    };
    check_it(shop.bin_version());
    Library fresh{*shop.database};
    fresh.reload();
    check_it(*fresh.catalogue()->current("report-missed-bin"));

    auto const advice = check(source).advice;
    CHECK(std::ranges::any_of(advice, [](Problem const& one) {
        return one.sentence.find("not translated") != std::string::npos && one.line == 1;
    }));
    CHECK(std::ranges::any_of(advice, [](Problem const& one) {
        return one.sentence.find("no sentence \"No such sentence.\"") != std::string::npos && one.line == 2;
    }));
}

TEST_CASE("services: a version keeps the list of choices that its file named")
{
    Shop shop;
    auto source = with_lines("");
    auto& text = text_of(source, bin);
    auto const from = text.find("        options:");
    text.replace(from, text.find("  - id: out") - from, "        options: { list: bins }\n");
    source.push_back(
        {"lists/bins.yaml", "- { value: rubbish, label: \"Rubbish: black\" }\n- { value: food, label: Food }\n"});
    CHECK(shop.library.publish(source).empty());
    CHECK(shop.bin_version().definition.question("bin")->option("rubbish")->label == "Rubbish: black");
    Library fresh{*shop.database};
    fresh.reload();
    CHECK(fresh.catalogue()->current("report-missed-bin")->definition.question("bin")->options.size() == 2);
}

TEST_CASE("services: every shipped service reads at nine or younger, and a council adds its own necessary words")
{
    Shop shop;
    shop.library.publish(overlaid(shipped_source(), {{"words.txt", "zebra\n"}}));
    auto const words = shop.library.necessary_words();
    CHECK(words.contains("zebra"));
    CHECK(words.contains("council"));
    for (auto const* version : shop.library.catalogue()->every()) {
        auto const reading = readability(version->definition, words);
        CAPTURE(version->definition.id);
        CHECK(reading.words > 50);
        CHECK(reading.age <= oldest_reading_age);
    }
}

TEST_CASE(
    "services: thousands of versions are loaded without reading them all, and each can be read when it is asked for")
{
    static constexpr db::Query add{"test.add", R"sql(
        insert into service_version (id, service, number, hash, source, published_at)
        values ($1, 'report-missed-bin', $2, $3, $4, $5))sql"};
    Shop shop;
    shop.library.publish(shipped_source());
    auto source = shipped_source();
    auto const text = text_of(source, bin);
    VersionId old{};
    shop.database
        ->write(Actor::system(),
                [&](db::Tx& tx) {
                    for (int i = 2; i <= 3000; ++i) {
                        auto const id = tx.new_id<VersionId>();
                        if (i == 1500) old = id;
                        tx.run(add, id, i, "hash", text, tx.now());
                    }
                    return 0;
                })
        .wait();
    auto const begun = std::chrono::steady_clock::now();
    Library fresh{*shop.database};
    fresh.reload();
    auto const took = std::chrono::steady_clock::now() - begun;
    CHECK(took <
          std::chrono::seconds{2}); // reading one takes milliseconds, reading all of them would take many seconds
    CHECK(fresh.catalogue()->current("report-missed-bin")->number == 3000);
    REQUIRE(fresh.catalogue()->version(old));
    CHECK(fresh.catalogue()->version(old)->number == 1500);
}
