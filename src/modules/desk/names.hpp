// What ids are called: people, teams, services and their stages. Read once for a page.
#pragma once

#include <desk/desk.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::desk {

/// What a case is called: what it is, and whose it is where the service says. `definition`: null where it cannot be
/// read.
std::string title_of(cases::Case const& one, services::Definition const* definition, ui::Translator const& t);

class Names {
public:
    Names(db::Snapshot& snapshot, Deps const& deps);

    [[nodiscard]] std::string person(PersonId id, ui::Translator const& t) const;
    [[nodiscard]] std::string team(std::string_view slug) const;
    [[nodiscard]] services::Definition const* definition(services::VersionId version) const;
    [[nodiscard]] std::string stage(services::VersionId version, std::string_view stage) const;
    [[nodiscard]] std::vector<identity::StaffMember> const& members() const { return members_; }
    [[nodiscard]] services::Catalogue const& catalogue() const { return *catalogue_; }

private:
    std::vector<identity::StaffMember> members_; ///< by name
    std::shared_ptr<services::Catalogue const> catalogue_;
    council::Council const& council_;
};

}
