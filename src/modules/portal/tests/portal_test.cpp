// The public front as a browser meets it, without sockets.
#include "language.hpp"
#include "search.hpp"
#include "views.hpp"
#include "vocabulary.hpp"

#include <portal/portal.hpp>

#include <base/reference.hpp>
#include <base/text.hpp>
#include <db/testing.hpp>
#include <http/site.hpp>

#include <brotli/encode.h>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

using namespace guildhall;
using namespace guildhall::portal;

namespace {

services::SourceFile small_service(std::string const& id, std::string const& title, std::string const& verb,
                                   std::string const& words)
{
    return {"small/" + id + ".yaml",
            "id: " + id + "\ntitle: " + title + "\nsummary: A small service.\narea: small\nverb: " + verb +
                "\nowner: contact-centre\ntier: 2\npromise: { acknowledge: at once, working_days: 3 }\n"
                "life_events: [moving home, where I live]\nwords: [" +
                words +
                "]\n"
                "privacy: We use it for this only.\npages:\n  - id: what\n    questions:\n      - id: what\n        "
                "type: text\n"
                "        label: What is it?\n        purpose: So that we know.\n        missing: Say what it is\n"
                "received: missed-bin-received\nstages:\n  - id: asked\n    title: We have it\n    next: [done]\n"
                "  - id: done\n    title: Done\n    closes: done\n"};
}

/// Larkmoor's front door: the shipped services and a few small ones.
struct Front {
    explicit Front(services::Source more = {}, council::Settings settings = council::larkmoor())
        : council{std::move(settings), folder.path(), std::string(32, 's'), *database, blobs}
    {
        // Two services and their mails: what is shown does not change with the library.
        auto few = services::shipped_source();
        std::erase_if(few, [](services::SourceFile const& file) {
            return file.name.ends_with(".yaml") && file.name != "waste/report-missed-bin.yaml" &&
                   file.name != "streets/report-street-problem.yaml";
        });
        auto const problems = library.publish(services::overlaid(std::move(few), more));
        for (auto const& problem : problems) FAIL(problem.text());
        add_routes(router, deps);
        site.problem_page = [](http::Request const&, int status) { return http::text(status, "problem"); };
    }

    http::Response get(std::string path, http::Form query = {},
                       std::vector<std::pair<std::string, std::string>> headers = {})
    {
        http::Request request;
        request.path = std::move(path);
        request.query = std::move(query);
        request.headers = std::move(headers);
        request.site = &site;
        auto const match = router.find(request.method, request.path);
        REQUIRE(match.route != nullptr);
        try {
            return match.route->read(request);
        } catch (http::Halt& halt) {
            return std::move(halt.response);
        }
    }
    std::string page(std::string path, http::Form query = {}, std::string const& language = "")
    {
        auto const answer = get(std::move(path), std::move(query), {{"cookie", "language=" + language}});
        CHECK(answer.status == 200);
        return std::get<std::string>(answer.body);
    }
    std::string search(std::string const& typed)
    {
        http::Form query;
        query.add("q", typed);
        return page("/search", std::move(query));
    }

    db::TestDatabase database{services::migrations()};
    db::TestFolder folder;
    db::BlobStore blobs{folder.path()};
    council::Council council;
    services::Library library{*database};
    Deps deps{council, library};
    http::Router router;
    http::Site site{.name = "larkmoor", .router = &router, .secret = std::string(32, 's')};
};

services::Source small_services()
{
    return {small_service("pay-rent", "Pay your rent", "pay", "rent, arrears, landlord"),
            small_service("apply-permit", "Apply for a parking permit", "apply", "parking, car, zone"),
            small_service("buy-tree", "Buy a tree", "buy", "sapling, bark")};
}

bool has(std::string const& page, std::string_view part)
{
    return page.find(part) != std::string::npos;
}

std::vector<std::string> ids(Found const& found)
{
    std::vector<std::string> out;
    for (auto const* service : found.services) out.push_back(service->definition.id);
    return out;
}

std::size_t brotli_size(std::string const& text)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string out(size, '\0');
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                          reinterpret_cast<std::uint8_t const*>(text.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    return size;
}

/// The words of a service that the search reads.
std::vector<std::string> words_read_of(services::Definition const& definition)
{
    std::vector<std::string> texts{definition.title, definition.summary, definition.verb, definition.area};
    texts.insert(texts.end(), definition.words.begin(), definition.words.end());
    texts.insert(texts.end(), definition.life_events.begin(), definition.life_events.end());
    for (auto const& page : definition.pages) {
        texts.push_back(page.title);
        for (auto const& question : page.questions) {
            texts.push_back(question.label);
            for (auto const& option : question.options) texts.push_back(option.label);
        }
    }
    std::vector<std::string> words;
    for (auto const& text : texts) std::ranges::move(words_of(text), std::back_inserter(words));
    return words;
}

/// One slip of the finger: a letter lost, doubled, wrong or swapped with the next.
std::string with_slip(std::string word)
{
    auto const at = *rc::gen::inRange<std::size_t>(0, word.size() - 1);
    auto const letter = *rc::gen::inRange('a', static_cast<char>('z' + 1));
    switch (*rc::gen::inRange(0, 4)) {
    case 0: word.erase(at, 1); break;
    case 1: word.insert(at, 1, letter); break;
    case 2: word[at] = letter; break;
    default: std::swap(word[at], word[at + 1]);
    }
    return word;
}

}

TEST_CASE("search: everyday words and misspellings find the service first")
{
    Front front{small_services()};
    Search const search{front.library.catalogue()};
    auto const first = [&](std::string_view typed) {
        auto const found = ids(search.find(typed));
        return found.empty() ? "" : found.front();
    };
    for (auto const* typed : {"bin not emptied", "bin not colected", "my bin was not emptied", "missed bins",
                              "MISSED BIN", "recyclng", "rubish colection"}) {
        CHECK_MESSAGE(first(typed) == "report-missed-bin", typed);
    }
    for (auto const* typed :
         {"pothole", "potholle", "pothloe", "pot hole", "fly tiping", "flytipping", "graffitti", "report pothole",
          "how can I report a pothole?", "street light", "strete light", "dead animal", "potho", "hole in the road"}) {
        CHECK_MESSAGE(first(typed) == "report-street-problem", typed);
    }
    CHECK(first("arrears") == "pay-rent");
    CHECK(first("parking permits") == "apply-permit");
    CHECK(first("PARKING") == "apply-permit");
    CHECK_MESSAGE(std::ranges::count(ids(search.find("barking")), "apply-permit") == 1,
                  "a slip that is a form of bark");
}

TEST_CASE("search: a mended spelling is offered, a right one is not")
{
    Front front{small_services()};
    Search const search{front.library.catalogue()};
    CHECK(search.find("potholle").did_you_mean == "pothole");
    CHECK(search.find("bin not colected").did_you_mean == "bin collected");
    CHECK(search.find("pothole").did_you_mean.empty());
    CHECK(search.find("potholes").did_you_mean.empty());
    CHECK(search.find("poth").did_you_mean.empty());
    CHECK(search.find("zzzzzz").did_you_mean.empty());
}

TEST_CASE("search: what means nothing finds nothing, however odd or long")
{
    Front front{small_services()};
    Search const search{front.library.catalogue()};
    CHECK(search.find("").services.empty());
    CHECK(search.find("?!").services.empty());
    CHECK(search.find("xylophone quokka").services.empty());
    CHECK(search.find("\xff\xfe").services.empty());
    CHECK(search.find("NOT AND OR \" ( * Zpothol").services.empty());
    CHECK(search.find(std::string(100'000, 'x')).services.empty());
    std::string many;
    for (int i = 0; i < 5'000; ++i) many += "pothole ";
    CHECK_FALSE(search.find(many).services.empty());
}

TEST_CASE("search: one slip in any word of five letters or more still finds the service")
{
    Front front{small_services()};
    Search const search{front.library.catalogue()};
    auto const catalogue = front.library.catalogue();
    std::vector<std::pair<std::string, std::string>> words; // of one service alone, so that only it can be meant
    Vocabulary all;                                         // whatever the search reads
    for (auto const* service : catalogue->all()) {
        auto const& definition = service->definition;
        for (auto const& word : words_read_of(definition)) all.add(word);
        for (auto const& phrase : definition.words) {
            for (auto const& word : words_of(phrase)) {
                if (word.size() >= 5) words.emplace_back(word, definition.id);
            }
        }
    }
    REQUIRE(words.size() > 20);
    auto const holds = rc::check("a slip finds it", [&] {
        auto const [word, service] = *rc::gen::elementOf(words);
        auto const typed = with_slip(word);
        RC_PRE(!all.knows(typed)); // it has become another word
        auto const found = ids(search.find(typed));
        RC_ASSERT(std::ranges::find(found, service) != found.end());
    });
    CHECK(holds);
}

TEST_CASE("vocabulary: slips are counted as fingers make them")
{
    CHECK(slips_between("pothole", "pothole", 2) == 0);
    CHECK(slips_between("pothloe", "pothole", 2) == 1);
    CHECK(slips_between("potholle", "pothole", 2) == 1);
    CHECK(slips_between("pothol", "pothole", 2) == 1);
    CHECK(slips_between("patholes", "pothole", 2) == 2);
    CHECK(slips_between("bin", "pothole", 2) == 3);
    auto const symmetric = rc::check("both ways alike", [](std::string const& a, std::string const& b) {
        RC_ASSERT(slips_between(a, b, 5) == slips_between(b, a, 5));
    });
    CHECK(symmetric);
}

TEST_CASE("search: the index follows what is published")
{
    Front front;
    CHECK_FALSE(has(front.search("sapling"), "/services/buy-tree"));
    CHECK(front.library.publish(services::overlaid(services::shipped_source(), small_services())).empty());
    CHECK(has(front.search("sapling"), "/services/buy-tree"));
}

TEST_CASE("search page: what was typed is text, never markup")
{
    Front front;
    for (auto const* typed : {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)",
                              "</title><script>", "javascript:alert(1)"}) {
        auto const page = front.search(typed);
        CHECK_FALSE(has(page, "<script>alert"));
        CHECK_FALSE(has(page, "<img src=x"));
        CHECK_FALSE(has(page, "</title><script>"));
        CHECK_FALSE(has(page, "' onfocus='"));
        CHECK_FALSE(has(page, "href=\"javascript:"));
    }
    CHECK(has(front.search("<b>pothole"), "value=\"&lt;b&gt;pothole\""));
}

TEST_CASE("search page: says what to do where nothing was asked or found")
{
    Front front;
    auto const nothing_asked = front.search("");
    CHECK(has(nothing_asked, "Write what you need in a few words."));
    auto const nothing_found = front.search("xylophone");
    CHECK(has(nothing_found, "We found no service for “xylophone”."));
    CHECK(has(nothing_found, "href=\"/services\""));
    CHECK(has(nothing_found, "href=\"/contact\""));
    auto const found = front.search("potholle");
    CHECK(has(found, "Did you mean"));
    CHECK(has(found, "href=\"/search?q=pothole\""));
    CHECK(has(found, "href=\"/services/report-street-problem\""));
    CHECK(has(front.search(std::string(50'000, 'y')), "We found no service"));
}

TEST_CASE("search page: a reference is sent to tracking and stays out of links; nothing of a search is stored")
{
    Front front;
    auto const reference = Reference::random().shown();
    auto const page = front.search(reference);
    CHECK(has(page, "This looks like a reference."));
    CHECK_FALSE(has(page, "back=%2Fsearch%3F"));
    CHECK_FALSE(has(front.search("pothole"), "This looks like a reference."));
    CHECK(has(front.search("pothole"), "back=%2Fsearch%3Fq%3Dpothole"));
    http::Form query;
    query.add("q", "pothole");
    CHECK(front.get("/search", query).caching == http::Caching::personal);
    CHECK(front.get("/").caching == http::Caching::no_cache);
}

TEST_CASE(
    "home: search, tasks by verb, life events, following, today's notices and a person; all from data (R-195, R-196)")
{
    Front front{small_services()};
    auto const page = front.page("/");
    CHECK(has(page, "action=\"/search\""));
    CHECK(has(page, "href=\"/services/report-missed-bin\""));
    CHECK(has(page, "Tell us if we did not empty your bin"));
    CHECK(page.find(">Pay</h2>") < page.find(">Report a problem</h2>"));
    CHECK(page.find(">Report a problem</h2>") < page.find(">Apply</h2>"));
    CHECK_FALSE(has(page, ">Book</h2>"));
    CHECK_FALSE(has(page, ">Appeal</h2>"));
    CHECK(has(page, ">Where I live</h2>"));
    CHECK(has(page, ">Moving home</h2>"));
    CHECK(has(page, "href=\"/track\""));
    CHECK(has(page, "Bins after a bank holiday"));
    CHECK(has(page, "href=\"tel:01632960100\""));
    CHECK(has(page, "href=\"/accessibility\""));
    // One search box on each page (R-214).
    CHECK(page.find("type=\"search\"") == page.rfind("type=\"search\""));
}

TEST_CASE("home: a notice shows on its days only, and an ordinary day says so")
{
    auto settings = council::larkmoor();
    auto const today = std::chrono::year{2026} / std::chrono::March;
    settings.notices = {{"The tip is shut", "It opens on Thursday.", "https://example.org/tip", today / 9, today / 11},
                        {"Old news", "", "", {}, today / 8}};
    Front front{{}, settings};
    auto const page = front.page("/");
    CHECK(has(page, "The tip is shut"));
    CHECK(has(page, "href=\"https://example.org/tip\""));
    CHECK_FALSE(has(page, "Old news"));
    front.database.clock.advance(std::chrono::hours{24 * 5});
    CHECK(has(front.page("/"), "There is nothing out of the ordinary to tell you today."));
}

TEST_CASE("home: the first view is at most 14 kB (brotli)")
{
    services::Source many = small_services();
    for (int i = 0; i < 200; ++i) {
        auto const n = std::to_string(i);
        many.push_back(small_service("apply-thing-" + n, "Apply for thing number " + n, i % 2 == 0 ? "apply" : "book",
                                     "thing" + n));
    }
    Front front{many};
    CHECK(brotli_size(front.page("/")) <= 14'000);
    CHECK(brotli_size(front.page("/services")) <= 14'000);
}

TEST_CASE("all services: from A to Z, by life event and by task; each service is there")
{
    Front front{small_services()};
    auto const catalogue = front.library.catalogue();
    auto const letters = by_letter(*catalogue);
    REQUIRE(letters.size() == 4);
    CHECK(letters[0].key == "A");
    CHECK(letters[1].key == "B");
    CHECK(letters[2].key == "P");
    CHECK(letters[3].key == "R");
    CHECK(letters[3].services.size() == 2);
    auto const page = front.page("/services");
    for (auto const* service : catalogue->all()) CHECK(has(page, "href=\"/services/" + service->definition.id + "\""));
    CHECK(has(page, "href=\"#r\""));
    CHECK(has(page, "id=\"r\""));

    http::Form by_event, by_task, by_nonsense;
    by_event.add("by", "life-event");
    by_task.add("by", "task");
    by_nonsense.add("by", "<b>");
    CHECK(has(front.page("/services", by_event), "id=\"moving-home\""));
    CHECK(has(front.page("/services", by_task), "id=\"apply\""));
    CHECK(front.page("/services", by_nonsense) == page);
}

TEST_CASE("language: a choice sets the cookie and leads back, but never to another site")
{
    Front front;
    auto const choose = [&](std::string to, std::string back) {
        http::Form query;
        query.add("to", std::move(to));
        query.add("back", std::move(back));
        return front.get("/language", std::move(query));
    };
    auto const location = [](http::Response const& answer) {
        for (auto const& [name, value] : answer.headers) {
            if (words_of(name).front() == "location") return value;
        }
        return std::string{};
    };
    auto const answer = choose("cy", "/search?q=bin%20day");
    CHECK(answer.status == 303);
    CHECK(location(answer) == "/search?q=bin%20day");
    REQUIRE(answer.cookies.size() == 1);
    CHECK(answer.cookies[0].name == "language");
    CHECK(answer.cookies[0].value == "cy");
    for (auto const* foreign :
         {"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
          "/a\r\nSet-Cookie: x=1", "", "evil", "/\tevil", "/language?to=ar&back=/"}) {
        CHECK_MESSAGE(location(choose("cy", foreign)) == "/", foreign);
    }
    CHECK(location(choose("cy", "/" + std::string(2'000, 'a'))) == "/");
    auto const unknown = choose("tlh", "/");
    CHECK(unknown.status == 400);
    CHECK(unknown.cookies.empty());
}

TEST_CASE("language: the page says which it is in and which way it reads (R-419)")
{
    Front front;
    CHECK(has(front.page("/"), "<html lang=\"en\""));
    auto const welsh = front.page("/", {}, "cy");
    CHECK(has(welsh, "<html lang=\"cy\""));
    CHECK(has(welsh, "<span lang=\"en\" dir=\"ltr\">Report a missed bin collection</span>"));
    CHECK(has(front.page("/", {}, "ar"), "<html lang=\"ar\" dir=\"rtl\""));

    auto settings = council::larkmoor();
    settings.brand.languages = {ui::Language::en};
    Front english{{}, settings};
    CHECK(has(english.page("/", {}, "cy"), "<html lang=\"en\""));
}

TEST_CASE("language: whatever these pages and the frame say, they say in Welsh too")
{
    std::filesystem::path const source = GUILDHALL_SOURCE_DIR "/src";
    auto const read = [](std::filesystem::path const& file) {
        std::ifstream in{file};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    };
    auto const welsh = read(source / "core/ui/languages/cy.po");
    std::vector<std::filesystem::path> files{source / "core/ui/page.cpp"};
    for (auto const& entry : std::filesystem::directory_iterator{source / "modules/portal"}) {
        if (entry.path().extension() == ".cpp") files.push_back(entry.path());
    }
    static std::regex const sentence{R"re((?:\bt\(|t\.plural\([^"]*|\.title = )"([^"]+)")re"};
    int sentences = 0;
    for (auto const& file : files) {
        // A long literal stands in pieces on several lines.
        static std::regex const joint{R"("\s*\n\s*")"};
        auto const code = std::regex_replace(read(file), joint, "");
        for (std::sregex_iterator found{code.begin(), code.end(), sentence}, end; found != end; ++found, ++sentences) {
            CHECK_MESSAGE(has(welsh, "\nmsgid \"" + found->str(1) + "\"\n"), file.filename().string()
                                                                                 << ": " << found->str(1));
        }
    }
    CHECK(sentences > 80);
    Front front;
    auto const page = front.page("/", {}, "cy");
    CHECK(has(page, "Sut gallwn ni helpu?"));
    CHECK_FALSE(has(page, "How can we help?"));
    CHECK(has(front.page("/", {}, "ar"), "كيف يمكننا أن نساعدك؟"));
}

TEST_CASE("standing pages: each is there, and privacy names every service with what it does with answers and how long "
          "(R-377)")
{
    Front front;
    for (auto const* path : {"/contact", "/accessibility", "/privacy", "/cookies"}) CHECK(has(front.page(path), "<h1"));
    auto const privacy = front.page("/privacy");
    for (auto const* service : front.library.catalogue()->all()) {
        CHECK(has(privacy, service->definition.title));
        CHECK(has(privacy, service->definition.privacy));
    }
    CHECK(has(privacy, "How long we keep them after the work is done"));
    CHECK(has(privacy, "1 year")); // missed bins
    CHECK(has(privacy, "2 years"));
    CHECK(has(front.page("/contact"), "18001"));
    CHECK(has(front.page("/cookies"), "language"));
}
