// How bodies travel: encodings, conditions, ranges, files and streams of events.
#include "rig.hpp"

#include "../compress.hpp"
#include "../decode.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <fmt/format.h>

#include <fstream>
#include <thread>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
using namespace std::chrono_literals;

namespace {

std::string gunzipped(std::string_view bytes)
{
    z_stream z{};
    inflateInit2(&z, 15 + 16);
    std::string out(1'000'000, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    inflate(&z, Z_FINISH);
    out.resize(out.size() - z.avail_out);
    inflateEnd(&z);
    return out;
}

}

TEST_CASE("http: a page is compressed as the browser wishes (P2)")
{
    Rig rig;
    rig.start();
    auto const plain = rig.ask(get("/page"));
    CHECK(plain.body == rig.page);
    CHECK(plain.header("content-encoding").empty());
    CHECK(plain.header("vary") == "Accept-Encoding");
    auto const gzip = rig.ask(get("/page", "Accept-Encoding: gzip, deflate\r\n"));
    CHECK(gzip.header("content-encoding") == "gzip");
    CHECK(gunzipped(gzip.body) == rig.page);
    auto const brotli = rig.ask(get("/page", "Accept-Encoding: gzip, deflate, br\r\n"));
    CHECK(brotli.header("content-encoding") == "br");
    CHECK(brotli.body.size() < rig.page.size() / 2);
    CHECK(rig.ask(get("/", "Accept-Encoding: br\r\n")).header("content-encoding").empty()); // too small to be worth it
}

TEST_CASE("http: the encoding follows the qualities that are given")
{
    CHECK(choose_encoding("") == Encoding::identity);
    CHECK(choose_encoding("br;q=0, gzip") == Encoding::gzip);
    CHECK(choose_encoding("br;q=0.5, gzip;q=0.9") == Encoding::gzip);
    CHECK(choose_encoding("gzip;q=0") == Encoding::identity);
    CHECK(choose_encoding("brandy, gzipped") == Encoding::identity);
    CHECK(choose_encoding("br") == Encoding::brotli);
    CHECK(rc::check([](std::string const& header) { (void)choose_encoding(header); }));
    CHECK(rc::check([](std::string const& bytes) {
        RC_ASSERT(gunzipped(compress(bytes, Encoding::gzip, Effort::page)) == bytes);
    }));
}

TEST_CASE("http: an asset that the browser has is not sent again")
{
    Rig rig;
    rig.start();
    auto const first = rig.ask(get("/asset"));
    auto const etag = first.header("etag");
    CHECK(etag.starts_with('"'));
    CHECK(first.header("cache-control") == "public, max-age=31536000, immutable");
    auto const encoded = rig.ask(get("/asset", "Accept-Encoding: br\r\n"));
    CHECK(encoded.header("content-encoding") == "br");
    CHECK(encoded.header("etag") == "W/" + etag); // other bytes of the same asset
    for (auto const& known : {etag, "W/" + etag, "\"other\", " + etag, std::string{"*"}}) {
        Client client{rig.port()};
        client.send(get("/asset", "If-None-Match: " + known + "\r\n"));
        auto const again = client.read();
        REQUIRE(again);
        CHECK(again->status == 304);
        CHECK(again->body.empty());
        client.send(get("/"));
        CHECK(client.read().value().body == "home"); // nothing of a body stood between
    }
    CHECK(rig.ask(get("/asset", "If-None-Match: \"other\"\r\n")).status == 200);
}

TEST_CASE("http: parts of assets and files are served as asked")
{
    Rig rig;
    rig.start();
    struct Part {
        std::string_view range;
        int status;
        std::string_view body, content_range;
    };
    static constexpr Part parts[] = {
        {"bytes=0-3", 206, "0123", "bytes 0-3/10"},
        {"bytes=7-", 206, "789", "bytes 7-9/10"},
        {"bytes=-2", 206, "89", "bytes 8-9/10"},
        {"bytes=5-500", 206, "56789", "bytes 5-9/10"},
        {"bytes=-500", 206, "0123456789", "bytes 0-9/10"},
        {"bytes=10-", 416, "", "bytes */10"},
        {"bytes=-0", 416, "", "bytes */10"},
        {"bytes=3-1", 200, "0123456789", ""},
        {"bytes=0-1,4-5", 200, "0123456789", ""},
        {"lines=0-3", 200, "0123456789", ""},
        {"bytes=a-b", 200, "0123456789", ""},
        {"bytes=", 200, "0123456789", ""},
        {"bytes=99999999999999999999-", 200, "0123456789", ""},
    };
    for (auto const& part : parts) {
        CAPTURE(std::string{part.range});
        auto const answer = rig.ask(get("/file", fmt::format("Range: {}\r\n", part.range)));
        CHECK(answer.status == part.status);
        CHECK(answer.body == part.body);
        CHECK(answer.header("content-range") == part.content_range);
        CHECK(answer.header("accept-ranges") == "bytes");
    }
    auto const etag = rig.ask(get("/asset")).header("etag");
    auto const part = rig.ask(get("/asset", "Range: bytes=3-11\r\nAccept-Encoding: br\r\nIf-Range: " + etag + "\r\n"));
    CHECK(part.status == 206);
    CHECK(part.body == rig.page.substr(3, 9));
    CHECK(part.header("content-encoding").empty());
    CHECK(rig.ask(get("/asset", "Range: bytes=3-11\r\nIf-Range: \"older\"\r\n")).body == rig.page);
    CHECK(rig.ask(get("/page", "Range: bytes=0-3\r\n")).status == 200); // pages are always whole
    CHECK(rc::check([](std::string const& range) {
        ByteRange found{};
        if (decode_range("bytes=" + range, 10, found) == RangeVerdict::part)
            RC_ASSERT(found.first <= found.last && found.last < 10U);
    }));
}

TEST_CASE("http: a large file arrives whole")
{
    Rig rig;
    rig.start();
    std::string bytes(300'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31);
    std::ofstream{rig.folder / "file.bin", std::ios::binary} << bytes;
    CHECK(rig.ask(get("/file")).body == bytes);
    CHECK(rig.ask(get("/file", "Range: bytes=100000-200000\r\n")).body == bytes.substr(100'000, 100'001));
}

TEST_CASE("http: events reach a browser as they happen and hold no worker")
{
    Rig rig;
    rig.start();
    Client client{rig.port()};
    client.send(get("/events"));
    auto const head = client.read();
    REQUIRE(head);
    CHECK(head->header("content-type") == "text/event-stream");
    CHECK(head->header("content-length").empty());
    CHECK(head->header("cache-control") == "no-store");
    CHECK(rig.channel->publish("case", "moved\nto done"));
    CHECK(client.read_some(2s) == "event: case\ndata: moved\ndata: to done\n\n");
    CHECK(rig.channel->publish("case", "again"));
    CHECK(client.read_some(2s) == "event: case\ndata: again\n\n");
    for (int i = 0; i < 10; ++i) CHECK(rig.ask(get("/")).status == 200);
    rig.channel->close();
    CHECK(client.closes_within(2s));
    CHECK_FALSE(rig.channel->publish("case", "nobody hears"));
}

TEST_CASE("http: a reader of events that does not keep up is dropped")
{
    Channel channel;
    std::string const news(10'000, 'x');
    int sent = 0;
    while (channel.publish("case", news) && sent < 1'000) ++sent;
    CHECK(sent < 40);
    CHECK(channel.is_closed());
}
