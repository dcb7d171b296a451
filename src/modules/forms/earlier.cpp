#include "earlier.hpp"

#include "copies.hpp"

#include <algorithm>

namespace guildhall::forms {

namespace {

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
        if (auto const* version = catalogue.version(one.version)) take(known, version->definition, one.answers, around);
    }
    return known;
}

}
