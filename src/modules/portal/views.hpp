// What pages show, already chosen and ordered: plain data.
#pragma once

#include <council/council.hpp>
#include <services/services.hpp>

#include <string>
#include <vector>

namespace guildhall::portal {

/// Services under one heading.
struct Group {
    std::string key; ///< "report", "B", "where I live"
    std::vector<services::Version const*> services;
};

/// The verbs people come for, in their order; only those that have services.
std::vector<Group> by_task(services::Catalogue const& catalogue);
/// By the first letter of their titles.
std::vector<Group> by_letter(services::Catalogue const& catalogue);
/// By what happens in a life; a service can stand under several.
std::vector<Group> by_life_event(services::Catalogue const& catalogue);

/// A way of looking at all services.
enum class Arrangement { letter, life_event, task };

struct HomeView {
    std::vector<Group> tasks;
    std::vector<Group> life_events;
    std::vector<council::Notice> notices;
};

struct ServicesView {
    Arrangement arrangement = Arrangement::letter;
    std::vector<Group> groups;
};

struct SearchView {
    std::string typed;
    bool looks_like_a_reference = false;
    std::vector<services::Version const*> services;
    std::string did_you_mean;
};

}
