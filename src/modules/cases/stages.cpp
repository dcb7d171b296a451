#include "stages.hpp"

#include <algorithm>
#include <stdexcept>

namespace guildhall::cases {

Table::Table(Deps const& deps, Case const& of)
    : catalogue_{deps.library.catalogue_knowing(of.service_version)}, version_{catalogue_->version(of.service_version)}
{
    if (version_ == nullptr) throw std::logic_error{"a case names a service version that does not exist"};
}

bool Table::allows(std::string_view from, std::string_view to) const
{
    auto const* const stage = find(from);
    return stage != nullptr && std::ranges::find(stage->next, to) != stage->next.end();
}

std::vector<services::Stage> next_stages(Deps const& deps, Case const& of)
{
    Table const table{deps, of};
    std::vector<services::Stage> next;
    if (!of.is_open()) return next;
    for (auto const& stage : table.definition().stages)
        if (table.allows(of.stage, stage.id)) next.push_back(stage);
    return next;
}

}
