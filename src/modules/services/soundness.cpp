// Ids, references, ways and stages.
#include "soundness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <services/texts.hpp>

#include <algorithm>
#include <array>

namespace guildhall::services {

namespace {

constexpr std::array reserved_pages{"start", "check", "submission", "sent", "clear",
                                    "save",  "saved", "resume",     "print"};
constexpr std::array reserved_questions{"csrf", "resume", "change"};

/// Names share one space: a condition could not tell a question from a value of the same id.
class NameSpace {
public:
    explicit NameSpace(Findings& findings) : findings_{findings} {}
    void take(std::string const& id, std::string const& what, std::string const& path)
    {
        auto const [there, is_new] = taken_.try_emplace(id, what);
        if (is_new || id.empty()) return;
        findings_.add(path,
                      there->second == what ? fmt::format("There are two {}s \"{}\".", what, id)
                                            : fmt::format("\"{}\" is a {} already.", id, there->second),
                      fmt::format("Give each {} its own id.", what));
    }

private:
    Findings& findings_;
    std::map<std::string, std::string> taken_;
};

void check_page_id(Page const& page, std::string const& path, NameSpace& pages, Findings& findings)
{
    if (std::ranges::find(reserved_pages, page.id) != reserved_pages.end())
        findings.add(path + "/id", fmt::format("A page cannot be called \"{}\".", page.id),
                     "Choose another id: this one is an address of every service.");
    pages.take(page.id, "page", path + "/id");
}

void check_message(std::string const& name, std::string const& path, Surroundings const& around, Findings& findings)
{
    if (name.empty() || around.messages.contains(name)) return;
    findings.add(path, fmt::format("There is no message \"{}\".", name),
                 fmt::format("Write it in messages/{}.txt, or name one that is there.", name));
}

void check_service(std::string const& id, std::string const& path, Surroundings const& around, Findings& findings)
{
    if (around.services.contains(id)) return;
    std::vector<std::string_view> const known(around.services.begin(), around.services.end());
    auto const meant = nearest(id, known);
    findings.add(path, fmt::format("There is no service \"{}\".", id),
                 meant.empty() ? "Name a service of this library."
                               : fmt::format("Name a service of this library, such as {}.", meant));
}

void check_services(std::vector<std::string> const& ids, std::string const& path, Surroundings const& around,
                    Findings& findings)
{
    for (std::size_t i = 0; auto const& id : ids) check_service(id, path + "/" + std::to_string(++i), around, findings);
}

void check_question_named(std::string const& id, std::string const& path, Read const& read,
                          std::vector<QuestionType> const& types, Findings& findings)
{
    auto const* question = read.definition.question(id);
    if (!question) {
        std::vector<std::string_view> known;
        for (auto const& [name, type] : read.names.questions) known.push_back(name);
        auto const meant = nearest(id, known);
        findings.add(path, fmt::format("There is no question \"{}\".", id),
                     meant.empty() ? "Name a question of this service." : fmt::format("Write {}.", meant));
        return;
    }
    if (types.empty() || std::ranges::find(types, question->type) != types.end()) return;
    std::vector<std::string_view> names;
    for (auto const type : types) names.push_back(name_of(type));
    findings.add(path, fmt::format("\"{}\" is a {} question.", id, name_of(question->type)),
                 fmt::format("Name a question of type {}.", fmt::join(names, " or ")));
}

/// Whose answers cannot be acted on would promise what does not happen.
void check_told_by(Read const& read, Findings& findings)
{
    auto const& d = read.definition;
    if (d.told_by.empty()) return;
    check_question_named(d.told_by, "told_by", read, {QuestionType::choice}, findings);
    auto const* question = d.question(d.told_by);
    if (question == nullptr) return;
    for (auto const& option : question->options) {
        if (option.value == "email" || option.value == "text" || option.value == "letter") continue;
        findings.add("told_by", fmt::format("Nobody can be told by \"{}\".", option.value),
                     "Let people choose from email, text and letter.");
    }
}

void check_checks(std::vector<Check> const& checks, Page const& page, std::string const& path, Findings& findings)
{
    for (std::size_t i = 0; auto const& check : checks) {
        ++i;
        bool const is_there = std::ranges::find(page.questions, check.question, &Question::id) != page.questions.end();
        if (check.question.empty() || is_there) continue;
        findings.add(path + "/checks/" + std::to_string(i) + "/question",
                     fmt::format("The check stands beside \"{}\", which this page does not ask.", check.question),
                     "Name a question of the same page.");
    }
}

void check_documents(Question const& question, std::string const& path, Findings& findings)
{
    Ids seen;
    for (auto const& evidence : question.documents) {
        for (auto const& document : evidence.any_of) {
            if (!seen.insert(document.id).second)
                findings.add(path + "/documents/" + document.id,
                             fmt::format("There are two documents \"{}\".", document.id),
                             "Give each document its own id.");
        }
    }
}

/// XPath's regular expressions, as FEEL's matches() reads them.
void check_pattern(Question const& question, std::string const& path, Findings& findings)
{
    if (question.pattern.empty()) return;
    static auto const matches = feel::parse("matches(\"\", pattern)", {"pattern"});
    auto const tried = matches->evaluate(feel::LookUp{[&](std::string_view) { return feel::Value{question.pattern}; }});
    if (tried.value.is_null())
        findings.add(path + "/pattern", fmt::format("The pattern \"{}\" cannot be read.", question.pattern),
                     "Write a regular expression that the whole answer matches, such as [A-Z]{2}[0-9]+.");
}

/// Read while somebody answers, or afterwards by the same person; everything else is read by anybody at any time.
bool can_be_filled(std::string_view path)
{
    return path.starts_with("pages/") || path.starts_with("ends/") || path.starts_with("what_happens/") ||
           path == "privacy" || path == "declaration";
}

void check_name(Read const& read, std::string const& blank, std::string const& path, Findings& findings)
{
    auto const name = blank.substr(0, blank.find('.'));
    if (is_known_name(read.names, name)) return;
    std::vector<std::string_view> known(read.names.values.begin(), read.names.values.end());
    for (auto const& [question, type] : read.names.questions) known.emplace_back(question);
    for (auto const& [decision, outputs] : read.names.decisions) known.emplace_back(decision);
    auto const meant = nearest(name, known);
    findings.add(path, fmt::format("Nothing is known as \"{}\", which the text names.", name),
                 meant.empty() ? "Write the id of a value, a decision or a question in (( ))."
                               : fmt::format("Write (({})).", meant));
}

/// The reason in ((outcome.reason)).
void check_part(Read const& read, std::string const& blank, std::string const& path, Findings& findings)
{
    auto const dot = blank.find('.');
    if (dot == std::string::npos) return;
    auto const name = blank.substr(0, dot);
    auto const part = blank.substr(dot + 1);
    std::vector<std::string> parts;
    if (auto const* question = read.definition.question(name)) {
        for (auto const one : members_of(question->type)) parts.emplace_back(one);
    } else if (auto const decision = read.names.decisions.find(name); decision != read.names.decisions.end()) {
        parts = decision->second;
    } else {
        return; // a value: what it gives is known when it is worked out
    }
    if (std::ranges::find(parts, part) != parts.end()) return;
    findings.add(path, fmt::format("\"{}\" has no \".{}\", which the text names.", name, part),
                 parts.empty() ? fmt::format("Write (({})).", name) : fmt::format("Write one of: {}.", listed(parts)));
}

/// ((fee)) in a text is filled with what has this name.
void check_fillings(Read const& read, Findings& findings)
{
    auto copy = read.definition;
    for_each_text(copy, [&](std::string const& text, std::string const& path) {
        for (auto const& blank : blanks_in(text)) {
            check_name(read, blank, path, findings);
            check_part(read, blank, path, findings);
            if (!can_be_filled(path))
                findings.add(path, fmt::format("(({})) cannot be filled in here: nothing is answered yet.", blank),
                             "Say it in a text of a page, of an end, or in what_happens.");
        }
    });
}

/// True where everybody who comes to this page goes to an end for good.
bool always_ends(Definition const& d, Page const& page)
{
    return std::ranges::any_of(page.then, [&](Exit const& exit) {
        auto const* end = d.ending(exit.end);
        return exit.when.empty() && end && end->go_on.empty();
    });
}

void check_exits(Definition const& d, Page const& page, std::string const& path, Findings& findings)
{
    for (std::size_t i = 0; auto const& exit : page.then) {
        ++i;
        auto const at = path + "/then/" + std::to_string(i);
        if (!d.ending(exit.end)) {
            std::vector<std::string> ends;
            for (auto const& end : d.ends) ends.push_back(end.id);
            findings.add(at + "/end", fmt::format("There is no end \"{}\".", exit.end),
                         ends.empty() ? "Write it under ends:." : fmt::format("Write one of: {}.", listed(ends)));
        }
        if (exit.when.empty() && i < page.then.size())
            findings.add(at, "What stands below this exit is never looked at, because this one always holds.",
                         "Give it a when:, or put it last.");
    }
}

std::set<std::string> reached_stages(Definition const& d)
{
    std::set<std::string> reached;
    std::vector<std::string> open{d.stages.front().id};
    while (!open.empty()) {
        auto const id = open.back();
        open.pop_back();
        auto const* stage = d.stage(id);
        if (!stage || !reached.insert(id).second) continue;
        open.insert(open.end(), stage->next.begin(), stage->next.end());
    }
    return reached;
}

void check_stage(Definition const& d, Stage const& stage, Findings& findings)
{
    auto const path = "stages/" + stage.id;
    for (std::size_t i = 0; auto const& next : stage.next) {
        ++i;
        if (!d.stage(next))
            findings.add(path + "/next/" + std::to_string(i),
                         fmt::format("Stage \"{}\" leads to \"{}\", which is not there.", stage.id, next),
                         "Name a stage of this service under next:.");
    }
    if (stage.kind == Stage::Kind::working && stage.next.empty())
        findings.add(path, fmt::format("Stage \"{}\" leads nowhere.", stage.id),
                     "Add next: with the stages that may follow, or closes: done.");
}

}

void Findings::add(std::string const& path, std::string sentence, std::string remedy, Problem::Severity severity)
{
    problems_.push_back({.file = file_,
                         .line = read_.tree.line_at(path),
                         .sentence = std::move(sentence),
                         .remedy = std::move(remedy),
                         .severity = severity,
                         .item = path});
}

bool Findings::has_errors() const
{
    return std::ranges::any_of(problems_, [](Problem const& one) { return one.severity == Problem::Severity::error; });
}

std::string listed(std::vector<std::string> const& names)
{
    constexpr std::size_t most = 12;
    if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + most, ", "), names.size() - most);
}

void check_ids(Read const& read, Findings& findings)
{
    auto const& d = read.definition;
    NameSpace pages{findings};
    NameSpace names{findings};
    NameSpace ends{findings};
    NameSpace stages{findings};
    for_each_page(d, [&](Page const& page, std::string const& path, Page const*) {
        check_page_id(page, path, pages, findings);
        if (page.repeat) names.take(page.id, "group", path + "/id");
        for (auto const& question : page.questions) {
            auto const at = path + "/questions/" + question.id + "/id";
            if (std::ranges::find(reserved_questions, question.id) != reserved_questions.end())
                findings.add(at, fmt::format("A question cannot be called \"{}\".", question.id),
                             "Choose another id: every form has a field of this name.");
            names.take(question.id, "question", at);
        }
    });
    for (auto const& value : d.values) names.take(value.id, "value", "values/" + value.id + "/id");
    for (auto const& decision : d.decisions) names.take(decision.id, "decision", "decisions/" + decision.id + "/id");
    for (auto const& end : d.ends) ends.take(end.id, "end", "ends/" + end.id + "/id");
    for (auto const& stage : d.stages) stages.take(stage.id, "stage", "stages/" + stage.id + "/id");
}

/// Whether the successors of a service lead back to it. Other circles are told where they begin.
bool is_in_a_circle(std::string const& id, Surroundings const& around)
{
    Ids passed;
    auto at = around.successors.find(id);
    while (at != around.successors.end() && passed.insert(at->first).second) {
        if (at->second == id) return true;
        at = around.successors.find(at->second);
    }
    return false;
}

/// Where the address of a withdrawn service leads.
void check_successor(Definition const& d, Surroundings const& around, Findings& findings)
{
    if (d.successor.empty()) return;
    if (!d.withdrawn)
        findings.add("successor", "A successor is named, and the service is still on offer.",
                     "Add withdrawn: true, or offer the other one under next:.");
    else if (d.successor == d.id)
        findings.add("successor", "The service is its own successor.", "Name another service, or remove it.");
    else if (is_in_a_circle(d.id, around))
        findings.add("successor", "The successors lead back to this service.", "Name a service that is on offer.");
    else
        check_service(d.successor, "successor", around, findings);
}

void check_sender(Read const& read, Findings& findings)
{
    using enum QuestionType;
    auto const& d = read.definition;
    for (std::size_t i = 0; i < d.sender.size(); ++i) {
        auto const path = "sender/" + std::to_string(i + 1);
        check_question_named(d.sender[i], path, read, {person, business, address, email, phone}, findings);
        bool const is_of_row = std::ranges::any_of(d.pages, [&](Page const& page) {
            return std::ranges::any_of(page.pages, [&](Page const& of_row) {
                return std::ranges::find(of_row.questions, d.sender[i], &Question::id) != of_row.questions.end();
            });
        });
        if (is_of_row)
            findings.add(path, fmt::format("\"{}\" is asked for each of several.", d.sender[i]),
                         "Name a question that is asked once.");
    }
}

void check_references(Read const& read, Surroundings const& around, Findings& findings)
{
    auto const& d = read.definition;
    check_fillings(read, findings);
    check_message(d.received, "received", around, findings);
    for (auto const& stage : d.stages)
        check_message(stage.message, "stages/" + stage.id + "/message", around, findings);
    check_services(d.next, "next", around, findings);
    check_successor(d, around, findings);
    for (auto const& end : d.ends) check_services(end.next, "ends/" + end.id + "/next", around, findings);
    if (!d.about.empty()) check_question_named(d.about, "about", read, {QuestionType::person}, findings);
    check_sender(read, findings);
    check_told_by(read, findings);
    for_each_page(d, [&](Page const& page, std::string const& path, Page const*) {
        check_checks(page.checks, page, path, findings);
        check_exits(d, page, path, findings);
        for (auto const& question : page.questions) {
            auto const at = path + "/questions/" + question.id;
            check_documents(question, at, findings);
            check_pattern(question, at, findings);
            if (question.type == QuestionType::nearest)
                check_question_named(question.near, at + "/near", read, {QuestionType::address, QuestionType::location},
                                     findings);
            auto const& layers = around.capabilities.layers;
            if (question.type == QuestionType::nearest && !layers.empty() &&
                std::ranges::find(layers, question.layer) == layers.end())
                findings.add(at + "/layer", fmt::format("There are no places called \"{}\".", question.layer),
                             fmt::format("Write one of: {}.", listed(layers)));
        }
        if (page.step && page.step->kind != "book" && page.step->kind != "pay")
            findings.add(path + "/step", fmt::format("There is no step \"{}\".", page.step->kind),
                         "Write step: { book: ... } or step: { pay: ... }");
    });
    if (!d.duplicates) return;
    for (std::size_t i = 0; auto const& id : d.duplicates->same)
        check_question_named(id, "duplicates/same/" + std::to_string(++i), read, {}, findings);
}

void check_ways(Read const& read, Findings& findings)
{
    auto const& d = read.definition;
    if (d.pages.empty()) return;
    std::string stopped_at;
    for (auto const& page : d.pages) {
        auto const path = "pages/" + page.id;
        auto const when = read.expressions.find(path + "/when");
        bool const is_never = when != read.expressions.end() && when->second.text == "false";
        if (!stopped_at.empty() || is_never)
            findings.add(path,
                         is_never ? fmt::format("Page \"{}\" is never shown.", page.id)
                                  : fmt::format("Page \"{}\" cannot be reached: page \"{}\" always leads to an end.",
                                                page.id, stopped_at),
                         is_never ? "Write a condition that can hold, or remove the page."
                                  : "Give that exit a when:, or move this page before it.");
        if (page.when.empty() && always_ends(d, page)) stopped_at = page.id;
    }
    if (d.stages.empty() && stopped_at.empty())
        findings.add("pages/" + d.pages.back().id, "The service has no stages, and not every way leads to an end.",
                     "Add to the last page then: with - { end: ... } and no when:, on a page without when:; or add "
                     "stages:.");
    if (!d.stages.empty() && !stopped_at.empty() && stopped_at == d.pages.back().id)
        findings.add("pages/" + stopped_at, "Every way leads to an end, so nobody can ever send this.",
                     "Give the last exit a when:, or remove stages:.");
    std::set<std::string> used;
    for_each_page(d, [&](Page const& page, std::string const&, Page const*) {
        for (auto const& exit : page.then) used.insert(exit.end);
    });
    for (auto const& end : d.ends) {
        if (!used.contains(end.id))
            findings.add("ends/" + end.id, fmt::format("Nothing leads to the end \"{}\".", end.id),
                         "Name it under then: of a page, or remove it.");
    }
}

void check_stages(Read const& read, Findings& findings)
{
    auto const& d = read.definition;
    if (d.stages.empty()) return;
    for (auto const& stage : d.stages) check_stage(d, stage, findings);
    auto const reached = reached_stages(d);
    for (auto const& stage : d.stages) {
        if (!reached.contains(stage.id))
            findings.add("stages/" + stage.id, fmt::format("Stage \"{}\" cannot be reached.", stage.id),
                         "Name it under next: of an earlier stage, or remove it.");
    }
    auto const closes = [](Stage const& stage) { return stage.kind != Stage::Kind::working; };
    if (std::ranges::none_of(d.stages, closes))
        findings.add("stages", "No stage closes the case.", "Add closes: done to the last one.");
    bool const can_fail = std::ranges::any_of(d.stages, [](Stage const& s) { return s.kind == Stage::Kind::not_done; });
    if (can_fail && d.could_not_do.empty())
        findings.add("stages", "A stage closes as not done, and there are no reasons.",
                     "Add could_not_do: with the reasons staff may give.");
}

}
