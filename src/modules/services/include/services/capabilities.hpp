// What definitions may ask of other rooms. The language announces its look-ups, so that a definition can be checked
// without those rooms; src/app hands over what answers them. What is announced and not built yet makes a service "not
// open yet", and what nobody knows is a mistake in the definition.
#pragma once

#include <services/definition.hpp>

#include <base/date.hpp>
#include <db/database.hpp>

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// A function that definitions may call: places.ward(property). This is the one place where its types stand: the check
/// compares a definition with them, and forms hands arguments over and takes the result as they say.
struct LookUp {
    enum class Kind {
        place, ///< what an address, a location or a postcode question gives
        text,
        number,
        date,
        truth,
        list
    };
    struct Parameter {
        std::string name;
        Kind kind = Kind::text;
    };
    /// It reads the council's database and nothing else: what another system knows is brought there by its room, so
    /// that no page waits for a network. Null where it does not know. What it throws is logged, and is null too.
    using Body = std::function<feel::Value(db::Snapshot& snapshot, std::span<feel::Value const> arguments)>;

    std::string name;                  ///< "places.ward"
    std::vector<Parameter> parameters; ///< a call gives as many
    Kind gives = Kind::text;
    std::string means; ///< for people who write definitions: "the name of the ward"
    Body body = {};    ///< none: the room that answers is not built
    [[nodiscard]] bool is_built() const { return static_cast<bool>(body); }
    [[nodiscard]] std::string text() const; ///< "places.metres(from, to)"
};
/// What a room contributes: bodies by name.
using LookUpBodies = std::map<std::string, LookUp::Body, std::less<>>;

[[nodiscard]] std::string_view name_of(LookUp::Kind kind); ///< "an address, a location or a postcode"
[[nodiscard]] feel::Type type_of(LookUp::Kind kind);

/// A name whose members are known without asking anything: account.email.
struct Facts {
    std::string name;                 ///< "account"
    std::vector<std::string> members; ///< none: the questions of every service
    bool is_fleeting = false;         ///< may be gone the next time: for `prefill` alone
};

struct Capabilities {
    std::vector<LookUp> look_ups;
    std::vector<Facts> facts;
    /// Of `names` below: what this release has.
    std::vector<std::string> built;
    /// Layers that `nearest` can show; empty: any, for councils import what they have.
    std::vector<std::string> layers;

    [[nodiscard]] LookUp const* look_up(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view need) const; ///< a name, or a look-up's
    /// Says that these are built: names such as "payments".
    Capabilities& with(std::initializer_list<std::string_view> needs);
    /// Says what answers these look-ups; each must be announced.
    Capabilities& with(LookUpBodies const& bodies);
};

/// What the language knows, with nothing built but what every release has.
[[nodiscard]] Capabilities announced();

/// The names that `needs:` may hold, and what each is called for people.
struct Need {
    std::string_view name;  ///< "payments"
    std::string_view words; ///< "paying online"
};
[[nodiscard]] std::vector<Need> const& known_needs();

/// Whether a service can be begun now.
struct Offer {
    enum class State {
        open,
        not_yet_open,  ///< before the first day; `words` is what the definition says
        closed,        ///< after the last day
        not_built_yet, ///< something that it needs is missing: `missing`
        withdrawn
    };
    State state = State::open;
    std::string words;
    std::vector<std::string> missing; ///< "payments", "waste.containers"
    [[nodiscard]] bool is_open() const { return state == State::open; }
};
[[nodiscard]] Offer offer_of(Definition const& definition, Capabilities const& capabilities, Date today);

}
