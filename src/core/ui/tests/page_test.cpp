// The frame around every page, as a browser's parser sees it, and what the policy lets run in it.
#include "snippet.hpp"

#include <base/secret.hpp>
#include <ui/assets.hpp>
#include <ui/page.hpp>

#include <doctest/doctest.h>
#include <gumbo.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

using namespace guildhall;
using namespace guildhall::ui;

namespace {

/// Calls `see` with every element of the page, and gives the text of what it is asked for.
class Document {
public:
    explicit Document(Html const& html)
        : text_{html.str()}, parsed_{gumbo_parse_with_options(&kGumboDefaultOptions, text_.data(), text_.size())}
    {}
    ~Document() { gumbo_destroy_output(&kGumboDefaultOptions, parsed_); }
    Document(Document const&) = delete;

    void each(std::function<void(GumboElement const&)> const& see) const { walk(*parsed_->root, see); }
    [[nodiscard]] GumboElement const& root() const { return parsed_->root->v.element; }
    [[nodiscard]] bool has_doctype() const { return parsed_->document->v.document.has_doctype; }
    [[nodiscard]] std::string text_of(GumboTag tag) const
    {
        std::string found;
        each([&](GumboElement const& element) {
            if (element.tag != tag) return;
            for (unsigned i = 0; i < element.children.length; ++i) {
                auto const& child = *static_cast<GumboNode const*>(element.children.data[i]);
                if (child.type == GUMBO_NODE_TEXT) found += child.v.text.text;
            }
        });
        return found;
    }

private:
    static void walk(GumboNode const& node, std::function<void(GumboElement const&)> const& see)
    {
        if (node.type != GUMBO_NODE_ELEMENT) return;
        see(node.v.element);
        for (unsigned i = 0; i < node.v.element.children.length; ++i)
            walk(*static_cast<GumboNode const*>(node.v.element.children.data[i]), see);
    }
    std::string text_;
    GumboOutput* parsed_;
};

std::string attribute(GumboElement const& element, char const* name)
{
    auto const* found = gumbo_get_attribute(&element.attributes, name);
    return found ? found->value : "";
}

Brand brand()
{
    Brand made;
    made.name = "Cyngor <Larkmoor> & Co";
    made.phone = "01632 960100";
    made.languages = {Language::en, Language::cy, Language::ar};
    return made;
}

Html page_in(Language language, bool has_errors = false)
{
    static Brand const made = brand();
    Translator const t{language, "Europe/London"};
    return page({.t = t,
                 .brand = made,
                 .title = "Which \"bin\" <was> it?",
                 .has_errors = has_errors,
                 .section = "services",
                 .path = "/services/\"><script>x</script>"},
                html("<h1>"_html, "Which bin was it?", "</h1>"_html));
}

Html desk_in(Language language)
{
    static Brand const made = brand();
    static std::array const roles{Role::administrator};
    Translator const t{language, "Europe/London"};
    return desk_page({.t = t,
                      .brand = made,
                      .title = "Cases",
                      .staff_name = "<Asha>",
                      .csrf = "token\"",
                      .roles = roles,
                      .section = "cases"},
                     html("<h1>"_html, "Cases", "</h1>"_html));
}

/// Only the snippet stands inside the page; everything else comes from our own addresses.
void nothing_runs_inside(Document const& document)
{
    int inline_scripts = 0;
    std::set<std::string> ids;
    document.each([&](GumboElement const& element) {
        CHECK(attribute(element, "style").empty());
        CHECK(element.tag != GUMBO_TAG_STYLE);
        CHECK(element.tag != GUMBO_TAG_IFRAME);
        for (unsigned i = 0; i < element.attributes.length; ++i) {
            auto const& one = *static_cast<GumboAttribute const*>(element.attributes.data[i]);
            CHECK_FALSE(std::string_view{one.name}.starts_with("on"));
            CHECK(std::string_view{one.value}.find("javascript:") == std::string_view::npos);
            if (std::string_view{one.name} == "id")
                CHECK_MESSAGE(ids.insert(one.value).second, "the id is there twice: " << one.value);
        }
        if (element.tag == GUMBO_TAG_SCRIPT && attribute(element, "src").empty()) ++inline_scripts;
        for (auto const* name : {"src", "action"}) {
            if (auto const to = attribute(element, name); !to.empty())
                CHECK((to.starts_with('/') && !to.starts_with("//")));
        }
        if (element.tag == GUMBO_TAG_IMG) CHECK(gumbo_get_attribute(&element.attributes, "alt") != nullptr);
    });
    CHECK(inline_scripts == 1);
}

}

TEST_CASE("page: content in another language than the frame says its language and direction (A1)")
{
    Brand const made = brand();
    Translator const arabic{Language::ar, "Europe/London"};
    Translator const english{Language::en, "Europe/London"};
    auto const main_of = [&](Translator const& t) {
        Document const document{
            page({.t = t, .brand = made, .title = "Bins", .content_language = Language::en}, Html{})};
        std::string found;
        document.each([&](GumboElement const& element) {
            if (element.tag == GUMBO_TAG_MAIN) found = attribute(element, "lang") + "/" + attribute(element, "dir");
        });
        return found;
    };
    CHECK(main_of(arabic) == "en/ltr");
    CHECK(main_of(english) == "/");
}

TEST_CASE("page: the frame names its language, direction and title, and the skip link leads to the content (A2)")
{
    for (auto const language : {Language::en, Language::cy, Language::ar}) {
        CAPTURE(std::string{tag_of(language)});
        Document const document{page_in(language)};
        CHECK(document.has_doctype());
        CHECK(attribute(document.root(), "lang") == tag_of(language));
        CHECK(attribute(document.root(), "dir") == (language == Language::ar ? "rtl" : ""));
        CHECK(document.text_of(GUMBO_TAG_TITLE) == "Which \"bin\" <was> it? - Cyngor <Larkmoor> & Co");
        std::string skips_to;
        std::string main_id;
        int mains = 0;
        document.each([&](GumboElement const& element) {
            if (attribute(element, "class").find("skip-link") != std::string::npos)
                skips_to = attribute(element, "href");
            if (element.tag == GUMBO_TAG_MAIN) {
                ++mains;
                main_id = attribute(element, "id");
            }
        });
        CHECK(mains == 1);
        CHECK_FALSE(main_id.empty());
        CHECK(skips_to == "#" + main_id);
        nothing_runs_inside(document);
    }
    CHECK(Document{page_in(Language::en, true)}.text_of(GUMBO_TAG_TITLE).starts_with("Error: "));
    CHECK(Document{page_in(Language::cy, true)}.text_of(GUMBO_TAG_TITLE).starts_with("Gwall: "));
}

TEST_CASE("page: the desk's frame keeps the same rules")
{
    for (auto const language : {Language::en, Language::cy}) {
        Document const document{desk_in(language)};
        CHECK(attribute(document.root(), "lang") == tag_of(language));
        CHECK(document.text_of(GUMBO_TAG_TITLE).starts_with("Cases"));
        nothing_runs_inside(document);
    }
}

TEST_CASE("page: the policy lets our own files run and the one snippet by its hash, and nothing else (S4)")
{
    auto const& policy = content_security_policy();
    Document const document{page_in(Language::en)};
    std::string snippet;
    document.each([&](GumboElement const& element) {
        if (element.tag != GUMBO_TAG_SCRIPT || !attribute(element, "src").empty()) return;
        snippet = static_cast<GumboNode const*>(element.children.data[0])->v.text.text;
    });
    CHECK(snippet == inline_snippet.view());
    CHECK(policy.find("'sha256-" + sha256_base64(snippet) + "'") != std::string::npos);
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    for (std::string_view const never : {"unsafe-inline", "unsafe-eval", "*", "http:", "https:"})
        CHECK(policy.find(never) == std::string::npos);
    for (std::string_view const part :
         {"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "style-src 'self'"})
        CHECK(policy.find(part) != std::string::npos);
}

TEST_CASE("page: styles and scripts are there, named by what is in them")
{
    for (std::string_view const name : {"app.css", "app.js", "desk.css", "desk.js"}) {
        auto const& path = asset_path(name);
        auto const found = std::ranges::find(assets(), path, &StaticAsset::path);
        REQUIRE(found != assets().end());
        CHECK_FALSE(found->bytes.empty());
        CHECK(path.find(sha256_hex(found->bytes).substr(0, 10)) != std::string::npos);
        CHECK(found->content_type.starts_with(name.ends_with(".css") ? "text/css" : "text/javascript"));
    }
    CHECK_THROWS_AS(asset_path("nowhere.css"), std::logic_error);
}

TEST_CASE("page: a brand whose colour is too pale to read is refused, and the default one is not (A1)")
{
    Brand made;
    CHECK(brand_css(made).find(made.colour) != std::string::npos);
    for (std::string const pale : {"#ffffff", "#eeeeee", "#f3d55b", "#7fb8e6", "#00ff00"}) {
        made.colour = pale;
        CHECK_THROWS_WITH_AS(brand_css(made), doctest::Contains("too pale"), std::invalid_argument);
    }
    for (std::string const broken :
         {"", "green", "#12345", "#12345g", "17543f0", "#17543f;}body{display:none}", "#+1+1+1"}) {
        made.colour = broken;
        CHECK_THROWS_WITH_AS(brand_css(made), doctest::Contains("is not a colour"), std::invalid_argument);
    }
}
