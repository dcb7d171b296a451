// What needs the whole library: references between pages, stages, messages and services.
#include "reader.hpp"

#include <services/services.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace guildhall::services {

namespace {

constexpr std::array reserved_pages{"start", "check", "submission", "sent", "clear"};
constexpr std::array reserved_questions{"csrf", "resume", "change"};

class Soundness {
public:
    Soundness(SourceFile const& file, Definition const& definition, std::vector<Problem>& problems)
        : file_{file}, d_{definition}, problems_{problems}
    {}

    void check(std::set<std::string, std::less<>> const& services,
               std::map<std::string, Message, std::less<>> const& messages)
    {
        ids_are_their_own();
        conditions_look_back();
        stages_lead_somewhere();
        check_message(d_.received, messages);
        for (auto const& stage : d_.stages) {
            if (!stage.message.empty()) check_message(stage.message, messages);
        }
        for (auto const& next : d_.next) {
            if (!services.contains(next))
                problem(next, fmt::format("There is no service \"{}\".", next),
                        "Name a service of this library under next:.");
        }
        bool const can_fail =
            std::ranges::any_of(d_.stages, [](Stage const& s) { return s.kind == Stage::Kind::not_done; });
        if (can_fail && d_.could_not_do.empty())
            problem("stages:", "A stage closes as not done, and there are no reasons.",
                    "Add could_not_do: with the reasons staff may give.");
    }

private:
    void problem(std::string_view near, std::string sentence, std::string remedy)
    {
        auto const at = file_.text.find(near);
        auto const before = std::string_view{file_.text}.substr(0, at == std::string::npos ? 0 : at);
        problems_.push_back({.file = file_.name,
                             .line = 1 + static_cast<int>(std::ranges::count(before, '\n')),
                             .sentence = std::move(sentence),
                             .remedy = std::move(remedy)});
    }

    void ids_are_their_own()
    {
        std::set<std::string> pages;
        std::set<std::string> questions;
        for (auto const& page : d_.pages) {
            if (std::ranges::find(reserved_pages, page.id) != reserved_pages.end()) {
                problem("id: " + page.id, fmt::format("A page cannot be called \"{}\".", page.id),
                        "Choose another id: this one is an address of every service.");
            }
            if (!pages.insert(page.id).second)
                problem("id: " + page.id, fmt::format("There are two pages \"{}\".", page.id),
                        "Give each page its own id.");
            for (auto const& question : page.questions) {
                if (std::ranges::find(reserved_questions, question.id) != reserved_questions.end()) {
                    problem("id: " + question.id, fmt::format("A question cannot be called \"{}\".", question.id),
                            "Choose another id: every form has a field of this name.");
                }
                if (!questions.insert(question.id).second)
                    problem("id: " + question.id, fmt::format("There are two questions \"{}\".", question.id),
                            "Give each question its own id.");
            }
        }
    }

    /// A condition may use what was asked before it, on earlier pages.
    void conditions_look_back()
    {
        std::set<std::string> asked;
        auto const check = [&](feel::Expression const& when) {
            for (auto const& name : when.names()) {
                if (asked.contains(name)) continue;
                problem(name, fmt::format("The condition uses \"{}\", which is not asked before.", name),
                        fmt::format("Use one of: {}.", asked.empty() ? "(nothing is asked before this)"
                                                                     : fmt::format("{}", fmt::join(asked, ", "))));
            }
        };
        for (auto const& page : d_.pages) {
            check(page.when);
            for (auto const& question : page.questions) check(question.when);
            for (auto const& question : page.questions) asked.insert(question.id);
        }
    }

    void stages_lead_somewhere()
    {
        std::set<std::string> reached;
        std::vector<std::string> open;
        if (!d_.stages.empty()) open.push_back(d_.stages.front().id);
        bool ends = false;
        while (!open.empty()) {
            auto const id = open.back();
            open.pop_back();
            auto const* stage = d_.stage(id);
            if (!stage || !reached.insert(id).second) continue;
            ends = ends || stage->kind != Stage::Kind::working;
            for (auto const& next : stage->next) {
                if (!d_.stage(next))
                    problem("id: " + id, fmt::format("Stage \"{}\" leads to \"{}\", which is not there.", id, next),
                            "Name a stage of this service under next:.");
                open.push_back(next);
            }
            if (stage->kind == Stage::Kind::working && stage->next.empty()) {
                problem("id: " + id, fmt::format("Stage \"{}\" leads nowhere.", id),
                        "Add next: with the stages that may follow, or closes: done.");
            }
        }
        for (auto const& stage : d_.stages) {
            if (!reached.contains(stage.id))
                problem("id: " + stage.id, fmt::format("Stage \"{}\" cannot be reached.", stage.id),
                        "Name it under next: of an earlier stage, or remove it.");
        }
        if (!ends && !d_.stages.empty())
            problem("stages:", "No stage closes the case.", "Add closes: done to the last one.");
    }

    void check_message(std::string const& name, std::map<std::string, Message, std::less<>> const& messages)
    {
        if (name.empty() || messages.contains(name)) return;
        problem(name, fmt::format("There is no message \"{}\".", name),
                fmt::format("Write it in messages/{}.txt, or name one that is there.", name));
    }

    SourceFile const& file_;
    Definition const& d_;
    std::vector<Problem>& problems_;
};

std::string stem(std::string_view name)
{
    auto const slash = name.rfind('/');
    name = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return std::string{name.substr(0, name.rfind('.'))};
}

ReadMessage checked_message(SourceFile const& file, MessageCheck const& message_check)
{
    auto message = read_message(file.name, file.text);
    if (!message.problems.empty() || !message_check) return message;
    message.problems = message_check(file.text);
    for (auto& problem : message.problems) problem.file = file.name;
    return message;
}

void attach_messages(Definition& definition, std::map<std::string, Message, std::less<>> const& messages)
{
    auto const attach = [&](std::string const& name) {
        if (auto const found = messages.find(name); found != messages.end()) definition.messages[name] = found->second;
    };
    attach(definition.received);
    for (auto const& stage : definition.stages) attach(stage.message);
}

}

namespace {

Lists lists_of(Source const& source, std::vector<Problem>& problems)
{
    Lists lists;
    for (auto const& file : source) {
        if (!file.name.starts_with("lists/")) continue;
        auto read = read_list(file.name, file.text);
        problems.insert(problems.end(), read.problems.begin(), read.problems.end());
        if (read.problems.empty()) lists[stem(file.name)] = std::move(read.choices);
    }
    return lists;
}

void check_name(SourceFile const& file, Read& read)
{
    auto const& id = read.definition.id;
    if (id.empty() || id == stem(file.name)) return;
    read.problems.push_back({.file = file.name,
                             .line = read.tree.nearest_to("id").line,
                             .sentence = fmt::format("The file is not named after its service \"{}\".", id),
                             .remedy = fmt::format("Call it {}.yaml.", id),
                             .item = "id"});
}

}

Checked check(Source const& source, MessageCheck const& message_check)
{
    Checked result;
    auto const lists = lists_of(source, result.problems);
    std::map<std::string, Message, std::less<>> messages;
    std::vector<std::pair<SourceFile const*, Read>> read;
    std::set<std::string, std::less<>> services;
    for (auto const& file : source) {
        if (file.name.starts_with("messages/")) {
            auto message = checked_message(file, message_check);
            result.problems.insert(result.problems.end(), message.problems.begin(), message.problems.end());
            if (message.problems.empty()) messages[stem(file.name)] = std::move(message.message);
        } else if (file.name.ends_with(".yaml") && !file.name.starts_with("lists/")) {
            auto one = read_definition(file.name, file.text, lists);
            check_name(file, one);
            // By its file's name, so that a broken file does not make those that refer to it look broken too.
            if (!services.insert(stem(file.name)).second) {
                one.problems.push_back({.file = file.name,
                                        .sentence = fmt::format("There are two services \"{}\".", stem(file.name)),
                                        .remedy = "Keep one of the files."});
            }
            read.emplace_back(&file, std::move(one));
        }
    }
    for (auto& [file, one] : read) {
        if (one.problems.empty()) Soundness{*file, one.definition, one.problems}.check(services, messages);
        if (one.problems.empty()) {
            attach_messages(one.definition, messages);
            result.good.push_back(std::move(one.definition));
        } else {
            result.problems.insert(result.problems.end(), one.problems.begin(), one.problems.end());
        }
    }
    return result;
}

}
