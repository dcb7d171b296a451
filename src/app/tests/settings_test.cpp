#include "town.hpp"

using namespace guildhall;
using namespace guildhall::app;
using namespace guildhall::app::testing;

namespace {

/// What is said about a configuration that holds these lines.
std::string problem_with(std::string const& lines)
{
    db::TestFolder const folder;
    auto const file = folder.path() / "guildhall.toml";
    std::ofstream{file} << lines;
    try {
        read_settings(file);
    } catch (std::runtime_error const& error) {
        std::string text = error.what();
        auto const at = text.find(file.string());
        REQUIRE(at == 0);
        return text.substr(file.string().size());
    }
    return {};
}

constexpr auto council_lines = "[[council]]\nfolder = \"larkmoor\"\nmaster_key_file = \"larkmoor.key\"\n";

}

TEST_CASE("settings: a sound configuration is read, with paths beside its file")
{
    db::TestFolder const folder;
    auto const file = folder.path() / "guildhall.toml";
    std::ofstream{file} << "listen = \"0.0.0.0:9000\"\ntrusted_proxies = [\"10.0.0.0/8\"]\nservices = [\"ours\"]\n"
                        << council_lines << "[smtp]\nhost = \"mail.example\"\nport = 465\ntls = \"implicit\"\n";
    auto const settings = read_settings(file);
    CHECK(settings.server.address == "0.0.0.0");
    CHECK(settings.server.port == 9000);
    CHECK(settings.server.plain_beyond_loopback);
    REQUIRE(settings.councils.size() == 1);
    CHECK(settings.councils[0].folder == folder.path() / "larkmoor");
    CHECK(settings.services.at(0) == folder.path() / "ours");
    REQUIRE(settings.smtp.has_value());
    CHECK(settings.smtp->tls == notify::SmtpOptions::Tls::implicit);
}

TEST_CASE("settings: every mistake names its line and what to write instead")
{
    CHECK(problem_with(std::string{"listen = \"127.0.0.1\"\n"} + council_lines) ==
          ":1: \"listen\" is an address and a port. Write listen = \"127.0.0.1:8080\".");
    CHECK(problem_with(std::string{"listen = \"127.0.0.1:99999\"\n"} + council_lines).starts_with(":1:"));
    CHECK(problem_with(std::string{"lissten = \"x\"\n"} + council_lines)
              .starts_with(":1: \"lissten\" is no setting here."));
    CHECK(problem_with(std::string{"\nkey = \"key.pem\"\n"} + council_lines).starts_with(":2: TLS needs both"));
    CHECK(problem_with(std::string{"requests_per_minute = \"many\"\n"} + council_lines)
              .starts_with(":1: \"requests_per_minute\" is a number"));
    CHECK(problem_with("listen = \"127.0.0.1:8080\"\n").starts_with(":1: No council is named."));
    CHECK(problem_with("[[council]]\nmaster_key_file = \"x.key\"\n").starts_with(":1: A council has a folder."));
    CHECK(problem_with("[[council]]\nfolder = \"x\"\n").starts_with(":1: A council has a master key."));
    CHECK(
        problem_with(std::string{council_lines} + "postgres = \"dbname=a\"\n").find("PostgreSQL needs two databases") !=
        std::string::npos);
    CHECK(problem_with(std::string{council_lines} + "[smtp]\ntls = \"maybe\"\n").starts_with(":5: \"tls\" is"));
    CHECK(problem_with("[[council]\n").starts_with(":1:"));
}

TEST_CASE("settings: serve refuses plain HTTP beyond this machine unless a trusted proxy is named")
{
    auto const options = [](bool proxy) {
        http::Options options{.address = "0.0.0.0", .port = 0};
        options.plain_beyond_loopback = proxy;
        return options;
    };
    SystemClock const clock;
    auto const start = [&](bool proxy) { FrontDoor{options(proxy), clock}.start(); };
    CHECK_THROWS_AS(start(false), std::runtime_error);
    CHECK_NOTHROW(start(true));
}

TEST_CASE("settings: a master key that others can read, or that is broken, is refused")
{
    db::TestFolder const folder;
    auto const file = folder.path() / "council.key";
    auto const key = make_master_key(file);
    CHECK(key.size() == 32);
    CHECK(read_master_key(file) == key);
    CHECK_THROWS_AS(make_master_key(file), std::runtime_error);
    std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    CHECK_THROWS_AS(read_master_key(file), std::runtime_error);
    std::ofstream{file} << "not hexadecimal";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    CHECK_THROWS_AS(read_master_key(file), std::runtime_error);
    CHECK_THROWS_AS(read_master_key(folder.path() / "missing.key"), std::runtime_error);
}
