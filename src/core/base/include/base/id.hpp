// Ids are 63-bit, ordered by time, made by the application, and typed: a CaseId is not a PersonId.
// They are internal; what people see is a Reference.
#pragma once

#include <base/time.hpp>

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>

namespace guildhall {

template <class Tag> struct Id {
    std::int64_t value = 0; ///< 0 means "none"
    auto operator<=>(Id const&) const = default;
    explicit operator bool() const { return value != 0; }
};

/// Mints ids: 41 bits of milliseconds since 2020, 22 bits that count up from a random start within
/// the millisecond. Several nodes on one database collide with probability 2^-22 per shared millisecond
/// and then retry on the primary key. Thread-safe.
class IdSource {
public:
    explicit IdSource(Clock const& clock) : clock_{clock} {}
    template <class I> [[nodiscard]] I next() { return I{next_value()}; }

private:
    std::int64_t next_value();
    Clock const& clock_;
    std::atomic<std::int64_t> last_{0};
};

// Ids that more than one room names. A room's own ids live in its public header.
using PersonId = Id<struct PersonTag>;
using OrganisationId = Id<struct OrganisationTag>;
using TeamId = Id<struct TeamTag>;

}

template <class Tag> struct std::hash<guildhall::Id<Tag>> {
    std::size_t operator()(guildhall::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
