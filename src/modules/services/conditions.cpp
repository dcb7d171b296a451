// Conditions and values: what they may look at, and what the things they look at are.
#include "mentions.hpp"
#include "soundness.hpp"

#include <services/texts.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace guildhall::services {

namespace {

std::string root_of(std::string_view path)
{
    return std::string{path.substr(0, path.find('.'))};
}

/// Roots of look-ups and facts: "places", "account".
bool is_context(Capabilities const& known, std::string_view word)
{
    return std::ranges::any_of(known.look_ups, [&](LookUp const& one) { return root_of(one.name) == word; }) ||
           std::ranges::find(known.facts, word, &Facts::name) != known.facts.end();
}

Mentions mentions_of(Read const& read, Capabilities const& known, std::string_view text)
{
    return mentions_in(text, [&](std::string_view word) {
        if (is_known_name(read.names, word) || is_context(known, word)) return true;
        return std::ranges::any_of(known.look_ups,
                                   [&](LookUp const& one) { return one.name.ends_with("." + std::string{word}); });
    });
}

/// What each value and decision stands on, through others.
class Grounds {
public:
    Grounds(Read const& read, Capabilities const& known, Findings& findings)
        : read_{read}, known_{known}, findings_{findings}
    {
        for (auto const& value : read.definition.values) note(value.id, "values/" + value.id + "/is");
        for (auto const& decision : read.definition.decisions) {
            auto const prefix = "decisions/" + decision.id + "/";
            for (auto at = read.expressions.lower_bound(prefix);
                 at != read.expressions.end() && at->first.starts_with(prefix); ++at)
                note(decision.id, at->first);
        }
    }
    /// Questions and groups that a name needs, itself included where it is one.
    std::set<std::string> const& of(std::string const& name)
    {
        if (auto const found = done_.find(name); found != done_.end()) return found->second;
        if (std::ranges::find(open_, name) != open_.end()) {
            tell_cycle(name);
            return done_[name];
        }
        open_.push_back(name);
        std::set<std::string> all;
        for (auto const& next : direct_[name]) {
            if (direct_.contains(next)) {
                auto const& under = of(next);
                all.insert(under.begin(), under.end());
            } else {
                all.insert(next);
            }
        }
        open_.pop_back();
        return done_[name] = std::move(all);
    }
    [[nodiscard]] bool knows(std::string const& name) const { return direct_.contains(name); }

private:
    void note(std::string const& name, std::string const& path)
    {
        auto& stands_on = direct_[name];
        auto const written = read_.expressions.find(path);
        if (written == read_.expressions.end()) return;
        for (auto const& mention : mentions_of(read_, known_, written->second.text).names) {
            if (is_known_name(read_.names, mention.name)) stands_on.insert(mention.name);
        }
    }
    void tell_cycle(std::string const& name)
    {
        if (!told_.insert(name).second) return;
        auto const from = std::ranges::find(open_, name);
        std::vector<std::string> way(from, open_.end());
        way.push_back(name);
        bool const is_value = std::ranges::find(read_.names.values, name) != read_.names.values.end();
        findings_.add((is_value ? "values/" : "decisions/") + name,
                      fmt::format("\"{}\" needs itself: {}.", name, fmt::join(way, " needs ")),
                      "Take one of them out of the circle.");
    }

    Read const& read_;
    Capabilities const& known_;
    Findings& findings_;
    std::map<std::string, std::set<std::string>> direct_;
    std::map<std::string, std::set<std::string>> done_;
    std::vector<std::string> open_;
    std::set<std::string> told_;
};

class Conditions {
public:
    Conditions(Read const& read, Surroundings const& around, Findings& findings)
        : read_{read}, around_{around}, findings_{findings}, grounds_{read, around.capabilities, findings}
    {}

    void check()
    {
        auto const& d = read_.definition;
        std::set<std::string> asked;
        for (auto const& one : d.pages) page(one, "pages/" + one.id, asked);
        for (auto const& value : d.values) {
            grounds_.of(value.id);
            look("values/" + value.id + "/is", every_name());
        }
        for (auto const& decision : d.decisions) {
            grounds_.of(decision.id);
            bounds(*decision.compiled, "decisions/" + decision.id + "/rules");
            for (auto const& name : decision.compiled->names()) {
                if (!is_known_name(read_.names, name) && !is_context(around_.capabilities, name))
                    unknown(name, "decisions/" + decision.id + "/rules", every_name());
            }
            for (std::size_t i = 1; look(fmt::format("decisions/{}/inputs/{}", decision.id, i), every_name()); ++i) {
            }
        }
        for (std::size_t i = 1; i <= d.route.size(); ++i) look("route/" + std::to_string(i) + "/when", asked);
    }

private:
    /// Of a page; what it asks is in `asked` afterwards.
    void page(Page const& page, std::string const& path, std::set<std::string>& asked)
    {
        look(path + "/when", asked);
        texts(page, path, asked);
        for (auto const& one : page.questions) question(one, path + "/questions/" + one.id, asked);
        if (page.step) {
            for (auto const& [name, given] : page.step->with)
                look(path + "/step/" + page.step->kind + "/" + name, asked);
        }
        if (page.repeat) {
            auto in_row = asked;
            for (auto const& of_row : page.pages) this->page(of_row, path + "/pages/" + of_row.id, in_row);
            look(path + "/repeat/caption", in_row);
            asked.insert(page.id);
        }
        for (auto const& one : page.questions) asked.insert(one.id);
        for (std::size_t i = 1; i <= page.checks.size(); ++i)
            look(path + "/checks/" + std::to_string(i) + "/that", asked);
        for (std::size_t i = 1; i <= page.then.size(); ++i) look(path + "/then/" + std::to_string(i) + "/when", asked);
    }
    /// What the page's words name must be known when somebody comes to it.
    void texts(Page const& page, std::string const& path, std::set<std::string> const& asked)
    {
        if (!page.has_blanks) return;
        auto copy = page;
        copy.pages.clear(); // these are pages of their own
        for_each_text(copy, [&](std::string const& text, std::string const& at) {
            for (auto const& blank : blanks_in(text)) {
                auto const name = blank.substr(0, blank.find('.'));
                if (is_known_name(read_.names, name))
                    look_back(name, {}, path + at.substr(("pages/" + page.id).size()), asked);
            }
        });
    }
    void question(Question const& q, std::string const& path, std::set<std::string> asked)
    {
        for (auto const* key : {"/when", "/prefill", "/options", "/least", "/most"}) look(path + key, asked);
        look(path + "/only", asked, true);
        if (!q.near.empty() && read_.definition.question(q.near) && !asked.contains(q.near))
            findings_.add(path + "/near", fmt::format("\"{}\" is not asked before.", q.near),
                          fmt::format("Use one of: {}.", asked_words(asked)));
        asked.insert(q.id);
        for (std::size_t i = 1; i <= q.checks.size(); ++i) look(path + "/checks/" + std::to_string(i) + "/that", asked);
    }
    /// False where nothing stands at this path. `is_open`: other names are properties of places.
    bool look(std::string const& path, std::set<std::string> const& asked, bool is_open = false)
    {
        auto const found = read_.expressions.find(path);
        if (found == read_.expressions.end()) return false;
        auto const& written = found->second;
        bounds(written.expression, path);
        auto const mentions = mentions_of(read_, around_.capabilities, written.text);
        for (auto const& mention : mentions.names) {
            if (is_known_name(read_.names, mention.name)) look_back(mention.name, mentions, path, asked);
        }
        for (auto const& name : written.expression.names()) {
            bool const is_known = is_known_name(read_.names, name) || is_context(around_.capabilities, name);
            if (is_known || is_open || name == "item" || name == "?") continue;
            auto const mention = std::ranges::find(mentions.names, name, &Mention::name);
            if (mention != mentions.names.end() && mention->is_call)
                no_function(name, path);
            else
                unknown(name, path, asked);
        }
        return true;
    }
    /// Some rules take for ever whatever people answer: a loop over a million numbers.
    void bounds(auto const& rule, std::string const& path)
    {
        feel::LookUp const nothing{[](std::string_view) { return feel::Value{}; }};
        feel::Outcome const outcome = rule.evaluate(nothing, {.limits = {.steps = 100'000}});
        if (outcome.stopped)
            findings_.add(path, std::string{feel::sentence_of(*outcome.stopped)},
                          "Go through fewer things, or put them into a list of their own.");
    }
    void look_back(std::string const& name, Mentions const& mentions, std::string const& path,
                   std::set<std::string> const& asked)
    {
        if (!grounds_.knows(name)) {
            if (asked.contains(name)) return;
            auto const* group = group_of(name);
            bool const in_filter =
                group && std::ranges::find(mentions.names, group->id, &Mention::name) != mentions.names.end();
            if (in_filter) return;
            if (group)
                findings_.add(
                    path,
                    fmt::format("\"{}\" is asked for each {}, and is not one answer here.", name, group->repeat->one),
                    fmt::format("Write some r in {} satisfies r.{} = ..., or count({}[item.{} = ...]) > 0.", group->id,
                                name, group->id, name));
            else
                not_before(name, "", path, asked);
            return;
        }
        for (auto const& ground : grounds_.of(name)) {
            if (asked.contains(ground) || group_of(ground)) continue;
            not_before(name, ground, path, asked);
            return;
        }
    }
    void not_before(std::string const& name, std::string const& because, std::string const& path,
                    std::set<std::string> const& asked)
    {
        findings_.add(path,
                      because.empty() ? fmt::format("It uses \"{}\", which is not asked before.", name)
                                      : fmt::format("It uses \"{}\", which needs \"{}\", which is not asked before.",
                                                    name, because),
                      fmt::format("Use one of: {}. Or ask it on an earlier page.", asked_words(asked)));
    }
    void no_function(std::string const& name, std::string const& path)
    {
        bool const is_part = name == "year" || name == "month" || name == "day" || name == "weekday";
        findings_.add(path, fmt::format("There is no function \"{}\".", name),
                      is_part ? fmt::format("Write .{} behind a date: today().{}.", name, name)
                              : "Use one of FEEL's functions (docs/feel.md), or a look-up.");
    }
    void unknown(std::string const& name, std::string const& path, std::set<std::string> const& asked)
    {
        std::vector<std::string_view> known(asked.begin(), asked.end());
        for (auto const& value : read_.names.values) known.emplace_back(value);
        for (auto const& [decision, outputs] : read_.names.decisions) known.emplace_back(decision);
        auto const meant = nearest(name, known);
        findings_.add(path, fmt::format("Nothing is known as \"{}\".", name),
                      meant.empty() ? fmt::format("Use one of: {}.", asked_words(asked))
                                    : fmt::format("Write {}.", meant));
    }
    static std::string asked_words(std::set<std::string> const& asked)
    {
        return asked.empty() ? "(nothing is asked before this)" : listed({asked.begin(), asked.end()});
    }
    [[nodiscard]] Page const* group_of(std::string_view question) const
    {
        for (auto const& page : read_.definition.pages) {
            for (auto const& of_row : page.pages) {
                if (std::ranges::find(of_row.questions, question, &Question::id) != of_row.questions.end())
                    return page.repeat ? &page : nullptr;
            }
        }
        return nullptr;
    }
    [[nodiscard]] std::set<std::string> every_name() const
    {
        std::set<std::string> all;
        for (auto const& page : read_.definition.pages) {
            if (page.repeat) all.insert(page.id);
            for (auto const& question : page.questions) all.insert(question.id);
        }
        return all;
    }

    Read const& read_;
    Surroundings const& around_;
    Findings& findings_;
    Grounds grounds_;
};

}

bool is_known_name(Names const& names, std::string_view word)
{
    return names.questions.contains(word) || names.groups.contains(word) || names.decisions.contains(word) ||
           std::ranges::find(names.values, word) != names.values.end();
}

void check_conditions(Read const& read, Surroundings const& around, Findings& findings)
{
    Conditions{read, around, findings}.check();
    for (auto const& [path, written] : read.expressions) check_words(path, written, read, around, findings);
}

}
