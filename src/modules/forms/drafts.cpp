#include "drafts.hpp"

#include "copies.hpp"
#include "filling.hpp"
#include "saved.hpp"
#include "visit.hpp"
#include "walks.hpp"

#include <base/text.hpp>
#include <identity/attempts.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::forms {

namespace {

void append(std::vector<std::string>& blobs, std::vector<std::string> more)
{
    blobs.insert(blobs.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void drop_files(db::Tx& tx, std::vector<FileId> const& files, std::vector<std::string>& blobs)
{
    for (auto const file : files) append(blobs, remove_file(tx, file));
}

std::vector<FileId> files_in(Answers const& answers)
{
    std::vector<FileId> files;
    answers.for_each([&](auto const&, Answer const& answer) {
        for (auto const& file : answer.files) files.push_back(file.id);
    });
    return files;
}

/// Takes away what is not asked any more.
void drop_hidden(db::Tx& tx, Draft& draft, ReadAs const& read_as, std::vector<std::string>& blobs)
{
    auto asked = answers_asked(read_as.version.definition, draft.answers, read_as.around);
    auto files = files_in(draft.answers);
    auto const stay = files_in(asked);
    std::erase_if(files, [&](FileId file) { return std::ranges::find(stay, file) != stay.end(); });
    drop_files(tx, files, blobs);
    draft.answers = std::move(asked);
}

/// What stays of a file question's answer: what is in it now and was not taken away. Other tabs may have changed it.
Answer remaining(Answers const& now, services::Question const& question, PageInput const& input)
{
    Answer answer;
    if (auto const* kept = now.find(question.id)) answer.files = kept->files;
    std::erase_if(answer.files, [&](AnsweredFile const& file) {
        return std::ranges::find(input.removed, file.id) != input.removed.end();
    });
    auto const* came = input.answers.find(question.id);
    answer.later = came && came->later;
    return answer;
}

/// Where a page's answers go: the form's, or its row's. A new row gets its number here; one that another tab removed
/// comes back as a new one, because what was typed is never lost.
Answers& answers_for(Answers& all, Step& step)
{
    if (!step.group) return all;
    if (!all.row(step.group->id, step.row)) step.row = all.add_row(step.group->id);
    return all.row(step.group->id, step.row)->answers;
}

void take_files(db::Tx& tx, Draft& draft, Answers& answers, std::vector<StoredFile> const& files,
                std::vector<std::string>& blobs)
{
    for (auto const& stored : files) {
        // The draft was cleared or begun again while the file was stored: it is sealed for somebody who is gone.
        if (stored.subject != draft.subject) {
            blobs.push_back(stored.blob);
            continue;
        }
        auto const& file = stored.file;
        auto const* before = answers.find(file.question);
        auto answer = before ? *before : Answer{};
        answer.files.push_back({add_file(tx, draft, file, stored.blob), file.document});
        answers.set(file.question, std::move(answer));
    }
}

}

std::optional<Draft> claim_draft(db::Tx& tx, Whose const& whose)
{
    auto own = find_draft(tx, whose.browser, whose.service());
    if (!whose.ticket || (own && (own->id == whose.ticket->draft || !own->answers.empty()))) return own;
    auto theirs = find_draft(tx, whose.ticket->draft, whose.service());
    if (!theirs || (own && theirs->is_sent()) || is_put_away(tx, theirs->id)) return own;
    // What was typed to try something out never turns into the real thing, nor the other way round.
    if (theirs->is_try != (whose.purpose == Purpose::try_out)) return own;
    give_to_browser(tx, *theirs, whose.browser, whose.service());
    return theirs;
}

std::optional<Draft> draft_for(db::Tx& tx, Whose const& whose)
{
    if (auto draft = claim_draft(tx, whose)) return draft;
    if (!whose.may_begin) return std::nullopt;
    return start_draft(tx, whose.browser, whose.current, whose.purpose);
}

Begun begin_draft(db::Tx& tx, Whose const& whose, Beginning beginning)
{
    auto own = claim_draft(tx, whose);
    if (own && !own->is_sent() && beginning == Beginning::go_on) return {std::move(*own), {}};
    std::vector<std::string> blobs;
    if (own) blobs = clear_drafts(tx, {*own});
    return {start_draft(tx, whose.browser, whose.current, whose.purpose), std::move(blobs)};
}

Result<KeptPage, PageRefusal> keep_page(db::Tx& tx, Whose const& whose, ReadAs const& read_as, Step const& step,
                                        PageInput const& input, std::vector<StoredFile> const& files)
{
    auto found = draft_for(tx, whose);
    if (!found) return Refused{PageRefusal::not_open};
    KeptPage kept{.draft = std::move(*found)};
    auto& draft = kept.draft;
    if (draft.is_sent()) return Refused{PageRefusal::already_sent};
    if (draft.version != read_as.version.id) return Refused{PageRefusal::version_changed};
    bool const is_first_page = draft.answers.empty();
    kept.step = step;
    auto& answers = answers_for(draft.answers, kept.step);

    for (auto const* question : step.questions) {
        auto const* answer = input.answers.find(question->id);
        answers.set(question->id, question->takes_files() ? remaining(answers, *question, input)
                                  : answer                ? *answer
                                                          : Answer{});
    }
    drop_files(tx, input.removed, kept.unused_blobs);
    take_files(tx, draft, answers, files, kept.unused_blobs);
    // The first page of a draft that was lost may be any page; whether it is asked is known when those before it are
    // answered.
    if (!is_first_page) drop_hidden(tx, draft, read_as, kept.unused_blobs);
    keep_answers(tx, draft);
    return kept;
}

namespace {

std::string team_of(services::Definition const& definition, Facts const& facts)
{
    auto const found =
        std::ranges::find_if(definition.route, [&](auto const& route) { return facts.holds(route.when); });
    return found == definition.route.end() ? definition.owner : found->team;
}

}

Result<std::vector<std::string>, PageRefusal> drop_row(db::Tx& tx, Whose const& whose, ReadAs const& read_as,
                                                       std::string_view group, RowId id)
{
    std::vector<std::string> blobs;
    auto draft = claim_draft(tx, whose);
    if (draft && draft->is_sent()) return Refused{PageRefusal::already_sent};
    auto const* row = draft ? draft->answers.row(group, id) : nullptr;
    if (!row) return blobs; // another tab was quicker
    if (draft->version != read_as.version.id) return Refused{PageRefusal::version_changed};
    drop_files(tx, files_in(row->answers), blobs);
    draft->answers.remove_row(group, id);
    drop_hidden(tx, *draft, read_as, blobs);
    keep_answers(tx, *draft);
    return blobs;
}

bool pass_end(db::Tx& tx, Whose const& whose, std::string_view end)
{
    auto draft = claim_draft(tx, whose);
    if (!draft || draft->is_sent()) return false;
    draft->answers.go_past(std::string{end});
    keep_answers(tx, *draft);
    return true;
}

Submission submission_of(Deps& deps, services::Version const& version, Draft const& draft, Way const& way,
                         Answers const& answers, Time now)
{
    return {.id = {},
            .version = version,
            .subject = draft.subject,
            .answers = answers,
            .worked_out = worked_out(version.definition, way.facts()),
            .channel = std::string{by_self},
            .team = team_of(version.definition, way.facts()),
            .deadline = deps.council.deadline(now, version.definition.working_days),
            .council = deps.council};
}

namespace {

/// A library, a school or a mobile operator is one network with many people behind it. More to one email address is no
/// person who sends forms, but somebody who has us fill a letter box.
constexpr identity::AttemptLimit sent_by_one_network{
    .kind = "form sent network", .tries = 600, .window = std::chrono::hours{1}};
constexpr identity::AttemptLimit sent_to_one_address{
    .kind = "form sent address", .tries = 20, .window = std::chrono::hours{1}};

bool may_send(db::Tx& tx, Whose const& whose, services::Definition const& definition, Answers const& answers)
{
    if (whose.network.empty()) return true;
    auto const email = email_in(definition, answers);
    bool const by_network = identity::count_attempt(tx, sent_by_one_network, whose.network);
    bool const by_address = email.empty() || identity::count_attempt(tx, sent_to_one_address, folded(email));
    if (by_network && by_address) return true;
    tx.keep();
    return false;
}

}

Result<Reference, SendRefusal> send_draft(db::Tx& tx, Deps& deps, services::Catalogue const& catalogue,
                                          Whose const& whose, Surroundings const& around, bool is_declared)
{
    auto const draft = claim_draft(tx, whose);
    if (!draft) return Refused{SendRefusal::no_draft};
    if (draft->is_sent()) return *draft->reference;
    if (whose.ticket && whose.ticket->draft != draft->id) return Refused{SendRefusal::other_draft};
    auto const* version = catalogue.version(draft->version);
    // The start page says why: this release cannot read what was begun, or cannot do what it needs.
    if (!version) return Refused{SendRefusal::no_draft};
    auto const offer = catalogue.offer(version->definition, deps.council.today());
    if (offer.state == services::Offer::State::not_built_yet) return Refused{SendRefusal::no_draft};
    Way const way{version->definition, draft->answers, around};
    if (way.first_gap() || way.ending() || !version->definition.opens_a_case()) return Refused{SendRefusal::incomplete};
    if (!is_declared && !version->definition.declaration.empty()) return Refused{SendRefusal::undeclared};

    auto const answers = way.answers();
    auto submission = submission_of(deps, *version, *draft, way, answers, tx.now());
    if (draft->is_try) {
        auto const reference = Reference::random();
        mark_sent(tx, *draft, reference, submission.deadline);
        return reference;
    }
    if (!may_send(tx, whose, version->definition, answers)) return Refused{SendRefusal::too_many};
    submission.id = tx.new_id<SubmissionId>();
    submission.channel = whose.channel;
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
        if (!draft.is_sent() || draft.is_try) tx.forget(draft.subject);
    }
    return blobs;
}

}
