// The parts of a draft, one form each: shown, saved, moved, removed.
#include "item_pages.hpp"
#include "routes.hpp"

#include "names.hpp"

#include <deque>

namespace guildhall::editor {

namespace {

using services::Path;
using services::Sheet;
using services::Written;

std::string preview_of(Item const& item)
{
    if (item.kind == Item::Kind::page) return item.address;
    if (item.kind == Item::Kind::question) return item.address.substr(0, item.address.rfind("/questions/"));
    if (item.kind == Item::Kind::ending) return item.address;
    return item.kind == Item::Kind::start || item.kind == Item::Kind::about ? "start" : "";
}

ItemView view_of(http::Request const& request, Deps const& deps, Work const& work, Item const& item)
{
    auto const t = translator_of(request, deps);
    ItemView view{.work = work, .item = item, .fields = fields_of(*work.sheet, item), .csrf = request.csrf_token()};
    view.typed = typed_from(*work.sheet, item, view.fields);
    view.asked = asked_before(*work.sheet, item);
    view.was_saved = request.query.has("saved");
    auto const& settings = deps.council.settings;
    for (auto const* field : view.fields) {
        view.offered[field->name()] = offered(field->choices, field->fixed, work, item, settings, t);
        for (auto const& column : field->columns)
            view.offered[field->name() + " " + std::string{column.key}] =
                offered(column.choices, {}, work, item, settings, t);
    }
    if (auto const type = view.offered.find("type"); type != view.offered.end())
        for (auto const& one : types_of_question()) type->second.emplace_back(one.name, t(one.words));
    return view;
}

Item item_of(http::Request const& request, Work const& work)
{
    auto item = work.sheet ? item_at(*work.sheet, request.path_text("item")) : std::nullopt;
    if (!item) http::halt(request, 404);
    return std::move(*item);
}

http::Response shown(http::Request const& request, Deps const& deps, Work const& work, Item const& item, int status,
                     ItemView const& view)
{
    auto const t = translator_of(request, deps);
    return room_page(
        request, deps, work,
        {.status = status, .item = item.address, .preview = preview_of(item), .title = item_title(work, item, t)},
        item_page(view, t));
}

// GET /admin/services/{service}/items/{item*}
http::Response show_item(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const item = item_of(request, work);
    return shown(request, deps, work, item, 200, view_of(request, deps, work, item));
}

/// Writes what differs, key by key, so that the others keep their lines.
bool write(Sheet& sheet, Path const& path, Written const& now, std::vector<std::string_view> const& before)
{
    auto const was = sheet.value(path);
    bool const are_keys = was.kind == Written::Kind::keys && now.kind == Written::Kind::keys && !now.entries.empty();
    if (!are_keys) return sheet.set(path, now, before);
    auto const below = [&](std::string const& key) {
        auto at = path;
        at.push_back(key);
        return at;
    };
    for (auto const& [key, value] : now.entries)
        if (!write(sheet, below(key), value, {})) return false;
    for (auto const& [key, value] : was.entries)
        if (!now.find(key) && !sheet.remove(below(key))) return false;
    return true;
}

/// The draft's text with what was sent for each field of the item; nothing where the text cannot be changed safely.
std::optional<Sheet> changed(Work const& work, Item const& item, http::Form const& form)
{
    auto sheet = *work.sheet;
    auto const asked = asked_before(sheet, item);
    std::deque<std::string> keys; // a field makes its path anew each time; these stay where they are
    std::vector<std::string_view> before;
    for (auto const* field : fields_of(sheet, item)) {
        auto const path = item.at(*field);
        auto const was = sheet.value(path);
        auto const now = written_from(form, *field, was, asked);
        // Only what differs from what the form showed is written, so that other ways to say the same stay.
        http::Form shown_before = typed_from(sheet, item, std::vector<Field const*>{field});
        bool const is_same = now == was || now == written_from(shown_before, *field, was, asked);
        before.push_back(keys.emplace_back(field->path().back()));
        if (!is_same && !write(sheet, path, now, before)) return std::nullopt;
    }
    return sheet;
}

services::Source with_text(services::Source files, std::string text)
{
    files.front().text = std::move(text);
    return files;
}

// POST /admin/services/{service}/items/{item*}
Task<http::Response> save_item(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const item = item_of(request, work);
    auto const refused = [&](int status, Message message) {
        auto view = view_of(request, deps, work, item);
        view.saved = std::move(view.typed);
        view.typed = request.form;
        view.refused = std::move(message);
        return shown(request, deps, work, item, status, view);
    };
    auto const sheet = changed(work, item, request.form);
    if (!sheet) co_return refused(422, Message{"This cannot be written into the YAML here. Change it there"});
    auto const files = with_text(work.files, sheet->text());
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    if (sheet->text() != work.files.front().text || seen.revision != work.seen().revision) {
        auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
        if (!saved) co_return refused(status_of(saved.error()), stale_words(saved.error()));
    }
    co_return http::see_other(address(work.service, "items/" + item.address) + "?saved=1");
}

struct Place {
    Path list;
    std::size_t at = 0;
};
std::optional<Place> place_of(Sheet const& sheet, std::string_view item)
{
    Path path = split_at(item, '/');
    if (path.size() < 2) return std::nullopt;
    auto const id = path.back();
    path.pop_back();
    auto const at = sheet.place(path, id);
    if (!at) return std::nullopt;
    return Place{std::move(path), *at};
}

/// Where one goes after an item was moved or removed: what holds it.
std::string holder_of(Work const& work, std::string_view item)
{
    auto const path = split_at(item, '/');
    if (path.size() < 4) return address(work.service);
    std::string up;
    for (std::size_t i = 0; i + 2 < path.size(); ++i) up += (i == 0 ? "" : "/") + path[i];
    return address(work.service, "items/" + up);
}

Task<http::Response> keep(http::Request const& request, Deps& deps, Work const& work, Sheet const& sheet,
                          std::string to)
{
    auto const files = with_text(work.files, sheet.text());
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) co_return refused_page(request, deps, work, saved.error());
    co_return http::see_other(std::move(to));
}

// POST /admin/services/{service}/order
Task<http::Response> move_item(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    std::string const item{request.form.value("item")};
    auto sheet = work.sheet;
    auto const place = sheet ? place_of(*sheet, item) : std::nullopt;
    if (!place) http::halt(request, 404);
    bool const is_up = request.form.value("way") == "up";
    auto const to = is_up ? place->at - 1 : place->at + 1;
    auto const back = holder_of(work, item);
    if (to >= sheet->size(place->list) || !sheet->move(place->list, place->at, to)) co_return http::see_other(back);
    co_return co_await keep(request, deps, work, *sheet, back);
}

// POST /admin/services/{service}/removals
Task<http::Response> remove_item(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    std::string const item{request.form.value("item")};
    auto sheet = work.sheet;
    if (!sheet || !place_of(*sheet, item)) http::halt(request, 404);
    auto const back = holder_of(work, item);
    Path const path = split_at(item, '/');
    if (!sheet->remove(path)) co_return refused_page(request, deps, work, services::DraftRefusal::not_now);
    co_return co_await keep(request, deps, work, *sheet, back);
}

}

void add_item_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    http::Limits const large{.body = 512 * 1024, .fields = 2000};
    router.get("/admin/services/{service}/items/{item*}", editor,
               [&deps](auto const& r) { return show_item(r, deps); });
    router.post(
        "/admin/services/{service}/items/{item*}", editor, [&deps](auto const& r) { return save_item(r, deps); },
        large);
    router.post("/admin/services/{service}/order", editor, [&deps](auto const& r) { return move_item(r, deps); });
    router.post("/admin/services/{service}/removals", editor, [&deps](auto const& r) { return remove_item(r, deps); });
}

}
