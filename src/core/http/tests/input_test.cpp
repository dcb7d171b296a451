// What people and machines type into addresses, fields, headers and cookies.
#include "rig.hpp"

#include "../decode.hpp"

#include <support/shared_files.hpp>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fstream>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
namespace shared = guildhall::test;

TEST_CASE("http: a path leads nowhere but to its route")
{
    Rig rig;
    rig.start();
    CHECK(rig.ask(get("/echo/t%C5%B7")).body == "tŷ||");
    CHECK(rig.ask(get("/echo/a+b%2Bc")).body == "a+b+c||");
    CHECK(rig.ask(get("/rest/a/b/c.css")).body == "a/b/c.css");
    CHECK(rig.ask(get("/items/9223372036854775807")).status == 200);
    for (std::string_view const nowhere :
         {"/items/0", "/items/-1", "/items/+1", "/items/1e3", "/items/9223372036854775808", "/items/%D9%A1", "/items/",
          "/items/1/", "/Items/1", "/nothing"}) {
        CAPTURE(std::string{nowhere});
        CHECK(rig.ask(get(nowhere)).status == 404);
    }
    for (std::string_view const broken : {"/rest/../secret",
                                          "/rest/%2e%2e/secret",
                                          "/rest/..%2fsecret",
                                          "/rest/..%5csecret",
                                          "/rest/..\\secret",
                                          "/rest/%252e%252e/x/../y",
                                          "/rest/./x",
                                          "//evil.example/",
                                          "/rest//x",
                                          "/rest/%00",
                                          "/rest/a%0d%0aSet-Cookie:x",
                                          "/rest/%",
                                          "/rest/%4",
                                          "/rest/%zz",
                                          "/rest/%ff%fe",
                                          "/rest/%c0%af",
                                          "/rest/%ed%a0%80",
                                          "/rest/%f4%90%80%80",
                                          "/rest/%7f",
                                          "rest",
                                          "*",
                                          "http://localhost/",
                                          "?"}) {
        CAPTURE(std::string{broken});
        CHECK(rig.ask(get(broken)).status == 400);
    }
    CHECK(rig.ask(get("/echo/x?q=%ff")).status == 400);
    CHECK(rig.ask(get("/echo/x?q=%00")).status == 400);
    CHECK(rig.ask(get("/echo/x?q=" + std::string(200, '&'))).status == 200);
}

TEST_CASE("http: a form's fields arrive as typed, with plain line breaks; what is not text is refused")
{
    Rig rig;
    rig.start();
    CHECK(rig.ask(post("/open", "a=1&b=x+y%20z&b=2&empty=&flag&c=one%0D%0Atwo%0Dthree")).body ==
          "6\na=1\nb=x y z\nb=2\nempty=\nflag=\nc=one\ntwo\nthree");
    CHECK(rig.ask(post("/open", "a=1", "", "Application/X-WWW-Form-Urlencoded; charset=UTF-8")).body == "1\na=1");
    for (std::string const body :
         {"a=%ff", "%c3%28=1", "a=%00", "%0b=1", "%7f=1", "a=%zz", "a=%", "a=\xC3", "a=%ed%a0%80"}) {
        CAPTURE(body);
        auto const answer = rig.ask(post("/open", body));
        CHECK(answer.status == 400);
        CHECK(answer.body.starts_with("problem 400 "));
    }
}

TEST_CASE("http: a field of a megabyte and ten thousand fields are refused, and the server goes on")
{
    Rig rig;
    rig.start();
    CHECK(rig.ask(post("/form", "a=" + std::string(1'000'000, 'x'))).status == 413);
    CHECK(rig.ask(post("/open", "a=" + std::string(1'000'000, 'x'))).status == 200); // a route that wants it gets it
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "f=" + std::to_string(i) + "&";
    CHECK(rig.ask(post("/open", many)).status == 413);
    CHECK(rig.ask(get("/")).status == 200);
}

namespace {

/// Whatever cannot stand in a request as it is goes percent-encoded; in a header, line breaks and NUL would end it.
void try_everywhere(Rig& rig, Client& client, std::string const& text)
{
    CAPTURE(text);
    auto const encoded = percent_encoded(text);
    auto const ask = [&](std::string const& request) {
        client.send(request);
        auto const answer = client.read();
        REQUIRE(answer);
        CHECK(answer->status < 500);
        CHECK(answer->header("set-cookie").find("evil") == std::string::npos);
        return *answer;
    };
    ask(get("/echo/" + encoded.substr(0, 3'000)));
    auto const query = ask(get("/echo/x?q=" + encoded.substr(0, 3'000)));
    if (query.status == 200 && encoded.size() <= 3'000) CHECK(query.body == "x|" + as_typed(text).value() + "|");
    auto const form = ask(post("/open", "a=" + encoded + "&" + encoded + "=b"));
    // What is text comes back as somebody typed it, and only what is no text is refused. A name is never typed.
    CHECK(form.status == (as_typed(text) && is_clean_text(text) ? 200 : 400));
    if (form.status == 200) CHECK(form.body.starts_with("2\na=" + as_typed(text).value()));
    auto line = text;
    std::erase_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    ask(get("/echo/x", "X-Anything: " + line + "\r\nAccept-Encoding: " + line + "\r\nRange: " + line +
                           "\r\nIf-None-Match: " + line + "\r\n"));
    ask(get("/asset", "Cookie: taste=" + line + "\r\nRange: bytes=" + line + "\r\nIf-Range: " + line +
                          "\r\nOrigin: " + line + "\r\n"));
    ask(post("/form", "csrf=" + encoded,
             "Cookie: browser=" + line + "\r\nX-Csrf-Token: " + line + "\r\nContent-Disposition: " + line + "\r\n"));
    // As it is, with whatever it does to the request: on a connection of its own, answered or closed.
    CHECK(rig.ask("GET /echo/" + text + " HTTP/1.1\r\nHost: localhost\r\nX: " + text + "\r\nConnection: close\r\n\r\n")
              .status < 500);
}

std::vector<std::string> payloads()
{
    std::vector<std::string> found;
    auto const folder = shared::shared_path("standards/bad-input/payload-lists");
    if (!std::filesystem::exists(folder)) return found;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file{entry.path(), std::ios::binary};
        int lines = 0;
        for (std::string line; std::getline(file, line) && lines < 12; ++lines) {
            if (!line.empty()) found.push_back(line);
        }
    }
    return found;
}

}

TEST_CASE("http: every naughty string, in path, query, field, header and cookie, is answered below 500 (S4)")
{
    auto const text = shared::shared_file("standards/bad-input/blns.json");
    if (!text) return;
    Rig rig;
    rig.options.workers = 1;
    rig.start();
    Client client{rig.port()};
    int count = 0;
    auto const strings = boost::json::parse(*text);
    for (auto const& one : strings.as_array()) {
        try_everywhere(rig, client, std::string{one.as_string()});
        ++count;
    }
    CHECK(count > 400);
    auto const lists = payloads();
    CHECK(lists.size() > 100);
    for (auto const& payload : lists) try_everywhere(rig, client, payload);
    CHECK(rig.ask(get("/")).status == 200);
    CHECK(rig.log->count("the page for") == 0);
}

TEST_CASE("http: percent-encoding undoes itself, and broken escapes are nothing")
{
    CHECK(rc::check([](std::string const& text) { RC_ASSERT(percent_decode(percent_encoded(text), true) == text); }));
    CHECK(percent_decode("a+b", true) == "a b");
    CHECK(percent_decode("a+b", false) == "a+b");
    for (std::string_view const broken : {"%", "%1", "a%", "%g0", "%0g", "%%30"})
        CHECK_FALSE(percent_decode(broken, false));
}

TEST_CASE("http: what is accepted as text is valid UTF-8 without control characters")
{
    for (std::string_view const good :
         {"", "plain", "tŷ", "\xF0\x9F\x98\x80", "a\tb\r\nc", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"})
        CHECK(is_clean_text(good));
    for (std::string_view const bad :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xE2\x82", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\x1B", "\x7F"})
        CHECK_FALSE(is_clean_text(bad));
    CHECK_FALSE(is_clean_text(std::string_view{"\0", 1}));
    CHECK(rc::check([](std::string const& path) {
        auto const decoded = decode_path("/" + path);
        if (!decoded) return;
        RC_ASSERT(is_clean_text(*decoded));
        RC_ASSERT(decoded->find("/../") == std::string::npos);
        RC_ASSERT(!decoded->ends_with("/.."));
    }));
}

TEST_CASE("http: a control character that was pasted becomes a space or a line break, and refuses nobody")
{
    CHECK(as_typed("one\vtwo\fthree") == "one\ntwo\nthree");
    CHECK(as_typed("a\x1B"
                   "b\x7F"
                   "c\x01"
                   "d\te") == "a b c d\te");
    CHECK(as_typed("a\r\nb\rc\nd") == "a\nb\nc\nd");
    CHECK(as_typed("tŷ \xF0\x9F\x98\x80") == "tŷ \xF0\x9F\x98\x80");
    CHECK_FALSE(as_typed(std::string_view{"a\0b", 3}));
    CHECK_FALSE(as_typed("\xE2\x80"));
    CHECK_FALSE(as_typed("\xED\xA0\x80"));
    auto const form = decode_form("words=from%0BWord%0C%1B%7F!", 10);
    REQUIRE(form);
    CHECK(form->value("words") == "from\nWord\n  !");
    CHECK_FALSE(decode_form("words=a%00b", 10));
    CHECK_FALSE(decode_form("wo%0Brds=a", 10));
    CHECK(rc::check([](std::string const& text) {
        auto const typed = as_typed(text);
        if (!typed) return;
        RC_ASSERT(is_clean_text(*typed));
        RC_ASSERT(as_typed(*typed) == typed);
    }));
}

TEST_CASE("http: marks that turn the direction of words are taken out of what is typed, and letters of any script stay")
{
    CHECK(as_typed("a\u202Eb\u202Cc\u2066d\u2069e") == "abcde");
    CHECK(as_typed("\u202A\u202B\u202D\u2067\u2068") == "");
    CHECK(as_typed("שלום \u200Fعالم\u200E \u2029 \u2065") == "שלום \u200Fعالم\u200E \u2029 \u2065");
    auto const form = decode_form("name=Asha%E2%80%AE", 10);
    REQUIRE(form);
    CHECK(form->value("name") == "Asha");
}

TEST_CASE("http: cookies and header parameters are found by their whole name")
{
    CHECK(cookie_value("a=1; b=2", "b") == "2");
    CHECK(cookie_value("xb=1; b=2", "b") == "2");
    CHECK(cookie_value("b", "b").empty());
    CHECK(cookie_value("a=\"b=3\"; c=4", "b").empty());
    CHECK(cookie_value(";;; b=x=y ;", "b") == "x=y");
    CHECK(header_parameter("form-data; name=\"a\\\"b\"; filename=x.png", "name") == "a\"b");
    CHECK(header_parameter("form-data; NAME=a; filename=\"x; name=y\"", "filename") == "x; name=y");
    CHECK_FALSE(header_parameter("form-data; filename=\"x", "filename"));
    CHECK_FALSE(header_parameter("form-data", "name"));
    CHECK(rc::check([](std::string const& header) {
        (void)header_parameter(header, "name");
        (void)cookie_value(header, "name");
    }));
}
