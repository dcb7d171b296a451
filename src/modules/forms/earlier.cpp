#include "earlier.hpp"

#include "copies.hpp"

#include <algorithm>

namespace guildhall::forms {

namespace {

/// Whether its answers are those of whoever typed them. A form that asks who a person is asks about that person, and
/// what it asks as `property` is their home; what one team alone may read is not shown in another form.
bool is_about_the_sender(services::Definition const& definition)
{
    auto const asks_who = [](services::Page const& page) {
        return std::ranges::find(page.questions, services::QuestionType::person, &services::Question::type) !=
               page.questions.end();
    };
    return !definition.restricted && std::ranges::none_of(definition.pages, [&](services::Page const& page) {
        return asks_who(page) || std::ranges::any_of(page.pages, asks_who);
    });
}

void take(feel::Context& known, services::Definition const& definition, Answers const& answers,
          Surroundings const& around)
{
    for (auto const& [id, answer] : answers.all()) {
        auto const* question = definition.question(id);
        if (!question || question->sensitive || question->takes_files()) continue;
        if (auto value = feel_value(*question, &answer, around); !value.is_null()) known.put(id, std::move(value));
    }
}

}

feel::Context sent_earlier(db::Snapshot& snapshot, services::Catalogue const& catalogue, std::string_view owner,
                           Surroundings const& around)
{
    std::vector<Stored> sent;
    for (auto const& draft : drafts_of(snapshot, owner)) {
        if (auto stored = just_sent(snapshot, draft, around.clock->now())) sent.push_back(std::move(*stored));
    }
    std::ranges::sort(sent, {}, &Stored::submitted); // the newest is put last, and counts
    feel::Context known;
    for (auto const& one : sent) {
        auto const* version = catalogue.version(one.version);
        if (version && is_about_the_sender(version->definition)) take(known, version->definition, one.answers, around);
    }
    return known;
}

}
