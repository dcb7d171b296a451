// New parts of a draft: a question with its page, an early end, a stage, a decision table.
#include "addition_pages.hpp"
#include "names.hpp"
#include "routes.hpp"

#include <base/text.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::Path;
using services::Sheet;
using services::Written;

/// Every name that is taken: of pages, questions, values, decisions and ends, and what a form keeps for itself.
std::vector<std::string> taken_names(Sheet const& sheet)
{
    std::vector<std::string> names{"start", "check", "submission", "sent", "clear", "csrf", "resume", "change",
                                   "and",   "or",    "in",         "if",   "then",  "else", "not"};
    auto const collect = [&](auto const& self, Written const& value) -> void {
        if (auto const id = value.at("id"); !id.empty()) names.emplace_back(id);
        for (auto const& item : value.items) self(self, item);
        for (auto const& [key, inner] : value.entries) self(self, inner);
    };
    collect(collect, sheet.value());
    return names;
}

std::optional<Addition> addition_named(std::string_view kind)
{
    if (kind == "question") return Addition::question;
    if (kind == "end") return Addition::ending;
    if (kind == "stage") return Addition::stage;
    if (kind == "decision") return Addition::decision;
    return std::nullopt;
}

Addition addition_of(http::Request const& request)
{
    auto const kind = addition_named(request.path_text("kind"));
    if (!kind) http::halt(request, 404);
    return *kind;
}

http::Response addition_response(http::Request const& request, Deps const& deps, Work const& work, AdditionView view,
                                 int status)
{
    auto const t = translator_of(request, deps);
    view.csrf = request.csrf_token();
    view.revision = work.seen().revision;
    view.service = work.service;
    return room_page(request, deps, work,
                     {.status = status, .item = "additions", .title = addition_title(view.kind, t)},
                     addition_page(view, t));
}

// GET /admin/services/{service}/additions/{kind}
http::Response show_addition(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    AdditionView view{.kind = addition_of(request), .typed = request.query};
    view.just_added = request.query.value("added");
    return addition_response(request, deps, work, std::move(view), 200);
}

std::vector<FieldError> missing_in(Addition kind, http::Form const& form)
{
    std::vector<FieldError> errors;
    auto const need = [&](char const* field, Message message) {
        if (trimmed(form.value(field)).empty()) errors.push_back({field, std::move(message)});
    };
    if (kind == Addition::question) {
        auto const types = types_of_question();
        if (std::ranges::find(types, form.value("type"), &TypeOfQuestion::name) == types.end())
            errors.push_back({"type", Message{"Choose how people answer"}});
        need("label", Message{"Enter the question"});
        need("purpose", Message{"Say why we ask. What nobody needs is not asked"});
        auto const type = form.value("type");
        if (type == "choice" || type == "several") {
            std::size_t answers = 0;
            for (auto const& line : split_at(form.value("answers"), '\n')) answers += trimmed(line).empty() ? 0 : 1;
            if (answers < 2) errors.push_back({"answers", Message{"Enter at least two answers, one on each line"}});
        }
    } else {
        need("title", Message{"Enter a title"});
    }
    return errors;
}

Written question_from(http::Form const& form, std::string const& id)
{
    Written question;
    question.with("id", id).with("type", std::string{form.value("type")});
    question.with("label", collapsed(form.value("label"))).with("hint", collapsed(form.value("hint")));
    question.with("purpose", collapsed(form.value("purpose")));
    if (form.value("required") == "no") question.with("required", "false");
    auto const type = form.value("type");
    if (type != "choice" && type != "several") return question;
    Written options;
    std::vector<std::string> taken;
    for (auto const& line : split_at(form.value("answers"), '\n')) {
        auto const words = collapsed(line);
        if (words.empty()) continue;
        auto const value = free_name(words, taken, "answer");
        taken.push_back(value);
        options.items.push_back(Written{}.with("value", value).with("label", words));
    }
    if (!options.items.empty()) options.kind = Written::Kind::list;
    return question.with("options", options);
}

/// A question on a page of its own, or on the page or in the group that the form names. Gives where it then stands.
std::optional<std::string> add_question(Sheet& sheet, http::Form const& form)
{
    auto const id = free_name(form.value("label"), taken_names(sheet), "question");
    auto const question = question_from(form, id);
    std::string const in{form.value("in")};
    if (!in.empty()) {
        Path path = split_at(in, '/');
        auto repeat = path;
        repeat.emplace_back("repeat");
        if (sheet.value(path).empty()) return std::nullopt;
        if (sheet.value(repeat).empty()) {
            path.emplace_back("questions");
            if (!sheet.insert(path, sheet.size(path), question)) return std::nullopt;
            return in + "/questions/" + id;
        }
        path.emplace_back("pages");
        Written page;
        page.with("id", id);
        Written questions{.kind = Written::Kind::list, .items = {question}};
        page.with("questions", questions);
        if (!sheet.insert(path, sheet.size(path), page)) return std::nullopt;
        return in + "/pages/" + id + "/questions/" + id;
    }
    Written page;
    page.with("id", id);
    Written questions{.kind = Written::Kind::list, .items = {question}};
    page.with("questions", questions);
    // How to reach people is asked last.
    auto at = sheet.size({"pages"});
    if (at > 0 && sheet.words({"pages", std::to_string(at - 1), "id"}) == "contact") --at;
    if (!sheet.insert({"pages"}, at, page)) return std::nullopt;
    return "pages/" + id + "/questions/" + id;
}

std::optional<std::string> add_part(Sheet& sheet, Addition kind, http::Form const& form)
{
    if (kind == Addition::question) return add_question(sheet, form);
    auto const title = collapsed(form.value("title"));
    auto const id = free_name(title, taken_names(sheet), "part");
    Written part;
    part.with("id", id).with("title", title);
    std::string list;
    switch (kind) {
    case Addition::question: break;
    case Addition::ending:
        list = "ends";
        part.with("text", std::string{trimmed(form.value("text"))});
        break;
    case Addition::stage: list = "stages"; break;
    case Addition::decision: {
        list = "decisions";
        Written rule{.kind = Written::Kind::list};
        rule.items = {Written::of("-"), Written::of("\"\"")};
        part.with("hit", "first");
        part.with("inputs", Written::list_of({"1"})).with("outputs", Written::list_of({"result"}));
        part.with("rules", Written{.kind = Written::Kind::list, .items = {rule}});
        break;
    }
    }
    if (!sheet.insert({list}, sheet.size({list}), part)) return std::nullopt;
    return list + "/" + id;
}

// POST /admin/services/{service}/additions/{kind}
Task<http::Response> add(http::Request const& request, Deps& deps)
{
    auto const work = at_draft(request, deps);
    auto const kind = addition_of(request);
    AdditionView view{.kind = kind, .typed = request.form};
    view.errors = missing_in(kind, request.form);
    if (!view.errors.empty()) co_return addition_response(request, deps, work, std::move(view), 422);

    auto sheet = work.sheet;
    auto const at = sheet ? add_part(*sheet, kind, request.form) : std::nullopt;
    if (!at) {
        view.errors.push_back({"label", Message{"This cannot be written into the YAML here. Change it there"}});
        co_return addition_response(request, deps, work, std::move(view), 422);
    }
    auto files = work.files;
    files.front().text = sheet->text();
    // What is added stands beside what somebody else saved meanwhile; only the very same moment is refused.
    auto const seen = work.seen();
    auto const save = [&](db::Tx& tx) { return services::save_draft(tx, seen, files); };
    auto const saved = co_await deps.council.database.write(identity::actor_of(request), save);
    if (!saved) {
        view.errors.push_back({kind == Addition::question ? "label" : "title", sentence_of(saved.error())});
        co_return addition_response(request, deps, work, std::move(view), status_of(saved.error()));
    }
    if (request.form.has("another")) {
        auto to = address(work.service, "additions/" + std::string{request.path_text("kind")}) + "?added=1";
        if (request.form.has("in") && !request.form.value("in").empty())
            to += "&in=" + std::string{request.form.value("in")};
        co_return http::see_other(std::move(to));
    }
    co_return http::see_other(address(work.service, "items/" + *at) + "?saved=1");
}

}

void add_addition_routes(http::Router& router, Deps& deps, http::Access const& editor)
{
    router.get("/admin/services/{service}/additions/{kind}", editor,
               [&deps](auto const& r) { return show_addition(r, deps); });
    router.post("/admin/services/{service}/additions/{kind}", editor, [&deps](auto const& r) { return add(r, deps); });
}

}
