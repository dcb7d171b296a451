#include "names.hpp"

#include <council/council.hpp>

#include <algorithm>

namespace guildhall::desk {

std::string title_of(cases::Case const& one, services::Definition const* definition, ui::Translator const& t)
{
    auto const what = !one.summary.empty() ? one.summary : definition != nullptr ? definition->title : one.service;
    return one.about.empty() ? what : t("{what}: {name}", {{"what", what}, {"name", one.about}});
}

Names::Names(db::Snapshot& snapshot, Deps const& deps)
    : members_{identity::members(snapshot)}, catalogue_{deps.cases.library.catalogue()}, council_{deps.cases.council}
{}

std::string Names::person(PersonId id, ui::Translator const& t) const
{
    auto const found = std::ranges::find(members_, id, &identity::StaffMember::id);
    return found != members_.end() ? found->name : t("Somebody who has left");
}

std::string Names::team(std::string_view slug) const
{
    auto const* const team = council_.settings.team(slug);
    return team != nullptr ? team->name : std::string{slug};
}

services::Definition const* Names::definition(services::VersionId version) const
{
    auto const* const found = catalogue_->version(version);
    return found != nullptr ? &found->definition : nullptr;
}

std::string Names::stage(services::VersionId version, std::string_view stage) const
{
    auto const* const known = definition(version);
    auto const* const found = known != nullptr ? known->stage(stage) : nullptr;
    return found != nullptr ? found->title : std::string{stage};
}

}
