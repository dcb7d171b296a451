// Versions: compared, gone back to, withdrawn; history; and what a newer shipped file brings to a council's own words.
#include "names.hpp"
#include "routes.hpp"
#include "version_pages.hpp"

#include <base/secret.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::DraftRefusal;
using services::Sheet;
using services::Written;

http::Response plain_page(http::Request const& request, Deps& deps, Work const& work, Tab tab, int status,
                          std::string const& title, ui::Html const& content)
{
    return room_page(request, deps, work, {.status = status, .tab = tab, .title = title, .has_outline = false},
                     content);
}

http::Response versions_response(http::Request const& request, Deps& deps, Work const& work, int status,
                                 std::vector<FieldError> errors)
{
    auto const t = translator_of(request, deps);
    VersionsView view{.csrf = request.csrf_token(), .errors = std::move(errors)};
    view.versions = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return services::versions_of(snapshot, work.service); });
    return plain_page(request, deps, work, Tab::versions, status, t("Versions"), versions_page(work, view, t));
}

// GET /admin/services/{service}/versions
http::Response show_versions(http::Request const& request, Deps& deps)
{
    return versions_response(request, deps, look_at(request, deps), 200, {});
}

std::optional<std::string> text_of(db::Snapshot& snapshot, Work const& work, std::string_view side)
{
    if (side == "draft") return work.draft ? std::optional{work.draft->text()} : std::nullopt;
    auto const files = services::files_of_version(snapshot, work.service, static_cast<std::int64_t>(to_number(side)));
    return files ? std::optional{files->front().text} : std::nullopt;
}

Written tree_of(std::string const& text)
{
    auto const sheet = Sheet::read(text);
    return sheet ? sheet->value() : Written{};
}

// GET /admin/services/{service}/compare
http::Response show_compare(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const t = translator_of(request, deps);
    CompareView view{.from = std::string{request.query.value("from")}, .to = std::string{request.query.value("to")}};
    std::optional<std::string> before;
    std::optional<std::string> after;
    deps.council.database.read([&](db::Snapshot& snapshot) {
        before = text_of(snapshot, work, view.from);
        after = text_of(snapshot, work, view.to);
    });
    if (!before || !after) http::halt(request, 404);
    view.before = *before;
    view.after = *after;
    view.changes = changes_in_words(tree_of(view.before), tree_of(view.after), t);
    return plain_page(request, deps, work, Tab::versions, 200, t("What is different"), compare_page(work, view, t));
}

// GET /admin/services/{service}/history
http::Response show_history(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const t = translator_of(request, deps);
    auto const steps =
        deps.council.database.read([&](db::Snapshot& snapshot) { return services::steps_of(snapshot, work.service); });
    return plain_page(request, deps, work, Tab::history, 200, t("History"), history_page(work, steps, t));
}

/// Publishes files without a second person: only what was looked at before, or takes an offer away and back.
Task<http::Response> publish_files(http::Request const& request, Deps& deps, Work const& work, services::Source files,
                                   std::string kind)
{
    auto const examined = deps.library.examine(work.service, files);
    auto const publish = [&](db::Tx& tx) { return services::publish_at_once(tx, work.service, examined, files, kind); };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), publish);
    if (!done) {
        std::vector<FieldError> errors;
        errors.push_back(
            {"versions", done.error() == DraftRefusal::not_sound
                             ? Message{"This version has errors by today's rules. Begin a draft and mend them"}
                             : sentence_of(done.error())});
        co_return versions_response(request, deps, work, status_of(done.error()), std::move(errors));
    }
    deps.library.reload();
    co_return http::see_other(address(work.service, "versions"));
}

// POST /admin/services/{service}/rollback
Task<http::Response> roll_back(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const number = static_cast<std::int64_t>(to_number(request.form.value("number")));
    auto files = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return services::files_of_version(snapshot, work.service, number); });
    if (!files) http::halt(request, 404);
    co_return co_await publish_files(request, deps, work, std::move(*files), "rolled back");
}

Task<http::Response> set_offer(http::Request const& request, Deps& deps, bool is_withdrawn)
{
    auto const work = look_at(request, deps);
    if (!work.current) http::halt(request, 404);
    auto files = deps.council.database.read([&](db::Snapshot& snapshot) {
        return services::files_of_version(snapshot, work.service, work.current->number);
    });
    auto sheet = Sheet::read(files.value().front().text);
    auto const value = is_withdrawn ? Written::of("true") : Written{};
    auto const successor = is_withdrawn ? std::string{request.form.value("successor")} : std::string{};
    auto const leads_to = successor.empty() ? Written{} : Written::of(successor);
    if (!sheet || !sheet->set({"withdrawn"}, value, {"id", "title", "summary"}) ||
        !sheet->set({"successor"}, leads_to, {"id", "title", "summary", "withdrawn"}))
        co_return refused_page(request, deps, work, DraftRefusal::not_now);
    files->front().text = sheet->text();
    co_return co_await publish_files(request, deps, work, std::move(*files),
                                     is_withdrawn ? "withdrawn" : "offered again");
}

/// The shipped file as it was when ours began, as it is now, and ours.
struct Three {
    std::string old, now, ours;
};
std::optional<Three> three_of(Deps& deps, Work const& work)
{
    auto const shipped = deps.library.files_of(work.service);
    auto const old = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return services::newest_file_version(snapshot, work.service); });
    if (shipped.empty() || !old) return std::nullopt;
    return Three{old->front().text, shipped.front().text, work.files.front().text};
}

http::Response shipped_response(http::Request const& request, Deps& deps, Work const& work, int status,
                                std::vector<FieldError> errors)
{
    auto const t = translator_of(request, deps);
    ShippedView view{.csrf = request.csrf_token(), .errors = std::move(errors)};
    if (auto const three = three_of(deps, work)) {
        view.hunks = three_way(three->old, three->now, three->ours);
        view.hash = sha256_hex(three->now);
    }
    return plain_page(request, deps, work, Tab::edit, status, t("What the shipped service brings"),
                      shipped_page(work, view, t));
}

// GET /admin/services/{service}/shipped
http::Response show_shipped(http::Request const& request, Deps& deps)
{
    return shipped_response(request, deps, look_at(request, deps), 200, {});
}

/// Both sides of a conflict, so that a person mends it: the check then finds a key that stands twice.
std::string both(Hunk const& hunk)
{
    return hunk.theirs + hunk.ours;
}

// POST /admin/services/{service}/shipped
Task<http::Response> take_in(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const three = three_of(deps, work);
    if (!three) http::halt(request, 404);
    auto const hash = sha256_hex(three->now);
    std::vector<FieldError> errors;
    if (request.form.value("shipped") != hash)
        errors.push_back({"shipped", Message{"The shipped service changed again. Look at it anew"}});
    std::string text;
    auto const hunks = three_way(three->old, three->now, three->ours);
    for (std::size_t at = 0; at < hunks.size(); ++at) {
        auto const name = "hunk-" + std::to_string(at);
        auto const side = request.form.value(name);
        auto const& hunk = hunks[at];
        bool const is_asked = hunk.kind == Hunk::Kind::theirs || hunk.kind == Hunk::Kind::conflict;
        if (is_asked && side.empty()) errors.push_back({name, Message{"Choose one of the sides"}});
        text += is_asked && side == "theirs" ? hunk.theirs : is_asked && side == "both" ? both(hunk) : hunk.ours;
    }
    if (!errors.empty()) co_return shipped_response(request, deps, work, 422, std::move(errors));
    auto files = work.files;
    files.front().text = text;
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files, hash); };
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) co_return refused_page(request, deps, work, saved.error());
    co_return http::see_other(address(work.service, "source?saved=1"));
}

}

void add_version_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    router.get("/admin/services/{service}/versions", editor, [&deps](auto const& r) { return show_versions(r, deps); });
    router.get("/admin/services/{service}/compare", editor, [&deps](auto const& r) { return show_compare(r, deps); });
    router.get("/admin/services/{service}/history", editor, [&deps](auto const& r) { return show_history(r, deps); });
    router.post("/admin/services/{service}/rollback", editor, [&deps](auto const& r) { return roll_back(r, deps); });
    router.post("/admin/services/{service}/withdrawal", editor,
                [&deps](auto const& r) { return set_offer(r, deps, true); });
    router.post("/admin/services/{service}/offer", editor,
                [&deps](auto const& r) { return set_offer(r, deps, false); });
    router.get("/admin/services/{service}/shipped", editor, [&deps](auto const& r) { return show_shipped(r, deps); });
    router.post("/admin/services/{service}/shipped", editor, [&deps](auto const& r) { return take_in(r, deps); });
}

}
