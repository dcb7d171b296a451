#include "copies.hpp"

#include <identity/attempts.hpp>

#include <stdexcept>

namespace guildhall::forms {

namespace {

constexpr identity::AttemptLimit copies_of_one{.kind = "answers copy", .tries = 3, .window = std::chrono::hours{24}};

constexpr db::Query submission_of_subject{"forms.submission_of_subject", R"sql(
    select id from form_submission where subject = $1 order by id desc limit 1)sql"};

constexpr std::string_view copy_mail = R"mail(Subject: Your answers: ((service))

# Your answers

You asked us for a copy of what you sent on ((date)).

((answers))

Emails are not private. Delete this one if somebody else may read it.

((council))
)mail";

notify::Template template_of_copy()
{
    auto parsed = notify::Template::parse(copy_mail);
    if (!parsed) throw std::logic_error{"the mail with a copy of the answers cannot be read: " + parsed.error().what};
    return std::move(*parsed);
}

}

std::optional<Stored> just_sent(db::Snapshot& snapshot, Draft const& draft, Time now)
{
    if (!draft.is_sent()) return {};
    auto const id = snapshot.value<std::int64_t>(submission_of_subject, draft.subject);
    auto stored = id ? find_submission(snapshot, SubmissionId{*id}) : std::nullopt;
    if (!stored || now - stored->submitted > shown_after_sending) return {};
    return stored;
}

std::string email_in(services::Definition const& definition, Answers const& answers)
{
    for (auto const& page : definition.pages) {
        for (auto const& question : page.questions) {
            if (question.type != services::QuestionType::email) continue;
            if (auto const* answer = answers.find(question.id)) return answer->text();
        }
    }
    return {};
}

bool want_copy(db::Tx& tx, Stored const& sent)
{
    if (!identity::count_attempt(tx, copies_of_one, std::to_string(sent.id.value))) return false;
    tx.append({.type = "form.copy_wanted", .stream = sent.id.value});
    return true;
}

std::vector<notify::Draft> copy_mails(Deps& deps, db::Tx& tx, db::Event const& event)
{
    auto const stored = find_submission(tx, SubmissionId{event.stream});
    if (!stored) return {};
    auto const catalogue = deps.library.catalogue_knowing(stored->version);
    auto const* version = catalogue->version(stored->version);
    if (!version) return {};
    auto const& definition = version->definition;
    auto const to = email_in(definition, stored->answers);
    if (to.empty()) return {};
    std::vector<std::string> lines;
    for (auto const& line : answer_lines(definition, stored->answers)) {
        auto const* question = definition.question(line.question);
        bool const is_private = question == nullptr || question->sensitive;
        lines.push_back(line.label + " " + (is_private ? "(answered; not in this email)" : line.text));
    }
    auto const& council = deps.council;
    notify::Personalisation values{{"service", definition.title},
                                   {"date", council.translator(ui::Language::en).date_and_time(stored->submitted)},
                                   {"council", council.brand().name}};
    values.set("answers", std::move(lines));
    return {{.recipient = to,
             .subject = stored->subject,
             .template_name = "answers-copy",
             .message = template_of_copy(),
             .values = std::move(values),
             .stream = stored->id.value}};
}

}
