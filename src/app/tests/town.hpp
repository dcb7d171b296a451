// Councils that really listen, on a free port of this machine, and people with browsers at them.
#pragma once

#include "commands.hpp"
#include "front_door.hpp"
#include "replay/resident.hpp"
#include "settings.hpp"

#include <council/council.hpp>
#include <db/testing.hpp>
#include <identity/identity.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <sstream>

namespace guildhall::app::testing {

using replay::Browser;
using replay::Fields;
using replay::Form;
using replay::Page;
using replay::Visitor;

/// Tests say what failed; the log of every request would bury it.
inline bool const is_quiet = [] {
    spdlog::set_level(spdlog::level::err);
    return true;
}();

/// Everything that is logged while it lives, at every level.
class LogOfEverything {
public:
    LogOfEverything() : before_{spdlog::default_logger()}
    {
        auto logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_));
        logger->set_level(spdlog::level::trace);
        spdlog::set_default_logger(std::move(logger));
    }
    ~LogOfEverything() { spdlog::set_default_logger(before_); }
    LogOfEverything(LogOfEverything const&) = delete;
    [[nodiscard]] std::string text() const { return text_.str(); }

private:
    std::ostringstream text_;
    std::shared_ptr<spdlog::logger> before_;
};

inline constexpr auto password = "correct horse battery";

inline http::Options any_port()
{
    http::Options options{.port = 0};
    options.trusted_proxies = {"127.0.0.1"};
    options.requests_per_minute = 0; // one test asks faster than a person
    return options;
}

/// A council's folder with settings and key, as `guildhall init` makes it. Mail goes to a folder.
inline SiteOptions make_council(std::filesystem::path const& folder, std::string const& slug)
{
    auto settings = council::larkmoor();
    settings.slug = slug;
    settings.hosts = {slug + ".example"};
    settings.base_url = "https://" + slug + ".example";
    settings.brand.name = slug + " Council";
    council::write_settings(folder, settings);
    return {.folder = folder, .master_key = make_master_key(folder / "master.key")};
}
inline SiteOptions same_council(std::filesystem::path const& folder)
{
    return {.folder = folder, .master_key = read_master_key(folder / "master.key")};
}

inline PersonId add_staff(Site& site, std::string const& email, std::vector<Role> roles, std::vector<std::string> teams)
{
    auto const hash = identity::hash_password(Secret{password});
    auto const add = [&](db::Tx& tx) {
        auto const person = identity::add_staff(tx, {email, "Test Person", roles, teams});
        identity::set_password(tx, person.value(), hash);
        return *person;
    };
    return site.database().write(Actor::system(), add).wait();
}

inline void sign_in(Browser& browser, Visitor& visitor, std::string const& email)
{
    auto const page = browser.get(visitor, "/desk/sign-in");
    auto const answer =
        browser.send(visitor, page.form("/desk/sign-in"), Fields{{"email", email}, {"password", password}});
    REQUIRE(answer.status == 303);
}

/// A report of a problem in a street, as a resident sends it.
struct Report {
    std::string category = "pothole";
    std::string text = "A hole as wide as a bucket";
    std::string place = "Heather Row, by the shop";
    std::string email = "asha@example.org";
    std::string photo; ///< bytes
    std::string phone;
    [[nodiscard]] Fields answers() const
    {
        return {{"category", category}, {"details", text}, {"location", place},
                {"email", email},       {"photo", photo},  {"phone", phone}};
    }
};
/// Answers the pages of a service until the one that asks for `until`, or all of them. Returns the page that stands
/// then. An address is typed by hand.
inline Page answer_pages(Browser& browser, Visitor& visitor, std::string const& service, Fields const& answers,
                         std::string_view until = "never")
{
    auto page = browser.get(visitor, "/services/" + service);
    page = browser.follow(visitor, browser.send(visitor, page.form("/start"), {}));
    for (int pages = 0; pages < 20; ++pages) {
        auto form = page.forms().at(0);
        if (form.action.ends_with("/submission") || form.has(until)) return page;
        if (page.body.find("by-hand=property") != std::string::npos)
            form = browser.get(visitor, form.action + "?by-hand=property").forms().at(0);
        Fields asked;
        for (auto const& answer : answers)
            if (form.has(answer.first)) asked.push_back(answer);
        auto const answer = browser.send(visitor, form, asked);
        REQUIRE_MESSAGE(answer.status == 303, answer.complaint());
        page = browser.follow(visitor, answer);
    }
    FAIL("the service did not come to an end");
    return page;
}
inline Page answer_pages(Browser& browser, Visitor& visitor, Report const& report, std::string_view until = "never")
{
    return answer_pages(browser, visitor, "report-street-problem", report.answers(), until);
}
inline Reference send_report(Browser& browser, Visitor& visitor, ManualClock& clock, Report const& report)
{
    auto const check = answer_pages(browser, visitor, report);
    clock.advance(std::chrono::seconds{10}); // nobody reads a page in no time
    auto const sent = browser.follow(visitor, browser.send(visitor, check.form("/submission"), {}));
    auto const panel = replay::text_of_class(sent.body, "govuk-panel__body");
    auto const reference = Reference::parse(panel.substr(panel.rfind(' ') + 1));
    REQUIRE(reference.has_value());
    return *reference;
}

/// The path of a case's page at the desk; "" where this member of staff cannot find it.
inline std::string case_path(Browser& browser, Visitor& staff, Reference const& reference)
{
    auto const found = browser.get(staff, "/desk?reference=" + reference.shown());
    return found.is_redirect() ? found.location.substr(0, found.location.find('?')) : std::string{};
}

inline bool says(Page const& page, std::string_view words)
{
    return page.body.find(words) != std::string::npos;
}

/// A photo that every reader accepts: one pixel, as PNG.
inline std::string small_photo()
{
    static constexpr unsigned char bytes[] = {
        0x89, 'P',  'N',  'G',  0x0D, 0x0A, 0x1A, 0x0A, 0,    0,    0,    0x0D, 'I',  'H',  'D',  'R',  0, 0,
        0,    1,    0,    0,    0,    1,    8,    6,    0,    0,    0,    0x1F, 0x15, 0xC4, 0x89, 0,    0, 0,
        0x0D, 'I',  'D',  'A',  'T',  0x78, 0xDA, 0x63, 0x64, 0xF8, 0xCF, 0x50, 0x0F, 0,    3,    0x86, 1, 0x80,
        0x5A, 0x34, 0x7D, 0x6B, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
    return {reinterpret_cast<char const*>(bytes), sizeof bytes};
}

inline std::string contents(std::filesystem::path const& file)
{
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return std::move(text).str();
}

struct Ran {
    int code;
    std::string out, err;
};
/// Runs the program in this process, as from a shell.
inline Ran run(std::vector<std::string> words)
{
    auto const logger = spdlog::default_logger();
    db::TestFolder const folder;
    auto const files = std::array{folder.path() / "out", folder.path() / "err"};
    std::array<int, 2> kept{};
    std::fflush(stdout);
    std::fflush(stderr);
    for (int i = 0; i < 2; ++i) {
        kept[i] = ::dup(i + 1);
        int const file = ::open(files[i].c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(file, i + 1);
        ::close(file);
    }
    words.insert(words.begin(), "guildhall");
    std::vector<char const*> pointers;
    for (auto const& word : words) pointers.push_back(word.c_str());
    auto const code = run_program(static_cast<int>(pointers.size()), pointers.data());
    std::fflush(stdout);
    std::fflush(stderr);
    for (int i = 0; i < 2; ++i) {
        ::dup2(kept[i], i + 1);
        ::close(kept[i]);
    }
    spdlog::set_default_logger(logger);
    return {code, contents(files[0]), contents(files[1])};
}

}
