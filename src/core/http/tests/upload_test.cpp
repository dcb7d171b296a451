#include "rig.hpp"

#include "../multipart.hpp"

#include <base/secret.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <thread>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view form_type = "multipart/form-data; boundary=XX";
constexpr std::string_view ticket = "X-Ticket: yes\r\n";

std::string field(std::string_view name, std::string_view value)
{
    return std::string{"--XX\r\nContent-Disposition: form-data; name=\""}
        .append(name)
        .append("\"\r\n\r\n")
        .append(value)
        .append("\r\n");
}

std::string file(std::string_view name, std::string_view filename, std::string_view bytes)
{
    return std::string{"--XX\r\nContent-Disposition: form-data; name=\""}
        .append(name)
        .append("\"; filename=\"")
        .append(filename)
        .append("\"\r\nContent-Type: image/png\r\n\r\n")
        .append(bytes)
        .append("\r\n");
}

std::string chunked(std::string_view target, std::string_view body, std::string_view header_lines)
{
    std::string request = std::string{"POST "}.append(target).append(
        " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: ");
    request.append(form_type).append("\r\n").append(header_lines).append("\r\n");
    while (!body.empty()) {
        auto const piece = body.substr(0, 4096);
        char size[20];
        std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
        request.append(size).append(piece).append("\r\n");
        body.remove_prefix(piece.size());
    }
    return request + "0\r\n\r\n";
}

/// Files are deleted with the exchange, which ends just after its answer.
bool becomes_empty(Rig const& rig)
{
    for (int tries = 0; tries < 100; ++tries) {
        if (rig.files_in_upload_folder() == 0) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

}

TEST_CASE("http: fields and files of a multipart form arrive, and the files are gone afterwards")
{
    Rig rig;
    rig.start();
    std::string bytes(90'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
    bytes += "\r\n--X\r\n--XY\r\n"; // almost a boundary
    auto const body = field("a", "one\r\ntwo") + file("photo", "C:\\fake\\path\\bin day.png", bytes) + field("b", "") +
                      file("none", "", "") + "--XX--\r\n";
    auto const expected = "2\na=one\ntwo\nb=\nphoto:bin day.png:image/png:" + std::to_string(bytes.size()) + ":" +
                          sha256_hex(bytes).substr(0, 8);
    CHECK(rig.ask(post("/upload", body, ticket, form_type)).body == expected);
    CHECK(rig.ask(post("/upload", body, ticket, "Multipart/Form-Data; Boundary=\"XX\"")).body == expected);
    CHECK(rig.ask(chunked("/upload", body, ticket)).body == expected);
    CHECK(rig.ask(post("/upload", file("photo", "empty.png", "") + "--XX--", ticket, form_type))
              .body.starts_with("0\nphoto:empty.png:image/png:0:"));
    CHECK(becomes_empty(rig));
}

TEST_CASE("http: a file from somebody who may not send it never touches the disk")
{
    Rig rig;
    rig.start();
    Client client{rig.port()};
    auto const body = file("photo", "a.png", std::string(50'000, 'x')) + "--XX--\r\n";
    auto const request = post("/upload", body, "", form_type);
    // Only the head has been sent when the answer comes.
    client.send(request.substr(0, request.size() - body.size()));
    auto const answer = client.read();
    REQUIRE(answer);
    CHECK(answer->status == 403);
    CHECK(rig.access_checks == 1);
    CHECK(rig.files_in_upload_folder() == 0);
    CHECK(rig.ask(post("/upload", body, ticket, form_type)).status == 200);
    CHECK(rig.access_checks == 2); // once for each request
}

TEST_CASE("http: too large a file is refused: by its length before it is read, in chunks as soon as it is too much")
{
    Rig rig;
    rig.start();
    auto const large = file("photo", "a.png", std::string(100'001, 'x')) + "--XX--\r\n";
    CHECK(rig.ask(post("/upload", large, ticket, form_type)).status == 413);
    CHECK(rig.ask(chunked("/upload", large, ticket)).status == 413);
    CHECK(
        rig.ask(post("/upload", file("photo", "a.png", std::string(5'000'000, 'x')) + "--XX--\r\n", ticket, form_type))
            .status == 413);
    auto const three = file("a", "1", "x") + file("b", "2", "x") + file("c", "3", "x") + "--XX--";
    CHECK(rig.ask(post("/upload", three, ticket, form_type)).status == 413);
    auto const three_without_names = file("a", "", "x") + file("b", "", "x") + file("c", "", "x") + "--XX--";
    CHECK(rig.ask(post("/upload", three_without_names, ticket, form_type)).status == 413);
    CHECK(rig.ask(chunked("/upload", field("a", std::string(70'000, 'x')) + "--XX--", ticket)).status == 413);
    std::string many;
    for (int i = 0; i < 300; ++i) many += field("f", "1");
    CHECK(rig.ask(post("/upload", many + "--XX--", ticket, form_type)).status == 413);
    // What follows the last boundary is bounded, too.
    CHECK(rig.ask(chunked("/upload", field("a", "1") + "--XX--\r\n" + std::string(400'000, 'x'), ticket)).status ==
          413);
    CHECK(becomes_empty(rig));
}

TEST_CASE("http: a route that wants no files takes none")
{
    Rig rig;
    rig.start();
    CHECK(rig.ask(post("/open", file("a", "x.png", "bytes") + "--XX--", "", form_type)).status == 413);
    CHECK(rig.ask(post("/open", file("a", "", "bytes") + "--XX--", "", form_type)).status == 413);
    CHECK(rig.ask(post("/open", field("a", "1") + file("b", "", "") + "--XX--", "", form_type)).body == "1\na=1");
    CHECK(rig.files_in_upload_folder() == 0);
}

TEST_CASE("http: broken multipart is refused, and the server goes on")
{
    Rig rig;
    rig.start();
    std::string const bodies[] = {
        "",
        "--XX",
        "--XX--",
        "--XX\r\n",
        "no boundary at all",
        field("a", "1"),
        field("a", "1") + "--XX",
        "--XX\r\n\r\nno headers\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\xFF\"\r\n\r\nx\r\n--XX--",
        field("a", "\xFF\xFE") + "--XX--",
        field("a", std::string(1, '\0')) + "--XX--",
        file("a", std::string{"x\0.png", 6}, "x") + "--XX--",
        "--XXcontinues\r\n\r\n--XX--",
        "--XX\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n--XX--",
        file("photo", "a.png", "cut off").substr(0, 100),
    };
    for (auto const& body : bodies) {
        CAPTURE(body);
        auto const answer = rig.ask(post("/upload", body, ticket, form_type));
        bool const is_empty_form = body == "--XX--" || body.empty();
        CHECK(answer.status == (is_empty_form ? 200 : 400));
    }
    for (auto const& type :
         {std::string{"multipart/form-data"}, std::string{"multipart/form-data; boundary="},
          std::string{"multipart/form-data; boundary=\""}, "multipart/form-data; boundary=" + std::string(200, 'x')}) {
        CHECK(rig.ask(post("/upload", "--XX--", ticket, type)).status == 400);
    }
    CHECK(becomes_empty(rig));
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: a disk that cannot be written to is a plain 500 page, and the server goes on")
{
    Rig rig;
    rig.start();
    std::filesystem::remove_all(rig.folder / "uploads");
    auto const answer = rig.ask(post("/upload", file("photo", "a.png", "bytes") + "--XX--", ticket, form_type));
    CHECK(answer.status == 500);
    CHECK(rig.log->line_with("cannot be written to").find(answer.header("x-request-id")) != std::string::npos);
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: a multipart form reads the same however its bytes are cut")
{
    auto const body = field("a", "one") + file("photo", "a.png", "bytes\r\n--X") + field("b", "\r\n") + "--XX--\r\n";
    auto const folder = std::filesystem::temp_directory_path();
    CHECK(rc::check([&] {
        MultipartReader reader{"XX", {.upload = 100, .uploads = 1}, folder};
        std::string_view rest{body};
        while (!rest.empty()) {
            auto const size = std::min<std::size_t>(*rc::gen::inRange<std::size_t>(1, 20), rest.size());
            reader.feed(rest.substr(0, size));
            rest.remove_prefix(size);
        }
        RC_ASSERT((reader.state() == MultipartReader::State::done));
        auto const form = reader.take_form();
        RC_ASSERT(form.fields().size() == 2U);
        RC_ASSERT(form.value("a") == "one");
        auto const uploads = reader.take_uploads();
        RC_ASSERT(uploads.size() == 1U);
        RC_ASSERT(uploads.front().read() == "bytes\r\n--X");
        std::filesystem::remove(uploads.front().path);
    }));
}
