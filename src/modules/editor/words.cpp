// What stands in files beside the definition: its sentences in another language, and lists of choices. Both are changed
// in their text at one place at a time, like the definition.
#include "names.hpp"
#include "routes.hpp"
#include "word_pages.hpp"

#include <base/text.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::Sheet;
using services::Written;

constexpr std::size_t most_lines = 2000;
constexpr std::size_t most_choices = 500;

std::string without_end(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    return std::string{text};
}

/// Why a file was not kept.
struct NotKept {
    int status = 422;
    Message why;
};

/// What both pages do in the end. Nothing: it is kept.
Task<std::optional<NotKept>> keep_file(http::Request const& request, Deps& deps, Work const& work,
                                       std::string const& name, std::optional<std::string> text)
{
    if (!text) co_return NotKept{422, Message{"This cannot be written into the YAML here. Change it there"}};
    auto const files = with_file(work.files, name, std::move(*text));
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) co_return NotKept{status_of(saved.error()), stale_words(saved.error())};
    co_return std::nullopt;
}

// ---- another language

std::string language_of(http::Request const& request, Work const& work)
{
    std::string tag{request.path_text("language")};
    if (std::ranges::find(work.languages, tag) == work.languages.end()) http::halt(request, 404);
    return tag;
}

std::string file_of(Work const& work, std::string const& language)
{
    return work.service + "." + language + ".yaml";
}

TranslationView translation_of(http::Request const& request, Deps const& deps, Work const& work,
                               std::string const& language)
{
    TranslationView view{.csrf = request.csrf_token(), .language = language, .was_saved = request.query.has("saved")};
    auto const sheet = Sheet::read(text_of_file(work, deps.library, file_of(work, language)));
    for (auto& sentence : services::sentences_of(work.examined.definition)) {
        auto other = sheet ? sheet->words({sentence}) : std::string{};
        view.lines.push_back({std::move(sentence), without_end(other)});
    }
    return view;
}

http::Response translation_response(http::Request const& request, Deps const& deps, Work const& work, int status,
                                    TranslationView const& view)
{
    auto const t = translator_of(request, deps);
    return room_page(request, deps, work,
                     {.status = status,
                      .item = "translations/" + view.language,
                      .title = t("Words in {language}", {{"language", name_of_language(view.language, t)}})},
                     translation_page(work, view, t));
}

// GET /admin/services/{service}/items/translations/{language}
http::Response show_translation(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const language = language_of(request, work);
    return translation_response(request, deps, work, 200, translation_of(request, deps, work, language));
}

/// The file with what was typed; nothing where it cannot be changed safely. A sentence without words is taken out.
std::optional<std::string> translated(std::string const& text, std::vector<TranslationView::Line> const& lines)
{
    // A sheet has a key at least, so a new file begins with one that goes again, and the last one is left here.
    constexpr auto first = "a: b\n";
    auto sheet = Sheet::read(text.empty() ? first : text);
    if (!sheet) return std::nullopt;
    bool is_empty = text.empty();
    for (auto const& [english, other] : lines) {
        if (without_end(sheet->words({english})) == other) continue;
        if (other.empty() && sheet->value().entries.size() == 1) return std::string{};
        if (!sheet->set({english}, Written::of(other))) return std::nullopt;
        if (is_empty && !sheet->remove({"a"})) return std::nullopt;
        is_empty = false;
    }
    return is_empty ? std::string{} : sheet->text();
}

// POST /admin/services/{service}/items/translations/{language}
Task<http::Response> save_translation(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    TranslationView view{.csrf = request.csrf_token(), .language = language_of(request, work)};
    auto const count = std::min(to_number(request.form.value("lines")), most_lines);
    for (std::size_t i = 0; i < count; ++i) {
        auto const number = std::to_string(i);
        view.lines.push_back(
            {std::string{request.form.value("english-" + number)}, without_end(request.form.value("other-" + number))});
    }
    auto const file = file_of(work, view.language);
    auto const text = translated(text_of_file(work, deps.library, file), view.lines);
    auto refused = co_await keep_file(request, deps, work, file, text);
    if (refused) {
        view.refused = std::move(refused->why);
        co_return translation_response(request, deps, work, refused->status, view);
    }
    co_return http::see_other(address(work.service, "items/translations/" + view.language) + "?saved=1");
}

// ---- lists of choices

constexpr std::string_view list_key = "list:\n"; ///< a sheet has keys at its top, and a list stands as well below one

std::string list_of(http::Request const& request, Work const& work)
{
    std::string name{request.path_text("list")};
    auto const names = work.sheet ? lists_of(*work.sheet) : std::vector<std::string>{};
    if (std::ranges::find(names, name) == names.end()) http::halt(request, 404);
    return name;
}

WordListView view_of(http::Request const& request, Deps const& deps, Work const& work, std::string const& name)
{
    WordListView view{.csrf = request.csrf_token(), .name = name, .was_saved = request.query.has("saved")};
    auto const text = text_of_file(work, deps.library, "lists/" + name + ".yaml");
    auto const sheet = Sheet::read(std::string{list_key} + text);
    if (!sheet) return view;
    for (auto const& item : sheet->value({"list"}).items)
        view.rows.push_back(
            {std::string{item.at("value")}, std::string{item.at("label")}, std::string{item.at("hint")}});
    return view;
}

http::Response list_response(http::Request const& request, Deps const& deps, Work const& work, int status,
                             WordListView const& view)
{
    auto const t = translator_of(request, deps);
    return room_page(
        request, deps, work,
        {.status = status, .item = "lists/" + view.name, .title = t("Word list: {name}", {{"name", view.name}})},
        word_list_page(work, view, t));
}

// GET /admin/services/{service}/items/lists/{list}
http::Response show_list(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    return list_response(request, deps, work, 200, view_of(request, deps, work, list_of(request, work)));
}

/// What was sent; a choice keeps its value when its words change, so that answers stay what they are.
std::vector<WordListView::Row> rows_in(http::Form const& form)
{
    std::vector<WordListView::Row> rows;
    std::vector<std::string> taken;
    auto const count = std::min(to_number(form.value("rows")), most_choices);
    for (std::size_t i = 0; i < count; ++i) {
        auto const number = std::to_string(i);
        WordListView::Row row{.value = std::string{form.value("value-" + number)},
                              .label = collapsed(form.value("label-" + number)),
                              .hint = collapsed(form.value("hint-" + number))};
        if (!row.value.empty()) taken.push_back(row.value);
        if (!row.label.empty()) rows.push_back(std::move(row));
    }
    for (auto& row : rows) {
        if (!row.value.empty()) continue;
        row.value = free_name(row.label, taken, "answer");
        taken.push_back(row.value);
    }
    return rows;
}

/// The file with these rows: those that did not change keep their lines.
std::optional<std::string> list_text(std::string const& text, std::vector<WordListView::Row> const& rows)
{
    auto sheet = Sheet::read(std::string{list_key} + text);
    if (!sheet || rows.empty()) return std::nullopt;
    auto const before = sheet->value({"list"});
    Written list{.kind = Written::Kind::list};
    for (auto const& row : rows) {
        auto const old = std::ranges::find(before.items, row.value, [](auto const& item) { return item.at("value"); });
        bool const is_same = old != before.items.end() && old->at("label") == row.label && old->at("hint") == row.hint;
        Written item;
        item.with("value", row.value).with("label", row.label).with("hint", row.hint);
        list.items.push_back(is_same ? *old : std::move(item));
    }
    if (list != before && !sheet->set({"list"}, list)) return std::nullopt;
    return sheet->text().substr(list_key.size());
}

// POST /admin/services/{service}/items/lists/{list}
Task<http::Response> save_list(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    WordListView view{.csrf = request.csrf_token(), .name = list_of(request, work), .rows = rows_in(request.form)};
    auto const file = "lists/" + view.name + ".yaml";
    auto const text = list_text(text_of_file(work, deps.library, file), view.rows);
    auto refused = co_await keep_file(request, deps, work, file, text);
    if (refused) {
        view.refused = std::move(refused->why);
        co_return list_response(request, deps, work, refused->status, view);
    }
    co_return http::see_other(address(work.service, "items/lists/" + view.name) + "?saved=1");
}

}

void add_word_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    http::Limits const large{.body = 1024 * 1024, .fields = 5000};
    std::string const translations{"/admin/services/{service}/items/translations/{language}"};
    std::string const lists{"/admin/services/{service}/items/lists/{list}"};
    router.get(translations, editor, [&deps](auto const& r) { return show_translation(r, deps); });
    router.post(
        translations, editor, [&deps](auto const& r) { return save_translation(r, deps); }, large);
    router.get(lists, editor, [&deps](auto const& r) { return show_list(r, deps); });
    router.post(
        lists, editor, [&deps](auto const& r) { return save_list(r, deps); }, large);
}

}
