// What is worth a look and does not block.
#include "mentions.hpp"
#include "soundness.hpp"

#include <fmt/format.h>
#include <services/texts.hpp>

#include <algorithm>

namespace guildhall::services {

namespace {

constexpr std::size_t most_questions_of_a_page = 8;
constexpr std::size_t most_questions = 40;
constexpr std::size_t most_radios = 8;
constexpr int least_words_of_a_purpose = 3;

void warn(Findings& findings, std::string const& path, std::string sentence, std::string remedy)
{
    findings.add(path, std::move(sentence), std::move(remedy), Problem::Severity::warning);
}

int count_words(std::string_view text)
{
    int count = 0;
    bool in_word = false;
    for (char const c : text) {
        bool const is_blank = c == ' ' || c == '\n';
        if (!is_blank && !in_word) ++count;
        in_word = !is_blank;
    }
    return count;
}

/// Names that conditions, values, texts, routes and duplicates use.
Ids used_names(Read const& read)
{
    Ids used;
    auto const& d = read.definition;
    for (auto const& [path, written] : read.expressions) {
        auto const mentions =
            mentions_in(written.text, [&](std::string_view word) { return is_known_name(read.names, word); });
        for (auto const& mention : mentions.names) used.insert(mention.name);
    }
    auto texts = d;
    for_each_text(texts, [&](std::string const& text, std::string const&) {
        for (auto const& blank : blanks_in(text)) used.insert(blank.substr(0, blank.find('.')));
    });
    for (auto const& page : d.pages) {
        for (auto const& question : page.questions) used.insert(question.near);
    }
    for (auto const& value : d.values) {
        if (!value.label.empty()) used.insert(value.id);
    }
    for (auto const& decision : d.decisions) {
        if (!decision.label.empty()) used.insert(decision.id);
    }
    if (d.duplicates) used.insert(d.duplicates->same.begin(), d.duplicates->same.end());
    used.insert(d.about);
    used.insert(d.told_by);
    return used;
}

void advise_question(Question const& q, std::string const& path, Findings& findings)
{
    if (count_words(q.purpose) < least_words_of_a_purpose)
        warn(findings, path + "/purpose", fmt::format("The purpose of \"{}\" says little.", q.id),
             "Write who uses the answer and for what, in a short sentence.");
    if (q.type == QuestionType::choice && !q.as_list && q.options.size() > most_radios)
        warn(findings, path + "/options", fmt::format("\"{}\" shows {} choices at once.", q.id, q.options.size()),
             "Put the frequent ones first and the rest on a second page, or add list: true.");
}

std::size_t advise_page(Page const& page, std::string const& path, Findings& findings)
{
    auto asked = page.questions.size();
    if (asked > most_questions_of_a_page)
        warn(findings, path, fmt::format("Page \"{}\" asks {} questions at once.", page.id, asked),
             "Divide it: one question a page is easiest.");
    for (auto const& question : page.questions) advise_question(question, path + "/questions/" + question.id, findings);
    for (auto const& of_row : page.pages) asked += advise_page(of_row, path + "/pages/" + of_row.id, findings);
    return asked;
}

void advise_unused(Read const& read, Findings& findings)
{
    auto const& d = read.definition;
    auto const used = used_names(read);
    for (auto const& value : d.values) {
        if (!used.contains(value.id))
            warn(findings, "values/" + value.id, fmt::format("Nothing uses the value \"{}\".", value.id),
                 "Remove it, or use it in a condition, a text or a route.");
    }
    for (auto const& decision : d.decisions) {
        if (!used.contains(decision.id))
            warn(findings, "decisions/" + decision.id, fmt::format("Nothing uses the decision \"{}\".", decision.id),
                 "Remove it, or use it in a condition, a text or a route.");
    }
    if (d.opens_a_case()) return; // staff read every answer
    for (auto const& page : d.pages) {
        for (auto const& question : page.questions) {
            if (!used.contains(question.id))
                warn(findings, "pages/" + page.id + "/questions/" + question.id,
                     fmt::format("Nobody uses the answer to \"{}\": no case is made, and no rule looks at it.",
                                 question.id),
                     "Remove the question, or use its answer.");
        }
    }
}

}

void check_tables(Read const& read, Findings& findings)
{
    for (auto const& decision : read.definition.decisions) {
        for (auto const& finding : feel::examine(*decision.table)) {
            auto const path = "decisions/" + decision.id + "/rules" +
                              (finding.rules.empty() ? "" : "/" + std::to_string(finding.rules.back() + 1));
            bool const breaks =
                finding.kind == feel::TableFinding::Kind::overlap && decision.table->hit == feel::HitPolicy::unique;
            if (finding.kind == feel::TableFinding::Kind::overlap && !breaks) continue; // its policy says what then
            findings.add(path, finding.sentence,
                         breaks ? "Make the rules exclude each other, or write hit: first."
                                : "Change the tests of the rule, or add one for what is left: with - in every cell.",
                         breaks ? Problem::Severity::error : Problem::Severity::warning);
        }
    }
}

namespace {

void advise_sender(Definition const& d, Findings& findings)
{
    if (!d.opens_a_case() || !d.sender.empty()) return;
    std::size_t people = 0;
    for_each_page(d, [&](Page const& page, std::string const&, Page const*) {
        people += static_cast<std::size_t>(std::ranges::count(page.questions, QuestionType::person, &Question::type));
    });
    if (people > 1)
        warn(findings, "pages", fmt::format("It asks for {} people, and nothing says which of them sends it.", people),
             "Add sender: with the questions that speak of them, such as their name, email and phone.");
}

}

void advise(Read const& read, Findings& findings)
{
    advise_sender(read.definition, findings);
    std::size_t asked = 0;
    for (auto const& page : read.definition.pages) asked += advise_page(page, "pages/" + page.id, findings);
    if (asked > most_questions)
        warn(findings, "pages", fmt::format("The service asks {} questions.", asked),
             "Ask only what somebody uses, and leave the rest for later.");
    advise_unused(read, findings);
}

Readability readability(Definition const& definition, NecessaryWords const& necessary)
{
    auto copy = definition;
    std::string whole;
    for_each_text(copy, [&](std::string const& text, std::string const&) { whole.append(text).append("\n"); });
    return readability(std::string_view{whole}, necessary);
}

void check_reading(Read const& read, NecessaryWords const& necessary, Findings& findings)
{
    auto copy = read.definition;
    auto const severity = read.definition.hard_words ? Problem::Severity::warning
                                                     : Problem::Severity::words; // somebody has answered for it
    for_each_text(copy, [&](std::string const& text, std::string const& path) {
        auto const one = readability(text, necessary);
        if (one.worst.empty() || one.worst.front().words <= longest_sentence) return;
        findings.add(path,
                     fmt::format("A sentence has {} words: \"{}\".", one.worst.front().words, one.worst.front().text),
                     fmt::format("Make two of it: at most {} words each.", longest_sentence), severity);
    });
    auto const all = readability(read.definition, necessary);
    if (!all.is_hard() || all.age <= oldest_reading_age) return;
    findings.add(
        "title",
        fmt::format("The words need a reading age of {:.1f}; the hardest are: \"{}\".", all.age,
                    all.worst.front().text),
        fmt::format("Write shorter sentences and words until it is {:.0f}; words that must stay go to words.txt.",
                    oldest_reading_age),
        severity);
}

}
