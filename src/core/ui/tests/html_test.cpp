// Text cannot become markup, and a link cannot become a script.
#include "fixtures/dom.hpp"

#include <ui/content.hpp>
#include <ui/html.hpp>
#include <ui/url.hpp>

#include <doctest/doctest.h>
#include <gumbo.h>
#include <rapidcheck.h>
#include <support/shared_files.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <concepts>

using namespace guildhall::ui;
namespace shared = guildhall::test;

namespace {

/// Text of anything a person can type, with much of what matters to HTML. A parser turns CR into LF and drops NUL.
std::string any_text()
{
    auto const piece = rc::gen::oneOf(
        rc::gen::element(std::string{"<"}, std::string{">"}, std::string{"&"}, std::string{"\""}, std::string{"'"},
                         std::string{"</p>"}, std::string{"<script>"}, std::string{"&amp;"}, std::string{"&#60;"},
                         std::string{"<!--"}, std::string{"]]>"}, std::string{"\n"}, std::string{"tŷ"},
                         std::string{"😀"}, std::string{"`"}),
        rc::gen::map(rc::gen::inRange(0x20, 0x7F), [](int c) { return std::string(1, static_cast<char>(c)); }));
    std::string text;
    for (auto const& one : *rc::gen::container<std::vector<std::string>>(piece)) text += one;
    return text;
}

/// The value of the first element's attribute, as a browser's parser reads it.
std::string attribute_of(std::string_view markup, char const* name)
{
    auto const document = "<!doctype html><body>" + std::string{markup};
    auto* const parsed = gumbo_parse_with_options(&kGumboDefaultOptions, document.data(), document.size());
    std::string value;
    auto const& html = parsed->root->v.element;
    for (unsigned i = 0; i < html.children.length; ++i) {
        auto const& body = *static_cast<GumboNode const*>(html.children.data[i]);
        if (body.type != GUMBO_NODE_ELEMENT || body.v.element.tag != GUMBO_TAG_BODY ||
            body.v.element.children.length == 0)
            continue;
        auto const& first = *static_cast<GumboNode const*>(body.v.element.children.data[0]);
        if (first.type != GUMBO_NODE_ELEMENT) continue;
        if (auto const* found = gumbo_get_attribute(&first.v.element.attributes, name)) value = found->value;
    }
    gumbo_destroy_output(&kGumboDefaultOptions, parsed);
    return value;
}

template <class T>
concept BecomesHtml = std::convertible_to<T, Html>;
template <class T>
concept CanBeAdded = requires(Html& html, T const& part)
{
    html.add(part);
};

}

TEST_CASE("html: no string is Html; only markup of ours and numbers go in as they are")
{
    static_assert(!BecomesHtml<std::string>);
    static_assert(!BecomesHtml<char const*>);
    static_assert(!BecomesHtml<std::string_view>);
    static_assert(!CanBeAdded<bool>);
    static_assert(!CanBeAdded<char>);
    CHECK(html("<p>"_html, "a < b & \"c\" 'd'", 7, "</p>"_html).str() ==
          "<p>a &lt; b &amp; &quot;c&quot; &#39;d&#39;7</p>");
    CHECK(html(html("<b>"_html, "<", "</b>"_html)).str() == "<b>&lt;</b>");
    CHECK(Content{"<b>"}.html().str() == "&lt;b&gt;");
}

TEST_CASE(
    "html: whatever text goes in, a browser's parser gives the same text back, in an element and in an attribute (S4)")
{
    CHECK(rc::check([] {
        auto const text = any_text();
        RC_ASSERT(test::text_of(html("<span>"_html, text, "</span>"_html).str()) == text);
        RC_ASSERT(attribute_of(html("<span title=\""_html, text, "\"></span>"_html).str(), "title") == text);
    }));
}

TEST_CASE("html: every naughty string is shown and never run (S4)")
{
    auto const file = shared::shared_file("standards/bad-input/blns.json");
    if (!file) return;
    auto const strings = boost::json::parse(*file);
    for (auto const& one : strings.as_array()) {
        std::string text{one.as_string()};
        CAPTURE(text);
        auto const shown = html("<span>"_html, text, "</span>"_html);
        CHECK(shown.str().find("<script") == std::string::npos);
        if (text.find_first_of(std::string_view{"\r\0", 2}) != std::string::npos) continue;
        // A parser puts U+FFFD where a character is no text in HTML, such as a control character; the rest stays.
        auto const seen = test::text_of(shown.str());
        CHECK((seen == text || seen.find("\xEF\xBF\xBD") != std::string::npos));
    }
}

TEST_CASE("url: a link is a path of ours, or http, https, mailto or tel from data (S4)")
{
    for (std::string_view const good :
         {"https://example.org/a?b=c#d", "http://example.org", "mailto:a@b.example", "tel:01632960001"})
        CHECK(Url::external(good));
    for (std::string_view const bad :
         {"", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " https://example.org",
          "data:text/html,x", "vbscript:x", "//evil.example", "/path", "ftp://example.org", "HTTPS://example.org\n",
          "https://example.org/\" onclick=\"x", "https://example.org/<x>", "https://exa mple.org", "file:///etc/passwd",
          "blob:x"}) {
        CAPTURE(std::string{bad});
        CHECK_FALSE(Url::external(bad));
    }
    CHECK_THROWS_AS(Url{"//evil.example"}, std::logic_error);
    CHECK_THROWS_AS(Url{"javascript:alert(1)"}, std::logic_error);
    CHECK(Url{"/track"}.str() == "/track");
    CHECK(Url{"#main"}.str() == "#main");
}

TEST_CASE("url: segments and queries are encoded, so that text stays one part of the address")
{
    CHECK(Url::path("/services/{}/{}", {"a/b?c#d", "..%2f"}).str() == "/services/a%2Fb%3Fc%23d/..%252f");
    CHECK(Url{"/search"}.with_query("q", "bins & tŷ").with_query("page", "2").str() ==
          "/search?q=bins%20%26%20t%C5%B7&page=2");
    CHECK_THROWS_AS(Url::path("//{}", {"x"}), std::logic_error);
    CHECK_THROWS_AS(Url::path("/{}/{}", {"x"}), std::logic_error);
    CHECK(rc::check([](std::string const& text) {
        auto const path = Url::path("/a/{}/b", {text}).str();
        RC_ASSERT(std::ranges::count(path, '/') == 3);
        RC_ASSERT(path.find_first_of("?#\"<> \r\n") == std::string::npos);
    }));
}
