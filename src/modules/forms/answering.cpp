// Pages of questions: shown, answered, shown again.
#include "visit.hpp"

#include <identity/attempts.hpp>

#include <algorithm>

namespace guildhall::forms {

namespace {

using services::QuestionType;

/// More than a photo may have, so that one a little too large is told beside its field; far more is refused unread.
// A long answer may have 20,000 characters, each up to twelve bytes as a browser sends it.
constexpr http::Limits limits{.body = 256 * 1024, .upload = 16 * 1024 * 1024, .uploads = 4};

// A school or a library is one network, too; whoever wants to fill the disk sends thousands.
constexpr identity::AttemptLimit photos_of_one_network{.kind = "photo", .tries = 100, .window = std::chrono::hours{1}};

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

std::set<std::string, std::less<>> with_photo(Step const& step, Answers const& answers)
{
    std::set<std::string, std::less<>> found;
    for (auto const* question : step.questions) {
        if (question->type == QuestionType::file && answers.find(question->id)) found.insert(question->id);
    }
    return found;
}

std::string back_from(Visit const& visit, Step const& step, bool changes)
{
    if (changes) return visit.path("check");
    Way const way{visit.definition(), visit.answers()};
    auto const* before = way.before(*step.page);
    return before ? visit.path(before->page->id) : visit.path();
}

/// Most pages ask for no address, and then no query is made.
Offers offers_for(Deps& deps, Step const& step, http::Form const& typed)
{
    auto const asks = [](auto const* question) { return question->type == QuestionType::address; };
    if (std::ranges::none_of(step.questions, asks)) return {};
    return deps.council.database.read([&](db::Snapshot& snapshot) { return look_up(snapshot, step, typed); });
}

http::Response show(http::Request const& request, Deps& deps, Visit const& visit, Step const& step, Shown shown)
{
    auto const given = as_typed(step, visit.answers());
    auto const& typed = shown.typed ? *shown.typed : given;
    if (!shown.offers) shown.offers = offers_for(deps, step, typed);
    QuestionView const view{.definition = visit.definition(),
                            .step = step,
                            .seal = seal_for(request, deps, visit),
                            .typed = typed,
                            .errors = std::move(shown.errors),
                            .offers = std::move(*shown.offers),
                            .by_hand = std::string{request.query.value("by-hand")},
                            .searching = std::string{request.query.value("search")},
                            .with_photo = with_photo(step, visit.answers()),
                            .is_change = is_change(request),
                            .has_draft = visit.is_under_way(),
                            .notices = std::move(shown.notices)};
    auto const t = translator(deps);
    return framed(request, deps,
                  {.status = shown.status,
                   .title = title_of(view),
                   .has_errors = !view.errors.empty(),
                   .path = view.path(),
                   .back = back_from(visit, step, view.is_change)},
                  question_page(view, t));
}

// GET /services/{id}/{page}
http::Response ask(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    auto const* page = visit.definition().page(request.path_text("page"));
    if (!page) http::halt(request, 404);
    if (!visit.draft) return http::see_other(visit.path());
    if (visit.is_sent()) return http::see_other(visit.path("sent"));
    Way const way{visit.definition(), visit.answers()};
    auto const* step = way.find(page->id);
    auto const* gap = way.first_gap();
    // Nobody gets past a question that must be answered, and nobody is asked what does not apply.
    if (gap && gap->page < page) return http::see_other(visit.path(gap->page->id));
    if (!step) {
        auto const* next = way.after(*page);
        return http::see_other(visit.path(next ? next->page->id : "check"));
    }
    return show(request, deps, visit, *step, {});
}

// ---- answering

/// The page's questions that apply. Where the page itself does not (another tab changed an earlier answer, or the draft
/// is gone), all of them: an answer that was typed is kept.
Step asked(Visit const& visit, services::Page const& page)
{
    Way const way{visit.definition(), visit.answers()};
    auto const* step = way.find(page.id);
    return step ? *step : whole(page);
}

/// The session is lost: nothing of this request counts but what was typed, which is shown again. A good ticket brings
/// the draft along.
Task<http::Response> show_again(http::Request const& request, Deps& deps, Visit visit)
{
    auto const who = whose(request, deps, visit);
    if (who.ticket) {
        auto const claim = [&](db::Tx& tx) { return claim_draft(tx, who); };
        visit.draft = co_await deps.council.database.write(Actor::anonymous(), claim);
    }
    if (visit.is_sent()) co_return http::see_other(visit.path("sent"));
    auto const* page = visit.definition().page(request.path_text("page"));
    if (!page) http::halt(request, 404);
    auto const step = asked(visit, *page);
    Shown shown{.status = 403, .typed = &request.form, .notices = {Notice::session_lost}};
    if (std::ranges::any_of(request.uploads, [](auto const& upload) { return upload.size > 0; }))
        shown.notices.push_back(Notice::choose_photo_again);
    co_return show(request, deps, visit, step, std::move(shown));
}

/// Nothing, or the page again where too many photos came from there.
Task<std::optional<http::Response>> too_many_photos(http::Request const& request, Deps& deps, Visit const& visit,
                                                    Step const& step, std::vector<std::string> const& questions)
{
    if (questions.empty()) co_return std::nullopt;
    auto const client = request.client_network();
    auto const count = [&](db::Tx& tx) { return identity::count_attempt(tx, photos_of_one_network, client); };
    bool const may = co_await deps.council.database.write(Actor::anonymous(), count);
    if (may) co_return std::nullopt;
    Message const sentence{"Many photos came from your network in one hour. Go on without one, or wait an hour"};
    Shown shown{.status = 429, .typed = &request.form, .errors = {{questions.front(), sentence}}};
    co_return show(request, deps, visit, step, std::move(shown));
}

/// Seals photos for the draft's owner and stores them, before any row names them.
Task<std::vector<StoredPhoto>> store_photos(http::Request const& request, Deps& deps, Whose const& who,
                                            std::vector<std::string> const& questions)
{
    std::vector<StoredPhoto> stored;
    for (auto const& question : questions) {
        auto const bytes = upload_for(request, question)->read();
        struct Sealed {
            db::SubjectId subject;
            std::string bytes;
        };
        auto const seal = [&](db::Tx& tx) {
            auto const draft = draft_for(tx, who);
            return Sealed{draft.subject, tx.seal(draft.subject, bytes)};
        };
        auto const sealed = co_await deps.council.database.write(Actor::anonymous(), seal);
        stored.push_back({question, sealed.subject, deps.council.blobs.put(sealed.bytes)});
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
std::string place_after(Visit const& visit, Answers const& answers, services::Page const& page)
{
    Way const way{visit.definition(), answers};
    auto const* next = way.after(page);
    return next ? next->page->id : std::string{at_check};
}

/// After a page: the next one. After a change: pages that it brought up, then check your answers.
std::string next_path(Visit const& visit, Answers const& before, Answers const& after, services::Page const& page,
                      bool changes)
{
    Way const now{visit.definition(), after};
    if (!changes) {
        auto const* next = now.after(page);
        return visit.path(next ? next->page->id : "check");
    }
    Way const then{visit.definition(), before};
    for (auto const& step : now.steps()) {
        if (step.page > &page && !then.find(step.page->id)) return visit.path(step.page->id) + "?change=1";
    }
    return visit.path("check");
}

bool is_of_another_version(Whose const& who, Visit const& visit)
{
    return who.ticket && visit.draft && who.ticket->version != visit.draft->version;
}

/// The page as the draft's version has it, with what was typed.
http::Response show_version_changed(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    auto const* page = visit.definition().page(request.path_text("page"));
    if (!page) http::halt(request, 404);
    auto const step = asked(visit, *page);
    return show(request, deps, visit, step,
                {.status = 409, .typed = &request.form, .notices = {Notice::version_changed}});
}

// POST /services/{id}/{page}
Task<http::Response> answer(http::Request const& request, Deps& deps)
{
    refuse_other_sites(request);
    auto visit = look(request, deps);
    if (!request.csrf_matches()) co_return co_await show_again(request, deps, std::move(visit));
    if (visit.is_sent()) co_return http::see_other(visit.path("sent"));
    auto const who = whose(request, deps, visit);
    if (is_of_another_version(who, visit)) co_return show_version_changed(request, deps);
    auto const* page = visit.definition().page(request.path_text("page"));
    if (!page) http::halt(request, 404);
    auto step = asked(visit, *page);

    auto offers = offers_for(deps, step, request.form);
    auto parsed = read_page(step, request, offers, visit.answers(), deps.council);
    // Whoever saves for later may leave a page half done: what is sound is kept, the rest is asked again.
    bool const saves = request.form.value("then") == "save";
    bool const is_whole = parsed && parsed->undecided.empty();
    if (saves && !is_whole) {
        step = sound_part(step, parsed);
        parsed = read_page(step, request, offers, visit.answers(), deps.council);
    }
    if (!parsed) {
        auto const questions = questions_of(step, parsed.error());
        auto const count = [&](db::Tx& tx) { walk_errs(tx, visit.draft->id, questions); };
        if (visit.draft) co_await deps.council.database.write(Actor::anonymous(), count);
        Shown shown{
            .status = 422, .typed = &request.form, .errors = std::move(parsed.error()), .offers = std::move(offers)};
        co_return show(request, deps, visit, step, std::move(shown));
    }
    if (!parsed->undecided.empty()) {
        Shown shown{.typed = &request.form, .offers = std::move(offers)};
        co_return show(request, deps, visit, step, std::move(shown));
    }

    auto refused = co_await too_many_photos(request, deps, visit, step, parsed->photos);
    if (refused) co_return std::move(*refused);
    auto const photos = co_await store_photos(request, deps, who, parsed->photos);
    auto const read_as = visit.version().id;
    auto const walker = walker_of(request, deps, visit);
    auto const keep = [&](db::Tx& tx) {
        auto kept = keep_page(tx, who, read_as, step, *parsed, photos);
        if (kept && (is_whole || !saves))
            walk_goes_on(tx, kept->draft.id, walker, page->id, place_after(visit, kept->draft.answers, *page));
        return kept;
    };
    auto const kept = co_await deps.council.database.write(Actor::anonymous(), keep);
    if (!kept) {
        for (auto const& photo : photos) deps.council.blobs.remove(photo.blob);
        switch (kept.error()) {
        case PageRefusal::already_sent: co_return http::see_other(visit.path("sent"));
        case PageRefusal::version_changed: co_return show_version_changed(request, deps);
        }
    }
    delete_blobs(deps, kept->unused_blobs);
    if (saves) co_return http::see_other(save_path(visit, is_whole));
    co_return http::see_other(next_path(visit, kept->before, kept->draft.answers, *page, is_change(request)));
}

/// Files may come only where a page asks for one, and only to a browser that is on its way: asked before a byte of them
/// reaches the disk.
http::Access anyone_with_files_where_asked(Deps& deps)
{
    auto const check = [&deps](http::Request const& request) -> std::optional<http::Response> {
        if (!request.header("content-type").starts_with("multipart/form-data")) return {};
        auto const visit = look(request, deps);
        auto const* page = visit.definition().page(request.path_text("page"));
        if (!page) return http::problem(request, 404);
        if (std::ranges::any_of(page->questions, [](auto const& q) { return q.type == QuestionType::file; })) return {};
        return http::problem(request, 415);
    };
    return {"anyone", check};
}

}

void add_answering_routes(http::Router& router, Deps& deps)
{
    router.get("/services/{id}/{page}", http::anyone(), [&deps](auto const& r) { return ask(r, deps); });
    router.add({.method = http::Method::post,
                .pattern = "/services/{id}/{page}",
                .access = anyone_with_files_where_asked(deps),
                .limits = limits,
                .csrf = false,
                .write = [&deps](auto const& r) { return answer(r, deps); }});
}

}
