#include "vocabulary.hpp"

#include "names.hpp"

#include <algorithm>
#include <stdexcept>

namespace guildhall::services {

namespace {

using enum Key::Kind;

Key must(Key key)
{
    key.is_required = true;
    return key;
}
Key number_of(std::string_view name, int least, int most, std::string_view means)
{
    return {.name = name, .kind = number, .means = means, .least = least, .most = most};
}
Key list_of(std::string_view name, std::string_view of, std::string_view means)
{
    return {.name = name, .kind = list, .means = means, .of = of};
}
Key map_of(std::string_view name, std::string_view of, std::string_view means)
{
    return {.name = name, .kind = map, .means = means, .of = of};
}

Shape definition()
{
    return {"definition",
            "A definition",
            {must({"id", id, "the name of the file, and the address: /services/ID"}),
             must({"title", text, "what people read first"}),
             must({"summary", text, "one sentence under the title"}),
             must({"area", id, "waste, parking, ..."}),
             must({.name = "verb",
                   .kind = word,
                   .means = "what a person does",
                   .words = {"pay", "report", "apply", "book", "appeal", "request", "tell", "view", "check", "buy",
                             "refer"}}),
             must({"owner", id, "the team that does the work"}),
             {.name = "audience",
              .kind = words,
              .means = "who it is for; residents unless written",
              .words = {"resident", "business", "tenant", "councillor", "professional", "partner", "carer",
                        "young-person", "staff"}},
             {.name = "sign_in",
              .kind = word,
              .means = "who must sign in",
              .words = {"none", "optional", "required", "two-step"}},
             number_of("tier", 1, 3, "1 one and done, 2 service order, 3 targeted"),
             {"withdrawn", truth, "no longer on offer; what has begun goes on"},
             {"successor", id, "the service that the address of a withdrawn one leads to"},
             map_of("open", "open", "the days on which it can be begun"),
             map_of("promise", "promise", "what people are promised"),
             {"before_you_start", texts, "short sentences on the start page"},
             {"what_happens", texts, "short sentences on the start page"},
             {"other_ways", texts, "how else to get it"},
             {"life_events", texts, "where it is listed"},
             {"words", texts, "everyday words that people search by"},
             {"privacy", text, "one short notice beside the Send button"},
             {"declaration", text, "what a person confirms with a tick"},
             {"restricted", truth, "its cases are for the team that works on them alone"},
             {"sender", texts, "the questions that speak of whoever fills it in"},
             {"about", id, "the person question whose case it is"},
             {"told_by", id, "the choice question whose answer is email, text or letter"},
             {.name = "needs",
              .kind = words,
              .means = "of other rooms, beyond what the pages show",
              .words = {"accounts", "two-step", "bookings", "payments", "account-data", "rounds-data", "subscriptions",
                        "map"}},
             map_of("hard_words", "hard_words", "why words that are hard to read are published all the same"),
             must(list_of("pages", "page", "in order")),
             list_of("values", "value", "names for later use"),
             list_of("decisions", "decision", "tables"),
             list_of("ends", "end", "where nobody needs to send anything"),
             list_of("route", "route", "which team gets it; where none holds, the owner"),
             map_of("duplicates", "duplicates", "when two requests are the same thing"),
             list_of("stages", "stage", "of a case; the first is where it begins"),
             {"could_not_do", texts, "reasons that staff choose from"},
             {"received", id, "the mail that acknowledges"},
             {.name = "feedback", .kind = word, .means = "after closing", .words = {"asked", "none"}},
             {"next", texts, "services offered afterwards"},
             number_of("retention_days", 1, 36'500, "days after closing until answers are deleted")}};
}

Shape page()
{
    return {"page",
            "A page",
            {must({"id", id}),
             {"title", text, "the heading; a page with one question does without"},
             {"text", text, "Markdown"},
             {"when", feel, "asked only where this is true"},
             list_of("questions", "question", "one is best"),
             list_of("checks", "check", "rules over the page's answers"),
             list_of("then", "exit", "leads to an end; the first that holds"),
             map_of("repeat", "repeat", "asks the pages for each of several things"),
             list_of("pages", "page", "of each row; only with repeat"),
             {"step", other, "{ pay: { amount: fee } } or { book: { ... } }"}}};
}

Shape question()
{
    return {"question",
            "A question",
            {must({"id", id}),
             must({.name = "type", .kind = word, .means = "what people meet", .words = question_type_names()}),
             must({"label", text, "the question"}),
             must({"purpose", text, "who uses the answer, for what"}),
             {"hint", text},
             {"required", truth, "true unless written"},
             {"sensitive", truth, "sealed in the store"},
             {"options", other, "a list of { value, label, hint }, { list: NAME }, or FEEL that gives a list"},
             {"list", truth, "a choice as one line that opens"},
             number_of("max_length", 1, 20'000, "characters"),
             {"least", feel, "a number or day"},
             {"most", feel, "a number or day"},
             number_of("decimals", 0, 6, "places after the point"),
             {"pattern", text, "a regular expression that the whole answer matches"},
             {"missing", text, "said where the answer is empty"},
             {"wrong", text, "said where the answer does not fit"},
             list_of("checks", "check", "rules over the answer"),
             {"when", feel, "asked only where this is true"},
             {"prefill", feel, "what the council knows already"},
             number_of("files", 1, 20, "at most"),
             list_of("documents", "document", "what must be shown"),
             {"later", truth, "it may be sent later"},
             {"layer", id, "of places"},
             {"near", id, "the address or location question that distances are measured from"},
             {"only", feel, "over one place's properties"},
             number_of("show", 1, 20, "places"),
             {.name = "with", .kind = words, .means = "of a person", .words = {"date of birth"}}}};
}

std::vector<Shape> make_shapes()
{
    return {
        definition(),
        {"open",
         "\"open\"",
         {{"from", day, "first day"}, {"to", day, "last day"}, must({"closed", text, "said outside these days"})}},
        {"promise",
         "\"promise\"",
         {must({"acknowledge", text, "at once"}), number_of("working_days", 0, 260, "until it is done")}},
        {"hard_words",
         "\"hard_words\"",
         {must({"why", text}), must({"agreed_by", text, "a second person"}), must({"on", day})}},
        page(),
        {"repeat",
         "\"repeat\"",
         {must({"one", text, "child: \"Add another child\""}),
          number_of("least", 0, 50, "rows"),
          number_of("most", 1, 50, "rows"),
          {"caption", feel, "what a row is called"}}},
        {"check",
         "A check",
         {must({"that", feel, "must be true"}), must({"say", text}), {"question", id, "beside which it is said"}}},
        {"exit", "An exit", {{"when", feel, "always unless written"}, must({"end", id})}},
        question(),
        {"option", "An option", {must({"value", id}), must({"label", text}), {"hint", text}}},
        {"options", "\"options\"", {must({"list", id})}},
        {"document",
         "A document",
         {must({"id", id}), must({"label", text}), {"hint", text}, list_of("or", "document", "what may replace it")}},
        {"value",
         "A value",
         {must({"id", id}), must({"is", feel}), {"label", text, "what staff read beside it on the case's page"}}},
        {"decision",
         "A decision",
         {must({"id", id}),
          {"title", text},
          {"label", text, "what staff read beside it on the case's page"},
          {.name = "hit",
           .kind = word,
           .means = "which rules count",
           .words = {"unique", "any", "priority", "first", "rule-order", "output-order", "collect", "sum", "min", "max",
                     "count"}},
          must({"inputs", texts, "FEEL"}),
          must({"outputs", texts, "names"}),
          must({"rules", other, "a list of cells each: tests, then results"}),
          {"otherwise", texts, "results where no rule matches"}}},
        {"end",
         "An end",
         {must({"id", id}),
          must({"title", text}),
          must({"text", text, "Markdown"}),
          list_of("links", "link", ""),
          {"next", texts, "services that help"},
          {"go_on", text, "a button that goes on all the same"}}},
        {"link", "A link", {must({"text", text}), must({"url", text})}},
        {"route", "A route", {{"when", feel, "always unless written"}, must({"team", id})}},
        {"duplicates",
         "\"duplicates\"",
         {must({"same", texts, "questions"}), number_of("within_days", 1, 3'650, ""),
          number_of("metres", 1, 5'000, "")}},
        {"stage",
         "A stage",
         {must({"id", id}),
          must({"title", text}),
          {"text", text},
          {.name = "closes", .kind = word, .means = "the case", .words = {"done", "not done"}},
          {"public", truth, "on the tracking page"},
          {"message", id, "a mail"},
          {"next", texts, "which may follow"}}},
    };
}

}

Key const* Shape::key(std::string_view key_name) const
{
    auto const found = std::ranges::find(keys, key_name, &Key::name);
    return found == keys.end() ? nullptr : &*found;
}

std::vector<Shape> const& shapes()
{
    static std::vector<Shape> const all = make_shapes();
    return all;
}

Shape const& shape(std::string_view name)
{
    auto const found = std::ranges::find(shapes(), name, &Shape::name);
    if (found == shapes().end()) throw std::logic_error("There is no such shape.");
    return *found;
}

}
