// Sending through real sockets: our own sink for bad days, and aiosmtpd (package python3-aiosmtpd) for a server that
// somebody else wrote.
#include "smtp_sink.hpp"

#include <notify/notify.hpp>

#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

using namespace guildhall;
using Mood = notify::SmtpSink::Mood;

namespace {

notify::Mail a_mail(std::int64_t id = 1)
{
    return {.id = {id},
            .message_id = "<1@larkmoor.example>",
            .to = "sam@example.com",
            .from = "noreply@larkmoor.example",
            .from_name = "Cyngor Lärkmoor",
            .date = from_millis(1773324300000),
            .content = {"Your report", "One\n.\n..two\n" + std::string(300, 'x') + " ŵ\n", "<p>Hello</p>\n"}};
}

std::unique_ptr<notify::Sender> sender_to(int port)
{
    return notify::smtp_sender(
        {.port = port, .tls = notify::SmtpOptions::Tls::none, .timeout = std::chrono::seconds{5}});
}

}

TEST_CASE("smtp: a message arrives byte for byte, and many share one connection")
{
    notify::SmtpSink sink;
    auto const sender = sender_to(sink.port());
    for (int i = 0; i < 20; ++i) REQUIRE(sender->send(a_mail()).has_value());
    REQUIRE(sink.messages().size() == 20);
    CHECK(sink.messages().front() == notify::mime_of(a_mail()));
    CHECK(sink.connections() == 1);
}

TEST_CASE("smtp: 4xx is tried again, 5xx is for good, and neither tells the address")
{
    notify::SmtpSink sink;
    auto const sender = sender_to(sink.port());
    sink.set(Mood::later);
    auto const later = sender->send(a_mail());
    REQUIRE_FALSE(later.has_value());
    CHECK_FALSE(later.error().permanent);
    CHECK(later.error().reason == "The mail server asked to try later (451)");
    sink.set(Mood::accept);
    CHECK(sender->send(a_mail()).has_value());
    sink.set(Mood::refuse);
    auto const refused = sender->send(a_mail());
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().permanent);
    CHECK(refused.error().reason.find("sam") == std::string::npos);
    CHECK(sink.messages().size() == 1);
}

TEST_CASE("smtp: a connection lost after the message was handed over is tried again with the same Message-ID")
{
    notify::SmtpSink sink;
    auto const sender = sender_to(sink.port());
    sink.set(Mood::drop_after_data);
    auto const lost = sender->send(a_mail());
    REQUIRE_FALSE(lost.has_value());
    CHECK_FALSE(lost.error().permanent);
    sink.set(Mood::accept);
    CHECK(sender->send(a_mail()).has_value());
    REQUIRE(sink.messages().size() == 2);
    CHECK(sink.messages()[0] == sink.messages()[1]);
}

TEST_CASE("smtp: a server that is not there is tried again")
{
    int port = 0;
    {
        notify::SmtpSink sink;
        port = sink.port();
    }
    auto const refused = sender_to(port)->send(a_mail());
    REQUIRE_FALSE(refused.has_value());
    CHECK_FALSE(refused.error().permanent);
}

TEST_CASE("smtp: TLS is not silently left out where it was asked for")
{
    notify::SmtpSink sink;
    auto const sender = notify::smtp_sender({.port = sink.port(), .timeout = std::chrono::seconds{5}});
    CHECK_FALSE(sender->send(a_mail()).has_value());
    CHECK(sink.messages().empty());
}

TEST_CASE("smtp: another program's mail server understands what we send")
{
    if (!std::filesystem::exists("/usr/lib/python3/dist-packages/aiosmtpd")) {
        MESSAGE("skipped: python3-aiosmtpd is not installed");
        return;
    }
    int port = 0;
    {
        notify::SmtpSink free_port;
        port = free_port.port();
    }
    auto const folder = std::filesystem::temp_directory_path() / ("guildhall-smtp-" + std::to_string(::getpid()));
    std::vector<std::string> words{
        "/usr/bin/python3",          "-m",           "aiosmtpd", "-n", "-l", "127.0.0.1:" + std::to_string(port), "-c",
        "aiosmtpd.handlers.Mailbox", folder.string()};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t server = 0;
    REQUIRE(::posix_spawn(&server, arguments[0], nullptr, nullptr, arguments.data(), environ) == 0);

    auto const sender = sender_to(port);
    bool sent = false;
    for (int i = 0; i < 200 && !sent; ++i) {
        sent = sender->send(a_mail()).has_value();
        if (!sent) std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    ::kill(server, SIGTERM);
    ::waitpid(server, nullptr, 0);
    REQUIRE(sent);

    std::vector<std::string> received;
    for (auto const& entry : std::filesystem::directory_iterator{folder / "new"}) {
        std::ifstream in{entry.path(), std::ios::binary};
        received.emplace_back(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
    }
    std::filesystem::remove_all(folder);
    REQUIRE(received.size() == 1);
    CHECK(received.front().find("Message-ID: <1@larkmoor.example>") != std::string::npos);
    CHECK(received.front().find("X-RcptTo: sam@example.com") != std::string::npos);
}
