#include "saved.hpp"

#include "walks.hpp"

#include <base/secret.hpp>
#include <identity/attempts.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::forms {

namespace {

constexpr identity::AttemptLimit codes_of_one_link{.kind = "saved form", .tries = 10, .window = std::chrono::hours{24}};
constexpr identity::AttemptLimit codes_of_one_network{
    .kind = "saved form network", .tries = 60, .window = std::chrono::hours{1}};
constexpr identity::AttemptLimit mails_to_one_address{
    .kind = "saved form address", .tries = 5, .window = std::chrono::hours{1}};
constexpr identity::AttemptLimit mails_of_one_network{
    .kind = "saved form mails", .tries = 60, .window = std::chrono::hours{1}};

constexpr db::Query saved_by_draft{"forms.saved_by_draft", R"sql(
    select id, draft, service, subject, issue, expires_at from form_saved where draft = $1)sql"};
constexpr db::Query saved_by_hash{"forms.saved_by_hash", R"sql(
    select id, draft, service, subject, issue, expires_at from form_saved where link_hash = $1)sql"};
constexpr db::Query add_saved{"forms.add_saved", R"sql(
    insert into form_saved (id, draft, service, subject, issue, link_hash, recipient, put_away, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, 0, $8)
    on conflict (draft) do update set issue = $5, link_hash = $6, recipient = $7, expires_at = $8, reminded_at = null)sql"};
constexpr db::Query set_put_away{"forms.set_put_away", "update form_saved set put_away = 1 where id = $1"};
constexpr db::Query put_away_of{"forms.put_away", "select put_away from form_saved where draft = $1"};
constexpr db::Query remove_saved{"forms.remove_saved", "delete from form_saved where id = $1"};
constexpr db::Query saved_to_remind{"forms.saved_to_remind", R"sql(
    select id, draft, service, subject, issue, expires_at from form_saved
    where expires_at < $1 and expires_at > $2 and reminded_at is null order by expires_at limit 100)sql"};
constexpr db::Query set_reminded{"forms.set_reminded", "update form_saved set reminded_at = $2 where id = $1"};
constexpr db::Query saved_to_end{"forms.saved_to_end", R"sql(
    select id, draft, service, subject, issue, expires_at from form_saved where expires_at < $1 order by expires_at limit 100)sql"};

Saved saved_row(db::Row const& row)
{
    return {.id = row.get<SavedId>(0),
            .draft = row.get<DraftId>(1),
            .service = row.get<std::string>(2),
            .subject = row.get<db::SubjectId>(3),
            .issue = row.get<std::int64_t>(4),
            .expires = row.get<Time>(5)};
}

void append_event(db::Tx& tx, std::string_view type, Saved const& saved)
{
    tx.append({.type = type,
               .stream = saved.id.value,
               .facts = fmt::format(R"({{"service":"{}","issue":{}}})", saved.service, saved.issue)});
}

std::string digits_of(std::string_view typed)
{
    std::string digits;
    for (char const c : typed)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

/// Both are counted, whatever comes of it.
bool may_try(db::Tx& tx, OpenWish const& wish)
{
    bool const by_network = identity::count_attempt(tx, codes_of_one_network, wish.network);
    bool const by_link = identity::count_attempt(tx, codes_of_one_link, wish.link);
    tx.keep();
    return by_network && by_link;
}

}

Keys keys_of(std::string_view secret, SavedId id, std::int64_t issue)
{
    auto const link = hmac_sha256(secret, fmt::format("saved form, link:{}:{}", id.value, issue));
    auto const code = hmac_sha256(secret, fmt::format("saved form, code:{}:{}", id.value, issue));
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | static_cast<unsigned char>(code[i]);
    return {sha256_hex(link).substr(0, 40), fmt::format("{:06}", number % 1'000'000)};
}

std::string shown_code(std::string_view code)
{
    return fmt::format("{} {}", code.substr(0, 3), code.substr(3));
}

std::optional<Saved> saved_of(db::Snapshot& snapshot, DraftId draft)
{
    return snapshot.one(saved_by_draft, saved_row, draft);
}

std::optional<Saved> saved_by_link(db::Snapshot& snapshot, std::string_view link)
{
    return snapshot.one(saved_by_hash, saved_row, sha256_hex(link));
}

Result<Saved, SaveRefusal> save_draft(db::Tx& tx, std::string_view secret, std::optional<Draft> const& draft,
                                      SaveWish const& wish)
{
    if (!draft) return Refused{SaveRefusal::no_draft};
    if (draft->is_sent()) return Refused{SaveRefusal::already_sent};
    bool const by_network = identity::count_attempt(tx, mails_of_one_network, wish.network);
    bool const by_address = identity::count_attempt(tx, mails_to_one_address, wish.to.str());
    tx.keep();
    if (!by_network || !by_address) return Refused{SaveRefusal::too_many};

    auto const before = saved_of(tx, draft->id);
    Saved const saved{.id = before ? before->id : tx.new_id<SavedId>(),
                      .draft = draft->id,
                      .service = wish.service,
                      .subject = draft->subject,
                      .issue = before ? before->issue + 1 : 1,
                      .expires = wish.expires};
    auto const recipient = tx.seal(saved.subject, wish.to.str());
    tx.run(add_saved, saved.id, saved.draft, saved.service, saved.subject, saved.issue,
           sha256_hex(keys_of(secret, saved.id, saved.issue).link), db::Bytes{recipient}, saved.expires);
    append_event(tx, "form.saved", saved);
    walk_is_saved(tx, draft->id);
    return saved;
}

Result<Opened, OpenRefusal> open_saved(db::Tx& tx, std::string_view secret, OpenWish const& wish)
{
    auto const saved = saved_by_link(tx, wish.link);
    if (!saved || saved->expires < tx.now()) return Refused{OpenRefusal::gone};
    if (!may_try(tx, wish)) return Refused{OpenRefusal::too_many_tries};
    if (!same_secret(digits_of(wish.code), keys_of(secret, saved->id, saved->issue).code))
        return Refused{OpenRefusal::wrong_code};
    auto const draft = find_draft(tx, saved->draft, saved->service);
    if (!draft) return Refused{OpenRefusal::gone};
    identity::uncount_attempt(tx, codes_of_one_network, wish.network);
    identity::forget_attempts(tx, codes_of_one_link, wish.link);

    Opened opened{.saved = *saved, .unused_blobs = {}};
    auto const own = find_draft(tx, wish.browser, saved->service);
    if (own && own->id == draft->id) return opened;
    if (own && !own->is_sent() && !own->answers.empty()) {
        if (!wish.replace && !saved_of(tx, own->id)) return Refused{OpenRefusal::other_draft_here};
    }
    // What is saved has a link of its own, so it is put away, never deleted for another.
    if (own) {
        auto const unsaved = put_saved_ones_away(tx, {*own});
        for (auto const& one : unsaved) {
            opened.unused_blobs = delete_draft(tx, one);
            if (!one.is_sent()) tx.forget(one.subject);
        }
    }
    give_to_browser(tx, *draft, wish.browser, saved->service);
    walk_returns(tx, draft->id);
    return opened;
}

void put_away(db::Tx& tx, Saved const& saved)
{
    // No browser's secret has this form.
    give_to_browser(tx, {.id = saved.draft}, fmt::format("put away {}", saved.draft.value), saved.service);
    tx.run(set_put_away, saved.id);
}

std::vector<Draft> put_saved_ones_away(db::Tx& tx, std::vector<Draft> const& drafts)
{
    std::vector<Draft> others;
    for (auto const& draft : drafts) {
        auto const saved = draft.is_sent() ? std::nullopt : saved_of(tx, draft.id);
        if (saved)
            put_away(tx, *saved);
        else
            others.push_back(draft);
    }
    return others;
}

bool is_put_away(db::Snapshot& snapshot, DraftId draft)
{
    return snapshot.value<bool>(put_away_of, draft).value_or(false);
}

void forget_saved(db::Tx& tx, SavedId id)
{
    tx.run(remove_saved, id);
}

bool remind_of_saved(db::Tx& tx)
{
    auto const until = tx.now() + std::chrono::days{reminded_before_days};
    auto const due = tx.all(saved_to_remind, saved_row, until, tx.now());
    for (auto const& saved : due) {
        append_event(tx, "form.saving_ends", saved);
        tx.run(set_reminded, saved.id, tx.now());
    }
    return !due.empty();
}

std::vector<Draft> end_saved(db::Tx& tx)
{
    std::vector<Draft> drafts;
    for (auto const& saved : tx.all(saved_to_end, saved_row, tx.now())) {
        if (auto draft = find_draft(tx, saved.draft, saved.service)) drafts.push_back(std::move(*draft));
        forget_saved(tx, saved.id);
    }
    return drafts;
}

}
