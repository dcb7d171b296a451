#include "events.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <cstring>
#include <utility>

namespace guildhall::db {

namespace {

constexpr Query insert_numbered{"db.append_event", R"sql(
    insert into event (position, id, type, version, stream, actor_kind, actor_person, at, facts, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};
constexpr Query insert_unnumbered{"db.append_event", R"sql(
    insert into event (id, type, version, stream, actor_kind, actor_person, at, facts)
    values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
constexpr Query last_event{"db.last_event", R"sql(
    select position, hash from event where position is not null order by position desc limit 1)sql"};
constexpr Query whole_chain{"db.whole_chain", R"sql(
    select id, coalesce(position, 0), type, version, stream, actor_kind, actor_person, at, facts, hash
    from event where position > $1 order by position limit 1000)sql"};
constexpr Query events_of_stream{"db.events_of", R"sql(
    select id, coalesce(position, 0), type, version, stream, actor_kind, actor_person, at, facts
    from event where stream = $1 order by position nulls last, id)sql"};

}

char const* to_word(ActorKind kind)
{
    switch (kind) {
    case ActorKind::resident: return "resident";
    case ActorKind::staff: return "staff";
    case ActorKind::partner: return "partner";
    case ActorKind::device: return "device";
    case ActorKind::api_key: return "api key";
    case ActorKind::system: return "system";
    }
    std::unreachable();
}

ActorKind actor_kind_from(std::string_view word)
{
    for (auto kind :
         {ActorKind::resident, ActorKind::staff, ActorKind::partner, ActorKind::device, ActorKind::api_key}) {
        if (word == to_word(kind)) return kind;
    }
    return ActorKind::system;
}

Event read_event(Row const& row)
{
    return {.id = row.get<EventId>(0),
            .position = row.get<std::int64_t>(1),
            .type = row.get<std::string>(2),
            .version = row.get<int>(3),
            .stream = row.get<std::int64_t>(4),
            .actor_kind = actor_kind_from(row.text(5)),
            .actor_person = row.get<PersonId>(6),
            .at = row.get<Time>(7),
            .facts = row.get<std::string>(8)};
}

/// The hash of an event and of everything before it. The layout is part of the audit's promise and never changes:
/// numbers as 8 bytes, most significant first, texts with their length before them.
Hash chained(Hash const& before, EventFields const& event)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, before.size());
    auto add_bytes = [&](void const* bytes, std::size_t size) {
        crypto_generichash_update(&state, static_cast<unsigned char const*>(bytes), size);
    };
    auto add_number = [&](std::int64_t number) {
        auto const swapped = __builtin_bswap64(static_cast<std::uint64_t>(number));
        add_bytes(&swapped, sizeof swapped);
    };
    auto add_text = [&](std::string_view text) {
        add_number(static_cast<std::int64_t>(text.size()));
        add_bytes(text.data(), text.size());
    };
    add_bytes(before.data(), before.size());
    add_number(event.position);
    add_number(event.id);
    add_text(event.type);
    add_number(event.version);
    add_number(event.stream);
    add_text(event.actor_kind);
    add_number(event.actor_person);
    add_number(event.at);
    add_text(event.facts);
    Hash hash;
    crypto_generichash_final(&state, hash.data(), hash.size());
    return hash;
}

std::string_view as_text(Hash const& hash)
{
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

Hash as_hash(std::string_view bytes)
{
    Hash hash{};
    if (bytes.size() == hash.size()) std::memcpy(hash.data(), bytes.data(), hash.size());
    return hash;
}

void Tx::append(NewEvent const& event)
{
    auto& gathered = connection_.gathered;
    auto const id = new_id<EventId>();
    std::string_view const kind = to_word(actor_.kind);
    gathered.events = true;
    if (!gathered.chain) {
        run(insert_unnumbered, id, event.type, event.version, event.stream, kind, actor_.person, now_, event.facts);
        return;
    }
    EventFields const fields{
        gathered.chain->position + 1, id.value,        event.type, event.version, event.stream, kind,
        actor_.person.value,          to_millis(now_), event.facts};
    auto const hash = chained(gathered.chain->hash, fields);
    run(insert_numbered, fields.position, id, event.type, event.version, event.stream, kind, actor_.person, now_,
        event.facts, Bytes{as_text(hash)});
    gathered.chain = ChainEnd{fields.position, hash};
}

ChainEnd read_chain_end(Connection& connection)
{
    Snapshot snapshot{connection};
    auto read = [](Row const& row) { return ChainEnd{row.get<std::int64_t>(0), as_hash(row.bytes(1))}; };
    return snapshot.one(last_event, read).value_or(ChainEnd{});
}

std::vector<Event> events_of(Snapshot& snapshot, std::int64_t stream)
{
    return snapshot.all(events_of_stream, read_event, stream);
}

std::int64_t first_broken_link(Snapshot& snapshot)
{
    ChainEnd end;
    std::int64_t broken = 0;
    bool more = true;
    while (more && broken == 0) {
        more = false;
        snapshot.for_each(
            whole_chain,
            [&](Row const& row) {
                more = true;
                if (broken != 0) return;
                EventFields const fields{row.integer(1),  row.integer(0), row.text(2),
                                         row.get<int>(3), row.integer(4), row.text(5),
                                         row.integer(6),  row.integer(7), row.text(8)};
                auto const hash = chained(end.hash, fields);
                if (fields.position != end.position + 1 || as_text(hash) != row.bytes(9)) broken = end.position + 1;
                end = {fields.position, hash};
            },
            end.position);
    }
    return broken;
}

}
