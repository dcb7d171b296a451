#include "drafts.hpp"

#include "saved.hpp"
#include "walks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::forms {

namespace {

void append(std::vector<std::string>& blobs, std::vector<std::string> more)
{
    blobs.insert(blobs.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The files that an answer had, when it gets others or none.
void drop_files(db::Tx& tx, Draft& draft, std::string const& question, std::vector<std::string>& blobs)
{
    if (auto const* old = draft.answers.find(question)) {
        for (auto const file : old->files) append(blobs, remove_file(tx, file));
    }
    draft.answers.erase(question);
}

void take_photos(db::Tx& tx, Draft& draft, std::vector<StoredPhoto> const& photos, std::vector<std::string>& blobs)
{
    for (auto const& photo : photos) {
        // The draft was cleared or begun again while the photo was stored: it is sealed for somebody who is gone.
        if (photo.subject != draft.subject) {
            blobs.push_back(photo.blob);
            continue;
        }
        drop_files(tx, draft, photo.question, blobs);
        draft.answers.set(photo.question, {.files = {add_file(tx, draft, photo.question, photo.blob)}});
    }
}

bool is_file(services::Question const& question)
{
    return question.type == services::QuestionType::file;
}

}

std::optional<Draft> claim_draft(db::Tx& tx, Whose const& whose)
{
    auto own = find_draft(tx, whose.browser, whose.service());
    if (!whose.ticket || (own && (own->id == whose.ticket->draft || !own->answers.empty()))) return own;
    auto theirs = find_draft(tx, whose.ticket->draft, whose.service());
    if (!theirs || (own && theirs->is_sent()) || is_put_away(tx, theirs->id)) return own;
    give_to_browser(tx, *theirs, whose.browser, whose.service());
    return theirs;
}

Draft draft_for(db::Tx& tx, Whose const& whose)
{
    if (auto draft = claim_draft(tx, whose)) return std::move(*draft);
    return start_draft(tx, whose.browser, whose.current);
}

Begun begin_draft(db::Tx& tx, Whose const& whose, Beginning beginning)
{
    auto own = claim_draft(tx, whose);
    if (own && !own->is_sent() && beginning == Beginning::go_on) return {std::move(*own), {}};
    std::vector<std::string> blobs;
    if (own) blobs = clear_drafts(tx, {*own});
    return {start_draft(tx, whose.browser, whose.current), std::move(blobs)};
}

Result<KeptPage, PageRefusal> keep_page(db::Tx& tx, Whose const& whose, services::VersionId read_as, Step const& step,
                                        PageInput const& input, std::vector<StoredPhoto> const& photos)
{
    KeptPage kept{.draft = draft_for(tx, whose)};
    auto& draft = kept.draft;
    if (draft.is_sent()) return Refused{PageRefusal::already_sent};
    if (draft.version != read_as) return Refused{PageRefusal::version_changed};
    kept.before = draft.answers;

    for (auto const* question : step.questions) {
        if (is_file(*question)) continue;
        auto const* answer = input.answers.find(question->id);
        draft.answers.set(question->id, answer ? *answer : Answer{});
    }
    for (auto const& question : input.removed) drop_files(tx, draft, question, kept.unused_blobs);
    take_photos(tx, draft, photos, kept.unused_blobs);
    keep_answers(tx, draft);
    return kept;
}

Result<Reference, SendRefusal> send_draft(db::Tx& tx, Deps& deps, services::Catalogue const& catalogue,
                                          Whose const& whose)
{
    auto const draft = claim_draft(tx, whose);
    if (!draft) return Refused{SendRefusal::no_draft};
    if (draft->is_sent()) return *draft->reference;
    if (whose.ticket && whose.ticket->draft != draft->id) return Refused{SendRefusal::other_draft};
    auto const* version = catalogue.version(draft->version);
    if (!version) throw std::runtime_error("A draft's service version is not loaded.");
    Way const way{version->definition, draft->answers};
    if (way.first_gap()) return Refused{SendRefusal::incomplete};

    auto const answers = way.answers();
    Submission const submission{.id = tx.new_id<SubmissionId>(),
                                .version = *version,
                                .subject = draft->subject,
                                .answers = answers,
                                .channel = whose.channel,
                                .deadline = deps.council.deadline(tx.now(), version->definition.working_days),
                                .council = deps.council};
    keep_submission(tx, submission);
    give_files_to(tx, answers, submission.id);
    tx.append({.type = "form.submitted",
               .stream = submission.id.value,
               .facts = fmt::format(R"({{"service":"{}","version":{},"channel":"{}"}})", version->definition.id,
                                    version->number, whose.channel)});
    auto const reference = deps.submit(tx, submission);
    mark_sent(tx, *draft, reference, submission.deadline);
    walk_is_sent(tx, draft->id);
    return reference;
}

std::vector<std::string> clear_drafts(db::Tx& tx, std::vector<Draft> const& drafts)
{
    std::vector<std::string> blobs;
    for (auto const& draft : drafts) {
        append(blobs, delete_draft(tx, draft));
        // What was sent is the council's now, and opens with the same key.
        if (!draft.is_sent()) tx.forget(draft.subject);
    }
    return blobs;
}

}
