// The transition table of a case: the stages of the service version it was opened with, and which may follow which.
// The only place that knows.
#pragma once

#include <cases/cases.hpp>
#include <services/services.hpp>

#include <memory>
#include <string_view>

namespace guildhall::cases {

class Table {
public:
    /// Throws std::logic_error where the version is unknown: versions are never deleted, so that would be a bug.
    Table(Deps const& deps, Case const& of);

    [[nodiscard]] services::Definition const& definition() const { return version_->definition; }
    /// Null for an id that is no stage of this version.
    [[nodiscard]] services::Stage const* find(std::string_view stage) const { return definition().stage(stage); }
    /// Whether `to` may follow `from`.
    [[nodiscard]] bool allows(std::string_view from, std::string_view to) const;

private:
    std::shared_ptr<services::Catalogue const> catalogue_; // keeps the version alive while another one is published
    services::Version const* version_;
};

[[nodiscard]] inline bool closes(services::Stage const& stage)
{
    return stage.kind != services::Stage::Kind::working;
}

}
