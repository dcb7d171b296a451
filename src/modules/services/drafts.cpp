#include <services/drafts.hpp>

#include "stored.hpp"

#include <base/secret.hpp>
#include <base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace guildhall::services {

namespace {

constexpr std::size_t largest_draft = 400'000; ///< bytes
constexpr std::size_t longest_words = 5'000;

constexpr std::array<std::pair<DraftState, std::string_view>, 3> states{
    {{DraftState::editing, "editing"}, {DraftState::in_review, "review"}, {DraftState::approved, "approved"}}};

std::string_view name_of(DraftState state)
{
    return std::ranges::find(states, state, [](auto const& entry) { return entry.first; })->second;
}
DraftState state_named(std::string_view name)
{
    auto const found = std::ranges::find(states, name, [](auto const& entry) { return entry.second; });
    return found == states.end() ? DraftState::editing : found->first;
}

std::vector<PersonId> people_from(std::string_view text)
{
    std::vector<PersonId> people;
    for (auto const& word : words_of(text)) {
        std::int64_t id = 0;
        std::from_chars(word.data(), word.data() + word.size(), id);
        people.push_back(PersonId{id});
    }
    return people;
}
std::string joined(std::vector<PersonId> const& people)
{
    std::string out;
    for (auto const person : people) out += (out.empty() ? "" : " ") + std::to_string(person.value);
    return out;
}

Draft read_draft(db::Row const& row)
{
    Draft draft{.service = row.get<std::string>(0),
                .revision = row.integer(1),
                .state = state_named(row.text(2)),
                .files = {},
                .base = row.integer(4),
                .authors = people_from(row.text(5)),
                .reviewer = row.get<PersonId>(6),
                .reason = row.get<std::string>(7),
                .publish_at = row.get<std::optional<Time>>(8),
                .shipped = row.get<std::string>(9),
                .changed_at = row.get<Time>(10),
                .changed_by = row.get<PersonId>(11)};
    draft.files = stored_files(draft.service, row.get<std::string>(3));
    return draft;
}

constexpr db::Query one_draft{"services.one_draft", R"sql(
    select service, revision, state, source, base, authors, reviewer, reason, publish_at, shipped, changed_at, changed_by
    from service_draft where service = $1)sql"};
constexpr db::Query every_draft{"services.every_draft", R"sql(
    select service, revision, state, source, base, authors, reviewer, reason, publish_at, shipped, changed_at, changed_by
    from service_draft order by service)sql"};
constexpr db::Query keep_draft{"services.keep_draft", R"sql(
    update service_draft set revision = $2, state = $3, source = $4, authors = $5, reviewer = $6, reason = $7,
        publish_at = $8, shipped = $9, changed_at = $10, changed_by = $11 where service = $1)sql"};

void write_down(db::Tx& tx, std::string_view service, std::string_view kind, std::string_view words = {},
                std::int64_t number = 0)
{
    static constexpr db::Query insert{"services.add_step", R"sql(
        insert into service_step (id, service, kind, person, at, number, words) values ($1, $2, $3, $4, $5, $6, $7))sql"};
    tx.run(insert, tx.new_id<Id<struct StepTag>>(), service, kind, tx.actor().person, tx.now(), number, words);
}

/// One line for all that one person saved in a row.
void write_down_saving(db::Tx& tx, std::string_view service)
{
    struct Last {
        std::int64_t id;
        std::string kind;
        PersonId person;
    };
    static constexpr db::Query last_step{"services.last_step", R"sql(
        select id, kind, person from service_step where service = $1 order by id desc limit 1)sql"};
    static constexpr db::Query later{"services.step_later", "update service_step set at = $2 where id = $1"};
    auto const last = tx.one(
        last_step,
        [](db::Row const& row) {
            return Last{row.integer(0), row.get<std::string>(1), row.get<PersonId>(2)};
        },
        service);
    if (last && last->kind == "saved" && last->person == tx.actor().person)
        tx.run(later, last->id, tx.now());
    else
        write_down(tx, service, "saved");
}

void tell(db::Tx& tx, std::string_view type, std::string_view service, std::int64_t revision)
{
    tx.append(
        {.type = type,
         .facts = R"({"service":")" + std::string{service} + R"(","revision":)" + std::to_string(revision) + "}"});
}

/// The draft that was seen, if it still stands so and the actor may change it.
Result<Draft, DraftRefusal> seen_draft(db::Tx& tx, SeenDraft const& seen)
{
    if (!may_edit(tx.actor())) return Refused{DraftRefusal::not_allowed};
    auto draft = find_draft(tx, seen.service);
    if (!draft) return Refused{DraftRefusal::not_found};
    if (draft->revision != seen.revision) return Refused{DraftRefusal::changed_meanwhile};
    return std::move(*draft);
}

std::int64_t keep(db::Tx& tx, Draft& draft)
{
    ++draft.revision;
    tx.run(keep_draft, draft.service, draft.revision, name_of(draft.state), stored_source(draft.files),
           joined(draft.authors), draft.reviewer, draft.reason, draft.publish_at, draft.shipped, draft.changed_at,
           draft.changed_by);
    return draft.revision;
}

bool has_errors(std::vector<Problem> const& problems)
{
    return std::ranges::any_of(problems, [](Problem const& one) { return one.severity == Problem::Severity::error; });
}
bool has_hard_words(std::vector<Problem> const& problems)
{
    return std::ranges::any_of(problems, [](Problem const& one) { return one.severity == Problem::Severity::words; });
}

void delete_draft(db::Tx& tx, std::string_view service)
{
    static constexpr db::Query remove{"services.delete_draft", "delete from service_draft where service = $1"};
    tx.run(remove, service);
}

bool is_too_large(Source const& files)
{
    std::size_t size = 0;
    for (auto const& file : files) size += file.text.size();
    return size > largest_draft;
}

}

bool may_edit(Actor const& actor)
{
    return actor.is_staff() && (actor.has(Role::content_editor) || actor.has(Role::administrator));
}

bool Draft::is_by(PersonId person) const
{
    return std::ranges::find(authors, person) != authors.end();
}

std::optional<Draft> find_draft(db::Snapshot& snapshot, std::string_view service)
{
    return snapshot.one(one_draft, read_draft, service);
}

std::vector<Draft> all_drafts(db::Snapshot& snapshot)
{
    return snapshot.all(every_draft, read_draft);
}

DraftChange start_draft(db::Tx& tx, std::string_view service, Source const& files, std::int64_t base,
                        std::string_view words)
{
    if (!may_edit(tx.actor())) return Refused{DraftRefusal::not_allowed};
    if (is_too_large(files)) return Refused{DraftRefusal::too_large};
    static constexpr db::Query insert{"services.start_draft", R"sql(
        insert into service_draft (service, revision, state, source, base, authors, reviewer, reason, publish_at, shipped,
            changed_at, changed_by)
        values ($1, 1, 'editing', $2, $3, $4, 0, '', null, '', $5, $6))sql"};
    // Whoever begins from a published version has written nothing yet; a new service is written by who makes it.
    auto const authors = base > 0 ? std::string{} : std::to_string(tx.actor().person.value);
    if (!tx.insert_or_conflict(insert, service, stored_source(files), base, authors, tx.now(), tx.actor().person))
        return Refused{DraftRefusal::exists_already};
    write_down(tx, service, "began", words);
    tell(tx, "service.draft_began", service, 1);
    return 1;
}

DraftChange save_draft(db::Tx& tx, SeenDraft const& seen, Source const& files, std::string_view shipped)
{
    auto draft = seen_draft(tx, seen);
    if (!draft) return Refused{draft.error()};
    if (is_too_large(files)) return Refused{DraftRefusal::too_large};
    draft->files = files;
    draft->state = DraftState::editing;
    draft->reviewer = {};
    draft->reason = {};
    draft->publish_at = {};
    if (!shipped.empty()) draft->shipped = shipped;
    if (!draft->is_by(tx.actor().person)) draft->authors.push_back(tx.actor().person);
    draft->changed_at = tx.now();
    draft->changed_by = tx.actor().person;
    write_down_saving(tx, seen.service);
    auto const revision = keep(tx, *draft);
    tell(tx, "service.draft_saved", seen.service, revision);
    return revision;
}

DraftChange drop_draft(db::Tx& tx, SeenDraft const& seen)
{
    auto const draft = seen_draft(tx, seen);
    if (!draft) return Refused{draft.error()};
    delete_draft(tx, seen.service);
    write_down(tx, seen.service, "dropped");
    tell(tx, "service.draft_dropped", seen.service, seen.revision);
    return seen.revision;
}

DraftChange send_for_review(db::Tx& tx, SeenDraft const& seen, std::vector<Problem> const& problems,
                            std::string_view words)
{
    auto draft = seen_draft(tx, seen);
    if (!draft) return Refused{draft.error()};
    if (draft->state != DraftState::editing) return Refused{DraftRefusal::not_now};
    if (has_errors(problems)) return Refused{DraftRefusal::not_sound};
    draft->state = DraftState::in_review;
    // Somebody must answer for it, also where nothing was changed after it began.
    if (!draft->is_by(tx.actor().person)) draft->authors.push_back(tx.actor().person);
    write_down(tx, seen.service, "sent for review", cut_to(words, longest_words));
    auto const revision = keep(tx, *draft);
    tell(tx, "service.sent_for_review", seen.service, revision);
    return revision;
}

DraftChange ask_for_changes(db::Tx& tx, SeenDraft const& seen, std::string_view words)
{
    auto draft = seen_draft(tx, seen);
    if (!draft) return Refused{draft.error()};
    if (draft->state == DraftState::editing) return Refused{DraftRefusal::not_now};
    if (trimmed(words).empty()) return Refused{DraftRefusal::words_missing};
    draft->state = DraftState::editing;
    draft->reviewer = {};
    draft->publish_at = {};
    write_down(tx, seen.service, "asked for changes", cut_to(words, longest_words));
    auto const revision = keep(tx, *draft);
    tell(tx, "service.changes_asked", seen.service, revision);
    return revision;
}

DraftChange approve_draft(db::Tx& tx, SeenDraft const& seen, std::vector<Problem> const& problems,
                          std::string_view reason)
{
    auto draft = seen_draft(tx, seen);
    if (!draft) return Refused{draft.error()};
    if (draft->is_by(tx.actor().person)) return Refused{DraftRefusal::own_work};
    if (draft->state != DraftState::in_review) return Refused{DraftRefusal::not_now};
    if (has_errors(problems)) return Refused{DraftRefusal::not_sound};
    if (has_hard_words(problems) && trimmed(reason).empty()) return Refused{DraftRefusal::reason_missing};
    draft->state = DraftState::approved;
    draft->reviewer = tx.actor().person;
    draft->reason = cut_to(reason, longest_words);
    write_down(tx, seen.service, "approved", draft->reason);
    auto const revision = keep(tx, *draft);
    tell(tx, "service.approved", seen.service, revision);
    return revision;
}

DraftChange schedule_draft(db::Tx& tx, SeenDraft const& seen, Time at)
{
    auto draft = seen_draft(tx, seen);
    if (!draft) return Refused{draft.error()};
    if (draft->state != DraftState::approved) return Refused{DraftRefusal::not_now};
    draft->publish_at = at;
    write_down(tx, seen.service, "scheduled");
    auto const revision = keep(tx, *draft);
    auto const payload = seen.service + " " + std::to_string(revision);
    tx.enqueue({.kind = "services.publish",
                .payload = payload,
                .unique_key = payload,
                .delay = std::max(at - tx.now(), Duration{0})});
    tell(tx, "service.scheduled", seen.service, revision);
    return revision;
}

DraftChange publish_draft(db::Tx& tx, Library const& library, SeenDraft const& seen, Examined const& examined)
{
    auto const draft = find_draft(tx, seen.service);
    if (!may_edit(tx.actor()) && tx.actor().kind != ActorKind::system) return Refused{DraftRefusal::not_allowed};
    if (!draft) return Refused{DraftRefusal::not_found};
    if (draft->revision != seen.revision) return Refused{DraftRefusal::changed_meanwhile};
    if (draft->state != DraftState::approved) return Refused{DraftRefusal::not_now};
    if (!examined.is_sound || has_errors(examined.problems)) return Refused{DraftRefusal::not_sound};
    if (has_hard_words(examined.problems) && draft->reason.empty()) return Refused{DraftRefusal::reason_missing};
    // The file whose changes were taken in becomes a version of its own, so that the next comparison begins from it.
    auto const shipped = library.files_of(seen.service);
    if (!shipped.empty() && sha256_hex(shipped.front().text) == draft->shipped)
        store_version(tx, seen.service, stored_source(shipped), Origin::file);
    auto const number =
        store_version(tx, seen.service, stored_source(examined.definition, draft->text()), Origin::editor);
    delete_draft(tx, seen.service);
    write_down(tx, seen.service, "published", draft->reason, number);
    return number;
}

DraftChange comment_on(db::Tx& tx, std::string_view service, std::string_view words)
{
    if (!may_edit(tx.actor())) return Refused{DraftRefusal::not_allowed};
    if (trimmed(words).empty()) return Refused{DraftRefusal::words_missing};
    write_down(tx, service, "said", cut_to(words, longest_words));
    tell(tx, "service.commented", service, 0);
    return 0;
}

DraftChange publish_at_once(db::Tx& tx, std::string_view service, Examined const& examined, Source const& files,
                            std::string_view kind)
{
    if (!may_edit(tx.actor())) return Refused{DraftRefusal::not_allowed};
    if (!examined.is_sound || files.empty()) return Refused{DraftRefusal::not_sound};
    auto const number =
        store_version(tx, service, stored_source(examined.definition, files.front().text), Origin::editor);
    write_down(tx, service, kind, {}, number);
    tell(tx,
         kind == "withdrawn"     ? "service.withdrawn"
         : kind == "rolled back" ? "service.rolled_back"
                                 : "service.offered",
         service, number);
    return number;
}

db::JobKind publish_job(Library& library)
{
    auto const run = [&library](db::Job const& job) -> std::expected<void, db::JobFailure> {
        auto const space = job.payload.find(' ');
        SeenDraft seen{job.payload.substr(0, space), 0};
        auto const number = job.payload.substr(std::min(space + 1, job.payload.size()));
        std::from_chars(number.data(), number.data() + number.size(), seen.revision);
        auto& database = library.database();
        auto const draft = database.read([&](db::Snapshot& snapshot) { return find_draft(snapshot, seen.service); });
        if (!draft || draft->revision != seen.revision) return {}; // changed, dropped or published meanwhile
        auto const examined = library.examine(seen.service, draft->files);
        auto const done =
            database.write(Actor::system(), [&](db::Tx& tx) { return publish_draft(tx, library, seen, examined); })
                .wait();
        if (!done && done.error() == DraftRefusal::not_sound)
            return std::unexpected{db::JobFailure{"service " + seen.service + " has errors now", true}};
        library.reload();
        return {};
    };
    return {.kind = "services.publish", .run = run};
}

std::vector<Step> steps_of(db::Snapshot& snapshot, std::string_view service)
{
    static constexpr db::Query select{"services.steps", R"sql(
        select kind, person, at, number, words from service_step where service = $1 order by id desc limit 500)sql"};
    return snapshot.all(
        select,
        [](db::Row const& row) {
            return Step{row.get<std::string>(0), row.get<PersonId>(1), row.get<Time>(2), row.integer(3),
                        row.get<std::string>(4)};
        },
        service);
}

std::map<std::string, Time, std::less<>> first_published(db::Snapshot& snapshot)
{
    static constexpr db::Query select{"services.first_published", R"sql(
        select service, min(published_at) from service_version group by service)sql"};
    std::map<std::string, Time, std::less<>> found;
    snapshot.for_each(select, [&](db::Row const& row) { found.emplace(row.get<std::string>(0), row.get<Time>(1)); });
    return found;
}

std::vector<StoredVersion> versions_of(db::Snapshot& snapshot, std::string_view service)
{
    static constexpr db::Query select{"services.versions", R"sql(
        select id, number, published_at, origin, published_by from service_version where service = $1
        order by number desc)sql"};
    return snapshot.all(
        select,
        [](db::Row const& row) {
            return StoredVersion{row.get<VersionId>(0), row.integer(1), row.get<Time>(2), row.text(3) == "editor",
                                 row.get<PersonId>(4)};
        },
        service);
}

std::optional<Source> files_of_version(db::Snapshot& snapshot, std::string_view service, std::int64_t number)
{
    static constexpr db::Query select{"services.version_source",
                                      "select source from service_version where service = $1 and number = $2"};
    auto const source = snapshot.value<std::string>(select, service, number);
    if (!source) return std::nullopt;
    return stored_files(service, *source);
}

std::optional<Source> newest_file_version(db::Snapshot& snapshot, std::string_view service)
{
    static constexpr db::Query select{"services.newest_file", R"sql(
        select source from service_version where service = $1 and origin = 'file' order by number desc limit 1)sql"};
    auto const source = snapshot.value<std::string>(select, service);
    if (!source) return std::nullopt;
    return stored_files(service, *source);
}

}
