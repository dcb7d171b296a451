// Versions: published once, never changed, and what happens when people publish at once or publish rubbish.
#include "../reader.hpp"

#include <services/services.hpp>

#include <db/testing.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <thread>

using namespace guildhall;
using namespace guildhall::services;

namespace {

constexpr std::string_view bin = "waste/report-missed-bin.yaml";

Source const& shipped()
{
    static Source const source = shipped_source();
    return source;
}

std::string& text_of(Source& source, std::string_view name)
{
    auto const found = std::ranges::find(source, name, &SourceFile::name);
    REQUIRE(found != source.end());
    return found->text;
}

Source titled(std::string const& title)
{
    auto source = shipped();
    auto& text = text_of(source, bin);
    auto const from = text.find("title: ");
    text.replace(from, text.find('\n', from) - from, "title: " + title);
    return source;
}

std::vector<db::Migration> tables()
{
    return migrations();
}

}

TEST_CASE("services: every version stays as it was published, however many follow")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library library{*test};
    std::vector<VersionId> ids;
    for (int i = 1; i <= 5; ++i) {
        CHECK(library.publish(titled("Title " + std::to_string(i))).empty());
        auto const* current = library.catalogue()->current("report-missed-bin");
        REQUIRE(current);
        CHECK(current->number == i);
        ids.push_back(current->id);
    }
    Library const* another_node = &library;
    for (int i = 1; i <= 5; ++i) {
        auto const* version = another_node->catalogue()->version(ids[static_cast<std::size_t>(i - 1)]);
        REQUIRE(version);
        CHECK(version->definition.title == "Title " + std::to_string(i));
        CHECK(version->number == i);
    }
    CHECK(library.catalogue()->version(VersionId{1}) == nullptr);
    CHECK(library.catalogue()->current("report-unicorn") == nullptr);
    // Going back to an older text is a new version, too: the newest is what counts.
    library.publish(titled("Title 1"));
    CHECK(library.catalogue()->current("report-missed-bin")->number == 6);
}

TEST_CASE("services: a changed message makes a new version, and the old one keeps the old words")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library library{*test};
    library.publish(shipped());
    auto const first = library.catalogue();
    auto const* before = first->current("report-missed-bin");
    REQUIRE(before);
    auto source = shipped();
    text_of(source, "messages/" + before->definition.received + ".txt") =
        "Subject: New words\r\n\r\nWe have your report.\r\nThank you.\r\n";
    CHECK(library.publish(source).empty());
    auto const* after = library.catalogue()->current("report-missed-bin");
    CHECK(after->number == 2);
    auto const& message = after->definition.messages.at(after->definition.received);
    CHECK(message.subject == "New words");
    CHECK(message.body == "We have your report.\nThank you.\n");
    CHECK(library.catalogue()->version(before->id)->definition.messages.at(before->definition.received).body ==
          before->definition.messages.at(before->definition.received).body);
}

TEST_CASE("services: a broken file keeps the last good version, the other files go on, and a catalogue in use does not "
          "change")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library library{*test};
    library.publish(shipped());
    auto const in_use = library.catalogue();
    auto const services_before = in_use->all().size();
    auto source = titled("A better title");
    text_of(source, bin) = "id: report-missed-bin\ntitle: [";
    auto& street = text_of(source, "streets/report-street-problem.yaml");
    street.replace(street.find("title: "), 7, "title: New ");
    auto const problems = library.publish(source);
    REQUIRE(problems.size() >= 1);
    CHECK(problems.front().file == bin);
    CHECK(library.catalogue()->current("report-missed-bin")->number == 1);
    CHECK(library.catalogue()->current("report-street-problem")->number == 2);
    CHECK(library.catalogue()->all().size() == services_before);
    CHECK(in_use->current("report-street-problem")->number == 1);
}

TEST_CASE("services: a stored version that cannot be read is left out alone, and the service has the one before it")
{
    static constexpr db::Query wound{"test.wound",
                                     "update service_version set source = 'id: [' where service = $1 and number = $2"};
    auto const own = tables();
    db::TestDatabase test{own};
    Library library{*test};
    library.publish(shipped());
    library.publish(titled("A better title"));
    auto const wounded = library.catalogue()->current("report-missed-bin")->id;
    auto const services_before = library.catalogue()->all().size();
    CHECK(test->write(Actor::system(), [](db::Tx& tx) { return tx.run(wound, "report-missed-bin", 2); }).wait() == 1);

    Library restarted{*test};
    restarted.reload();
    CHECK(restarted.catalogue()->version(wounded) == nullptr);
    CHECK(restarted.catalogue()->current("report-missed-bin")->number == 1);
    CHECK(restarted.catalogue()->all().size() == services_before);
    restarted.publish(titled("A title that can be read")); // numbers go on after the one that is left out
    CHECK(restarted.catalogue()->current("report-missed-bin")->number == 3);
}

TEST_CASE("services: a first library with a broken file offers the good ones")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library library{*test};
    auto source = shipped();
    text_of(source, bin) = "";
    auto const problems = library.publish(source);
    REQUIRE_FALSE(problems.empty());
    CHECK(problems.front().line == 1);
    CHECK(library.catalogue()->current("report-missed-bin") == nullptr);
    CHECK(library.catalogue()->current("report-street-problem") != nullptr);
}

TEST_CASE("services: several who publish at once make each version once, and the newest is shown")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library library{*test};
    library.publish(shipped());
    {
        std::vector<std::jthread> people;
        for (int i = 0; i < 4; ++i) people.emplace_back([&] { library.publish(titled("The same change")); });
    }
    CHECK(library.catalogue()->current("report-missed-bin")->number == 2);
    {
        std::vector<std::jthread> people;
        for (int i = 0; i < 4; ++i)
            people.emplace_back([&, i] { library.publish(titled("Change " + std::to_string(i))); });
    }
    auto const shown = library.catalogue()->current("report-missed-bin")->number;
    CHECK(shown == 6);
    Library fresh{*test};
    fresh.reload();
    CHECK(fresh.catalogue()->current("report-missed-bin")->number == shown);
    CHECK(fresh.catalogue()->all().size() == library.catalogue()->all().size());
}

TEST_CASE("services: two libraries on one database, as on two nodes, number their versions without a gap or a clash")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library one{*test};
    Library two{*test};
    {
        std::jthread const first{[&] {
            for (int i = 0; i < 5; ++i) one.publish(titled("One " + std::to_string(i)));
        }};
        std::jthread const second{[&] {
            for (int i = 0; i < 5; ++i) two.publish(titled("Two " + std::to_string(i)));
        }};
    }
    one.publish(Source{});
    CHECK(one.catalogue()->current("report-missed-bin")->number == 10);
}

TEST_CASE("services: a version that another node published is read when it is met")
{
    auto const own = tables();
    db::TestDatabase test{own};
    Library here{*test}, there{*test};
    here.publish(shipped());
    there.publish(titled("Published on another node"));
    auto const theirs = there.catalogue()->current("report-missed-bin")->id;
    CHECK(here.catalogue()->version(theirs) == nullptr);
    auto const catalogue = here.catalogue_knowing(theirs);
    REQUIRE(catalogue->version(theirs) != nullptr);
    CHECK(catalogue->version(theirs)->definition.title == "Published on another node");
    CHECK(here.catalogue_knowing(VersionId{1}) != nullptr); // nobody's: the catalogue without it
}

TEST_CASE("services: what a council writes itself wins over what is shipped")
{
    db::TestFolder folder;
    std::filesystem::create_directories(folder.path() / "waste");
    auto mine = shipped();
    std::ofstream{folder.path() / bin} << text_of(mine, bin);
    std::ofstream{folder.path() / "waste/notes.md"} << "no definition";
    auto const own = folder_source(folder.path());
    REQUIRE(own.size() == 1);
    CHECK(own.front().name == bin);
    auto changed = own;
    changed.front().text = "changed";
    changed.push_back({"waste/new.yaml", "new"});
    auto const both = overlaid(shipped(), changed);
    CHECK(both.size() == shipped().size() + 1);
    auto copy = both;
    CHECK(text_of(copy, bin) == "changed");
    CHECK(folder_source(folder.path() / "nowhere").empty());

    // Links that lead nowhere or back to themselves are files that hold nothing, and the check names them.
    std::filesystem::create_symlink("turning.yaml", folder.path() / "turning.yaml");
    std::filesystem::create_symlink("gone.yaml", folder.path() / "gone.yaml.old");
    std::filesystem::create_symlink("nowhere.yaml", folder.path() / "waste/away.yaml");
    std::filesystem::create_directory_symlink("..", folder.path() / "waste/up");
    auto const with_links = folder_source(folder.path());
    REQUIRE(with_links.size() == 3);
    CHECK(with_links[0].name == "turning.yaml");
    CHECK(with_links[0].text.empty());
    CHECK(with_links[1].name == "waste/away.yaml");
    auto const problems = check(overlaid(shipped(), with_links)).problems;
    CHECK(std::ranges::count(problems, "turning.yaml", &Problem::file) > 0);
}

namespace {

/// One small wound of the kind that hands, merges and editors make.
std::string wounded(std::string text)
{
    auto const at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 6)) {
    case 0: return text.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
    case 1:
        return text.insert(at, *rc::gen::element(std::string{":"}, std::string{"\n"}, std::string{"- "},
                                                 std::string{"\""}, std::string{"\t"}, std::string{"}"},
                                                 std::string{"&a "}, std::string{"*a"}, std::string{"\xFF"},
                                                 std::string{"? "}, std::string{"!!int "}, std::string{"\0", 1}));
    case 2: { // a line goes
        auto const end = text.find('\n', at);
        auto const begin = text.rfind('\n', at);
        if (end == std::string::npos || begin == std::string::npos || begin >= end) return text;
        return text.erase(begin, end - begin);
    }
    case 3: { // a line twice
        auto const end = text.find('\n', at);
        auto const begin = text.rfind('\n', at);
        if (end == std::string::npos || begin == std::string::npos || begin >= end) return text;
        return text.insert(end, text.substr(begin, end - begin));
    }
    case 4: return text.substr(0, at);
    default: std::swap(text[at], text[*rc::gen::inRange<std::size_t>(0, text.size())]); return text;
    }
}

}

TEST_CASE("services: whatever is wrong with a file, each problem names it, a line of it, and what to write instead")
{
    int refused = 0;
    CHECK(rc::check([&] {
        auto source = shipped();
        auto& file = source[*rc::gen::inRange<std::size_t>(0, source.size())];
        file.text = wounded(file.text);
        auto const checked = check(source);
        refused += !checked.problems.empty();
        for (auto const& problem : checked.problems) {
            auto const named = std::ranges::find(source, problem.file, &SourceFile::name);
            RC_ASSERT(named != source.end());
            RC_ASSERT(problem.line >= 1);
            RC_ASSERT(problem.line <= 1 + std::ranges::count(named->text, '\n') + 1);
            RC_ASSERT(!problem.sentence.empty());
            RC_ASSERT(!problem.remedy.empty());
            RC_ASSERT(problem.text().starts_with(problem.file + ":" + std::to_string(problem.line) + ": "));
        }
        // A good definition reads back from its own text as the same.
        for (auto const& definition : checked.good) RC_ASSERT(!definition.id.empty());
    }));
    CHECK(refused > 10);
}

TEST_CASE("services: a message without subject or words, or with the store's own mark, is refused by line")
{
    auto const problem = [](std::string_view text) {
        auto const read = read_message("messages/a.txt", text);
        return read.problems.empty() ? std::string{} : read.problems.front().text();
    };
    CHECK(problem("Subject: A\n\nWords\n").empty());
    CHECK(problem("").find("messages/a.txt:1: The message has no subject") == 0);
    CHECK(problem("Subject: \n\nWords").find("no subject") != std::string::npos);
    CHECK(problem("Subject: A").find("no subject") != std::string::npos);
    CHECK(problem("subject: A\n\nWords").find("no subject") != std::string::npos);
    CHECK(problem("Subject: A\n\n").find("messages/a.txt:2: The message has no words") == 0);
    CHECK(problem("Subject: A\n\nWords\n%%% message b\nmore").find("messages/a.txt:4: A line begins with") == 0);
}

TEST_CASE("services: a text beside a mail is read, kept in the store and written as it was")
{
    auto const file = "Subject: Your bin\nSMS: Larkmoor: we come on ((promise date)).\n\n# Your bin\nWe come.\n";
    auto const read = read_message("messages/a.txt", file);
    CHECK(read.problems.empty());
    CHECK(read.message.short_text == "Larkmoor: we come on ((promise date)).");
    CHECK(read.message.body == "# Your bin\nWe come.\n");
    CHECK(text_of(read.message) == file);
    auto const none = "Subject: Your bin\n\nSMS: is a word of the body here.\n";
    CHECK(message_in(none).short_text.empty());
    CHECK(text_of(message_in(none)) == none);
    auto const empty = read_message("messages/a.txt", "Subject: Your bin\nSMS:  \n\nWe come.\n");
    REQUIRE(empty.problems.size() == 1);
    CHECK(empty.problems[0].line == 2);
}
