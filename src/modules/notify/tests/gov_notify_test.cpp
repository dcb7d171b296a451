// GOV.UK Notify's contract, kept with a simulator of it: what we ask, and what its answers mean.
#include "gov_notify.hpp"
#include "notify_simulator.hpp"

#include <base/file.hpp>
#include <doctest/doctest.h>

#include <filesystem>

using namespace guildhall;
using notify::Channel;
using notify::Fate;
using notify::testing::NotifySimulator;
using Mood = NotifySimulator::Mood;

namespace {

constexpr auto noon = from_millis(1773316800000);

struct Line {
    ManualClock clock{noon};
    NotifySimulator simulator{clock};
    std::unique_ptr<notify::Gateway> gateway = notify::gov_notify(options(), clock);

    [[nodiscard]] notify::GovNotifyOptions options() const
    {
        return {.base_url = simulator.url(),
                .api_key = Secret{NotifySimulator::api_key()},
                .email_template = std::string{NotifySimulator::email_template},
                .text_template = std::string{NotifySimulator::text_template},
                .letter_template = std::string{NotifySimulator::letter_template},
                .timeout = std::chrono::milliseconds{300}};
    }
    [[nodiscard]] notify::Mail mail(Channel channel, std::string to) const
    {
        return {.id = {77},
                .message_id = "<4d@larkmoor.example>",
                .to = std::move(to),
                .from = "no-reply@larkmoor.example",
                .from_name = "Larkmoor Council",
                .date = clock.now(),
                .content = {.subject = "Your bin",
                            .text = "We come on Friday.\n",
                            .html = "<p>We come on Friday.</p>\n",
                            .short_text = "Larkmoor Council: we come on Friday.",
                            .markdown = "# Your bin\n\nWe come on Friday.\n"},
                .channel = channel};
    }
    [[nodiscard]] notify::Mail text(std::string to = "+447700900123") const
    {
        return mail(Channel::text, std::move(to));
    }
};

std::string const letter_address = "Sam Hill\n1 Elm Road\nLarkmoor\nSW1A 1AA";

}

TEST_CASE("notify: the token is the JSON Web Token that the contract asks for")
{
    // Made with another program from the key in the contract's example.
    CHECK(notify::json_web_token(Secret{NotifySimulator::api_key()}, from_millis(1568818578999)) ==
          "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
          "eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtODQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE1Njg4MTg1Nzh9."
          "YT_aQYNif0l3HaPwy62Cj9g0qsYzjnj1K5pLwkELiFw");
}

TEST_CASE("notify: an email, a text and a letter reach the provider with their words and our reference")
{
    Line line;
    auto const text = line.gateway->send(line.text());
    REQUIRE(text.has_value());
    REQUIRE(line.gateway->send(line.mail(Channel::email, "sam@example.com")).has_value());
    REQUIRE(line.gateway->send(line.mail(Channel::letter, letter_address)).has_value());
    auto const messages = line.simulator.messages();
    REQUIRE(messages.size() == 3);
    CHECK(messages[0].id == *text);
    CHECK(messages[0].type == "sms");
    CHECK(messages[0].to == "+447700900123");
    CHECK(messages[0].body == "Larkmoor Council: we come on Friday.");
    CHECK(messages[0].reference == "4d@larkmoor.example");
    CHECK(messages[1].to == "sam@example.com");
    CHECK(messages[1].subject == "Your bin");
    CHECK(messages[1].body == "# Your bin\n\nWe come on Friday.\n");
    CHECK(messages[2].type == "letter");
    CHECK(messages[2].to == "Sam Hill");
}

TEST_CASE("notify: a channel without a template is not carried")
{
    Line line;
    auto options = line.options();
    options.letter_template.clear();
    auto const gateway = notify::gov_notify(options, line.clock);
    CHECK(gateway->carries(Channel::text));
    CHECK_FALSE(gateway->carries(Channel::letter));
}

TEST_CASE("notify: what the provider refuses is permanent, with its kind, and tells nobody's number")
{
    Line line;
    for (std::string const number : {"+441632960001", "07700", "0770090012345678901", "call me"}) {
        auto const sent = line.gateway->send(line.text(number));
        REQUIRE_FALSE(sent.has_value());
        CHECK(sent.error().permanent);
        CHECK(sent.error().reason.starts_with(
            "GOV.UK Notify refused the message for good (400 ValidationError: phone_number "));
        CHECK(sent.error().reason.find(number) == std::string::npos);
    }
    auto const letter = line.gateway->send(line.mail(Channel::letter, "Sam\n1 Elm Road"));
    REQUIRE_FALSE(letter.has_value());
    CHECK(letter.error().permanent);
    CHECK(letter.error().reason.find("Address must be at least 3 lines") != std::string::npos);
    CHECK(line.simulator.messages().empty());
}

TEST_CASE("notify: limits, trouble and silence are tried again")
{
    Line line;
    line.simulator.set(Mood::internal_error);
    auto sent = line.gateway->send(line.text());
    REQUIRE_FALSE(sent.has_value());
    CHECK_FALSE(sent.error().permanent);
    CHECK(sent.error().reason.starts_with("GOV.UK Notify has trouble"));

    line.simulator.set(Mood::slow);
    sent = line.gateway->send(line.text());
    REQUIRE_FALSE(sent.has_value());
    CHECK_FALSE(sent.error().permanent);
    CHECK(sent.error().reason.starts_with("GOV.UK Notify could not be reached"));

    line.simulator.set(Mood::well);
    line.simulator.limit_per_minute(0);
    sent = line.gateway->send(line.text());
    REQUIRE_FALSE(sent.has_value());
    CHECK_FALSE(sent.error().permanent);
    CHECK(sent.error().reason.starts_with("GOV.UK Notify asked to send more slowly (429 RateLimitError"));

    line.simulator.limit_per_minute(3000);
    line.simulator.limit_per_day(0);
    sent = line.gateway->send(line.text());
    REQUIRE_FALSE(sent.has_value());
    CHECK_FALSE(sent.error().permanent);
    CHECK(sent.error().reason.starts_with("Today's limit of GOV.UK Notify is used up"));
}

TEST_CASE("notify: a wrong key or a wrong clock is for operators to mend, and the message waits")
{
    Line line;
    auto options = line.options();
    auto key = NotifySimulator::api_key();
    key.back() = key.back() == '0' ? '1' : '0';
    options.api_key = Secret{key};
    auto const sent = notify::gov_notify(options, line.clock)->send(line.text());
    REQUIRE_FALSE(sent.has_value());
    CHECK_FALSE(sent.error().permanent);
    CHECK(
        sent.error().reason.starts_with("GOV.UK Notify does not know us. Check the API key and this machine's clock"));
    CHECK(sent.error().reason.find(key) == std::string::npos);

    ManualClock slow_clock{noon};
    slow_clock.advance(std::chrono::seconds{-31});
    CHECK_FALSE(notify::gov_notify(line.options(), slow_clock)->send(line.text()).has_value());
    ManualClock near_clock{noon};
    near_clock.advance(std::chrono::seconds{-29});
    CHECK(notify::gov_notify(line.options(), near_clock)->send(line.text()).has_value());
}

TEST_CASE("notify: a message whose answer was lost is found by its reference")
{
    Line line;
    line.simulator.set(Mood::drop_after_taking);
    CHECK_FALSE(line.gateway->send(line.text()).has_value());
    REQUIRE(line.simulator.messages().size() == 1);
    line.simulator.set(Mood::well);
    auto const found = line.gateway->find(line.text());
    REQUIRE(found.has_value());
    CHECK(*found == line.simulator.messages()[0].id);
    auto other = line.text();
    other.message_id = "<4e@larkmoor.example>";
    CHECK_FALSE(line.gateway->find(other)->has_value());
    CHECK_FALSE(line.gateway->find(line.mail(Channel::email, "sam@example.com"))->has_value());
}

TEST_CASE("notify: the contract's numbers for tests come back as it says")
{
    Line line;
    auto const delivered = line.gateway->send(line.text("+447700900123"));
    auto const wrong = line.gateway->send(line.text("+447700900002"));
    auto const away = line.gateway->send(line.text("+447700900003"));
    auto const smoke = line.gateway->send(line.text("+447700900111"));
    auto const letter = line.gateway->send(line.mail(Channel::letter, letter_address));
    REQUIRE(smoke.has_value());
    CHECK(line.gateway->fate_of(*delivered) == Fate::on_its_way);
    CHECK(line.simulator.settle().size() == 3);
    CHECK(line.gateway->fate_of(*delivered) == Fate::delivered);
    CHECK(line.gateway->fate_of(*wrong) == Fate::unreachable);
    CHECK(line.gateway->fate_of(*away) == Fate::unreachable);
    CHECK(line.gateway->fate_of(*letter) == Fate::delivered);
    CHECK(line.gateway->fate_of(*smoke) == Fate::not_told); // a smoke test is taken and never kept
}

TEST_CASE("notify: every status of the contract means something")
{
    auto const contract =
        std::filesystem::path{GUILDHALL_SOURCE_DIR} / "../shared/standards/govuk-notify/openapi/schema.json";
    if (!std::filesystem::exists(contract)) {
        MESSAGE("skipped: " << contract.string() << " is not here");
        return;
    }
    auto const schema = boost::json::parse(read_file(contract)).at("components").at("schemas");
    std::size_t statuses = 0;
    for (auto const& kind : schema.at("GetOneMessageResponse").at("oneOf").as_array()) {
        for (auto const& status : kind.at("properties").at("status").at("enum").as_array()) {
            ++statuses;
            std::string const name{status.as_string()};
            bool const is_open = notify::fate_named(name) == Fate::on_its_way;
            bool const may_be = name == "created" || name == "sending" || name == "pending" || name == "accepted" ||
                                name == "pending-virus-check";
            CHECK_MESSAGE(is_open == may_be, name);
        }
    }
    CHECK(statuses > 15);
}

TEST_CASE("notify: settings that cannot be right are refused in words that help")
{
    Line line;
    auto options = line.options();
    options.api_key = Secret{"my_key"};
    CHECK_THROWS_WITH(
        notify::gov_notify(options, line.clock),
        "The API key of GOV.UK Notify is a name and two UUIDs, joined by hyphens. Copy the whole key when "
        "Notify shows it.");
    options = line.options();
    options.base_url = "http://api.notifications.service.gov.uk";
    CHECK_THROWS_WITH(notify::gov_notify(options, line.clock), "The address of GOV.UK Notify begins with https://.");
    options = line.options();
    options.text_template = "report received";
    CHECK_THROWS(notify::gov_notify(options, line.clock));
}
