// What travels on the wire: connections, limits, time-outs, and requests that two servers could read differently.
#include "rig.hpp"

#include "../head.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fmt/format.h>

#include <thread>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
using namespace std::chrono_literals;

namespace {

/// A rig whose patience is short.
struct Hasty : Rig {
    Hasty()
    {
        options.header_timeout = 400ms;
        options.body_timeout = 400ms;
        options.idle_timeout = 600ms;
        start();
    }
};

}

TEST_CASE("http: one connection carries many requests, and pipelined ones are answered in order")
{
    Rig rig;
    rig.start();
    Client client{rig.port()};
    for (int i = 1; i <= 5; ++i) {
        client.send(get("/items/" + std::to_string(i)));
        auto const answer = client.read();
        REQUIRE(answer);
        CHECK(answer->status == 200);
        CHECK(answer->body == std::to_string(i));
        CHECK(answer->header("connection") == "keep-alive");
    }
    std::string many;
    for (int i = 1; i <= 20; ++i)
        many += i % 5 == 0 ? post("/open", "a=" + std::to_string(i)) : get("/items/" + std::to_string(i));
    client.send(many);
    for (int i = 1; i <= 20; ++i) {
        auto const answer = client.read();
        REQUIRE(answer);
        CHECK(answer->body == (i % 5 == 0 ? "1\na=" + std::to_string(i) : std::to_string(i)));
    }
}

TEST_CASE("http: Connection: close and HTTP/1.0 end the connection after the answer")
{
    Rig rig;
    rig.start();
    for (auto const& request :
         {get("/", "Connection: close\r\n"), std::string{"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"}}) {
        Client client{rig.port()};
        client.send(request);
        CHECK(client.read().value().status == 200);
        CHECK(client.closes_within(2s));
    }
}

TEST_CASE("http: HEAD is answered as GET without the body; a wrong method gets 405 and what is allowed")
{
    Rig rig;
    rig.start();
    Client client{rig.port()};
    client.send("HEAD /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const head = client.read(true);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->header("content-length") == std::to_string(rig.page.size()));
    client.send("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n"); // nothing of a body stood between
    auto const refused = client.read();
    REQUIRE(refused);
    CHECK(refused->status == 405);
    CHECK(refused->header("allow") == "GET, HEAD");
    for (std::string const method : {"TRACE", "PROPFIND", "BREW", "get", "G\xC3\x89T"}) {
        CAPTURE(method);
        auto const answer = rig.ask(method + " / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CHECK((answer.status == 405 || answer.status == 400));
        if (answer.status == 405) CHECK(answer.header("allow") == "GET, HEAD");
    }
    auto const options = rig.ask("OPTIONS /form HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(options.status == 204);
    CHECK(options.header("allow") == "POST");
    CHECK(rig.ask("PUT /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 404);
}

TEST_CASE("http: a head that is too long is 431, an address that is too long is 414")
{
    Rig rig;
    rig.start();
    CHECK(rig.ask(get("/", "X-Long: " + std::string(8'000, 'a') + "\r\n")).status == 200);
    CHECK(rig.ask(get("/", "X-Long: " + std::string(20'000, 'a') + "\r\n")).status == 431);
    std::string lines;
    for (int i = 0; i < 200; ++i) lines += fmt::format("X-{}: a\r\n", i);
    CHECK(rig.ask(get("/", lines)).status == 431);
    CHECK(rig.ask(get("/" + std::string(9'000, 'a'))).status == 414);
    CHECK(rig.ask(get("/" + std::string(40'000, 'a'))).status == 414);
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: requests that two servers could read differently are refused, and nothing behind them is served")
{
    Rig rig;
    rig.start();
    std::string const smuggled = get("/items/666");
    std::string const heads[] = {
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0, 44\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: +0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: \r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length : 0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\x0B"
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /open HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Folded: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Folded: a\r\n\tContent-Length: 5\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: localhost\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\nHost: localhost\n\n\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\rb\r\n\r\n",
        std::string{"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 43},
        "GET / HTTP/1.1\r\nHost: localhost\r\n: nameless\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX\xC3\xA9: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: localhost\r\n\r\n",
        "GET /\tHTTP/1.1\r\nHost: localhost\r\n\r\n",
        "/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\x01\x01\r\n\r\n",
    };
    for (auto const& head : heads) {
        CAPTURE(head);
        Client client{rig.port()};
        client.send(head + smuggled);
        auto const answer = client.read();
        REQUIRE(answer);
        CHECK(answer->status == 400);
        CHECK(answer->header("connection") == "close");
        CHECK_FALSE(client.read());
    }
    CHECK(rig.log->count("/items/") == 0);
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: a chunked body is read; a broken one is refused")
{
    Rig rig;
    rig.start();
    std::string const head = "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                             "application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(rig.ask(head + "3\r\na=1\r\n4;ext=1\r\n&b=2\r\n0\r\n\r\n").body == "2\na=1\nb=2");
    for (std::string const body : {"x\r\na=1\r\n0\r\n\r\n", "-3\r\na=1\r\n0\r\n\r\n", "3\r\na=1X\r\n0\r\n\r\n",
                                   "FFFFFFFFFFFFFFFFF\r\na=1\r\n0\r\n\r\n", "3\na=1\n0\n\n\r\n\r\n"}) {
        CAPTURE(body);
        CHECK(rig.ask(head + body).status == 400);
    }
}

TEST_CASE("http: a chunk's extension or a trailer without an end is refused, not kept (S4)")
{
    Rig rig;
    rig.start();
    std::string const head = "POST /open HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::string const begun : {"3;", "3\r\na=1\r\n0\r\nX: "}) {
        CAPTURE(begun);
        Client client{rig.port()};
        client.send(head + begun + std::string(256 * 1024, 'a'));
        auto const answer = client.read();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 400);
    }
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: whatever a head holds, looking at it is safe")
{
    CHECK(is_sound_head("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    CHECK_FALSE(is_sound_head(""));
    CHECK_FALSE(is_sound_head("GET / HTTP/1.1\r\nHost: localhost\r\n"));
    CHECK(rc::check([](std::string const& head) { (void)is_sound_head(head + "\r\n\r\n"); }));
}

TEST_CASE("http: a slow client holds no worker, and its connection ends with the time-out")
{
    Hasty rig;
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(std::make_unique<Client>(rig.port()));
        slow.back()->send(i % 2 ? "GET / HTTP/1.1\r\nHo"
                                : "POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\na=");
    }
    CHECK(rig.ask(get("/")).status == 200); // both workers are free
    for (auto& client : slow) CHECK(client->closes_within(2s));
    SUBCASE("bytes that drip do not buy more time for a head")
    {
        Client client{rig.port()};
        bool closed = false;
        for (int i = 0; i < 20 && !closed; ++i) {
            client.send(i == 0 ? "GET / HTTP/1.1\r\n" : "X-Drip: 1\r\n");
            closed = client.closes_within(100ms);
        }
        CHECK(closed);
    }
    SUBCASE("nor for a body")
    {
        Client client{rig.port()};
        client.send("POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
        bool closed = false;
        for (int i = 0; i < 20 && !closed; ++i) {
            client.send("a");
            closed = client.closes_within(100ms);
        }
        CHECK(closed);
    }
    SUBCASE("an idle connection is closed without an answer")
    {
        Client client{rig.port()};
        client.send(get("/"));
        CHECK(client.read().value().status == 200);
        CHECK(client.closes_within(2s));
    }
}

TEST_CASE("http: a client that does not read what it asked for is dropped")
{
    Hasty rig;
    {
        Client client{rig.port()};
        client.send(get("/huge"));
        std::this_thread::sleep_for(1500ms);
        CHECK(rig.ask(get("/")).status == 200);
        CHECK_FALSE(client.read()); // it was cut off on the way
    }
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE(
    "http: a body that is too large is refused before it is read, and the answer arrives while it is still being sent")
{
    Rig rig;
    rig.start();
    auto const answer = rig.ask(post("/form", std::string(3'000'000, 'a')));
    CHECK(answer.status == 413);
    CHECK(answer.header("connection") == "close");
    std::string chunked = "POST /form HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 100; ++i) chunked += "1000\r\n" + std::string(4096, 'a') + "\r\n";
    CHECK(rig.ask(chunked + "0\r\n\r\n").status == 413);
}

TEST_CASE("http: Expect: 100-continue is told to go on, or is refused at once")
{
    Rig rig;
    rig.start();
    Client client{rig.port()};
    client.send("POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                "application/x-www-form-urlencoded\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_some(2s) == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("a=1");
    CHECK(client.read().value().body == "1\na=1");
    Client other{rig.port()};
    other.send("POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\nExpect: 100-continue\r\n\r\n");
    CHECK(other.read().value().status == 413);
}
