#include "reach.hpp"

#include <base/text.hpp>
#include <forms/forms.hpp>

#include <algorithm>
#include <optional>

namespace guildhall::cases {

namespace {

using notify::Channel;
using services::QuestionType;

/// The first answer to a question of this type.
forms::Answer const* first_answer(services::Definition const& definition, forms::Answers const& answers,
                                  QuestionType type)
{
    for (auto const& page : definition.pages) {
        for (auto const& question : page.questions) {
            if (question.type != type) continue;
            if (auto const* const answer = answers.find(question.id)) return answer;
        }
    }
    return nullptr;
}

std::string first_text(services::Definition const& definition, forms::Answers const& answers, QuestionType type)
{
    auto const* const answer = first_answer(definition, answers, type);
    return answer != nullptr ? answer->text() : std::string{};
}

/// As on an envelope; "" where no address was given.
std::string envelope_of(services::Definition const& definition, forms::Answers const& answers)
{
    auto const* const home = first_answer(definition, answers, QuestionType::address);
    if (home == nullptr || !home->address) return {};
    auto const* const named = first_answer(definition, answers, QuestionType::person);
    std::string out = named != nullptr && named->person ? named->person->first + " " + named->person->last
                                                        : std::string{"The householder"};
    std::string_view lines{home->address->lines};
    while (!lines.empty()) {
        auto const end = std::min(lines.find_first_of(",\n"), lines.size());
        out.append("\n").append(trimmed(lines.substr(0, end)));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return out + "\n" + home->address->postcode;
}

std::optional<Channel> wish_of(services::Definition const& definition, forms::Answers const& answers)
{
    auto const* const wish = definition.told_by.empty() ? nullptr : answers.find(definition.told_by);
    return wish != nullptr ? notify::channel_named(wish->text()) : std::nullopt;
}

}

notify::Recipient recipient_in(services::Definition const& definition, forms::Answers const& answers)
{
    auto const wish = wish_of(definition, answers);
    std::vector<notify::Way> ways;
    auto const add = [&](Channel channel, std::string address) {
        if (!address.empty()) ways.push_back({channel, std::move(address)});
    };
    add(Channel::email, first_text(definition, answers, QuestionType::email));
    if (auto const number = notify::text_number(first_text(definition, answers, QuestionType::phone)))
        add(Channel::text, *number);
    if (wish == Channel::letter)
        add(Channel::letter, envelope_of(definition, answers)); // a letter costs: only who wants one
    std::ranges::stable_partition(ways, [&](notify::Way const& way) { return way.channel == wish; });
    return ways;
}

notify::Recipient recipient_of(db::Snapshot& snapshot, services::Definition const& definition, Case const& one)
{
    auto const stored = forms::find_submission(snapshot, forms::SubmissionId{one.submission});
    return stored ? recipient_in(definition, stored->answers) : notify::Recipient{};
}

}
