// The words of the language as residents meet them: rows, early ends, rules, routes, and services that are not open.
#include "front.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr std::string_view outing = R"yaml(
id: book-outing
title: Ask for a school outing
summary: Ask for a bus for some children.
area: small
verb: request
owner: contact-centre
promise: { acknowledge: at once, working_days: 3 }
privacy: We use it for this only.
declaration: What I have told you is true.
pages:
  - id: want
    questions:
      - id: far
        type: yes/no
        label: Is it far away?
        purpose: Decides who looks at it.
    then:
      - { when: far = "no", end: walk }
  - id: days
    title: Which days?
    questions:
      - { id: leaving, type: date, label: When do you leave?, purpose: Books the bus., least: today() }
      - { id: back, type: date, label: When do you come back?, purpose: Books the bus. }
    checks:
      - { that: back >= leaving, say: You must come back after you leave, question: back }
  - id: children
    title: Children
    repeat: { one: child, least: 1, most: 3, caption: child.first }
    pages:
      - id: child
        questions:
          - { id: child, type: person, label: Who is the child?, purpose: A name for the list. }
      - id: sick
        questions:
          - { id: sick, type: yes/no, label: Is the child sick on a bus?, purpose: Brings a bag., sensitive: true }
      - id: seat
        when: sick = "yes"
        questions:
          - { id: seat, type: choice, label: Which seat?, purpose: Keeps a seat., options: [ { value: front, label: Front }, { value: back-row, label: Back } ] }
values:
  - { id: many, is: count(children) > 1 }
ends:
  - { id: walk, title: You can walk, text: "It is **near**.", links: [ { text: All services, url: /services } ], go_on: We still want a bus }
route:
  - { when: many, team: buses }
received: request-received
stages:
  - { id: asked, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)yaml";

std::string const root = "/services/book-outing/";

/// The small library, the outing, and one that needs an account, which nobody can have yet.
void publish(Front& front)
{
    auto source = library_source();
    for (auto const& file : services::shipped_source())
        if (file.name.starts_with("messages/request-")) source.push_back(file);
    source.push_back({"small/book-outing.yaml", std::string{outing}});
    auto members = std::string{outing};
    members.replace(members.find("book-outing"), 11, "ask-members");
    members.insert(members.find("promise:"), "sign_in: required\n");
    source.push_back({"small/ask-members.yaml", members});
    for (auto const& problem : front.library.publish(source)) FAIL(problem.text());
}

Page days(Browser& asha, Page page)
{
    page = asha.fill(page, {{"far", "yes"}});
    return asha.fill(page, {{"leaving-day", "12"},
                            {"leaving-month", "3"},
                            {"leaving-year", "2027"},
                            {"back-day", "13"},
                            {"back-month", "3"},
                            {"back-year", "2027"}});
}

Page child(Browser& asha, Page page, std::string const& first, std::string const& sick)
{
    page = asha.fill(page, {{"child-first", first}, {"child-last", "Canary"}});
    page = asha.fill(page, {{"sick", sick}});
    return sick == "yes" ? asha.fill(page, {{"seat", "front"}}) : page;
}

/// Two children, to check your answers.
Page two_children(Browser& asha)
{
    auto page = child(asha, days(asha, begin(asha, "book-outing")), "Ash", "no");
    page = asha.fill(page, {{"another", "yes"}});
    page = child(asha, page, "Briar", "yes");
    return asha.fill(page, {{"another", "no"}});
}

}

TEST_CASE("forms: each row of a group is asked on its own, kept with the submission, and sealed where it identifies "
          "(R-028, R-029)")
{
    Front front;
    publish(front);
    std::string team;
    front.deps.submit = [&](db::Tx&, Submission const& submission) {
        team = submission.team;
        return Reference::random();
    };
    Browser asha{front};
    auto const check = two_children(asha);
    CHECK(check.path == root + "check");
    for (auto const* words : {"Ash", "Briar", "Which seat?", "13 March 2027"}) CHECK_MESSAGE(check.has(words), words);
    CHECK(asha.follow(asha.submit(check, root + "submission", {{"website", ""}, {"declaration", "yes"}})).path ==
          root + "sent");
    CHECK_MESSAGE(team == "buses", "routed by a value over the rows");

    auto const stored = front.last_submission();
    auto const& rows = stored.answers.rows("children");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].answers.find("child")->person->first == "Ash");
    CHECK(rows[1].answers.find("child")->person->first == "Briar");
    CHECK(rows[1].answers.find("sick")->text() == "yes");
    CHECK(rows[1].answers.find("seat")->text() == "front");
    CHECK(rows[0].answers.find("seat") == nullptr);
    auto const lines = answer_lines(front.library.catalogue()->version(stored.version)->definition, stored.answers);
    CHECK(std::ranges::any_of(lines, [](auto const& line) { return line.label == "Child 2: Who is the child?"; }));
    // At rest only what is not personal can be read.
    static constexpr db::Query plain{"test.plain", "select answers from form_submission"};
    auto const text = front.database->read([](db::Snapshot& s) { return s.value<std::string>(plain).value(); });
    CHECK(text.find("Briar") == std::string::npos);
    CHECK(text.find("\"sick\"") == std::string::npos);
    CHECK(text.find("front") != std::string::npos);
}

TEST_CASE("forms: a row is removed after a question by POST, and a row or page that is not there changes nothing")
{
    Front front;
    publish(front);
    Browser asha{front};
    two_children(asha);
    auto const ask = asha.get(root + "children/1/remove");
    CHECK(ask.has("Do you want to remove Ash?"));
    CHECK_MESSAGE(asha.get(root + "children").has("Ash"), "looking removes nothing");
    auto const list = asha.follow(asha.submit(ask, root + "children/1/remove", {}));
    CHECK_FALSE(list.has("Ash"));
    CHECK(list.has("Briar"));
    // The second tab still shows the row that is gone.
    CHECK(asha.get(root + "children/1/child").status == 303);
    auto const late = asha.submit(ask, root + "children/1/remove", {});
    CHECK(late.status == 303);
    CHECK(asha.get(root + "children/99999999999999999999/child").status == 404);
    CHECK(asha.get(root + "children/0/child").status == 404);
    CHECK(asha.get(root + "days/1/child").status == 404);
    // A page of one row under another's condition is not on the way.
    auto const other = asha.get(root + "children/2/seat");
    auto r = asha.filled(other, root + "children/2/seat", {{"seat", "back-row"}});
    r.path = root + "children/new/seat";
    r.path_parameters.clear();
    CHECK(asha.send(r).status == 303);
    CHECK_FALSE(asha.get(root + "check").has("Child 2"));
    // Whoever says what went wrong on a row's page comes back to the list.
    CHECK(other.has("/feedback/book-outing?page=seat"));
    CHECK(asha.get("/feedback/book-outing?page=seat").has("href=\"/services/book-outing/children\""));
}

TEST_CASE("forms: an early end says who helps, sends nothing, and whoever wants to can go on (R-037, R-040)")
{
    Front front;
    publish(front);
    Browser asha{front};
    auto const end = asha.fill(begin(asha, "book-outing"), {{"far", "no"}});
    CHECK(end.path == root + "ends/walk");
    CHECK(end.has("You can walk"));
    CHECK(end.has("<strong>near</strong>"));
    CHECK(end.has("href=\"/services\""));
    CHECK(asha.get(root + "check").location == root + "ends/walk");
    CHECK(asha.get(root + "days").location == root + "ends/walk");
    CHECK(front.submissions() == 0);
    auto const on = asha.follow(asha.submit(end, root + "ends/walk", {}));
    CHECK(on.path == root + "days");
    CHECK(asha.get(root + "ends/nothing").status == 404);
}

TEST_CASE("forms: a rule across questions is told beside its question, and what was typed stays")
{
    Front front;
    publish(front);
    Browser asha{front};
    auto page = asha.fill(begin(asha, "book-outing"), {{"far", "yes"}});
    auto const wrong = asha.submit(page, root + "days",
                                   {{"leaving-day", "12"},
                                    {"leaving-month", "3"},
                                    {"leaving-year", "2027"},
                                    {"back-day", "1"},
                                    {"back-month", "3"},
                                    {"back-year", "2027"}});
    CHECK(wrong.status == 422);
    CHECK(wrong.has("href=\"#back-day\">You must come back after you leave"));
    CHECK(wrong.has("value=\"2027\""));
    auto const past = asha.submit(page, root + "days",
                                  {{"leaving-day", "12"},
                                   {"leaving-month", "3"},
                                   {"leaving-year", "2020"},
                                   {"back-day", "1"},
                                   {"back-month", "3"},
                                   {"back-year", "2027"}});
    CHECK(past.status == 422);
    CHECK(past.has("href=\"#leaving-day\">The date must be"));
}

TEST_CASE("forms: nothing is sent without the tick that it asks for, also by whoever leaves the box out")
{
    Front front;
    publish(front);
    Browser asha{front};
    auto const check = two_children(asha);
    CHECK(check.has("What I have told you is true."));
    auto const again = asha.submit(check, root + "submission", {{"website", ""}});
    CHECK(again.status == 422);
    CHECK(again.has("href=\"#declaration\">Tick the box"));
    CHECK(front.submissions() == 0);
}

TEST_CASE("forms: a service that is not open cannot be begun, walked or sent by whoever writes the addresses "
          "themselves (R-048)")
{
    Front front;
    publish(front);
    Browser asha{front};
    auto const start = asha.get("/services/ask-members");
    CHECK(start.has("You cannot do this online yet"));
    CHECK_FALSE(start.has("Start now"));
    // A page of another service gives the token.
    auto const page = begin(asha, "book-outing");
    auto const drafts = front.drafts();
    auto r = asha.filled(page, root + "want", {{"far", "yes"}});
    for (auto const* place : {"want", "start", "submission", "children/new/child", "children/1/remove"}) {
        CAPTURE(place);
        r.path = std::string{"/services/ask-members/"} + place;
        r.path_parameters.clear();
        auto const answer = asha.send(r);
        CHECK((answer.status == 303 || answer.status == 422));
        CHECK(front.drafts() == drafts);
    }
    CHECK(front.submissions() == 0);
}
