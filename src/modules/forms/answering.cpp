// Pages of questions: shown, answered, shown again.
#include "filling.hpp"
#include "rules.hpp"
#include "visit.hpp"

#include <identity/attempts.hpp>

#include <algorithm>
#include <charconv>

namespace guildhall::forms {

namespace {

/// More than a photo may have, so that one a little too large is told beside its field; far more is refused unread.
// A long answer may have 20,000 characters, each up to twelve bytes as a browser sends it.
constexpr http::Limits limits{.body = 256 * 1024, .upload = 16 * 1024 * 1024, .uploads = 20};

// A school or a library is one network, too; whoever wants to fill the disk sends thousands.
constexpr identity::AttemptLimit files_of_one_network{.kind = "photo", .tries = 100, .window = std::chrono::hours{1}};

// ---- showing

/// What a question page shows beside the answers that the draft has.
struct Shown {
    int status = 200;
    http::Form const* typed = nullptr; ///< null: the draft's answers
    std::vector<FieldError> errors;
    std::optional<Offers> offers; ///< looked up already
    std::vector<Notice> notices;
};

bool is_change(http::Request const& request)
{
    return request.form.value("change") == "1" || request.query.value("change") == "1";
}

std::map<std::string, std::vector<AnsweredFile>, std::less<>> files_of(Step const& step, Answers const& answers)
{
    std::map<std::string, std::vector<AnsweredFile>, std::less<>> found;
    for (auto const* question : step.questions) {
        auto const* answer = answers.find(question->id);
        if (answer && question->takes_files()) found[question->id] = answer->files;
    }
    return found;
}

std::string back_from(Visit const& visit, Way const& way, Step const& step, bool changes)
{
    if (changes) return visit.path("check");
    auto const* before = way.before(step);
    return before ? visit.path(*before) : visit.path();
}

std::vector<services::Choice> choices_from(feel::Value const& value)
{
    std::vector<services::Choice> choices;
    auto const* list = value.list();
    if (!list) return choices;
    for (auto const& one : *list) {
        auto const* context = one.context();
        auto const* id = context ? context->find("value") : &one;
        auto const* label = context ? context->find("label") : &one;
        if (id && label && !id->is_null()) choices.push_back({words_of(*id), words_of(*label), {}});
    }
    return choices;
}

/// Most pages look nothing up, and then no query is made.
Offers offers_for(Deps& deps, Visit const& visit, Step const& step, http::Form const& typed, Facts const& facts)
{
    Offers offers;
    for (auto const* question : step.questions) {
        if (!question->options_from.empty())
            offers[question->id].choices = choices_from(facts.evaluate(question->options_from));
    }
    if (!needs_look_up(step)) return offers;
    deps.council.database.read([&](db::Snapshot& snapshot) {
        look_up(snapshot, step, typed, offers);
        look_for_nearest(snapshot, step, facts, visit.answers(), offers);
    });
    return offers;
}

/// What the council knows already, for questions that were not answered yet.
Answers known_already(Step const& step, Answers const& given, Facts const& facts)
{
    Answers known;
    for (auto const* question : step.questions) {
        if (question->prefill.empty() || given.find(question->id)) continue;
        known.set(question->id, answer_from(*question, facts.evaluate(question->prefill)));
    }
    return known;
}

Answers joined(Answers given, Answers const& known)
{
    for (auto const& [question, answer] : known.all()) given.set(question, answer);
    return given;
}

http::Response show(http::Request const& request, Deps& deps, Visit const& visit, Way const& way, Step const& step,
                    Shown shown)
{
    auto const& given = way.answers_of(step);
    auto const facts = way.facts_before(step);
    auto const known = shown.typed ? Answers{} : known_already(step, given, facts);
    auto const stored = known.empty() ? as_typed(step, given) : as_typed(step, joined(given, known));
    auto const& typed = shown.typed ? *shown.typed : stored;
    if (!shown.offers) shown.offers = offers_for(deps, visit, step, typed, facts);
    if (!known.empty()) shown.notices.push_back(Notice::filled_in);
    FilledStep const filled{step, facts};
    QuestionView const view{.definition = visit.definition(),
                            .step = filled.step(),
                            .path = visit.path(step),
                            .text = filled->page->text,
                            .seal = seal_for(request, deps, visit),
                            .typed = typed,
                            .errors = std::move(shown.errors),
                            .offers = std::move(*shown.offers),
                            .by_hand = std::string{request.query.value("by-hand")},
                            .searching = std::string{request.query.value("search")},
                            .files = files_of(step, way.answers_of(step)),
                            .is_change = is_change(request),
                            .has_draft = visit.is_under_way(),
                            .may_be_saved = !visit.is_try,
                            .notices = std::move(shown.notices)};
    auto const t = translator(deps);
    return framed(request, deps,
                  {.status = shown.status,
                   .title = title_of(view),
                   .has_errors = !view.errors.empty(),
                   .path = view.path,
                   .back = back_from(visit, way, step, view.is_change)},
                  question_page(view, t));
}

/// The page that a path names, whether it is asked or not.
Step named(http::Request const& request, Visit const& visit)
{
    auto const name = request.path_text("page");
    auto const* page = visit.definition().page(name);
    auto const* group = page ? visit.definition().group_of(name) : nullptr;
    bool const in_row = !request.path_text("row").empty();
    if (!page || in_row != (group != nullptr) || (in_row && group->id != request.path_text("group")))
        http::halt(request, 404);
    if (!in_row) return whole(*page);
    auto const row = request.path_text("row");
    if (row == "new") return whole(*page, group, new_row);
    std::int64_t number = 0;
    auto const [end, fault] = std::from_chars(row.data(), row.data() + row.size(), number);
    if (fault != std::errc{} || end != row.data() + row.size() || number < 1) http::halt(request, 404);
    return whole(*page, group, RowId{number});
}

/// The same page with those questions that are asked; null where it is not on the way.
Step const* on_the_way(Way const& way, Step const& step)
{
    if (!step.group || step.row != new_row) return way.find(step);
    auto const* first = way.first_of_new_row(step.group->id);
    return first && first->page == step.page ? first : nullptr;
}

/// Whether something before the page must be answered first. A new row waits for the rows before it.
bool is_ahead_of(Way const& way, Step const& step)
{
    auto const* gap = way.first_gap();
    if (!gap) return false;
    auto const* at = step.group && step.row == new_row ? way.find(step.group->id) : way.find(step);
    return at == nullptr || gap < at;
}

// GET /services/{id}/{page} and /services/{id}/{group}/{row}/{page}
http::Response ask(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    auto const wanted = named(request, visit);
    if (!visit.draft) return http::see_other(visit.path());
    if (visit.is_sent()) return http::see_other(visit.path("sent"));
    auto const way = visit.way();
    auto const* step = on_the_way(way, wanted);
    // Nobody gets past a question that must be answered, and nobody is asked what does not apply.
    if (!step || is_ahead_of(way, *step)) {
        auto const* next = !way.first_gap() && !way.ending() ? way.after(wanted) : nullptr;
        return http::see_other(next ? path_to(visit, way, *next) : where_you_left(visit, way));
    }
    if (step->is_list()) return show_list(request, deps, visit, way, *step);
    return show(request, deps, visit, way, *step, {});
}

// ---- answering

/// The page's questions that apply. Where the page itself does not (another tab changed an earlier answer, or the draft
/// is gone), all of them: an answer that was typed is kept.
Step asked(Way const& way, Step const& wanted)
{
    auto const* step = on_the_way(way, wanted);
    return step ? *step : wanted;
}

/// The session is lost: nothing of this request counts but what was typed, which is shown again. A good ticket brings
/// the draft along.
Task<http::Response> show_again(http::Request const& request, Deps& deps, Visit visit)
{
    auto const who = whose(request, deps, visit);
    if (who.ticket) {
        auto const claim = [&](db::Tx& tx) { return claim_draft(tx, who); };
        auto draft = co_await deps.council.database.write(Actor::anonymous(), claim);
        go_on_with(visit, deps, std::move(draft));
    }
    if (visit.draft_is_unreadable) co_return http::see_other(visit.path());
    if (visit.is_sent()) co_return http::see_other(visit.path("sent"));
    auto const way = visit.way();
    auto const step = asked(way, named(request, visit));
    if (step.is_list()) co_return http::see_other(visit.path(step));
    Shown shown{.status = 403, .typed = &request.form, .notices = {Notice::session_lost}};
    if (std::ranges::any_of(request.uploads, [](auto const& upload) { return upload.size > 0; }))
        shown.notices.push_back(Notice::choose_photo_again);
    co_return show(request, deps, visit, way, step, std::move(shown));
}

/// Nothing, or the page again where too many files came from there.
Task<std::optional<http::Response>> too_many_files(http::Request const& request, Deps& deps, Visit const& visit,
                                                   Way const& way, Step const& step, std::vector<NewFile> const& files)
{
    if (files.empty()) co_return std::nullopt;
    auto const client = request.client_network();
    auto const count = [&](db::Tx& tx) { return identity::count_attempt(tx, files_of_one_network, client); };
    bool const may = co_await deps.council.database.write(Actor::anonymous(), count);
    if (may) co_return std::nullopt;
    Message const sentence{"Many files came from your network in one hour. Go on without one, or wait an hour"};
    auto const field = request.uploads[files.front().upload].field;
    Shown shown{.status = 429, .typed = &request.form, .errors = {{field, sentence}}};
    co_return show(request, deps, visit, way, step, std::move(shown));
}

/// Seals files for the draft's owner and stores them, before any row names them.
Task<std::vector<StoredFile>> store_files(http::Request const& request, Deps& deps, Whose const& who,
                                          std::vector<NewFile> const& files)
{
    std::vector<StoredFile> stored;
    for (auto const& file : files) {
        auto const bytes = request.uploads[file.upload].read();
        struct Sealed {
            db::SubjectId subject;
            std::string bytes;
        };
        auto const seal = [&](db::Tx& tx) {
            auto const draft = draft_for(tx, who);
            return draft ? Sealed{draft->subject, tx.seal(draft->subject, bytes)} : Sealed{};
        };
        auto const sealed = co_await deps.council.database.write(Actor::anonymous(), seal);
        if (sealed.bytes.empty()) break; // not open: the page is refused
        stored.push_back({file, sealed.subject, deps.council.blobs.put(sealed.bytes)});
    }
    co_return stored;
}

/// The questions of a page whose answers can be kept.
Step sound_part(Step const& step, Parsed<PageInput> const& parsed)
{
    auto const wrong = parsed ? parsed->undecided : questions_of(step, parsed.error());
    auto sound = step;
    std::erase_if(sound.questions, [&](auto const* q) { return std::ranges::find(wrong, q->id) != wrong.end(); });
    return sound;
}

std::string save_path(Visit const& visit, bool is_whole)
{
    auto const path = "/saved/for/" + visit.current->definition.id;
    return is_whole ? path : path + "?left=1";
}

/// For the figures: where the answers lead.
std::string place_after(Way const& now, Step const& step)
{
    auto const* next = now.after(step);
    if (!next && now.ending()) return std::string{at_ending} + now.ending()->id;
    return next ? next->page->id : std::string{at_check};
}

/// After a page: the next one. After a change: pages that it brought up, then check your answers. Where the draft came
/// with the form's ticket, nobody knows what the way was before.
std::string next_path(Visit const& visit, Way const& before, Way const& now, Step const& step, bool changes)
{
    if (!changes || !visit.draft) {
        auto const* next = now.after(step);
        return next ? path_to(visit, now, *next) : where_you_left(visit, now);
    }
    bool is_past = false;
    for (auto const& other : now.steps()) {
        if (is_past && !before.find(other)) return path_to(visit, now, other) + "?change=1";
        is_past = is_past || (other.page == step.page && other.row == step.row);
    }
    return where_you_left(visit, now);
}

/// A page of another version, or of a draft that was thrown away: it changes nothing. Where it is the one that is to be
/// answered now, it is shown as the draft has it, with what was typed.
http::Response show_as_it_is_now(http::Request const& request, Deps& deps, Whose const& who)
{
    auto const visit = look(request, deps);
    auto const wanted = named(request, visit);
    auto const way = visit.way();
    auto const* step = on_the_way(way, wanted);
    if (!step || step->is_list() || (way.first_gap() && way.first_gap() != step))
        return http::see_other(where_you_left(visit, way));
    bool const is_other_version = !visit.draft || !who.ticket || who.ticket->version != visit.draft->version;
    return show(request, deps, visit, way, *step,
                {.status = 409,
                 .typed = &request.form,
                 .notices = {is_other_version ? Notice::version_changed : Notice::other_draft}});
}

// POST /services/{id}/{page}
Task<http::Response> answer(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    auto visit = look(request, deps);
    if (!request.csrf_matches()) co_return co_await show_again(request, deps, std::move(visit));
    if (visit.is_sent()) co_return http::see_other(visit.path("sent"));
    if (visit.draft_is_unreadable) co_return http::see_other(visit.path());
    auto const who = whose(request, deps, visit);
    if (is_of_another_draft(who, visit)) co_return show_as_it_is_now(request, deps, who);
    auto const wanted = named(request, visit);
    auto const way = visit.way();
    // A page that is not on the way, or whose turn has not come, changes nothing. (Without a draft all of it was lost,
    // and what was typed is kept.)
    auto const* at = on_the_way(way, wanted);
    if (visit.draft && (!at || is_ahead_of(way, *at))) co_return http::see_other(where_you_left(visit, way));
    auto step = at ? *at : wanted;
    if (step.is_list()) co_return answer_list(request, deps, visit, way, step);

    auto const facts = way.facts_before(step);
    auto offers = offers_for(deps, visit, step, request.form, facts);
    FilledStep const filled{step, facts}; // its sentences say what is wrong
    auto parsed = read_page(filled.step(), request, offers, way.answers_of(step), deps.council);
    if (parsed && parsed->undecided.empty()) {
        auto broken = broken_rules(filled.step(), parsed->answers, facts);
        if (!broken.empty()) parsed = std::unexpected{std::move(broken)};
    }
    // Whoever saves for later may leave a page half done: what is sound is kept, the rest is asked again.
    bool const saves = request.form.value("then") == "save";
    bool const is_whole = parsed && parsed->undecided.empty();
    if (saves && !is_whole) {
        step = sound_part(step, parsed);
        parsed = read_page(step, request, offers, way.answers_of(step), deps.council);
    }
    if (!parsed) {
        auto const questions = questions_of(step, parsed.error());
        auto const count = [&](db::Tx& tx) { walk_errs(tx, visit.draft->id, questions); };
        if (visit.draft) co_await deps.council.database.write(Actor::anonymous(), count);
        Shown shown{
            .status = 422, .typed = &request.form, .errors = std::move(parsed.error()), .offers = std::move(offers)};
        co_return show(request, deps, visit, way, step, std::move(shown));
    }
    if (!parsed->undecided.empty()) {
        Shown shown{.typed = &request.form, .offers = std::move(offers)};
        co_return show(request, deps, visit, way, step, std::move(shown));
    }

    auto refused = co_await too_many_files(request, deps, visit, way, step, parsed->files);
    if (refused) co_return std::move(*refused);
    auto const files = co_await store_files(request, deps, who, parsed->files);
    ReadAs const read_as{visit.version(), visit.around};
    auto const walker = walker_of(request, deps, visit);
    std::string next;
    auto const keep = [&](db::Tx& tx) {
        auto kept = keep_page(tx, who, read_as, step, *parsed, files);
        if (!kept) return kept;
        Way const now{visit.definition(), kept->draft.answers, visit.around};
        next = saves ? save_path(visit, is_whole) : next_path(visit, way, now, kept->step, is_change(request));
        if (is_whole || !saves) walk_goes_on(tx, kept->draft, walker, step.page->id, place_after(now, kept->step));
        return kept;
    };
    auto const kept = co_await deps.council.database.write(Actor::anonymous(), keep);
    if (!kept) {
        for (auto const& file : files) deps.council.blobs.remove(file.blob);
        switch (kept.error()) {
        case PageRefusal::already_sent: co_return http::see_other(visit.path("sent"));
        case PageRefusal::version_changed: co_return show_as_it_is_now(request, deps, who);
        case PageRefusal::not_open: co_return http::see_other(visit.path());
        }
    }
    delete_blobs(deps, kept->unused_blobs);
    co_return http::see_other(next);
}

/// Files may come only where a page asks for one, and only to a browser that is on its way: asked before a byte of them
/// reaches the disk.
http::Access with_files_where_asked(Deps& deps, http::Access const& access)
{
    auto const check = [&deps, access](http::Request const& request) -> std::optional<http::Response> {
        if (auto refused = access.check ? access.check(request) : std::nullopt) return refused;
        if (!request.header("content-type").starts_with("multipart/form-data")) return {};
        auto const visit = look(request, deps);
        auto const* page = visit.definition().page(request.path_text("page"));
        if (!page) return http::problem(request, 404);
        if (std::ranges::any_of(page->questions, [](auto const& q) { return q.takes_files(); })) return {};
        return http::problem(request, 415);
    };
    return {access.name, check};
}

}

void add_answering_routes(http::Router& router, Deps& deps, Stand const& stand)
{
    for (auto const* place : {"/{page}", "/{group}/{row}/{page}"}) {
        auto const pattern = stand.at + place;
        router.get(pattern, stand.access, [&deps](auto const& r) { return ask(r, deps); });
        router.add({.method = http::Method::post,
                    .pattern = pattern,
                    .access = with_files_where_asked(deps, stand.access),
                    .limits = limits,
                    .csrf = false,
                    .write = [&deps](auto const& r) { return answer(r, deps); }});
    }
}

}
