// The access matrix: every route that the site has, tried over HTTP as everybody who might. A route that is added later
// is in it by itself; a rule that is new fails here until it is decided what it means.
#include "town.hpp"

using namespace guildhall;
using namespace guildhall::app;
using namespace guildhall::app::testing;

namespace {

struct Person {
    std::string name;
    Visitor visitor;
    std::string email; ///< "": nobody who signs in
    std::vector<Role> roles;
    std::vector<std::string> teams;
    [[nodiscard]] bool has(Role role) const { return std::ranges::find(roles, role) != roles.end(); }
};

enum class Answer { passes, asked_to_sign_in, forbidden };

Answer answer_of(Page const& page)
{
    if (page.is_redirect() && page.location.starts_with("/desk/sign-in")) return Answer::asked_to_sign_in;
    // What was typed into a form is carried along by the sign-in page itself.
    bool const carries = page.status == 403 && says(page, "action=\"/desk/sign-in\"");
    if (carries) return Answer::asked_to_sign_in;
    return page.status == 403 ? Answer::forbidden : Answer::passes;
}

/// What a rule means for a person. Operators ask from the machine itself, and nobody here does.
std::optional<Answer> expected(std::string const& rule, Person const& person)
{
    auto const among = [&](bool may) {
        return person.email.empty() ? Answer::asked_to_sign_in : may ? Answer::passes : Answer::forbidden;
    };
    if (rule == "anyone") return Answer::passes;
    if (rule == "staff") return among(true);
    if (rule == "administrator") return among(person.has(Role::administrator));
    if (rule == "team_lead or administrator")
        return among(person.has(Role::team_lead) || person.has(Role::administrator));
    if (rule == "content_editor or administrator")
        return among(person.has(Role::content_editor) || person.has(Role::administrator));
    bool const answers_for_services = person.has(Role::team_lead) || person.has(Role::service_owner) ||
                                      person.has(Role::content_editor) || person.has(Role::administrator);
    if (rule == "staff who work")
        return among(person.has(Role::agent) || person.has(Role::team_lead) || person.has(Role::service_owner) ||
                     person.has(Role::administrator));
    if (rule == "who looks after services") return among(answers_for_services || person.has(Role::auditor));
    if (rule == "who decides about services") return among(answers_for_services);
    bool const serves = person.has(Role::agent) || person.has(Role::team_lead) || person.has(Role::administrator);
    if (rule == "staff who see people") return among(serves || person.has(Role::auditor));
    if (rule == "staff who serve people") return among(serves);
    if (rule == "auditor") return among(person.has(Role::auditor));
    // Machines with tokens of their own, which nobody here has.
    if (rule == "operator" || rule == "provider") return Answer::forbidden;
    return std::nullopt;
}

/// A path of this pattern: a real case where it asks for one, else something that fits the parameter's type.
std::string path_of(std::string const& pattern, std::string const& case_number, Reference const& reference)
{
    std::string path;
    for (std::size_t at = 0; at < pattern.size();) {
        auto const open = std::min(pattern.find('{', at), pattern.size());
        path += pattern.substr(at, open - at);
        if (open == pattern.size()) break;
        auto const close = pattern.find('}', open);
        auto const parameter = pattern.substr(open + 1, close - open - 1);
        if (parameter == "case:id")
            path += case_number;
        else if (parameter.ends_with(":id"))
            path += "12345";
        else if (parameter.ends_with(":ref"))
            path += reference.shown();
        else if (parameter == "id")
            path += "report-street-problem";
        else
            path += "what";
        at = close + 1;
    }
    return path;
}

class Matrix {
public:
    Matrix()
    {
        door_.start();
        browser_.emplace(door_.port(), "wend.example");
        Visitor resident{.client = "192.0.2.1"};
        reference_ = send_report(*browser_, resident, clock_, {});
        people_ = {
            {"anonymous", {.client = "192.0.2.2"}, "", {}, {}},
            {"agent", {.client = "192.0.2.3"}, "agent@wend.example", {Role::agent}, {"street-services"}},
            {"lead", {.client = "192.0.2.4"}, "lead@wend.example", {Role::agent, Role::team_lead}, {"street-services"}},
            {"agent of another team", {.client = "192.0.2.5"}, "other@wend.example", {Role::agent}, {"waste-services"}},
            {"editor", {.client = "192.0.2.8"}, "editor@wend.example", {Role::content_editor}, {}},
            {"auditor", {.client = "192.0.2.6"}, "auditor@wend.example", {Role::auditor}, {}},
            {"administrator",
             {.client = "192.0.2.7"},
             "admin@wend.example",
             {Role::administrator},
             {"contact-centre"}}};
        for (auto& person : people_) {
            if (person.email.empty()) continue;
            add_staff(site_, person.email, person.roles, person.teams);
            sign_in(*browser_, person.visitor, person.email);
        }
        auto const path = case_path(*browser_, people_[1].visitor, *reference_);
        case_number_ = path.substr(path.rfind('/') + 1);
    }

    Page ask(Person& person, http::Route const& route)
    {
        auto const path = path_of(route.pattern, case_number_, *reference_);
        if (route.method == http::Method::get) return browser_->get(person.visitor, path);
        // A token of this browser's own, so that the rule decides and not the missing token.
        auto const form = browser_->get(person.visitor, "/services/report-street-problem").form("/start");
        Fields token{{"csrf", form.controls.at(0).value}};
        return browser_->send(person.visitor,
                              {.action = path,
                               .is_multipart = false,
                               .controls = {{.type = "hidden", .name = "csrf", .value = token[0].second}}},
                              {});
    }
    Page open(Person& person, std::string const& path) { return browser_->get(person.visitor, path); }
    [[nodiscard]] std::vector<http::Route> const& routes() const { return site_.router().routes(); }
    std::vector<Person>& people() { return people_; }
    void sign_in_again(Person& person)
    {
        if (!person.email.empty()) sign_in(*browser_, person.visitor, person.email);
    }

private:
    db::TestFolder folder_;
    ManualClock clock_{from_millis(1'773'046'800'000)};
    FrontDoor door_{any_port(), clock_};
    Site& site_ = door_.add(make_council(folder_.path() / "wend", "wend"));
    std::optional<Browser> browser_;
    std::optional<Reference> reference_;
    std::string case_number_;
    std::vector<Person> people_;
};

}

TEST_CASE("access: every route answers every kind of person as its rule says (S1)")
{
    Matrix matrix;
    std::size_t cells = 0;
    for (auto const& route : matrix.routes()) {
        for (auto& person : matrix.people()) {
            CAPTURE(http::name_of(route.method));
            CAPTURE(route.pattern);
            CAPTURE(person.name);
            auto const wanted = expected(route.access.name, person);
            REQUIRE_MESSAGE(wanted.has_value(), "an access rule that this test does not know: " << route.access.name);
            auto const page = matrix.ask(person, route);
            CHECK(page.status < 500);
            bool const is_about_case = route.pattern.find("{case:id}") != std::string::npos;
            // An auditor may look and not touch: the page is open, the acts are refused by the case itself.
            bool const may_not_touch = is_about_case && route.method == http::Method::post && person.has(Role::auditor);
            if (may_not_touch)
                CHECK(answer_of(page) == Answer::forbidden);
            else if (route.pattern == "/desk/sign-out")
                CHECK(page.is_redirect()); // it leads to where one signs in
            else
                CHECK(answer_of(page) == *wanted);
            // Whoever is of another team does not even learn that the case is there.
            if (is_about_case && person.name == "agent of another team") CHECK(page.status == 404);
            if (is_about_case && route.method == http::Method::get && person.name == "agent") CHECK(page.status == 200);
            if (route.pattern == "/desk/sign-out") matrix.sign_in_again(person);
            ++cells;
        }
    }
    MESSAGE(cells << " cells, " << matrix.routes().size() << " routes");
    CHECK(cells == matrix.routes().size() * matrix.people().size());
}

TEST_CASE("access: the bar of the workspace shows everybody the places that they may enter, and no other")
{
    Matrix matrix;
    for (auto& person : matrix.people()) {
        if (person.email.empty()) continue;
        CAPTURE(person.name);
        auto const desk = matrix.open(person, "/desk");
        for (std::string const place :
             {"/desk", "/desk/people", "/desk/outbox", "/admin/services", "/admin/insight/forms", "/admin"}) {
            CAPTURE(place);
            CHECK(says(desk, "href=\"" + place + "\"") == (matrix.open(person, place).status == 200));
        }
    }
}

TEST_CASE("access: figures are for the machine itself and for whoever holds the token")
{
    db::TestFolder const folder;
    ManualClock const clock{from_millis(1'773'046'800'000)};
    FrontDoor door{any_port(), clock};
    auto options = make_council(folder.path() / "wend", "wend");
    options.metrics_token = Secret{"a token of thirty-two characters"};
    auto& site = door.add(std::move(options));
    auto const& routes = site.router().routes();
    auto const metrics = std::ranges::find(routes, "/metrics", &http::Route::pattern);
    REQUIRE(metrics != routes.end());
    auto const refused = [&](std::string const& client, std::string const& header, std::string const& value) {
        http::Request request;
        request.client = client;
        request.site = &site.http_site();
        if (!header.empty()) request.headers.emplace_back(header, value);
        return metrics->access.check(request).has_value();
    };
    CHECK_FALSE(refused("127.0.0.1", "", ""));
    CHECK(refused("127.0.0.1", "x-forwarded-for", "127.0.0.1"));
    CHECK(refused("192.0.2.1", "", ""));
    CHECK(refused("192.0.2.1", "authorization", "Bearer wrong"));
    CHECK_FALSE(refused("192.0.2.1", "authorization", "Bearer a token of thirty-two characters"));
}
