#include "town.hpp"

#include <regex>

using namespace guildhall;
using namespace guildhall::app;
using namespace guildhall::app::testing;

TEST_CASE("init: makes configuration, key and council, and a link that opens the administrator's account once")
{
    db::TestFolder const folder;
    auto const top = folder.path() / "etc";
    std::vector<std::string> const words{"init",         "--folder",        top.string(),      "--slug",
                                         "wend",         "--name",          "Wend Council",    "--host",
                                         "wend.example", "--administrator", "ada@wend.example"};
    auto const first = run(words);
    REQUIRE(first.code == 0);
    std::smatch link;
    REQUIRE(std::regex_search(first.out, link, std::regex{"https://wend\\.example(/desk/set-password/\\S+)"}));
    CHECK(std::filesystem::exists(top / "guildhall.toml"));

    auto const again = run(words);
    CHECK(again.code == 1);
    CHECK(again.err.find("holds a council already") != std::string::npos);

    auto const settings = read_settings(top / "guildhall.toml");
    SystemClock const clock;
    FrontDoor door{any_port(), clock};
    door.add({.folder = settings.councils.at(0).folder,
              .master_key = read_master_key(settings.councils.at(0).master_key_file)});
    door.start();
    Browser browser{door.port(), "wend.example"};
    Visitor ada{.client = "192.0.2.1"};
    auto const page = browser.get(ada, link[1].str());
    REQUIRE(page.status == 200);
    auto const form = page.forms().at(0);
    Fields typed;
    for (auto const& control : form.controls)
        if (control.type == "password") typed.emplace_back(control.name, password);
    CHECK(browser.send(ada, form, typed).status == 303);
    Visitor stranger{.client = "192.0.2.2"};
    auto const second_use = browser.get(stranger, link[1].str());
    CHECK(second_use.status != 200);
    sign_in(browser, ada, "ada@wend.example");
    CHECK(browser.get(ada, "/admin").status == 200);
}

TEST_CASE("init: what cannot be is said in one sentence")
{
    db::TestFolder const folder;
    auto const attempt = [&](std::string const& slug, std::string const& email) {
        return run({"init", "--folder", folder.path() / slug, "--slug", slug, "--name", "X", "--host", "x.example",
                    "--administrator", email});
    };
    auto const bad_email = attempt("wend", "nobody");
    CHECK(bad_email.code == 1);
    CHECK(bad_email.err == "\"nobody\" is not an email address.\n");
    CHECK(attempt("W end", "ada@x.example").code != 0);
    CHECK(attempt("wend", "ada@x.example").code == 0); // nothing is half set up after a mistake
    CHECK(run({"init", "--folder", folder.path() / "ock", "--slug", "ock", "--name", "X", "--host", "https://x.example",
               "--administrator", "ada@x.example"})
              .err.find("write it without https://") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "ock" / "ock"));
}

TEST_CASE("init: a further council stands in the same configuration, and nobody else may read what is in either (S4)")
{
    db::TestFolder const folder;
    for (std::string const slug : {"wend", "ock"}) {
        auto const made = run({"init", "--folder", folder.path(), "--slug", slug, "--name", slug, "--host",
                               slug + ".example", "--administrator", "ada@" + slug + ".example"});
        REQUIRE(made.code == 0);
        using std::filesystem::perms;
        for (auto const* file : {"council.db", "keys.db"}) {
            auto const mode = std::filesystem::status(folder.path() / slug / file).permissions();
            CHECK((mode & (perms::group_all | perms::others_all)) == perms::none);
        }
    }
    auto const settings = read_settings(folder.path() / "guildhall.toml");
    REQUIRE(settings.councils.size() == 2);
    CHECK(settings.councils[1].folder == folder.path() / "ock");
}

TEST_CASE("services: a broken definition stops the check with file, line and remedy; a sound library passes")
{
    CHECK(run({"services", "check"}).code == 0);
    db::TestFolder const folder;
    auto own = services::shipped_source();
    auto const file = std::ranges::find(own, "streets/report-street-problem.yaml", &services::SourceFile::name);
    REQUIRE(file != own.end());
    file->text.replace(file->text.find("type: location"), 14, "type: locattion");
    std::filesystem::create_directories(folder.path() / "streets");
    std::ofstream{folder.path() / file->name} << file->text;

    auto const checked = run({"services", "check", folder.path()});
    CHECK(checked.code == 1);
    CHECK(checked.out.starts_with((folder.path() / file->name).string() + ":"));
    CHECK(checked.out.find("Write one of:") != std::string::npos);

    db::TestFolder const with_message;
    std::filesystem::create_directories(with_message.path() / "messages");
    std::ofstream{with_message.path() / "messages" / "missed-bin-done.txt"} << "Subject: Done\n\nDear ((name,\n";
    auto const message = run({"services", "check", with_message.path()});
    CHECK(message.code == 1);
    CHECK(message.out.find("missed-bin-done.txt:3: The message cannot be read") != std::string::npos);

    CHECK(run({"services", "list"}).out.find("report-missed-bin") != std::string::npos);
    CHECK(run({"services", "show", "report-missed-bin"}).out.find("property") != std::string::npos);
    CHECK(run({"services", "show", "fly-to-the-moon"}).code == 1);
    CHECK(run({"services", "check", folder.path() / "missing"}).err.find("is not a folder") != std::string::npos);
}

TEST_CASE("services: a running council keeps the last good version of a definition that breaks")
{
    db::TestFolder const folder;
    ManualClock const clock{from_millis(1'773'046'800'000)};
    auto options = make_council(folder.path() / "wend", "wend");
    Site site{std::move(options), clock};
    auto const id = site.library().catalogue()->current("report-street-problem")->id;
    auto const own = folder.path() / "wend" / "services" / "streets";
    std::filesystem::create_directories(own);
    std::ofstream{own / "report-street-problem.yaml"} << "id: report-street-problem\ntitle: [\n";
    auto const problems = site.publish_services();
    REQUIRE_FALSE(problems.empty());
    CHECK(problems.front().file == "streets/report-street-problem.yaml");
    CHECK(site.library().catalogue()->current("report-street-problem")->id == id);

    auto source = services::shipped_source();
    auto text = std::ranges::find(source, "streets/report-street-problem.yaml", &services::SourceFile::name)->text;
    text.replace(text.find("title: "), 7, "title: New! ");
    std::ofstream{own / "report-street-problem.yaml"} << text;
    CHECK(site.publish_services().empty());
    CHECK(site.library().catalogue()->current("report-street-problem")->id != id);
}

TEST_CASE("commands: reading again never ends a running council, whatever happens (R2)")
{
    db::TestFolder const folder;
    ManualClock const clock{from_millis(1'773'046'800'000)};
    FrontDoor door{any_port(), clock};
    auto& wend = door.add(make_council(folder.path() / "wend", "wend"));
    auto& ock = door.add(make_council(folder.path() / "ock", "ock"));
    static constexpr db::Query drop{"test.drop", "drop table service_version"};
    wend.database().write(Actor::system(), [](db::Tx& tx) { tx.run(drop); }).wait();
    std::filesystem::create_directories(folder.path() / "ock" / "services");
    std::filesystem::create_symlink("turning.yaml", folder.path() / "ock" / "services" / "turning.yaml");

    LogOfEverything const log;
    CHECK_NOTHROW(door.reload());
    CHECK(log.text().find("wend: the old services stay in use") != std::string::npos);
    CHECK(log.text().find("ock: ") != std::string::npos);
    CHECK(wend.library().catalogue()->current("report-street-problem") != nullptr);
    CHECK(ock.library().catalogue()->current("report-street-problem") != nullptr);
}

TEST_CASE("commands: an unknown configuration is one plain sentence, and help shows an example")
{
    auto const missing = run({"backup", "--config", "/nowhere/guildhall.toml", "--to", "/nowhere/backup"});
    CHECK(missing.code == 1);
    CHECK(missing.err == "/nowhere/guildhall.toml cannot be read. Does it exist, and may this user read it?\n");
    db::TestFolder const folder;
    auto const taken = folder.path() / "taken";
    std::ofstream{taken} << "a file";
    auto const no_folder = run({"init", "--folder", taken, "--slug", "wend", "--name", "X", "--host", "x.example",
                                "--administrator", "ada@x.example"});
    CHECK(no_folder.code == 1);
    CHECK(no_folder.err.ends_with("Check the path, and that this user may read and write there.\n"));
    for (auto const* command : {"demo", "serve", "init", "services", "backup", "restore", "replay", "audit"}) {
        CAPTURE(command);
        CHECK(run({command, "--help"}).out.find("xample") != std::string::npos);
    }
}
