#include "store.hpp"

#include <base/date.hpp>
#include <base/embedded.hpp>
#include <base/secret.hpp>
#include <feel/json.hpp>

GUILDHALL_EMBEDDED(forms_migrations)

namespace guildhall::forms {

namespace {

constexpr db::Query draft_of_browser{"forms.draft_of_browser", R"sql(
    select id, version, subject, answers, reference, deadline, is_try from form_draft where browser_hash = $1 and service = $2)sql"};
constexpr db::Query draft_by_id{"forms.draft_by_id", R"sql(
    select id, version, subject, answers, reference, deadline, is_try from form_draft where id = $1 and service = $2)sql"};
constexpr db::Query drafts_of_browser{"forms.drafts_of_browser", R"sql(
    select id, version, subject, null, reference, deadline, is_try from form_draft where browser_hash = $1)sql"};
constexpr db::Query replace_draft{"forms.replace_draft", R"sql(
    delete from form_draft where browser_hash = $1 and service = $2)sql"};
constexpr db::Query add_draft{"forms.add_draft", R"sql(
    insert into form_draft (id, browser_hash, service, version, subject, is_try, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7))sql"};
constexpr db::Query set_answers{"forms.set_answers", R"sql(
    update form_draft set answers = $2, updated_at = $3 where id = $1)sql"};
constexpr db::Query set_browser{"forms.set_browser", R"sql(
    update form_draft set browser_hash = $2 where id = $1)sql"};
constexpr db::Query set_sent{"forms.set_sent", R"sql(
    update form_draft set reference = $2, deadline = $3, answers = null, updated_at = $4 where id = $1)sql"};
constexpr db::Query set_tried{"forms.set_tried", R"sql(
    update form_draft set reference = $2, deadline = $3, updated_at = $4 where id = $1)sql"};
constexpr db::Query remove_draft{"forms.remove_draft", "delete from form_draft where id = $1"};
constexpr db::Query add_submission{"forms.add_submission", R"sql(
    insert into form_submission (id, version, subject, answers, sealed, worked_out, submitted_at)
    values ($1, $2, $3, $4, $5, $6, $7))sql"};
constexpr db::Query submission_by_id{"forms.submission_by_id", R"sql(
    select version, subject, answers, sealed, submitted_at, worked_out from form_submission where id = $1)sql"};
constexpr db::Query file_by_id{"forms.file_by_id", R"sql(
    select id, draft, submission, subject, state, original, image, thumbnail, kind from form_file where id = $1)sql"};
constexpr db::Query files_of_draft{"forms.files_of_draft", R"sql(
    select id, draft, submission, subject, state, original, image, thumbnail, kind from form_file where draft = $1)sql"};
constexpr db::Query insert_file{"forms.insert_file", R"sql(
    insert into form_file (id, draft, subject, question, kind, state, original, created_at)
    values ($1, $2, $3, $4, $5, 'waiting', $6, $7))sql"};
constexpr db::Query set_ready{"forms.set_ready", R"sql(
    update form_file set state = 'ready', image = $2, thumbnail = $3 where id = $1)sql"};
constexpr db::Query set_unreadable{"forms.set_unreadable", "update form_file set state = 'unreadable' where id = $1"};
constexpr db::Query unname_original{"forms.unname_original", "update form_file set original = null where id = $1"};
constexpr db::Query set_submission{"forms.set_submission", "update form_file set submission = $2 where id = $1"};
constexpr db::Query remove_one_file{"forms.remove_file", "delete from form_file where id = $1 and submission is null"};
constexpr db::Query remove_files{"forms.remove_files", "delete from form_file where draft = $1 and submission is null"};
constexpr db::Query untouched_drafts{"forms.untouched_drafts", R"sql(
    select id, version, subject, null, reference, deadline, is_try from form_draft
        where updated_at < $1 and (is_try = 1 or updated_at < $2) and not exists (select 1 from form_saved where form_saved.draft = form_draft.id) order by updated_at limit $3)sql"};

Draft draft_of(db::Snapshot& snapshot, db::Row const& row)
{
    Draft draft{
        .id = row.get<DraftId>(0), .version = row.get<services::VersionId>(1), .subject = row.get<db::SubjectId>(2)};
    if (!row.is_null(3)) draft.answers = Answers::from_json(snapshot.unseal(row.bytes(3)).value_or(""));
    if (!row.is_null(4)) draft.reference = Reference::from_stored(row.get<std::string>(4));
    if (!row.is_null(5)) draft.deadline = row.get<Time>(5);
    draft.is_try = row.get<bool>(6);
    return draft;
}

File file_of(db::Row const& row)
{
    return {row.get<FileId>(0),        row.get<DraftId>(1),     row.get<SubmissionId>(2),
            row.get<db::SubjectId>(3), row.get<std::string>(4), row.text(8) == "pdf" ? FileKind::pdf : FileKind::photo,
            row.get<std::string>(5),   row.get<std::string>(6), row.get<std::string>(7)};
}

void add_blobs(std::vector<std::string>& blobs, File const& file)
{
    for (auto const& name : {file.original, file.image, file.thumbnail}) {
        if (!name.empty()) blobs.push_back(name);
    }
}

}

std::vector<db::Migration> migrations()
{
    return db::migrations_of("forms", embedded::forms_migrations());
}

std::optional<Draft> find_draft(db::Snapshot& snapshot, std::string_view browser, std::string_view service)
{
    return snapshot.one(
        draft_of_browser, [&](db::Row const& row) { return draft_of(snapshot, row); }, sha256_hex(browser), service);
}

std::optional<Draft> find_draft(db::Snapshot& snapshot, DraftId id, std::string_view service)
{
    return snapshot.one(
        draft_by_id, [&](db::Row const& row) { return draft_of(snapshot, row); }, id, service);
}

std::vector<Draft> drafts_of(db::Snapshot& snapshot, std::string_view browser)
{
    return snapshot.all(
        drafts_of_browser, [&](db::Row const& row) { return draft_of(snapshot, row); }, sha256_hex(browser));
}

Draft start_draft(db::Tx& tx, std::string_view browser, services::Version const& version, Purpose purpose)
{
    Draft draft{.id = tx.new_id<DraftId>(), .version = version.id, .subject = tx.new_id<db::SubjectId>()};
    draft.is_try = purpose == Purpose::try_out;
    auto const hash = sha256_hex(browser);
    tx.run(replace_draft, hash, version.definition.id);
    tx.run(add_draft, draft.id, hash, version.definition.id, version.id, draft.subject, draft.is_try, tx.now());
    return draft;
}

void keep_answers(db::Tx& tx, Draft const& draft)
{
    auto const sealed = tx.seal(draft.subject, draft.answers.to_json());
    tx.run(set_answers, draft.id, db::Bytes{sealed}, tx.now());
}

void give_to_browser(db::Tx& tx, Draft const& draft, std::string_view browser, std::string_view service)
{
    auto const hash = sha256_hex(browser);
    tx.run(replace_draft, hash, service);
    tx.run(set_browser, draft.id, hash);
}

void mark_sent(db::Tx& tx, Draft const& draft, Reference const& reference, Time deadline)
{
    tx.run(draft.is_try ? set_tried : set_sent, draft.id, reference.stored(), deadline, tx.now());
}

std::vector<std::string> delete_draft(db::Tx& tx, Draft const& draft)
{
    std::vector<std::string> blobs;
    tx.for_each(
        files_of_draft,
        [&](db::Row const& row) {
            auto const file = file_of(row);
            if (!file.submission) add_blobs(blobs, file);
        },
        draft.id);
    tx.run(remove_files, draft.id);
    tx.run(remove_draft, draft.id);
    return blobs;
}

namespace {

struct Parted {
    Answers open, sealed;
};

/// What identifies is sealed apart, in rows too. Each row stands in both parts, so that its place and number stay.
Parted parted(services::Definition const& definition, Answers const& answers)
{
    Parted parts;
    for (auto const& [question, answer] : answers.all()) {
        auto const* asked = definition.question(question);
        (asked && asked->is_sealed() ? parts.sealed : parts.open).set(question, answer);
    }
    for (auto const& page : definition.pages) {
        for (auto const& row : answers.rows(page.id)) {
            auto of_row = parted(definition, row.answers);
            parts.open.keep_row(page.id, {row.id, std::move(of_row.open)});
            parts.sealed.keep_row(page.id, {row.id, std::move(of_row.sealed)});
        }
    }
    return parts;
}

Answers joined(Answers open, Answers const& sealed)
{
    for (auto const& [question, answer] : sealed.all()) open.set(question, answer);
    for (auto const& [group, rows] : sealed.groups()) {
        for (auto const& row : rows.rows) {
            if (auto* same = open.row(group, row.id)) same->answers = joined(std::move(same->answers), row.answers);
        }
    }
    return open;
}

}

void keep_submission(db::Tx& tx, Submission const& submission)
{
    auto const [open, sealed] = parted(submission.definition(), submission.answers);
    std::optional<std::string> secret;
    if (!sealed.empty()) secret = tx.seal(submission.subject, sealed.to_json());
    std::optional<std::string> worked_out;
    if (!submission.worked_out.empty())
        worked_out = tx.seal(submission.subject, feel::to_json(feel::Value{submission.worked_out}));
    auto const bytes = [](std::optional<std::string> const& text) {
        return text ? std::optional{db::Bytes{*text}} : std::nullopt;
    };
    tx.run(add_submission, submission.id, submission.version.id, submission.subject, open.to_json(), bytes(secret),
           bytes(worked_out), tx.now());
}

namespace {

/// JSON has no days: a text that is one was one.
feel::Value with_days(feel::Value const& value)
{
    if (auto const* text = value.string()) {
        auto const day = text->size() == 10 ? parse_iso_date(*text) : std::nullopt;
        return day ? feel::Value{*day} : value;
    }
    if (auto const* list = value.list()) {
        feel::List days;
        for (auto const& one : *list) days.push_back(with_days(one));
        return {std::move(days)};
    }
    if (auto const* context = value.context()) {
        feel::Context days;
        for (auto const& [name, one] : context->entries()) days.put(name, with_days(one));
        return {std::move(days)};
    }
    return value;
}

feel::Context worked_out_from(std::string_view json)
{
    auto const value = with_days(feel::from_json(json).value_or(feel::Value{}));
    return value.context() ? *value.context() : feel::Context{};
}

}

std::optional<Stored> find_submission(db::Snapshot& snapshot, SubmissionId id)
{
    return snapshot.one(
        submission_by_id,
        [&](db::Row const& row) {
            Stored stored{.id = id,
                          .version = row.get<services::VersionId>(0),
                          .subject = row.get<db::SubjectId>(1),
                          .submitted = row.get<Time>(4),
                          .answers = Answers::from_json(row.text(2)),
                          .worked_out = {}};
            if (!row.is_null(3)) {
                auto const sealed = Answers::from_json(snapshot.unseal(row.bytes(3)).value_or(""));
                stored.answers = joined(std::move(stored.answers), sealed);
            }
            if (!row.is_null(5)) stored.worked_out = worked_out_from(snapshot.unseal(row.bytes(5)).value_or(""));
            return stored;
        },
        id);
}

std::optional<File> find_file(db::Snapshot& snapshot, FileId id)
{
    return snapshot.one(file_by_id, file_of, id);
}

FileId add_file(db::Tx& tx, Draft const& draft, NewFile const& file, std::string_view original)
{
    auto const id = tx.new_id<FileId>();
    tx.run(insert_file, id, draft.id, draft.subject, file.question, file.kind == FileKind::pdf ? "pdf" : "photo",
           original, tx.now());
    tx.enqueue({.kind = "forms.photo", .payload = std::to_string(id.value)});
    return id;
}

std::vector<std::string> remove_file(db::Tx& tx, FileId id)
{
    std::vector<std::string> blobs;
    if (auto const file = find_file(tx, id); file && !file->submission) add_blobs(blobs, *file);
    tx.run(remove_one_file, id);
    return blobs;
}

bool file_is_ready(db::Tx& tx, FileId id, std::string_view image, std::string_view thumbnail)
{
    return tx.run(set_ready, id, image, thumbnail) == 1;
}

void original_is_gone(db::Tx& tx, FileId id)
{
    tx.run(unname_original, id);
}

void file_is_unreadable(db::Tx& tx, FileId id)
{
    tx.run(set_unreadable, id);
}

void give_files_to(db::Tx& tx, Answers const& answers, SubmissionId submission)
{
    answers.for_each([&](std::string const&, Answer const& answer) {
        for (auto const& file : answer.files) tx.run(set_submission, file.id, submission);
    });
}

std::vector<Draft> drafts_untouched_since(db::Snapshot& snapshot, Untouched const& since, int at_most)
{
    return snapshot.all(
        untouched_drafts, [&](db::Row const& row) { return draft_of(snapshot, row); },
        std::max(since.real, since.tries), since.real, at_most);
}

}
