// Saving for later and coming back. A link from a mail is opened with GET by scanners too, so GET only shows a page,
// and POST does what it says.
#include "copies.hpp"
#include "saved_pages.hpp"
#include "visit.hpp"

#include <base/date.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

#include <algorithm>
#include <charconv>

namespace guildhall::forms {

namespace {

/// The end of the day, so that a date alone says it truly.
Time kept_until(Deps& deps)
{
    auto const day = std::chrono::sys_days{deps.council.today()} + std::chrono::days{saved_for_days + 1};
    return start_of_day(Date{day}, deps.council.settings.time_zone) - std::chrono::seconds{1};
}

http::Response show_save(http::Request const& request, Deps& deps, Visit const& visit, int status, std::string email,
                         std::vector<FieldError> errors)
{
    auto const t = translator(deps);
    SaveView const view{.definition = visit.version().definition,
                        .csrf = request.csrf_token(),
                        .email = std::move(email),
                        .until = kept_until(deps),
                        .left_out = request.query.has("left"),
                        .errors = std::move(errors)};
    return framed(request, deps,
                  {.status = status,
                   .title = t("Save and come back later"),
                   .has_errors = !view.errors.empty(),
                   .path = visit.path(),
                   .back = where_you_left(visit)},
                  save_page(view, t));
}

// GET /saved/for/{id}
http::Response offer_to_save(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!visit.is_under_way()) return http::see_other(visit.path());
    return show_save(request, deps, visit, 200, email_in(visit.definition(), visit.answers()), {});
}

// POST /saved/for/{id}
Task<http::Response> save(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!visit.is_under_way()) co_return http::see_other(visit.path());
    std::string typed{request.form.value("email")};
    auto const email = Email::parse(typed);
    if (!email) {
        Message const sentence{"Enter an email address in the correct format, like name@example.com"};
        std::vector<FieldError> errors{{"email", sentence}};
        co_return show_save(request, deps, visit, 422, std::move(typed), std::move(errors));
    }
    SaveWish const wish{.service = visit.current->definition.id,
                        .to = *email,
                        .expires = kept_until(deps),
                        .network = request.client_network()};
    auto const owner = whose(request, deps, visit).browser;
    auto const keep = [&](db::Tx& tx) {
        return save_draft(tx, deps.council.secret, find_draft(tx, owner, wish.service), wish);
    };
    auto const saved = co_await deps.council.database.write(visit.actor(), keep);
    if (saved) co_return http::see_other("/saved/for/" + wish.service + "/code");
    switch (saved.error()) {
    case SaveRefusal::no_draft: co_return http::see_other(visit.path());
    case SaveRefusal::already_sent: co_return http::see_other(visit.path("sent"));
    case SaveRefusal::too_many: break;
    }
    Message const sentence{"We sent several links in the last hour. Look among your mail, or wait an hour"};
    std::vector<FieldError> errors{{"email", sentence}};
    co_return show_save(request, deps, visit, 429, std::move(typed), std::move(errors));
}

// GET /saved/for/{id}/code: found by the browser, so that no code stands in an address.
http::Response show_code(http::Request const& request, Deps& deps)
{
    auto const visit = look(request, deps);
    if (!visit.is_under_way()) return http::see_other(visit.path());
    auto const saved =
        deps.council.database.read([&](db::Snapshot& snapshot) { return saved_of(snapshot, visit.draft->id); });
    if (!saved) return http::see_other("/saved/for/" + visit.current->definition.id);
    auto const t = translator(deps);
    SavedView const view{.definition = visit.version().definition,
                         .seal = seal_for(request, deps, visit),
                         .code = keys_of(deps.council.secret, saved->id, saved->issue).code,
                         .until = saved->expires};
    return framed(request, deps, {.title = t("Saved"), .path = visit.path()}, saved_page(view, t));
}

// ---- coming back

/// What the link opens; a plain page where it opens nothing any more.
Saved find_or_gone(http::Request const& request, Deps& deps)
{
    auto const saved = deps.council.database.read([&](db::Snapshot& snapshot) {
        auto found = saved_by_link(snapshot, request.path_text("link"));
        if (found && !find_draft(snapshot, found->draft, found->service)) found.reset();
        return found;
    });
    if (saved && saved->expires >= request.received) return *saved;
    auto const t = translator(deps);
    auto const words = ui::html(ui::heading(t("This saved form is not here any more")),
                                ui::paragraph(t("Its time was over, it was deleted, or a newer link was sent. Look for "
                                                "a newer email from us, or begin again.")),
                                ui::paragraph(ui::link("/services", t("All services"))));
    throw http::Halt{framed(
        request, deps, {.status = 404, .title = t("This saved form is not here any more"), .path = "/saved"}, words)};
}

ReturnView view_of(http::Request const& request, Deps& deps, Saved const& saved)
{
    auto const catalogue = deps.library.catalogue();
    auto const* version = catalogue->current(saved.service);
    return {.service_title = version ? version->definition.title : saved.service,
            .csrf = request.csrf_token(),
            .link = std::string{request.path_text("link")},
            .until = saved.expires};
}

http::Response show_return(http::Request const& request, Deps& deps, int status, ReturnView const& view)
{
    auto const t = translator(deps);
    return framed(request, deps,
                  {.status = status,
                   .title = t("Go on with your saved form"),
                   .has_errors = !view.errors.empty(),
                   .path = "/saved"},
                  return_page(view, t));
}

// GET /saved/{link}
http::Response ask_for_code(http::Request const& request, Deps& deps)
{
    auto const saved = find_or_gone(request, deps);
    return show_return(request, deps, 200, view_of(request, deps, saved));
}

// POST /saved/{link}
Task<http::Response> come_back(http::Request const& request, Deps& deps)
{
    auto const saved = find_or_gone(request, deps);
    auto const assistance = assistance_of(request, deps);
    OpenWish const wish{.link = std::string{request.path_text("link")},
                        .code = std::string{request.form.value("code")},
                        .browser = owner_of(request, assistance),
                        .network = request.client_network(),
                        .replace = request.form.value("replace") == "1"};
    auto const open = [&](db::Tx& tx) { return open_saved(tx, deps.council.secret, wish); };
    auto const opened = co_await deps.council.database.write(actor_of(assistance), open);
    if (opened) {
        delete_blobs(deps, opened->unused_blobs);
        co_return http::see_other(ui::Url::path("/services/{}/check", {opened->saved.service}).str());
    }
    auto view = view_of(request, deps, saved);
    int status = 422;
    switch (opened.error()) {
    case OpenRefusal::gone: find_or_gone(request, deps); break;
    case OpenRefusal::wrong_code:
        view.errors.push_back({"code", Message{"This is not the code. Check the 6 digits and try again"}});
        break;
    case OpenRefusal::too_many_tries:
        status = 429;
        view.errors.push_back({"code", Message{"There were too many tries. Wait until tomorrow, or call us"}});
        break;
    case OpenRefusal::other_draft_here:
        status = 409;
        view.other_draft_here = true;
        break;
    }
    co_return show_return(request, deps, status, view);
}

// GET /saved/{link}/deletion
http::Response ask_to_delete(http::Request const& request, Deps& deps)
{
    auto const saved = find_or_gone(request, deps);
    auto const t = translator(deps);
    return framed(request, deps, {.title = t("Delete your saved form?"), .path = "/saved"},
                  delete_page(view_of(request, deps, saved), t));
}

std::vector<std::string> delete_all_of(db::Tx& tx, Saved const& saved)
{
    forget_saved(tx, saved.id);
    auto const draft = find_draft(tx, saved.draft, saved.service);
    return draft ? clear_drafts(tx, {*draft}) : std::vector<std::string>{};
}

// POST /saved/{link}/deletion: the link alone is enough, since it can only make less of what we hold.
Task<http::Response> delete_by_link(http::Request const& request, Deps& deps)
{
    auto const saved = find_or_gone(request, deps);
    auto const remove = [&](db::Tx& tx) { return delete_all_of(tx, saved); };
    auto const blobs = co_await deps.council.database.write(Actor::anonymous(), remove);
    delete_blobs(deps, blobs);
    co_return http::see_other("/saved?deleted=1");
}

// ---- this browser's

// GET /saved
http::Response list(http::Request const& request, Deps& deps)
{
    SavedListView view{.csrf = request.csrf_token(), .items = {}, .was_deleted = request.query.has("deleted")};
    auto const t = translator(deps);
    auto catalogue = deps.library.catalogue();
    auto const owner = owner_of(request, assistance_of(request, deps));
    deps.council.database.read([&](db::Snapshot& snapshot) {
        for (auto const& draft : drafts_of(snapshot, owner)) {
            if (draft.is_sent()) continue;
            if (!catalogue->version(draft.version)) catalogue = deps.library.catalogue_knowing(draft.version);
            auto const* version = catalogue->version(draft.version);
            if (!version) continue;
            auto const saved = saved_of(snapshot, draft.id);
            view.items.push_back({.draft = draft.id,
                                  .service = version->definition.id,
                                  .title = version->definition.title,
                                  .until = saved ? saved->expires : request.received + kept_unsaved_for,
                                  .is_saved = saved.has_value()});
        }
    });
    return framed(request, deps, {.title = t("Your saved forms"), .path = "/saved"}, saved_list_page(view, t));
}

// POST /saved/deletion
Task<http::Response> delete_here(http::Request const& request, Deps& deps)
{
    auto const typed = request.form.value("draft");
    DraftId id;
    std::from_chars(typed.data(), typed.data() + typed.size(), id.value);
    auto const owner = owner_of(request, assistance_of(request, deps));
    auto const remove = [&](db::Tx& tx) {
        auto drafts = drafts_of(tx, owner);
        std::erase_if(drafts, [&](Draft const& draft) { return draft.id != id || draft.is_sent(); });
        for (auto const& draft : drafts) {
            if (auto const saved = saved_of(tx, draft.id)) forget_saved(tx, saved->id);
        }
        return clear_drafts(tx, drafts);
    };
    auto const blobs = co_await deps.council.database.write(Actor::anonymous(), remove);
    delete_blobs(deps, blobs);
    co_return http::see_other("/saved?deleted=1");
}

}

void add_saved_routes(http::Router& router, Deps& deps)
{
    using http::anyone;
    router.get("/saved", anyone(), [&deps](auto const& r) { return list(r, deps); });
    router.post("/saved/deletion", anyone(), [&deps](auto const& r) { return delete_here(r, deps); });
    router.get("/saved/for/{id}", anyone(), [&deps](auto const& r) { return offer_to_save(r, deps); });
    router.post("/saved/for/{id}", anyone(), [&deps](auto const& r) { return save(r, deps); });
    router.get("/saved/for/{id}/code", anyone(), [&deps](auto const& r) { return show_code(r, deps); });
    router.get("/saved/{link}", anyone(), [&deps](auto const& r) { return ask_for_code(r, deps); });
    router.post("/saved/{link}", anyone(), [&deps](auto const& r) { return come_back(r, deps); });
    router.get("/saved/{link}/deletion", anyone(), [&deps](auto const& r) { return ask_to_delete(r, deps); });
    router.post("/saved/{link}/deletion", anyone(), [&deps](auto const& r) { return delete_by_link(r, deps); });
}

}
