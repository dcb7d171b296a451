// Who is doing this. Every look-up, list, search, count, export and live update takes an Actor through
// `visible_to(actor)`; every write names one, and its events carry it.
#pragma once

#include <base/id.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall {

enum class ActorKind { resident, staff, partner, device, api_key, system };
enum class Role { agent, team_lead, service_owner, content_editor, administrator, auditor };
enum class Tier { none, light, two_step }; ///< how strongly the person has signed in

struct Actor {
    ActorKind kind = ActorKind::resident;
    PersonId person{};     ///< none: anonymous, or the system itself
    PersonId acting_for{}; ///< the person helped, if not oneself
    OrganisationId organisation{};
    std::vector<std::string> teams; ///< team slugs, such as "waste-services"
    std::vector<Role> roles;
    Tier tier = Tier::none;

    static Actor anonymous() { return {}; }
    static Actor system()
    {
        Actor a;
        a.kind = ActorKind::system;
        return a;
    }
    [[nodiscard]] bool has(Role role) const { return std::ranges::find(roles, role) != roles.end(); }
    [[nodiscard]] bool is_staff() const { return kind == ActorKind::staff; }
    [[nodiscard]] bool in_team(std::string_view team) const { return std::ranges::find(teams, team) != teams.end(); }
};

}
