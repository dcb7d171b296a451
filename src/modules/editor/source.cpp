// The text itself: a service's YAML, its overview, and the messages that it sends.
#include "routes.hpp"
#include "source_pages.hpp"

#include "names.hpp"

#include <base/text.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::DraftRefusal;

std::string ended_by_line_break(std::string_view text)
{
    std::string out{text};
    while (out.ends_with("\n\n")) out.pop_back();
    if (!out.empty() && !out.ends_with('\n')) out += '\n';
    return out;
}

http::Response source_response(http::Request const& request, Deps const& deps, Work const& work, int status,
                               SourceView view)
{
    auto const t = translator_of(request, deps);
    view.csrf = request.csrf_token();
    return room_page(request, deps, work,
                     {.status = status, .tab = Tab::source, .title = t("YAML"), .has_outline = false},
                     source_page(work, view, t));
}

// GET /admin/services/{service}/source
http::Response show_source(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    SourceView view{.text = work.files.front().text,
                    .line = static_cast<int>(to_number(request.query.value("line"))),
                    .was_saved = request.query.has("saved")};
    return source_response(request, deps, work, 200, std::move(view));
}

// POST /admin/services/{service}/source
Task<http::Response> save_source(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const text = ended_by_line_break(request.form.value("text"));
    auto const refuse = [&](DraftRefusal refusal) {
        SourceView view{.text = text, .refused = stale_words(refusal)};
        if (refusal == DraftRefusal::changed_meanwhile) view.other = work.files.front().text;
        return source_response(request, deps, work, status_of(refusal), std::move(view));
    };
    // A draft keeps its service's name, else it would be found under neither.
    auto const sheet = services::Sheet::read(text);
    if (sheet && sheet->words({"id"}) != work.service) {
        SourceView view{.text = text, .refused = Message{"Leave the id as it is: it is the address of the service"}};
        co_return source_response(request, deps, work, 422, std::move(view));
    }
    auto files = work.files;
    files.front().text = text;
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) co_return refuse(saved.error());
    co_return http::see_other(address(work.service, "source?saved=1"));
}

// GET /admin/services/{service}
http::Response show_overview(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const t = translator_of(request, deps);
    OverviewView view{.csrf = request.csrf_token(), .service_path = "/services/" + work.service};
    view.wanted_to_try = request.query.has("mend");
    view.reading_age = services::readability(work.examined.definition, deps.library.necessary_words()).age;
    view.waits_for = what_it_waits_for(*work.catalogue, work.examined.definition, deps.council.today());
    auto const text = work.files.front().text;
    if (auto const shipped = deps.library.files_of(work.service); !shipped.empty()) {
        auto const old = deps.council.database.read(
            [&](db::Snapshot& snapshot) { return services::newest_file_version(snapshot, work.service); });
        view.has_new_shipped = old && old->front().text != shipped.front().text && text != shipped.front().text;
    }
    return room_page(request, deps, work, {.preview = "start"}, overview_page(work, view, t));
}

// POST /admin/services/{service}/draft
Task<http::Response> begin_draft(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const back = address(work.service);
    if (work.draft) co_return http::see_other(back);
    auto const base = work.current ? work.current->number : 0;
    auto const begin = [&](db::Tx& tx) { return services::start_draft(tx, work.service, work.files, base); };
    auto const begun = co_await deps.council.database.write(identity::actor_of(request), begin);
    // Somebody who was faster began the same.
    if (!begun && begun.error() != DraftRefusal::exists_already)
        co_return refused_page(request, deps, work, begun.error());
    co_return http::see_other(back);
}

// POST /admin/services/{service}/draft/drop
Task<http::Response> drop(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const seen = seen_in(request, work);
    auto const remove = [&](db::Tx& tx) { return services::drop_draft(tx, seen); };
    auto const done = co_await deps.council.database.write(identity::actor_of(request), remove);
    if (!done) co_return refused_page(request, deps, work, done.error());
    co_return http::see_other(work.current ? address(work.service) : address() + "?dropped=1");
}

// ---- messages

std::string message_of(http::Request const& request)
{
    std::string name{request.path_text("message")};
    bool const is_name =
        std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (!is_name || name.empty() || name.size() > 60) http::halt(request, 404);
    return name;
}

/// The message's text: the draft's own, else the library's.
std::string text_of_message(Work const& work, Deps const& deps, std::string const& name)
{
    return text_of_file(work, deps.library, "messages/" + name + ".txt");
}

http::Response message_response(http::Request const& request, Deps const& deps, Work const& work, int status,
                                MessageView view)
{
    auto const t = translator_of(request, deps);
    view.csrf = request.csrf_token();
    return room_page(
        request, deps, work,
        {.status = status, .item = "messages/" + view.name, .preview = "messages/" + view.name, .title = t("Message")},
        message_page(work, view, t));
}

// GET /admin/services/{service}/items/messages/{message}
http::Response show_message(http::Request const& request, Deps& deps)
{
    auto const work = look_at(request, deps);
    auto const name = message_of(request);
    auto const text = text_of_message(work, deps, name);
    MessageView view{.name = name, .was_saved = request.query.has("saved")};
    auto const message = services::message_in(text);
    view.subject = message.subject;
    view.short_text = message.short_text;
    view.body = message.body;
    return message_response(request, deps, work, 200, std::move(view));
}

// POST /admin/services/{service}/items/messages/{message}
Task<http::Response> save_message(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const name = message_of(request);
    MessageView view{.name = name,
                     .subject = collapsed(request.form.value("subject")),
                     .short_text = collapsed(request.form.value("short_text")),
                     .body = ended_by_line_break(request.form.value("body"))};
    auto const text = services::text_of(services::Message{view.subject, view.short_text, view.body});
    auto const files = with_file(work.files, "messages/" + name + ".txt", text);
    auto const seen = seen_in(request, work);
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    // A line that separates messages in the store cannot be in one.
    if (text.find("\n%%% ") != std::string::npos) {
        view.refused = Message{"A line cannot begin with three percent signs"};
        co_return message_response(request, deps, work, 422, std::move(view));
    }
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) {
        view.refused = stale_words(saved.error());
        co_return message_response(request, deps, work, status_of(saved.error()), std::move(view));
    }
    co_return http::see_other(address(work.service, "items/messages/" + name) + "?saved=1");
}

}

services::SeenDraft seen_in(http::Request const& request, Work const& work)
{
    return {work.service, static_cast<std::int64_t>(to_number(request.form.value("revision")))};
}

Message stale_words(DraftRefusal refusal)
{
    if (refusal != DraftRefusal::changed_meanwhile) return sentence_of(refusal);
    return Message{
        "Somebody saved this draft after you opened it. What you typed is still here. Compare it with what is "
        "saved now, then save again"};
}

http::Response refused_page(http::Request const& request, Deps const& deps, Work const& work, DraftRefusal refusal)
{
    auto const t = translator_of(request, deps);
    auto const words = t(sentence_of(refusal));
    return room_page(request, deps, work, {.status = status_of(refusal), .title = t("This was not done")},
                     ui::html(heading(t("This was not done")), paragraph(words),
                              paragraph(link(address(work.service), t("Back to the service")))));
}

void add_source_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    http::Limits const large{.body = 1024 * 1024};
    router.get("/admin/services/{service}", editor, [&deps](auto const& r) { return show_overview(r, deps); });
    router.post("/admin/services/{service}/draft", editor, [&deps](auto const& r) { return begin_draft(r, deps); });
    router.post("/admin/services/{service}/draft/drop", editor, [&deps](auto const& r) { return drop(r, deps); });
    router.get("/admin/services/{service}/source", editor, [&deps](auto const& r) { return show_source(r, deps); });
    router.post(
        "/admin/services/{service}/source", editor, [&deps](auto const& r) { return save_source(r, deps); }, large);
    router.get("/admin/services/{service}/items/messages/{message}", editor,
               [&deps](auto const& r) { return show_message(r, deps); });
    router.post(
        "/admin/services/{service}/items/messages/{message}", editor,
        [&deps](auto const& r) { return save_message(r, deps); }, large);
}

}
