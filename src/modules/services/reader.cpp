#include "reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>

namespace guildhall::services {

namespace {

constexpr std::array verbs{"pay",  "report", "apply", "book", "appeal", "request",
                           "tell", "view",   "check", "buy",  "refer"};
constexpr std::array types{QuestionType::choice,    QuestionType::several, QuestionType::yes_no, QuestionType::text,
                           QuestionType::long_text, QuestionType::email,   QuestionType::phone,  QuestionType::address,
                           QuestionType::location,  QuestionType::file};

bool is_id(std::string_view text)
{
    return !text.empty() && text.size() <= 60 && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(text,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

class Reader {
public:
    Reader(std::string const& file, Read& out) : file_{file}, out_{out} {}

    void whole(YAML::Node const& node)
    {
        auto& d = out_.definition;
        if (!is_map(node, "A definition")) return;
        check_keys(node, {"id", "title", "summary", "area", "verb", "owner", "tier", "promise", "before_you_start",
                          "what_happens", "life_events", "words", "privacy", "pages", "stages", "could_not_do",
                          "received", "next", "retention_days"});
        d.id = id(node, "id");
        d.title = required(node, "title");
        d.summary = required(node, "summary");
        d.area = required(node, "area");
        d.verb = required(node, "verb");
        if (!d.verb.empty() && std::ranges::find(verbs, d.verb) == verbs.end()) {
            problem(node["verb"], fmt::format("There is no verb \"{}\".", d.verb),
                    fmt::format("Write one of: {}.", fmt::join(verbs, ", ")));
        }
        d.owner = required(node, "owner");
        d.tier = number(node, "tier", 2, 1, 3);
        d.retention_days = number(node, "retention_days", 730, 1, 36'500);
        promise(node["promise"]);
        d.before_you_start = texts(node, "before_you_start");
        d.what_happens = texts(node, "what_happens");
        d.life_events = texts(node, "life_events");
        d.words = texts(node, "words");
        d.privacy = optional(node, "privacy");
        d.could_not_do = texts(node, "could_not_do");
        d.received = required(node, "received");
        d.next = texts(node, "next");
        pages(node);
        stages(node);
    }

private:
    void problem(YAML::Node const& at, std::string sentence, std::string remedy)
    {
        auto const line = at.IsDefined() ? at.Mark().line + 1 : 1;
        out_.problems.push_back({file_, std::max(line, 1), std::move(sentence), std::move(remedy)});
    }
    bool is_map(YAML::Node const& node, std::string_view what)
    {
        if (node.IsMap()) return true;
        problem(node, fmt::format("{} must hold keys with values.", what), "Write \"key: value\" lines.");
        return false;
    }
    void check_keys(YAML::Node const& node, std::initializer_list<std::string_view> known)
    {
        std::set<std::string> seen;
        for (auto const& entry : node) {
            auto const key = entry.first.Scalar();
            if (std::ranges::find(known, key) == known.end()) {
                problem(entry.first, fmt::format("There is no key \"{}\" here.", key),
                        fmt::format("The keys are: {}.", fmt::join(known, ", ")));
            }
            if (!seen.insert(key).second)
                problem(entry.first, fmt::format("\"{}\" stands here twice.", key), "Keep one of them.");
        }
    }
    std::string optional(YAML::Node const& node, char const* key)
    {
        auto const value = node[key];
        if (!value) return {};
        if (value.IsScalar()) return value.Scalar();
        problem(value, fmt::format("\"{}\" is text.", key), fmt::format("Write {}: followed by the words.", key));
        return {};
    }
    std::string required(YAML::Node const& node, char const* key)
    {
        auto text = optional(node, key);
        if (text.empty()) problem(node, fmt::format("\"{}\" is missing.", key), fmt::format("Add a line {}: ...", key));
        return text;
    }
    std::string id(YAML::Node const& node, char const* key)
    {
        auto text = required(node, key);
        if (!text.empty() && !is_id(text))
            problem(node[key], fmt::format("\"{}\" is no id.", text), "Use small letters, digits and hyphens.");
        return text;
    }
    int number(YAML::Node const& node, char const* key, int otherwise, int least, int most)
    {
        auto const value = node[key];
        if (!value) return otherwise;
        int found = 0;
        if (value.IsScalar() && YAML::convert<int>::decode(value, found) && found >= least && found <= most)
            return found;
        problem(value, fmt::format("\"{}\" is not a number that fits.", key),
                fmt::format("Write a whole number from {} to {}.", least, most));
        return otherwise;
    }
    bool truth(YAML::Node const& node, char const* key, bool otherwise)
    {
        auto const value = node[key];
        if (!value) return otherwise;
        bool found = otherwise;
        if (!value.IsScalar() || !YAML::convert<bool>::decode(value, found))
            problem(value, fmt::format("\"{}\" is yes or no.", key),
                    fmt::format("Write {}: true or {}: false.", key, key));
        return found;
    }
    std::vector<std::string> texts(YAML::Node const& node, char const* key)
    {
        auto const list = node[key];
        std::vector<std::string> found;
        if (!list) return found;
        if (!list.IsSequence()) {
            problem(list, fmt::format("\"{}\" is a list.", key), "Write one line \"- ...\" for each.");
            return found;
        }
        for (auto const& item : list) {
            if (item.IsScalar())
                found.push_back(item.Scalar());
            else
                problem(item, fmt::format("An item of \"{}\" is not text.", key), "Put the words in quotes.");
        }
        return found;
    }
    feel::Expression condition(YAML::Node const& node)
    {
        auto const when = node["when"];
        if (!when) return {};
        auto expression = feel::parse(when.Scalar());
        if (expression) return *expression;
        auto const& error = expression.error();
        problem(when, fmt::format("The condition cannot be read at character {}: {}", error.column, error.sentence),
                "Write it like: category = \"tree\" and count > 1");
        return {};
    }

    void promise(YAML::Node const& node)
    {
        if (!node) {
            problem(node, "\"promise\" is missing: people must know when they will hear.",
                    "Add promise: { acknowledge: at once, working_days: 5 }");
            return;
        }
        if (!is_map(node, "\"promise\"")) return;
        check_keys(node, {"acknowledge", "working_days"});
        out_.definition.acknowledge = required(node, "acknowledge");
        out_.definition.working_days = number(node, "working_days", 5, 0, 260);
    }

    void pages(YAML::Node const& whole)
    {
        auto const list = whole["pages"];
        if (!list || !list.IsSequence() || list.size() == 0) {
            problem(list ? list : whole, "There are no pages.",
                    "Add pages: with at least one page that asks a question.");
            return;
        }
        for (auto const& node : list) {
            if (!is_map(node, "A page")) continue;
            check_keys(node, {"id", "title", "text", "questions", "when"});
            Page page{.id = id(node, "id"),
                      .title = optional(node, "title"),
                      .text = optional(node, "text"),
                      .when = condition(node)};
            auto const questions = node["questions"];
            if (!questions || !questions.IsSequence() || questions.size() == 0) {
                problem(node, fmt::format("Page \"{}\" asks nothing.", page.id),
                        "Add questions: with one question, or remove the page.");
            } else {
                for (auto const& question : questions) {
                    if (is_map(question, "A question")) page.questions.push_back(read_question(question));
                }
            }
            out_.definition.pages.push_back(std::move(page));
        }
    }

    Question read_question(YAML::Node const& node)
    {
        check_keys(node, {"id", "type", "label", "hint", "purpose", "required", "sensitive", "options", "max_length",
                          "missing", "when"});
        Question q{.id = id(node, "id"),
                   .label = required(node, "label"),
                   .hint = optional(node, "hint"),
                   .purpose = required(node, "purpose")};
        auto const type = required(node, "type");
        auto const known = std::ranges::find(types, type, [](QuestionType t) { return name_of(t); });
        if (known != types.end()) {
            q.type = *known;
        } else if (!type.empty()) {
            std::vector<std::string_view> names;
            for (auto const t : types) names.push_back(name_of(t));
            problem(node["type"], fmt::format("There is no type \"{}\".", type),
                    fmt::format("Write one of: {}.", fmt::join(names, ", ")));
        }
        q.required = truth(node, "required", true);
        q.sensitive = truth(node, "sensitive", false);
        q.max_length = number(node, "max_length", 0, 1, 20'000);
        q.missing = optional(node, "missing");
        q.when = condition(node);
        read_options(node, q);
        return q;
    }

    void read_options(YAML::Node const& node, Question& q)
    {
        bool const wants = q.type == QuestionType::choice || q.type == QuestionType::several;
        auto const options = node["options"];
        if (!wants) {
            if (options)
                problem(options, fmt::format("A {} question has no options.", name_of(q.type)),
                        "Remove them, or write type: choice.");
            return;
        }
        if (!options || !options.IsSequence() || options.size() < 2) {
            problem(node, fmt::format("Question \"{}\" needs at least two options.", q.id),
                    "Add options: with lines - { value: ..., label: ... }");
            return;
        }
        for (auto const& option : options) {
            if (!is_map(option, "An option")) continue;
            check_keys(option, {"value", "label", "hint"});
            Choice choice{id(option, "value"), required(option, "label"), optional(option, "hint")};
            if (q.option(choice.value))
                problem(option, fmt::format("The option \"{}\" is there twice.", choice.value),
                        "Give each option its own value.");
            q.options.push_back(std::move(choice));
        }
    }

    void stages(YAML::Node const& whole)
    {
        auto const list = whole["stages"];
        if (!list || !list.IsSequence() || list.size() == 0) {
            problem(list ? list : whole, "There are no stages: a request that cannot be followed helps nobody.",
                    "Add stages: from reported to done.");
            return;
        }
        for (auto const& node : list) {
            if (!is_map(node, "A stage")) continue;
            check_keys(node, {"id", "title", "text", "closes", "public", "message", "next"});
            Stage stage{.id = id(node, "id"), .title = required(node, "title"), .text = optional(node, "text")};
            auto const closes = optional(node, "closes");
            if (closes == "done")
                stage.kind = Stage::Kind::done;
            else if (closes == "not done")
                stage.kind = Stage::Kind::not_done;
            else if (!closes.empty())
                problem(node["closes"], fmt::format("A stage cannot close as \"{}\".", closes),
                        "Write closes: done or closes: not done.");
            stage.is_public = truth(node, "public", true);
            stage.message = optional(node, "message");
            stage.next = texts(node, "next");
            out_.definition.stages.push_back(std::move(stage));
        }
    }

    std::string const& file_;
    Read& out_;
};

}

Read read_definition(std::string const& file, std::string const& text)
{
    Read out;
    try {
        Reader{file, out}.whole(YAML::Load(text));
    } catch (YAML::Exception const& error) {
        out.problems.push_back({file, std::max(error.mark.line + 1, 1), fmt::format("This is not YAML: {}.", error.msg),
                                "Check the indentation and the quotes of this line and the one above."});
    }
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
    if (!rest.starts_with(prefix) || end == std::string_view::npos || end == prefix.size()) {
        out.problems.push_back({file, 1, "The message has no subject.", "Begin with a line \"Subject: ...\"."});
        return out;
    }
    out.message.subject = rest.substr(prefix.size(), end - prefix.size());
    auto body = rest.substr(end + 1);
    while (body.starts_with('\n')) body.remove_prefix(1);
    out.message.body = body;
    if (body.empty())
        out.problems.push_back(
            {file, 2, "The message has no words.", "Write them below the subject, after an empty line."});
    if (auto const mark = plain.find("\n%%% "); mark != std::string::npos) {
        auto const line = 2 + static_cast<int>(std::ranges::count(rest.substr(0, mark), '\n'));
        out.problems.push_back({file, line, "A line begins with \"%%% \", which separates messages in the store.",
                                "Begin the line with another character."});
    }
    return out;
}

int line_of(std::string const& text, std::string_view needle)
{
    auto const at = text.find(needle);
    if (at == std::string::npos) return 1;
    return 1 + static_cast<int>(std::ranges::count(std::string_view{text}.substr(0, at), '\n'));
}

}
