#include "reader.hpp"

#include <services/texts.hpp>

#include <base/date.hpp>
#include <base/text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace guildhall::services {

namespace {

std::optional<Date> read_day(Fields& fields, std::string_view key)
{
    auto const text = fields.text(key);
    if (text.empty()) return std::nullopt;
    auto const day = parse_iso_date(text);
    if (!day) fields.problem(key, fmt::format("\"{}\" is no day.", text), "Write it like 2026-09-01.");
    return day;
}

void read_opening(Fields& of, Opening& open)
{
    auto const* node = of.find("open");
    if (!node) return;
    Fields fields{of.reading(), *node, "open", shape("open")};
    if (!fields.is_map()) return;
    open.from = read_day(fields, "from");
    open.to = read_day(fields, "to");
    open.closed = fields.required_shown("closed");
    if (open.from && open.to && *open.to < *open.from)
        fields.problem("to", "The service closes before it opens.", "Write a day after \"from\".");
}

void read_promise(Fields& of, Definition& d)
{
    auto const* node = of.find("promise");
    if (!node) {
        if (of.find("stages"))
            of.problem("", "\"promise\" is missing: people must know when they will hear.",
                       "Add promise: { acknowledge: at once, working_days: 5 }");
        return;
    }
    Fields fields{of.reading(), *node, "promise", shape("promise")};
    if (!fields.is_map()) return;
    d.acknowledge = fields.required_shown("acknowledge");
    d.working_days = fields.number("working_days", 5);
}

SignIn read_sign_in(Fields& fields)
{
    auto const name = fields.word("sign_in");
    for (auto const sign_in : {SignIn::optional, SignIn::required, SignIn::two_step}) {
        if (name == name_of(sign_in)) return sign_in;
    }
    return SignIn::none;
}

/// Why hard words are published all the same.
std::optional<HardWords> read_hard_words(Fields& of)
{
    auto const* node = of.find("hard_words");
    if (!node) return std::nullopt;
    Fields fields{of.reading(), *node, "hard_words", shape("hard_words")};
    if (!fields.is_map()) return std::nullopt;
    HardWords words{.why = fields.required("why"), .agreed_by = fields.required("agreed_by"), .on = {}};
    if (auto const day = read_day(fields, "on"))
        words.on = *day;
    else if (!fields.find("on"))
        fields.problem("", "\"on\" is missing.", "Add on: with the day when it was agreed, like 2026-09-01.");
    return words;
}

/// What people read before they begin, and how they find it.
void read_front(Fields& fields, Definition& d)
{
    d.id = fields.id("id");
    d.title = fields.required_shown("title");
    d.summary = fields.required_shown("summary");
    d.area = fields.id("area");
    d.verb = fields.word("verb");
    if (!fields.find("verb")) fields.required("verb");
    d.audience = fields.words("audience");
    d.owner = fields.id("owner");
    d.sign_in = read_sign_in(fields);
    d.tier = fields.number("tier", 2);
    d.withdrawn = fields.truth("withdrawn", false);
    d.successor = fields.text("successor");
    read_opening(fields, d.open);
    read_promise(fields, d);
    d.before_you_start = fields.shown_texts("before_you_start");
    d.what_happens = fields.shown_texts("what_happens");
    d.other_ways = fields.shown_texts("other_ways");
    d.life_events = fields.texts("life_events");
    d.words = fields.texts("words");
    d.needs = fields.words("needs");
    d.hard_words = read_hard_words(fields);
}

/// What becomes of it.
void read_outcome(Fields& fields, Definition& d)
{
    d.route = read_route(fields);
    d.duplicates = read_duplicates(fields);
    d.stages = read_stages(fields);
    d.could_not_do = fields.shown_texts("could_not_do");
    d.received = d.stages.empty() ? fields.text("received") : fields.required("received");
    d.asks_feedback = fields.word("feedback") != "none";
    d.next = fields.ids("next");
    d.retention_days = fields.number("retention_days", 730);
}

/// So that a page without them is shown as it is, and not looked through each time.
void note_blanks(Page& page)
{
    page.has_blanks = false;
    for_each_text(page, [&](std::string const& text, std::string const&) {
        page.has_blanks = page.has_blanks || !blanks_in(text).empty();
    });
    for (auto& of_row : page.pages) note_blanks(of_row);
}

void read_whole(Fields& fields, Definition& d)
{
    read_front(fields, d);
    d.privacy = fields.shown("privacy");
    d.declaration = fields.shown("declaration");
    d.restricted = fields.truth("restricted", false);
    d.sender = fields.ids("sender");
    d.about = fields.text("about");
    d.told_by = fields.text("told_by");
    d.pages = read_pages(fields);
    for (auto& page : d.pages) note_blanks(page);
    d.values = read_values(fields);
    d.decisions = read_decisions(fields);
    d.ends = read_ends(fields);
    read_outcome(fields, d);
}

}

Read read_definition(std::string const& file, std::string const& text, Lists const& lists)
{
    Read out;
    auto tree = parse_yaml(file, text);
    if (!tree) {
        out.problems.push_back(tree.error());
        return out;
    }
    out.tree = std::move(*tree);
    out.names = names_in(out.tree);
    Reading reading{.file = file, .lists = lists, .names = out.names, .problems = {}, .expressions = {}};
    Fields fields{reading, out.tree, "", shape("definition")};
    if (fields.is_map()) read_whole(fields, out.definition);
    out.problems = std::move(reading.problems);
    out.expressions = std::move(reading.expressions);
    return out;
}

ReadMessage read_message(std::string const& file, std::string_view text)
{
    ReadMessage out;
    std::string plain{text};
    std::erase(plain, '\r'); // files from Windows
    std::string_view rest{plain};
    constexpr std::string_view prefix = "Subject: ";
    auto const end = rest.find('\n');
    auto const problem = [&](int line, std::string sentence, std::string remedy) {
        out.problems.push_back(
            {.file = file, .line = line, .sentence = std::move(sentence), .remedy = std::move(remedy)});
    };
    if (!rest.starts_with(prefix) || end == std::string_view::npos || end == prefix.size()) {
        problem(1, "The message has no subject.", "Begin with a line \"Subject: ...\".");
        if (!rest.starts_with(prefix) || end == std::string_view::npos) return out;
    }
    out.message.subject = rest.substr(prefix.size(), end - prefix.size());
    auto body = rest.substr(end + 1);
    if (constexpr std::string_view sms = "SMS:"; body.starts_with(sms)) {
        auto const line = body.substr(0, body.find('\n'));
        out.message.short_text = trimmed(line.substr(sms.size()));
        if (out.message.short_text.empty())
            problem(2, "The text has no words.", "Write them after \"SMS: \", or take the line out.");
        body.remove_prefix(std::min(line.size() + 1, body.size()));
    }
    while (body.starts_with('\n')) body.remove_prefix(1);
    out.message.body = body;
    if (body.empty()) problem(2, "The message has no words.", "Write them below the subject, after an empty line.");
    if (auto const mark = plain.find("\n%%% "); mark != std::string::npos) {
        auto const line = 2 + static_cast<int>(std::ranges::count(rest.substr(0, mark), '\n'));
        problem(line, "A line begins with \"%%% \", which separates messages in the store.",
                "Begin the line with another character.");
    }
    return out;
}

Message message_in(std::string_view file)
{
    return read_message({}, file).message;
}

}
