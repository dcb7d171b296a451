#include "views.hpp"

#include <base/text.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace guildhall::portal {

namespace {

constexpr std::array<std::string_view, 5> top_verbs{"pay", "report", "apply", "book", "appeal"};

std::string first_letter(std::string_view title)
{
    auto const words = words_of(title);
    if (words.empty()) return "#";
    auto const c = words.front().front();
    if (c >= 'a' && c <= 'z') return {static_cast<char>(c - 'a' + 'A')};
    return c >= '0' && c <= '9' ? "0-9" : "#";
}

std::vector<Group> groups_of(std::map<std::string, Group> groups)
{
    std::vector<Group> out;
    for (auto& [key, group] : groups) out.push_back(std::move(group));
    return out;
}

void put(std::map<std::string, Group>& groups, std::string const& key, services::Version const* service)
{
    auto& group = groups[key];
    group.key = key;
    group.services.push_back(service);
}

}

std::vector<Group> by_task(services::Catalogue const& catalogue)
{
    std::vector<Group> groups;
    auto all = catalogue.all();
    // Those that other services lead to come first: they are what people most often need next.
    std::map<std::string, int, std::less<>> led_to;
    for (auto const* service : all) {
        for (auto const& next : service->definition.next) ++led_to[next];
    }
    std::ranges::stable_sort(all, std::greater{}, [&](auto const* service) { return led_to[service->definition.id]; });
    for (auto const verb : top_verbs) {
        Group group{std::string{verb}, {}};
        std::ranges::copy_if(all, std::back_inserter(group.services),
                             [&](auto const* s) { return s->definition.verb == verb; });
        if (!group.services.empty()) groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<Group> by_letter(services::Catalogue const& catalogue)
{
    std::map<std::string, Group> groups;
    for (auto const* service : catalogue.all()) put(groups, first_letter(service->definition.title), service);
    return groups_of(std::move(groups));
}

std::vector<Group> by_life_event(services::Catalogue const& catalogue)
{
    std::map<std::string, Group> groups;
    for (auto const* service : catalogue.all()) {
        for (auto const& event : service->definition.life_events) put(groups, event, service);
    }
    return groups_of(std::move(groups));
}

}
