// The words of one expression: values that are no option, parts that an answer does not have, look-ups that nobody
// offers. Only what is certain is said.
#include "mentions.hpp"
#include "soundness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace guildhall::services {

namespace {

class Words {
public:
    Words(std::string const& path, Read const& read, Surroundings const& around, Findings& findings)
        : path_{path}, read_{read}, around_{around}, findings_{findings}
    {}

    void check(std::string_view text)
    {
        auto const& known = around_.capabilities;
        auto const mentions = mentions_in(
            text, [&](std::string_view word) { return is_known_name(read_.names, word) || is_part_of_look_up(word); });
        for (auto const& mention : mentions.names) {
            if (read_.names.questions.contains(mention.name))
                question(mention);
            else if (auto const group = read_.names.groups.find(mention.name); group != read_.names.groups.end())
                of_group(mention, group->second);
            else if (auto const facts = std::ranges::find(known.facts, mention.name, &Facts::name);
                     facts != known.facts.end())
                of_facts(mention, *facts);
            else if (!mention.members.empty() && is_root(mention.name))
                look_up(mention);
        }
    }

private:
    [[nodiscard]] bool is_part_of_look_up(std::string_view word) const
    {
        return std::ranges::any_of(around_.capabilities.look_ups,
                                   [&](LookUp const& one) { return one.name.ends_with("." + std::string{word}); });
    }
    [[nodiscard]] bool is_root(std::string_view word) const
    {
        return std::ranges::any_of(around_.capabilities.look_ups,
                                   [&](LookUp const& one) { return one.name.starts_with(std::string{word} + "."); });
    }
    void problem(std::string sentence, std::string remedy)
    {
        findings_.add(path_, std::move(sentence), std::move(remedy));
    }

    void question(Mention const& mention)
    {
        auto const* q = read_.definition.question(mention.name);
        if (!q) return;
        if (!mention.members.empty()) part(*q, mention.members.front());
        if (!mention.members.empty()) return;
        if (q->type == QuestionType::yes_no && mention.is_compared_with_truth)
            problem(fmt::format("The answer to \"{}\" is \"yes\" or \"no\", not true or false.", q->id),
                    fmt::format("Write {} = \"yes\".", q->id));
        if (q->type == QuestionType::several && mention.equals && !mention.texts.empty())
            problem(fmt::format("The answer to \"{}\" is a list, which is never equal to one text.", q->id),
                    fmt::format("Write list contains({}, \"{}\").", q->id, mention.texts.front()));
        options(*q, mention.texts);
    }
    void options(Question const& q, std::vector<std::string> const& texts)
    {
        std::vector<std::string> values;
        for (auto const& option : q.options) values.push_back(option.value);
        if (q.type == QuestionType::yes_no) values = {"yes", "no"};
        if (values.empty()) return;
        for (auto const& text : texts) {
            if (std::ranges::find(values, text) == values.end())
                problem(fmt::format("\"{}\" is no option of \"{}\".", text, q.id),
                        fmt::format("Write one of: {}.", listed(values)));
        }
    }
    void part(Question const& q, std::string const& member)
    {
        auto const parts = members_of(q.type);
        if (std::ranges::find(parts, member) == parts.end()) {
            problem(fmt::format("The answer to \"{}\", a {} question, has no \".{}\".", q.id, name_of(q.type), member),
                    parts.empty() ? fmt::format("Write {} alone.", q.id)
                                  : fmt::format("Write one of: .{}.", fmt::join(parts, ", .")));
        } else if (q.type == QuestionType::person && !q.with_birth_date && (member == "age" || member == "born")) {
            problem(fmt::format("\"{}\" is not asked for a date of birth, so it has no \".{}\".", q.id, member),
                    "Add with: [date of birth] to the question.");
        }
    }
    void of_group(Mention const& mention, std::vector<std::string> const& questions)
    {
        if (mention.members.empty() || std::ranges::find(questions, mention.members.front()) != questions.end()) return;
        problem(fmt::format("A row of \"{}\" has no \"{}\".", mention.name, mention.members.front()),
                fmt::format("Write one of: {}.", listed(questions)));
    }
    void of_facts(Mention const& mention, Facts const& facts)
    {
        if (facts.is_fleeting && !path_.ends_with("/prefill"))
            return problem(fmt::format("\"{}\" is known for a while only, so no rule can stand on it.", facts.name),
                           "Use it in prefill, and the answer in the rule.");
        if (mention.members.empty()) return;
        auto const& member = mention.members.front();
        bool const is_known = facts.members.empty() ? around_.questions.contains(member)
                                                    : std::ranges::find(facts.members, member) != facts.members.end();
        if (is_known) return;
        if (facts.members.empty())
            problem(fmt::format("No service asks a question \"{}\".", member),
                    fmt::format("Write {}. and the id of a question that another service asks.", facts.name));
        else
            problem(fmt::format("\"{}\" has no \"{}\".", facts.name, member),
                    fmt::format("Write one of: {}.", listed(facts.members)));
    }
    void look_up(Mention const& mention)
    {
        auto const name = mention.name + "." + mention.members.front();
        auto const* function = around_.capabilities.look_up(name);
        if (!function) {
            std::vector<std::string> there;
            for (auto const& one : around_.capabilities.look_ups) {
                if (one.name.starts_with(mention.name + ".")) there.push_back(one.name);
            }
            problem(fmt::format("There is no look-up \"{}\".", name), fmt::format("Write one of: {}.", listed(there)));
        } else if (!mention.is_call || mention.arguments.size() != function->parameters.size()) {
            problem(fmt::format("{} takes {} things, and {} stand here.", name, function->parameters.size(),
                                mention.arguments.size()),
                    fmt::format("Write {}.", function->text()));
        } else {
            for (std::size_t i = 0; i < mention.arguments.size(); ++i)
                argument(*function, function->parameters[i], mention.arguments[i]);
            result(*function, mention);
        }
    }
    void argument(LookUp const& function, LookUp::Parameter const& parameter, Argument const& given)
    {
        auto const* q = given.form == Argument::Form::name ? read_.definition.question(given.text) : nullptr;
        std::string_view is;
        if (q)
            is = fits(parameter.kind, q->type) ? std::string_view{} : name_of(q->type);
        else if (given.form == Argument::Form::text)
            is = parameter.kind == LookUp::Kind::text || parameter.kind == LookUp::Kind::place ? "" : "text";
        else if (given.form == Argument::Form::number)
            is = parameter.kind == LookUp::Kind::number ? "" : "number";
        if (is.empty()) return;
        problem(fmt::format("\"{}\" of {} is {}, and \"{}\" is a {}{}.", parameter.name, function.text(),
                            name_of(parameter.kind), given.text, is, q ? " question" : ""),
                fmt::format("Give {} {}.", function.name, name_of(parameter.kind)));
    }
    static bool fits(LookUp::Kind kind, QuestionType type)
    {
        using enum QuestionType;
        switch (kind) {
        case LookUp::Kind::place: return type == address || type == location || type == postcode;
        case LookUp::Kind::number: return type == number || type == money;
        case LookUp::Kind::date: return type == date;
        case LookUp::Kind::truth: return type == declaration;
        case LookUp::Kind::list: return type == several || type == file;
        case LookUp::Kind::text:
            return members_of(type).empty() && type != number && type != money && type != date && type != several;
        }
        return true;
    }
    void result(LookUp const& function, Mention const& mention)
    {
        bool const is_text = function.gives == LookUp::Kind::text;
        bool const is_truth = function.gives == LookUp::Kind::truth;
        if ((mention.texts.empty() || is_text) && (!mention.is_compared_with_truth || is_truth)) return;
        auto const* const remedy = is_truth                                 ? "Write {} = true, or = false."
                                   : is_text                                ? "Write {} = \"...\"."
                                   : function.gives == LookUp::Kind::number ? "Write {} < 1, or another comparison."
                                                                            : "Look at a part of {}.";
        problem(fmt::format("{} gives {}, which is never equal to this.", function.name, name_of(function.gives)),
                fmt::format(fmt::runtime(remedy), function.text()));
    }

    std::string const& path_;
    Read const& read_;
    Surroundings const& around_;
    Findings& findings_;
};

/// A cell of a table whose input is the answer to a choice: "decisions/outcome/rules/2/1".
void check_cell(std::string const& path, std::string_view text, Read const& read, Findings& findings)
{
    auto const rules = path.find("/rules/");
    auto const column = path.rfind('/');
    auto const input = read.expressions.find(path.substr(0, rules) + "/inputs/" + path.substr(column + 1));
    auto const* q = input == read.expressions.end() ? nullptr : read.definition.question(input->second.text);
    if (!q || (q->type != QuestionType::yes_no && (q->type != QuestionType::choice || q->options.empty()))) return;
    std::vector<std::string> values;
    for (auto const& option : q->options) values.push_back(option.value);
    if (q->type == QuestionType::yes_no) values = {"yes", "no"};
    auto const strings = mentions_in(text, [](std::string_view) { return false; }).strings;
    for (auto const& string : strings) {
        if (std::ranges::find(values, string) == values.end())
            findings.add(path, fmt::format("\"{}\" is no option of \"{}\".", string, q->id),
                         fmt::format("Write one of: {}.", listed(values)));
    }
}

}

void check_words(std::string const& path, WrittenRule const& written, Read const& read, Surroundings const& around,
                 Findings& findings)
{
    if (path.starts_with("decisions/") && path.find("/rules/") != std::string::npos)
        check_cell(path, written.text, read, findings);
    Words{path, read, around, findings}.check(written.text);
}

std::vector<std::string> needs_of(Read const& read, Capabilities const& capabilities)
{
    std::set<std::string> needs(read.definition.needs.begin(), read.definition.needs.end());
    auto const& d = read.definition;
    if (d.sign_in == SignIn::required) needs.insert("accounts");
    if (d.sign_in == SignIn::two_step) needs.insert("two-step");
    for (auto const& page : d.pages) {
        if (page.step) needs.insert(page.step->kind == "pay" ? "payments" : "bookings");
    }
    for (auto const& [path, written] : read.expressions) {
        if (path.ends_with("/prefill")) continue; // without it the question is asked as it is
        for (auto const& one : capabilities.look_ups) {
            if (written.text.find(one.name + "(") != std::string::npos) needs.insert(one.name);
        }
    }
    return {needs.begin(), needs.end()};
}

}
