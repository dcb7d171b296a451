// What protects people: forgery, cookies, headers, hosts, limits, and what the log says.
#include "rig.hpp"

#include "../proxy.hpp"
#include "../rate_limit.hpp"

#include <base/secret.hpp>
#include <http/forms_guard.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <regex>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
using namespace std::chrono_literals;

namespace {

struct Browser {
    std::string cookie; ///< "browser=..."
    std::string token;
    explicit Browser(Rig const& rig)
    {
        auto const answer = rig.ask(get("/token"));
        auto const set = answer.header("set-cookie");
        cookie = set.substr(0, set.find(';'));
        token = answer.body;
    }
    [[nodiscard]] std::string line() const { return "Cookie: " + cookie + "\r\n"; }
};

}

TEST_CASE("http: a form without this browser's token is refused, with it it is taken (S4)")
{
    Rig rig;
    rig.start();
    Browser const asha{rig};
    Browser const other{rig};
    CHECK(rig.ask(post("/form", "a=1&csrf=" + asha.token, asha.line())).status == 200);
    CHECK(rig.ask(post("/form", "a=1", asha.line() + "X-CSRF-Token: " + asha.token + "\r\n")).status == 200);
    auto const refused = [&](std::string const& body, std::string const& lines) {
        CHECK(rig.ask(post("/form", body, lines)).status == 403);
    };
    refused("a=1", asha.line());
    refused("a=1&csrf=", asha.line());
    refused("a=1&csrf=" + other.token, asha.line());
    refused("a=1&csrf=" + asha.token, other.line());
    refused("a=1&csrf=" + asha.token, "");
    refused("a=1&csrf=" + asha.token, "Cookie: browser=short\r\n");
    auto flipped = asha.token;
    flipped[10] = flipped[10] == 'A' ? 'B' : 'A';
    refused("a=1&csrf=" + flipped, asha.line());
    refused("a=1&csrf=" + asha.token, asha.line() + "Sec-Fetch-Site: cross-site\r\n");
    refused("a=1&csrf=" + asha.token, asha.line() + "Sec-Fetch-Site: same-site\r\n");
    refused("a=1&csrf=" + asha.token, asha.line() + "Origin: https://evil.example\r\n");
    CHECK(rig.ask(post("/form", "a=1&csrf=" + asha.token,
                       asha.line() + "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n"))
              .status == 200);
}

TEST_CASE("http: a token looks different on every page, so that compression tells nothing about it (S4)")
{
    Rig rig;
    rig.start();
    Browser const asha{rig};
    auto const second = rig.ask(get("/token", asha.line())).body;
    CHECK(second != asha.token);
    CHECK(rig.ask(post("/form", "csrf=" + second, asha.line())).status == 200);
    CHECK(rig.ask(post("/form", "csrf=" + asha.token, asha.line())).status == 200); // another tab's still works
}

TEST_CASE("http: another site's secret makes other tokens")
{
    Site const one{.secret = std::string(32, 'a')};
    Site const two{.secret = std::string(32, 'b')};
    Request request;
    request.site = &one;
    request.headers.emplace_back("cookie", "browser=" + random_token());
    request.form.add("csrf", request.csrf_token());
    CHECK(request.csrf_matches());
    request.site = &two;
    CHECK_FALSE(request.csrf_matches());
}

TEST_CASE("http: cookies are HttpOnly and SameSite; where the connection is secure they are __Host- and Secure (S4)")
{
    Rig rig;
    rig.options.trusted_proxies = {"127.0.0.1"};
    rig.start();
    auto const plain = rig.ask(get("/cookie")).all("set-cookie");
    REQUIRE(plain.size() == 2);
    CHECK(plain[0] == "staff=value; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600");
    CHECK(plain[1] == "old=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    auto const secure = rig.ask(get("/cookie", "X-Forwarded-Proto: https\r\n")).all("set-cookie");
    REQUIRE(secure.size() == 2);
    CHECK(secure[0] == "__Host-staff=value; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600");
    // A page on a sibling host cannot plant an unprefixed cookie.
    CHECK(rig.ask(get("/echo/x", "X-Forwarded-Proto: https\r\nCookie: taste=planted; __Host-taste=ours\r\n")).body ==
          "x||ours");
    CHECK(rig.ask(get("/echo/x", "X-Forwarded-Proto: https\r\nCookie: taste=planted\r\n")).body == "x||");
    CHECK(rig.ask(get("/token")).header("set-cookie").starts_with("browser="));
    CHECK(rig.ask(get("/")).all("set-cookie").empty()); // none where none is needed
}

TEST_CASE("http: every answer carries its protection, and a header cannot be split (S4)")
{
    Rig rig;
    rig.options.trusted_proxies = {"127.0.0.1"};
    rig.start();
    for (std::string const path : {"/", "/nothing", "/boom", "/asset", "/%ff", "/cookie"}) {
        CAPTURE(path);
        auto const answer = rig.ask(get(path));
        CHECK(answer.header("x-content-type-options") == "nosniff");
        CHECK(answer.header("x-frame-options") == "DENY");
        CHECK(answer.header("content-security-policy") == "default-src 'none'");
        CHECK(answer.header("referrer-policy") == (path == "/asset" ? "strict-origin" : "no-referrer"));
        CHECK(answer.header("cache-control") ==
              (path == "/asset" ? "public, max-age=31536000, immutable" : "no-store"));
        CHECK(answer.header("x-request-id").size() == 12);
        CHECK(answer.header("strict-transport-security").empty());
        CHECK(answer.header("x-split").empty());
        CHECK(answer.header("server").empty());
    }
    CHECK(rig.ask(get("/", "X-Forwarded-Proto: https\r\n")).header("strict-transport-security") ==
          "max-age=63072000; includeSubDomains");
    auto const download = [&] {
        auto const made = http::download("a,b", "text/csv", "a\"\r\n../b.csv");
        return made.headers.front().second;
    }();
    CHECK(download == "attachment; filename=\"a___.._b.csv\"");
    auto const location = [](std::string path) { return see_other(std::move(path)).headers.front().second; };
    CHECK(location("/track") == "/track");
    CHECK(location("//evil.example") == "/");
    CHECK(location("https://evil.example") == "/");
}

TEST_CASE("http: a host that nobody serves is 421, and two sites never meet")
{
    Rig rig;
    rig.start();
    CHECK(rig.ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").status == 421);
    CHECK(rig.ask("GET / HTTP/1.1\r\nHost: \r\n\r\n").status == 421);
    CHECK(rig.ask("GET / HTTP/1.0\r\n\r\n").status == 421);
    CHECK(rig.ask("GET /who HTTP/1.1\r\nHost: LOCALHOST:8080\r\n\r\n").body == "127.0.0.1 plain localhost");
}

TEST_CASE("http: who asks too often waits, and is told how long")
{
    Rig rig;
    rig.options.requests_per_minute = 20;
    rig.start();
    Client client{rig.port()};
    int refused = 0;
    for (int i = 0; i < 40; ++i) {
        client.send(get(i % 2 ? "/" : "/nothing")); // guessing at addresses counts, too
        auto const answer = client.read();
        REQUIRE(answer);
        if (answer->status != 429) continue;
        ++refused;
        CHECK(answer->header("retry-after") == "30");
        CHECK(answer->body.starts_with("problem 429"));
    }
    CHECK(refused >= 18);
    CHECK(refused <= 20);
}

TEST_CASE("http: the limit is each client's own, refills, and an IPv6 customer has one for a whole network")
{
    RateLimit limit{60};
    auto const now = std::chrono::steady_clock::time_point{} + 1h;
    for (int i = 0; i < 60; ++i) CHECK(limit.allow("192.0.2.1", now));
    CHECK_FALSE(limit.allow("192.0.2.1", now));
    CHECK(limit.allow("192.0.2.2", now));
    CHECK(limit.allow("192.0.2.1", now + 1s));
    CHECK_FALSE(limit.allow("192.0.2.1", now + 1s));
    CHECK(network_of("2001:db8::1") == network_of("2001:db8:0:0:ffff::2"));
    CHECK(network_of("2001:db8::1") == network_of("2001:db8::a:b:c:d"));
    CHECK(network_of("2001:db8::1") != network_of("2001:db8:0:1::1"));
    CHECK(network_of("192.0.2.1") == "192.0.2.1");
    CHECK(network_of("::ffff:192.0.2.1") != network_of("::ffff:192.0.2.2")); // a socket for both kinds writes it so
    RateLimit off{0};
    for (int i = 0; i < 1'000; ++i) CHECK(off.allow("192.0.2.1", now));
}

TEST_CASE(
    "http: forwarded addresses are believed only from a trusted proxy, and only as far as the chain of them reaches")
{
    SUBCASE("from anybody else they are ignored")
    {
        Rig rig;
        rig.start();
        CHECK(rig.ask(get("/who", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n")).body ==
              "127.0.0.1 plain localhost");
    }
    SUBCASE("through a trusted one the nearest untrusted address counts")
    {
        Rig rig;
        rig.options.trusted_proxies = {"127.0.0.0/8", "10.0.0.0/8"};
        rig.start();
        CHECK(
            rig.ask(get("/who", "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n"))
                .body == "203.0.113.9 secure localhost");
        CHECK(rig.ask(get("/who", "X-Forwarded-For: spoofed, 10.1.2.3\r\n")).body == "10.1.2.3 plain localhost");
        CHECK(rig.ask(get("/who")).body == "127.0.0.1 plain localhost");
        // Some proxies add a line of their own behind the client's.
        CHECK(rig.ask(get("/who", "X-Forwarded-For: 192.0.2.66\r\nX-Forwarded-For: 203.0.113.9\r\n")).body ==
              "203.0.113.9 plain localhost");
    }
    TrustedProxies const proxies{{"10.0.0.0/8", "fd00::/8", "192.0.2.7"}};
    CHECK(proxies.trusts("10.255.0.1"));
    CHECK(proxies.trusts("::ffff:10.0.0.1"));
    CHECK(proxies.trusts("fd12::1"));
    CHECK_FALSE(proxies.trusts("11.0.0.1"));
    CHECK_FALSE(proxies.trusts("192.0.2.8"));
    CHECK_FALSE(proxies.trusts("nonsense"));
    for (std::string const broken :
         {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0/8", "proxy.example", "", "::1/129", "10.0.0.0/-1"}) {
        CAPTURE(broken);
        CHECK_THROWS_AS(TrustedProxies{{broken}}, std::runtime_error);
    }
}

TEST_CASE("http: a log line names the request and the route's pattern, never the path, the query or the client (S5)")
{
    Rig rig;
    rig.start();
    auto const answer = rig.ask(get("/echo/7HK29QF3MTX?q=asha%40example.org",
                                    "Cookie: taste=secret\r\nReferer: http://localhost/track/7HK29QF3MTX\r\n"));
    auto const line = rig.log->line_with(answer.header("x-request-id"));
    CHECK(std::regex_match(
        line,
        std::regex{
            R"(\{"request":"[\w-]{12}","site":"larkmoor","method":"GET","route":"/echo/\{text\}","status":200,"bytes":\d+,"micros":\d+\})"}));
    rig.ask(get("/nothing/7HK29QF3MTX"));
    rig.ask(post("/form", "note=7HK29QF3MTX"));
    rig.ask(get("/%ff7HK29QF3MTX"));
    CHECK_FALSE(rig.log->line_with("\"status\":400").empty());
    for (auto const& one : rig.log->lines()) {
        CHECK(one.find("7HK29QF3MTX") == std::string::npos);
        CHECK(one.find("asha") == std::string::npos);
        CHECK(one.find("127.0.0.1") == std::string::npos);
        CHECK(one.find("secret") == std::string::npos);
    }
}

TEST_CASE("http: an exception becomes a plain page with the request's id, logged once; a guard ends a request with its "
          "answer")
{
    Rig rig;
    rig.start();
    auto const answer = rig.ask(get("/boom"));
    CHECK(answer.status == 500);
    auto const id = answer.header("x-request-id");
    CHECK(answer.body == "problem 500 " + id);
    CHECK(rig.log->line_with("the disk is full").find(id) != std::string::npos);
    CHECK(rig.log->count("the disk is full") == 1);
    CHECK(rig.ask(get("/odd")).status == 500);
    CHECK(rig.ask(get("/missing-file")).status == 500);
    CHECK(rig.ask(get("/halt")).status == 404);
    CHECK(rig.ask(get("/forbidden")).status == 403);
    CHECK(rig.log->count("secret") == 0);
    SUBCASE("even where the problem page is broken, too")
    {
        rig.site.problem_page = [](Request const&, int) -> Response { throw std::runtime_error("no template"); };
        CHECK(rig.ask(get("/boom")).status == 500);
        CHECK(rig.ask(get("/nothing")).status == 404);
    }
}

TEST_CASE("http: metrics are Prometheus text, with route patterns and no paths")
{
    Rig rig;
    rig.start();
    rig.ask(get("/echo/7HK29QF3MTX"));
    rig.ask(get("/nothing/7HK29QF3MTX"));
    rig.ask(get("/boom"));
    auto const text = rig.server->metrics();
    CHECK(text.find("7HK29QF3MTX") == std::string::npos);
    CHECK(text.find("guildhall_http_requests_total{route=\"GET /echo/{text}\",status=\"2xx\"} 1\n") !=
          std::string::npos);
    CHECK(text.find("guildhall_http_requests_total{route=\"GET -\",status=\"4xx\"} 1\n") != std::string::npos);
    std::regex const sample{R"([a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? (\d+(\.\d+)?(e[+-]\d+)?|\+Inf))"};
    std::regex const comment{R"(# TYPE [a-z_]+ (counter|gauge|histogram))"};
    std::istringstream lines{text};
    std::uint64_t last = 0;
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK((std::regex_match(line, sample) || std::regex_match(line, comment)));
        // Buckets of a histogram add up.
        if (line.find("_bucket{") == std::string::npos) {
            last = 0;
            continue;
        }
        auto const count = std::stoull(line.substr(line.rfind(' ')));
        CHECK(count >= last);
        last = count;
    }
    CHECK(text.ends_with("\n"));
}

TEST_CASE("http: a bot fills the hidden field or is too fast; a person with an old page is no bot")
{
    ManualClock clock{from_millis(1'773'046'800'000)};
    Site const site{.secret = std::string(32, 's')};
    Site const other{.secret = std::string(32, 'o')};
    auto const request_at = [&](Time at) {
        Request request;
        request.site = &site;
        request.received = at;
        return request;
    };
    auto const shown = signed_time(request_at(clock.now()));
    auto const verdict = [&](Duration later, std::string const& time, std::string const& honey = "") {
        auto request = request_at(clock.now() + later);
        request.form.add(std::string{signed_time_field}, time);
        request.form.add(std::string{honeypot_field}, honey);
        return check_guard(request);
    };
    CHECK(verdict(10s, shown) == GuardVerdict::person);
    CHECK(verdict(1s, shown) == GuardVerdict::too_fast);
    CHECK(verdict(10s, shown, "https://spam.example") == GuardVerdict::bot);
    CHECK(verdict(48h, shown) == GuardVerdict::person);
    CHECK(verdict(10s, "") == GuardVerdict::bot);
    CHECK(verdict(10s, "1773046800000.0000000000000000") == GuardVerdict::bot);
    CHECK(verdict(10s, "rubbish.rubbish") == GuardVerdict::bot);
    auto foreign = request_at(clock.now());
    foreign.site = &other;
    CHECK(verdict(10s, signed_time(foreign)) == GuardVerdict::bot);
    CHECK(verdict(10s, signed_time(request_at(clock.now()), "another page")) == GuardVerdict::bot);
}

TEST_CASE("http: the guard works through a real form")
{
    Rig rig;
    rig.start();
    Browser const asha{rig};
    auto const shown = rig.ask(get("/shown", asha.line())).body;
    auto const send = [&](std::string const& extra) {
        return rig.ask(post("/guarded", "csrf=" + asha.token + "&shown=" + shown + extra, asha.line())).body;
    };
    CHECK(send("") == "too fast");
    CHECK(send("&website=x") == "bot");
}
