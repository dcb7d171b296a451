#include <notify/template.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace guildhall;
using notify::Personalisation;
using notify::Template;

namespace {

notify::Rendered render(std::string_view body, Personalisation const& values)
{
    auto const parsed = Template::parse("Subject: Hello\n\n" + std::string{body});
    REQUIRE(parsed.has_value());
    return parsed->render(values, "Larkmoor Council");
}

bool has(std::string const& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("template: values replace their names, whatever the case, spaces, hyphens and underscores")
{
    auto const mail = render("We come on ((Promise date)).", {{"promise_date", "Friday 13 March 2026"}});
    CHECK(mail.text == "We come on Friday 13 March 2026.\n");
    CHECK(has(mail.html, "We come on Friday 13 March 2026."));
    CHECK(mail.subject == "Hello");
}

TEST_CASE("template: conditional text shows where the value is yes and is gone where it is not")
{
    std::string_view const body = "Start. ((urgent??Ring us on ((phone)) now.)) End.";
    Personalisation values{{"phone", "01632 960001"}};
    CHECK(render(body, values).text == "Start.  End.\n");
    for (auto const* yes : {"yes", "Y", "true", "1", "show"}) {
        values.set("urgent", std::string{yes});
        CHECK(render(body, values).text == "Start. Ring us on 01632 960001 now. End.\n");
    }
    values.set("urgent", std::string{"no"});
    CHECK(render(body, values).text == "Start.  End.\n");
}

TEST_CASE("template: headings, lists, inset text and lines appear in both parts")
{
    auto const mail =
        render("# Thank you\nOne\ntwo\n\n* first\n* second\n\n1. a\n2. b\n\n^ Keep this\n\n---\n\n## More\nEnd", {});
    CHECK(mail.text == "Thank you\n---------\n\nOne\ntwo\n\n• first\n• second\n\n1. a\n2. b\n\nKeep this\n\n" +
                           std::string(65, '=') + "\n\nMore\n\nEnd\n");
    for (auto const* part : {">Thank you</h1>", "One<br>two</p>", "<ul", ">first</li>", "<ol",
                             ">Keep this</blockquote>", "<hr", ">More</h2>"})
        CHECK_MESSAGE(has(mail.html, part), part);
}

TEST_CASE("template: a list alone in its paragraph becomes bullets, inside a sentence it is read out")
{
    Personalisation values;
    values.set("bins", std::vector<std::string>{"green", "brown", "food"});
    CHECK(render("((bins))\n\nWe missed ((bins)).", values).text ==
          "• green\n• brown\n• food\n\nWe missed green, brown and food.\n");
}

TEST_CASE("template: links of the template and addresses set as links become links")
{
    Personalisation values;
    values.set_link("tracking link", "https://larkmoor.example/track/7HK2-9QF3-MTX");
    auto const mail =
        render("[Follow it](((tracking link))) or ((tracking link))\nor https://larkmoor.example/help.", values);
    CHECK(mail.text ==
          "Follow it: https://larkmoor.example/track/7HK2-9QF3-MTX or https://larkmoor.example/track/7HK2-9QF3-MTX\n"
          "or https://larkmoor.example/help.\n");
    CHECK(has(mail.html,
              "<a href=\"https://larkmoor.example/track/7HK2-9QF3-MTX\" style=\"color: #1d70b8\">Follow it</a>"));
    CHECK(has(mail.html, ">https://larkmoor.example/help</a>."));
}

TEST_CASE("template: what a person typed stays text: no markup, no links, no Markdown, no placeholders")
{
    Personalisation const values{
        {"words", "<b>x</b> [win](https://evil.example) ((secret)) https://evil.example\n# Big"},
        {"link", "javascript:alert(1)"},
        {"secret", "s3cret"}};
    auto const mail = render("You said: ((words))\n\n[Go](((link)))", values);
    CHECK(has(mail.text, "<b>x</b> [win](https://evil.example) ((secret)) https://evil.example\n# Big"));
    CHECK(has(mail.html, "&lt;b&gt;x&lt;/b&gt; [win](https://evil.example) ((secret)) https://evil.example<br># Big"));
    CHECK_FALSE(has(mail.html, "<a "));
    CHECK_FALSE(has(mail.html, "s3cret"));
}

TEST_CASE("template: a subject is one line whatever is put into it")
{
    auto const parsed = Template::parse("Subject: About ((what))\n\nHello");
    REQUIRE(parsed.has_value());
    auto const mail = parsed->render({{"what", "bins\r\nBcc: everybody@example.com\n\n<p>"}}, "Larkmoor");
    CHECK(mail.subject == "About bins Bcc: everybody@example.com <p>");
}

TEST_CASE("template: mistakes are named with their line")
{
    auto const refused = [](std::string_view text) { return Template::parse(text).error(); };
    CHECK(refused("Hello").line == 1);
    CHECK(refused("Subject:  \n\nHello").what == "the subject has no words");
    CHECK(refused("Subject: Hello\n\n  \n").what == "the message has no words");
    CHECK(refused("Subject: Hello\n\nDear\n((name\nsorry").line == 4);
    CHECK(refused("Subject: Hello\n\n(())").what.starts_with("\"(())\" needs a name"));
    CHECK(refused("Subject: Hello\n\n((na\nme))").line == 3);
}

TEST_CASE("template: it tells which names it needs and which are missing")
{
    auto const parsed = Template::parse("Subject: ((a))\n\n((b??And ((c)))) ((a)) [x](((d)))");
    REQUIRE(parsed.has_value());
    CHECK(parsed->placeholders() == std::vector<std::string>{"a", "b", "c", "d"});
    CHECK(parsed->missing({{"A", "1"}, {"D", "2"}}) == std::vector<std::string>{"b", "c"});
}

TEST_CASE("template: no value of any kind opens an element or a header")
{
    CHECK(rc::check("values stay text", [](std::string const& value) {
        auto const mail =
            Template::parse("Subject: ((v))\n\n# ((v))\n((v))\n\n* ((v))\n\n[((v))](https://larkmoor.example)")
                ->render({{"v", "<i>" + value}}, "Larkmoor");
        RC_ASSERT(mail.html.find("<i>") == std::string::npos);
        RC_ASSERT(mail.subject.find_first_of("\r\n") == std::string::npos);
    }));
}
