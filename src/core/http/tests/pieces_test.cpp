// Bodies that are made while they are sent: whole or visibly broken off, a piece at a time, and gone with their client.
#include "rig.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <future>
#include <thread>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
using namespace std::chrono_literals;

namespace {

/// What a body has done so far, as the test sees it.
struct Seen {
    std::atomic<int> made{0}, living{0};
};

/// Counts while some answer still holds it.
class Living {
public:
    explicit Living(Seen& seen) : seen_{seen} { ++seen_.living; }
    Living(Living const& other) : seen_{other.seen_} { ++seen_.living; }
    Living& operator=(Living const&) = delete;
    ~Living() { --seen_.living; }

private:
    Seen& seen_;
};

/// A route whose pieces are made by `make(number)`, from 1.
void add_pieces(Rig& rig, Seen& seen, std::string const& path, std::function<std::optional<std::string>(int)> make)
{
    rig.router.get(path, anyone(), [&seen, make = std::move(make)](Request const&) {
        auto next = [&seen, make, number = 0, living = Living{seen}]() mutable {
            ++seen.made;
            return make(++number);
        };
        return download(PiecesBody{std::move(next)}, "text/csv", "all.csv");
    });
}

std::optional<std::string> some_pieces(int number)
{
    switch (number) {
    case 1: return "first,";
    case 2: return ""; // nothing yet
    case 3: return std::string(200'000, 'x');
    case 4: return ",last";
    default: return std::nullopt;
    }
}
std::string const all_pieces = "first," + std::string(200'000, 'x') + ",last";

std::optional<std::string> endless(int)
{
    return std::string(1'000'000, 'x');
}

bool comes_true(std::function<bool()> const& what)
{
    for (int tries = 0; tries < 400 && !what(); ++tries) std::this_thread::sleep_for(10ms);
    return what();
}

}

TEST_CASE("http: a body that is made while it is sent arrives whole, and its connection goes on")
{
    Rig rig;
    Seen seen;
    add_pieces(rig, seen, "/pieces", some_pieces);
    rig.start();
    Client client{rig.port()};
    client.send(get("/pieces", "Accept-Encoding: gzip\r\n"));
    auto const answer = client.read();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == all_pieces);
    CHECK(answer->header("content-length").empty());
    CHECK(answer->header("content-encoding").empty());
    CHECK(answer->header("content-disposition") == "attachment; filename=\"all.csv\"");
    client.send(get("/"));
    CHECK(client.read().value().body == "home");
    client.send("HEAD /pieces HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.read(true).value().header("transfer-encoding") == "chunked");
    client.send(get("/"));
    CHECK(client.read().value().body == "home"); // nothing of a body stood between
    CHECK(seen.made == 5);
    CHECK(comes_true([&] { return seen.living == 0; }));
}

TEST_CASE("http: whoever speaks HTTP/1.0 gets such a body without chunks, up to the end of the connection")
{
    Rig rig;
    Seen seen;
    add_pieces(rig, seen, "/pieces", some_pieces);
    rig.start();
    Client client{rig.port()};
    client.send("GET /pieces HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    auto const head = client.read(true);
    REQUIRE(head);
    CHECK(head->header("transfer-encoding").empty());
    CHECK(head->header("connection") == "close");
    std::string body;
    for (auto text = client.read_some(); !text.empty(); text = client.read_some()) body += text;
    CHECK(body == all_pieces);
    CHECK_FALSE(client.was_reset());
}

TEST_CASE("http: a body that breaks in the middle does not look whole, and the log says why")
{
    Rig rig;
    Seen seen;
    add_pieces(rig, seen, "/broken", [](int number) -> std::optional<std::string> {
        if (number == 3) throw std::runtime_error("the disk is full");
        return "a,b\r\n";
    });
    rig.start();
    Client client{rig.port()};
    client.send(get("/broken"));
    CHECK_FALSE(client.read());
    CHECK(rig.log->line_with("the disk is full").find(" GET /broken: ") != std::string::npos);
    Client old{rig.port()};
    old.send("GET /broken HTTP/1.0\r\nHost: localhost\r\n\r\n");
    while (!old.read_some().empty()) {
    }
    CHECK(old.was_reset());
    CHECK(rig.ask(get("/")).status == 200);
    CHECK(comes_true([&] { return seen.living == 0; }));
}

TEST_CASE("http: no more of a body is made than its client takes, and nothing once it has gone")
{
    Rig rig;
    Seen seen;
    add_pieces(rig, seen, "/endless", endless);
    rig.start();
    {
        Client client{rig.port()};
        client.send(get("/endless"));
        CHECK(comes_true([&] { return seen.made > 0; }));
        std::this_thread::sleep_for(200ms);
        int const made = seen.made; // what the buffers of two sockets hold
        CHECK(made < 20);
        std::this_thread::sleep_for(200ms);
        CHECK(seen.made == made);
        for (std::size_t taken = 0; taken < 30'000'000;) taken += client.read_some().size();
        CHECK(seen.made > made);
    }
    CHECK(comes_true([&] { return seen.living == 0; }));
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: a client that takes nothing of a body is cut off after the time-out")
{
    Rig rig;
    Seen seen;
    rig.options.body_timeout = 300ms;
    add_pieces(rig, seen, "/endless", endless);
    rig.start();
    Client client{rig.port()};
    client.send(get("/endless"));
    CHECK(comes_true([&] { return seen.living > 0; }));
    CHECK(comes_true([&] { return seen.living == 0; }));
}

TEST_CASE("http: a body that was begun waits for a worker instead of being broken off")
{
    Rig rig;
    Seen seen;
    rig.options.workers = 1;
    rig.options.max_waiting = 1;
    std::string const large(20'000'000, 'x'); // more than the sockets hold: the rest waits for the client
    add_pieces(rig, seen, "/two", [&](int number) -> std::optional<std::string> {
        if (number == 1) return large;
        return number == 2 ? std::optional{"end"} : std::nullopt;
    });
    rig.start();
    Client slow{rig.port()};
    slow.send(get("/two"));
    CHECK(comes_true([&] { return seen.made == 1; }));
    Client holds{rig.port()}, waits{rig.port()};
    holds.send(get("/held"));
    CHECK(comes_true([&] { return rig.held == 1; }));
    waits.send(get("/held"));
    CHECK(comes_true([&] { return rig.ask(get("/")).status == 503; }));
    auto read = std::async(std::launch::async, [&] { return slow.read(); });
    CHECK(read.wait_for(500ms) == std::future_status::timeout);
    rig.gate.count_down();
    auto const answer = read.get();
    REQUIRE(answer);
    CHECK(answer->body.size() == large.size() + 3);
}

TEST_CASE("http: draining lets a body come to its end (R5)")
{
    Rig rig;
    Seen seen;
    add_pieces(rig, seen, "/slow", [](int number) -> std::optional<std::string> {
        std::this_thread::sleep_for(50ms);
        return number <= 8 ? std::optional{"x"} : std::nullopt;
    });
    rig.start();
    Client client{rig.port()};
    client.send(get("/slow"));
    CHECK(comes_true([&] { return seen.made >= 2; }));
    rig.server->drain();
    auto const answer = client.read();
    REQUIRE(answer);
    CHECK(answer->body == "xxxxxxxx");
    CHECK(seen.living == 0);
}
