// How events are stored and chained. Private: the public side is db/event.hpp.
#pragma once

#include "engine.hpp"

namespace guildhall::db {

/// An event as it is hashed; views into whatever holds it.
struct EventFields {
    std::int64_t position;
    std::int64_t id;
    std::string_view type;
    int version;
    std::int64_t stream;
    std::string_view actor_kind;
    std::int64_t actor_person;
    std::int64_t at;
    std::string_view facts;
};

Hash chained(Hash const& before, EventFields const& event);
std::string_view as_text(Hash const& hash);
Hash as_hash(std::string_view bytes);

char const* to_word(ActorKind kind);
ActorKind actor_kind_from(std::string_view word);

/// Columns: id, position, type, version, stream, actor_kind, actor_person, at, facts.
Event read_event(Row const& row);

}
