#include "mime.hpp"

#include <notify/notify.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <sstream>

using namespace guildhall;

namespace {

notify::Mail a_mail()
{
    return {.id = {0x1234},
            .message_id = "<1234@larkmoor.example>",
            .to = "sam@example.com",
            .from = "noreply@larkmoor.example",
            .from_name = "Larkmoor Council",
            .date = from_millis(1773324300000),
            .content = {"Ŵe have your report", "Hello\nSam\n", "<p>Hello</p>"}};
}

}

TEST_CASE("mime: a message has the headers a mail program needs, and both parts")
{
    auto const mime = notify::mime_of(a_mail());
    CHECK(mime.starts_with("From: \"Larkmoor Council\" <noreply@larkmoor.example>\r\nTo: <sam@example.com>\r\n"));
    CHECK(mime.find("\r\nDate: Thu, 12 Mar 2026 14:05:00 +0000\r\n") != std::string::npos);
    CHECK(mime.find("\r\nMessage-ID: <1234@larkmoor.example>\r\n") != std::string::npos);
    CHECK(mime.find("\r\nAuto-Submitted: auto-generated\r\n") != std::string::npos);
    auto const read = notify::read_mail(mime);
    REQUIRE(read.has_value());
    CHECK(read->to == "sam@example.com");
    CHECK(read->subject == "Ŵe have your report");
    CHECK(read->text == "Hello\nSam\n");
    CHECK(read->html == "<p>Hello</p>\n");
}

TEST_CASE("mime: no header can be added through a name, a subject or an address")
{
    auto mail = a_mail();
    mail.content.subject = "Hi\r\nBcc: x@example.com";
    mail.from_name = "Larkmoor\r\nBcc: x@example.com";
    mail.to = "sam@example.com>\r\nBcc: <x@example.com";
    auto const mime = notify::mime_of(mail);
    CHECK(mime.find("\nBcc:") == std::string::npos);
}

TEST_CASE("mime: quoted-printable and header words come back as they were, in lines mail servers accept")
{
    CHECK(rc::check("round trip", [] {
        auto const points = *rc::gen::container<std::vector<std::uint32_t>>(
            rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0x20, 0x7f), rc::gen::inRange<std::uint32_t>(0xa0, 0x800),
                           rc::gen::just<std::uint32_t>('\n')));
        std::string text;
        for (auto const p : points) {
            if (p < 0x80) {
                text += static_cast<char>(p);
            } else {
                text += static_cast<char>(0xC0 | (p >> 6));
                text += static_cast<char>(0x80 | (p & 0x3F));
            }
        }
        auto const encoded = notify::quoted_printable(text);
        auto expected = text;
        if (!expected.empty() && expected.back() != '\n') expected += '\n';
        RC_ASSERT(notify::from_quoted_printable(encoded) == expected);
        std::istringstream lines{encoded};
        for (std::string line; std::getline(lines, line);) {
            RC_ASSERT(line.size() <= 77u); // 76 and the carriage return
            RC_ASSERT(!line.starts_with("."));
            RC_ASSERT(!line.starts_with("From "));
        }
        std::erase(text, '\n');
        auto const header = notify::header_text(text);
        RC_ASSERT(notify::decoded_header(header) == text);
        std::istringstream words{header};
        for (std::string line; std::getline(words, line);) RC_ASSERT(line.size() <= 998u);
    }));
}
