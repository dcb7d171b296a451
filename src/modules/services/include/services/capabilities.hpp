// What definitions may ask of other rooms. src/app says what is built; what is announced and not built yet makes a
// service "not open yet", and what nobody knows is a mistake in the definition.
#pragma once

#include <services/definition.hpp>

#include <base/date.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// A function that definitions may call: places.ward(property).
struct LookUp {
    std::string name;                    ///< "places.ward"
    std::vector<std::string> parameters; ///< a call gives as many
    std::string gives;                   ///< for people who write definitions: "the name of the ward"
    bool is_built = false;
};

/// A name whose members are known without asking anything: account.email.
struct Facts {
    std::string name; ///< "account"
    std::vector<std::string> members;
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
    /// Says that these are built: names such as "payments", or look-ups such as "waste.containers".
    Capabilities& with(std::initializer_list<std::string_view> built_things);
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
