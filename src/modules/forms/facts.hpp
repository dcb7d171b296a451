// What names stand for on somebody's way: answers, rows, values, decisions, and what other rooms know. The FEEL side of
// a way; each name is worked out when it is asked for, once.
#pragma once

#include "outside.hpp"

#include <forms/answers.hpp>

#include <feel/feel.hpp>

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

/// The rules of a service took more than all of one request's may: nothing is kept, and the words name the rule that
/// was at work. A single rule that reaches a bound of its own is null, and logged.
struct RulesTakeTooLong : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What the rules of one request have taken together. One thread at a time.
struct Effort {
    std::int64_t steps_left = 5'000'000; ///< about half a second
    bool is_told = false;                ///< that a rule reached a bound: once a request is enough
};

/// What a way knows beside its answers.
struct Surroundings {
    Clock const* clock = nullptr; ///< none: today() is null
    std::string zone = "UTC";
    feel::Context names;                                         ///< known without asking: "account"
    std::shared_ptr<Outside> outside;                            ///< none: look-ups and what was sent earlier are null
    std::shared_ptr<Effort> effort = std::make_shared<Effort>(); ///< of this one and its copies together
};

/// An answer as FEEL sees it; what each type has inside stands in docs/services.md.
feel::Value feel_value(services::Question const& question, Answer const* answer, Surroundings const& around);
/// The other way round, for `prefill`: nothing where the value does not fit the question.
Answer answer_from(services::Question const& question, feel::Value const& value);
/// A value in words, for ((name)) in texts: numbers and texts as they are, days as people write them.
std::string words_of(feel::Value const& value);

class Facts final : public feel::Scope {
public:
    /// All must outlive it. Nothing is asked yet: `ask` says what is.
    Facts(services::Definition const& definition, Surroundings const& around) : definition_{definition}, around_{around}
    {}

    /// The answer must outlive it, too: most are never looked at by a condition, and become values only then.
    void ask(services::Question const& question, Answer const* answer);
    void keep_rows(std::string const& group, feel::List rows);
    /// Inside a row its own answers come first; outside they are gone.
    void enter_row();
    feel::Context leave_row(); ///< the row as a context of its answers

    [[nodiscard]] std::optional<feel::Value> find(std::string_view name) const override;
    /// Throws RulesTakeTooLong, as everything here does that evaluates. `names` may stand before these.
    [[nodiscard]] feel::Value evaluate(feel::Expression const& expression) const { return evaluate(expression, *this); }
    [[nodiscard]] feel::Value evaluate(feel::Expression const& expression, feel::Scope const& names) const;
    [[nodiscard]] bool holds(feel::Expression const& condition) const; ///< an empty one does
    /// The text with each ((name)) or ((name.part)) filled in.
    [[nodiscard]] std::string filled(std::string_view text) const;
    /// The same where the text is Markdown: what is filled in stays plain words within their line.
    [[nodiscard]] std::string filled_markdown(std::string_view text) const;
    /// What stands in place of a blank that nothing is known for; nothing, unless this says so.
    void say_of_blanks(std::string words) { unknown_ = std::move(words); }
    [[nodiscard]] Surroundings const& around() const { return around_; }

private:
    struct Asked {
        services::Question const* question;
        Answer const* answer;
    };
    [[nodiscard]] std::string words_for(std::string_view blank) const;
    [[nodiscard]] std::optional<feel::Value> worked_out(std::string_view name) const;
    [[nodiscard]] feel::Settings settings() const;
    [[nodiscard]] feel::Value paid(feel::Outcome outcome, feel::Expression const* rule, std::string_view place) const;

    services::Definition const& definition_;
    Surroundings const& around_;
    std::vector<Asked> asked_; ///< outside of rows; what was asked last counts
    std::map<std::string, feel::Value, std::less<>> rows_;
    std::optional<feel::Context> row_;
    std::string unknown_;
    mutable std::map<std::string, feel::Value, std::less<>> worked_out_; ///< values and decisions, until more is asked
    mutable std::set<std::string, std::less<>> open_;                    ///< being worked out: a circle is null
};

}
