// Postcodes, telephone numbers and email addresses.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <support/shared_files.hpp>

#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>

#include <boost/json.hpp>

#include <map>
#include <regex>
#include <set>

using namespace guildhall;

namespace json = boost::json;

TEST_CASE("postcode: spaces and case do not matter (R-011)")
{
    for (std::string_view const typed : {"zz11aa", "ZZ1 1AA", " zz1  1aa ", "z z 1 1 a a"})
        CHECK(Postcode::parse(typed)->str() == "ZZ1 1AA");
    for (std::string_view const good : {"M1 1AE", "M60 1NW", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB"}) {
        CAPTURE(std::string{good});
        REQUIRE(Postcode::parse(good));
        CHECK(Postcode::parse(good)->str() == good);
    }
    for (std::string_view const bad : {"", "ZZ1", "1AA", "ZZ1 1A", "ZZ1 1AC", "ZZZ1 1AA", "ZZ1 AA1", "ZZ111 1AA",
                                       "ZZ1-1AA", "ZZ1 1AA 2", "\xC3\x89Z1 1AA"}) {
        CAPTURE(std::string{bad});
        CHECK_FALSE(Postcode::parse(bad));
    }
}

TEST_CASE("postcode: a public list of right and wrong ones is told apart")
{
    auto const text = test::shared_file("standards/postcodes/validation.json");
    if (!text) return;
    auto const whole = json::parse(*text);
    int checked = 0;
    for (auto const& one : whole.at("tests").as_array()) {
        std::string const typed{one.at("base").as_string()};
        // The bank's own code from 1850 has three letters in front and no place.
        if (typed.starts_with("GIR")) continue;
        CAPTURE(typed);
        CHECK(Postcode::parse(typed).has_value() == one.at("expected").as_bool());
        ++checked;
    }
    CHECK(checked > 10);
}

TEST_CASE("phone: however a UK number is written, it is kept once (R-011)")
{
    for (std::string_view const typed : {"01632 960001", "(01632) 960-001", "+44 1632 960001", "+44 (0)1632 960001",
                                         "0044 1632 960001", "01632.960.001",
                                         "\xE2\x80\xAA"
                                         "01632\xC2\xA0"
                                         "960001\xE2\x80\xAC"}) { // as address books copy it
        CAPTURE(std::string{typed});
        REQUIRE(Phone::parse(typed));
        CHECK(Phone::parse(typed)->e164() == "+441632960001");
    }
    struct Shown {
        std::string_view typed, shown;
    };
    static constexpr Shown numbers[] = {
        {"01632960001", "01632 960001"},  {"+447700900123", "07700 900123"}, {"02079460018", "020 7946 0018"},
        {"01134960018", "0113 496 0018"}, {"0161 4960018", "0161 496 0018"}, {"08081570123", "0808 157 0123"},
        {"03001231234", "0300 123 1234"}, {"+12025550143", "+12025550143"},  {"0035312345678", "+35312345678"},
    };
    for (auto const& number : numbers) {
        CAPTURE(std::string{number.typed});
        REQUIRE(Phone::parse(number.typed));
        CHECK(Phone::parse(number.typed)->shown() == number.shown);
    }
}

TEST_CASE("phone: what no telephone can call is refused")
{
    for (std::string_view const bad :
         {"", "12345", "01632", "01632 9600011", "0163296000a", "01632 960001 ext 5", "+", "+44", "+0 1632 960001",
          "+1234567890123456", "0632 960001", "07700 90012", "++441632960001", "\xD9\xA1\xD9\xA2\xD9\xA3"}) {
        CAPTURE(std::string{bad});
        CHECK_FALSE(Phone::parse(bad));
    }
    CHECK(rc::check([](std::string const& typed) {
        auto const phone = Phone::parse(typed);
        if (!phone) return;
        RC_ASSERT(phone->e164().size() <= 16U);
        RC_ASSERT(Phone::parse(phone->shown()) == phone);
    }));
    CHECK(rc::check("eleven digits with a UK beginning read back from what is shown", [] {
        auto const digits = *rc::gen::container<std::string>(9, rc::gen::inRange('0', static_cast<char>('9' + 1)));
        auto const phone =
            Phone::parse((*rc::gen::element(std::string{"01"}, std::string{"02"}, std::string{"07"})) + digits);
        RC_ASSERT(phone.has_value());
        RC_ASSERT(Phone::parse(phone->shown()) == phone);
    }));
}

TEST_CASE("email: the domain becomes lower case, the name stays as typed (R-011)")
{
    CHECK(Email::parse("  Asha.Example@LARKMOOR.example \n")->str() == "Asha.Example@larkmoor.example");
    CHECK(Email::parse("asha@larkmoor.example\xC2\xA0")->str() == "asha@larkmoor.example");
    for (std::string_view const good :
         {"a@b.example", "o'brien+bins@post.larkmoor.example", "x_y-z@a-b.example", "1@2.example"})
        CHECK(Email::parse(good));
    for (std::string_view const bad :
         {"", "@", "a@", "@b.example", "a@b", "a b@c.example", "a..b@c.example", ".a@c.example", "a.@c.example",
          "a@-c.example", "a@c-.example", "a@c..example", "a@c.example.", "a@b@c.example", "a@1.2.3.4", "a@c.e",
          "a@c.example\r\nBcc: x@y.example", "a,b@c.example", "a@c.exa\xC3\xA9mple"}) {
        CAPTURE(std::string{bad});
        CHECK_FALSE(Email::parse(bad));
    }
    CHECK(Email::parse(std::string(64, 'a') + "@b.example"));
    CHECK_FALSE(Email::parse(std::string(65, 'a') + "@b.example"));
    CHECK_FALSE(Email::parse("a@" + std::string(64, 'b') + ".example"));
}

TEST_CASE("email: what parses holds no line break and reads back")
{
    auto const piece = rc::gen::element(std::string{"a"}, std::string{"@"}, std::string{"."}, std::string{"example"},
                                        std::string{"\r\n"}, std::string{" "}, std::string{"-"}, std::string{"\""},
                                        std::string{"\0", 1}, std::string{"B"}, std::string{"7"});
    CHECK(rc::check([&] {
        auto const pieces = *rc::gen::container<std::vector<std::string>>(piece);
        std::string typed;
        for (auto const& one : pieces) typed += one;
        auto const email = Email::parse(typed);
        if (!email) return;
        RC_ASSERT(email->str().find_first_of(std::string_view{"\r\n \0", 4}) == std::string::npos);
        RC_ASSERT(Email::parse(email->str()) == email);
    }));
}

namespace {

struct Sample {
    std::string address, category, diagnosis;
};

std::string unescaped(std::string text)
{
    static std::map<std::string, std::string> const entities{
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}};
    for (auto const& [entity, meaning] : entities) {
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
            text.replace(at, entity.size(), meaning);
    }
    // &#x2400; and on are the list's pictures of control characters.
    static std::regex const picture{"&#x24([0-9A-Fa-f]{2});"};
    for (std::smatch found; std::regex_search(text, found, picture);) {
        text = found.prefix().str() + static_cast<char>(std::stoi(found[1], nullptr, 16)) + found.suffix().str();
    }
    return text;
}

std::vector<Sample> samples(std::string const& xml)
{
    static std::regex const test{
        R"(<address>([^<]*)</address>\s*(?:<comment>[^<]*</comment>\s*)?<category>([^<]*)</category>\s*<diagnosis>([^<]*)</diagnosis>)"};
    std::vector<Sample> found;
    for (std::sregex_iterator it{xml.begin(), xml.end(), test}, end; it != end; ++it)
        found.push_back({unescaped((*it)[1]), (*it)[2], (*it)[3]});
    return found;
}

}

TEST_CASE("email: of a public list, plain addresses pass; broken ones and those nobody means are refused")
{
    auto const xml = test::shared_file("standards/email-addresses/tests.xml");
    if (!xml) return;
    auto const all = samples(*xml);
    REQUIRE(all.size() > 150);
    // Legal and refused on purpose, by the list's own name for what is odd about them: quoted names, comments and
    // folding white space, IP addresses instead of a domain, a top-level domain alone or of digits.
    std::set<std::string> const plain{"ISEMAIL_VALID", "ISEMAIL_DNSWARN_NO_RECORD", "ISEMAIL_DNSWARN_NO_MX_RECORD"};
    // What the list calls plain and we refuse: a top-level domain alone, or one of a single letter. Mail does not get
    // there.
    auto const lacks_domain = [](std::string_view address) {
        auto const host = address.substr(address.rfind('@') + 1);
        return host.find('.') == std::string_view::npos || host.size() - host.rfind('.') == 2;
    };
    int accepted = 0;
    std::map<std::string, int> refused_on_purpose;
    for (auto const& sample : all) {
        // White space around an address is taken away before anybody looks.
        if (sample.address != trimmed(sample.address)) continue;
        CAPTURE(sample.address);
        CAPTURE(sample.diagnosis);
        bool const ours = Email::parse(sample.address).has_value();
        accepted += ours;
        if (plain.contains(sample.diagnosis) && !lacks_domain(sample.address)) {
            CHECK(ours);
        } else {
            CHECK_FALSE(ours);
            if (sample.category != "ISEMAIL_ERR") ++refused_on_purpose[sample.diagnosis];
        }
    }
    CHECK(accepted > 15);
    for (auto const& [diagnosis, count] : refused_on_purpose)
        std::printf("  legal, refused here: %-40s %d\n", diagnosis.c_str(), count);
}
