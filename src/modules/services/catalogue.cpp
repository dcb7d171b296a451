#include "shelf.hpp"
#include "stored.hpp"

#include <base/secret.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

namespace guildhall::services {

namespace {

constexpr db::Query one_version{"services.one_version", R"sql(
    select service, number, source from service_version where id = $1)sql"};
}

Definition const& Version::in(std::string_view language) const
{
    auto const found = translated.find(language);
    return found == translated.end() ? definition : found->second;
}

bool Trial::gets_variant(std::string_view browser) const
{
    // Another trial mixes the browsers anew, so that nobody is always among the first to get something new.
    auto const hash = sha256_hex(std::to_string(id.value) + " " + std::string{browser});
    unsigned int number = 0;
    std::from_chars(hash.data(), hash.data() + 7, number, 16);
    return static_cast<int>(number % 100) < share;
}

std::shared_ptr<Version const> Shelf::read(VersionId id) const
{
    struct Stored {
        std::string service;
        std::int64_t number;
        std::string source;
    };
    auto const stored = database_.read([&](db::Snapshot& snapshot) {
        return snapshot.one(
            one_version,
            [](db::Row const& row) {
                return Stored{row.get<std::string>(0), row.integer(1), row.get<std::string>(2)};
            },
            id);
    });
    if (!stored) return nullptr;
    auto definition = read_stored(stored->source, capabilities_);
    if (!definition) {
        // One row that this release cannot read must not close every service of the council.
        spdlog::error("services: version {} of {} is left out, because it cannot be read: {}", stored->number,
                      stored->service, definition.error().text());
        return nullptr;
    }
    Version version{.id = id, .number = stored->number, .definition = std::move(*definition)};
    for (auto const& [language, sentences] : version.definition.translations)
        version.translated.emplace(language, version.definition.in_language(language));
    return std::make_shared<Version const>(std::move(version));
}

std::shared_ptr<Shelf> Shelf::with_only(std::set<VersionId> const& ids)
{
    auto other = std::make_shared<Shelf>(database_, capabilities_);
    std::lock_guard lock{mutex_};
    for (auto const id : ids) {
        if (auto const found = read_.find(id); found != read_.end()) other->read_.insert(*found);
    }
    return other;
}

Version const* Shelf::get(VersionId id)
{
    {
        std::lock_guard lock{mutex_};
        if (auto const found = read_.find(id); found != read_.end()) return found->second.get();
    }
    auto version = read(id); // outside the lock: two may read the same, and the first is kept
    std::lock_guard lock{mutex_};
    return read_.try_emplace(id, std::move(version)).first->second.get();
}

Catalogue::Catalogue(std::vector<VersionPlace> places, std::vector<Trial> trials, std::shared_ptr<Shelf> shelf,
                     Capabilities capabilities, std::set<std::string, std::less<>> lost)
    : shelf_{std::move(shelf)}, capabilities_{std::move(capabilities)}, lost_{std::move(lost)}
{
    std::ranges::sort(places, std::greater{}, &VersionPlace::number);
    for (auto const& place : places) {
        ids_.insert(place.id);
        newest_ = std::max(newest_, place.id);
        // The newest that can be read.
        if (!current_.contains(place.service) && shelf_->get(place.id)) current_[place.service] = place.id;
    }
    for (auto& trial : trials) {
        auto const newest = current_.find(trial.service);
        bool const is_over =
            newest == current_.end() || (newest->second != trial.control && newest->second != trial.variant);
        auto const can_run = [&](VersionId id) { return version(id) && !version(id)->definition.withdrawn; };
        if (!is_over && can_run(trial.control) && can_run(trial.variant)) trials_[trial.service] = std::move(trial);
    }
}

Version const* Catalogue::current(std::string_view service) const
{
    auto const found = current_.find(service);
    return found == current_.end() ? nullptr : version(found->second);
}

Version const* Catalogue::current(std::string_view service, std::string_view browser) const
{
    auto const* running = trial(service);
    if (!running) return current(service);
    if (running->settled.value != 0) return version(running->settled);
    if (browser.empty()) return current(service);
    return version(running->gets_variant(browser) ? running->variant : running->control);
}

Version const* Catalogue::version(VersionId id) const
{
    if (tried_ && id == tried_->id) return tried_.get();
    return ids_.contains(id) ? shelf_->get(id) : nullptr;
}

std::shared_ptr<Catalogue const> Catalogue::with(std::shared_ptr<Version const> tried) const
{
    auto other = std::make_shared<Catalogue>(*this);
    other->current_[tried->definition.id] = tried->id;
    other->trials_.erase(tried->definition.id);
    other->lost_.erase(tried->definition.id); // a draft is tried, whatever became of the file
    other->tried_ = std::move(tried);
    return other;
}

std::vector<Version const*> Catalogue::every() const
{
    std::vector<Version const*> versions;
    for (auto const& [service, id] : current_) versions.push_back(version(id));
    std::ranges::sort(versions, {},
                      [](Version const* version) -> std::string const& { return version->definition.title; });
    return versions;
}

std::vector<Version const*> Catalogue::all() const
{
    auto versions = every();
    std::erase_if(versions, [&](Version const* version) { return !is_on_offer(version->definition); });
    return versions;
}

bool Catalogue::is_on_offer(Definition const& definition) const
{
    return !definition.withdrawn && !has_lost_its_file(definition.id);
}

Version const* Catalogue::successor(Definition const& definition) const
{
    constexpr int longest_chain = 20; // two services may name each other
    auto const* at = &definition;
    for (int i = 0; i < longest_chain && !at->successor.empty(); ++i) {
        auto const* next = current(at->successor);
        if (!next || is_on_offer(next->definition)) return next;
        at = &next->definition;
    }
    return nullptr;
}

Offer Catalogue::offer(Definition const& definition, Date today) const
{
    if (!is_on_offer(definition)) return {.state = Offer::State::withdrawn, .words = {}, .missing = {}};
    return offer_of(definition, capabilities_, today);
}

Trial const* Catalogue::trial(std::string_view service) const
{
    auto const found = trials_.find(service);
    return found == trials_.end() ? nullptr : &found->second;
}

}
