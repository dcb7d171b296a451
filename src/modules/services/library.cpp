#include "reader.hpp"
#include "shelf.hpp"
#include "stored.hpp"
#include "translation.hpp"

#include <services/services.hpp>

#include <base/embedded.hpp>
#include <base/result.hpp>
#include <base/secret.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>
#include <ranges>
#include <sstream>
#include <stdexcept>

GUILDHALL_EMBEDDED(services_migrations)
GUILDHALL_EMBEDDED(services_shipped)

namespace guildhall::services {

namespace {

constexpr db::Query newest_hash{"services.newest_hash", R"sql(
    select hash from service_version where service = $1 and origin = 'file' order by number desc limit 1)sql"};
constexpr db::Query newest_origin{"services.newest_origin", R"sql(
    select origin, number from service_version where service = $1 order by number desc limit 1)sql"};
constexpr db::Query add_version{"services.add_version", R"sql(
    insert into service_version (id, service, number, hash, source, published_at, origin, published_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
constexpr db::Query every_version{"services.every_version", R"sql(
    select id, service, number, origin from service_version order by service, number)sql"};
constexpr db::Query open_trials{"services.open_trials", R"sql(
    select id, service, control, variant, share, settled from service_trial where ended_at is null)sql"};

struct Newest {
    std::string origin;
    std::int64_t number = 0;
};
Newest newest_of(db::Snapshot& snapshot, std::string_view service)
{
    return snapshot
        .one(
            newest_origin,
            [](db::Row const& row) {
                return Newest{row.get<std::string>(0), row.integer(1)};
            },
            service)
        .value_or(Newest{});
}

/// Stores a file's definition as a new version, unless it was stored before. A council's own version stays in front of
/// it: what the file brings is then offered to the editors, who take it in or not.
void publish_one(db::Tx& tx, std::string const& service, std::string const& source)
{
    if (tx.value<std::string>(newest_hash, service) == sha256_hex(source)) return;
    if (newest_of(tx, service).origin == "editor") return;
    store_version(tx, service, source, Origin::file);
}

std::string stem(std::string_view name)
{
    auto const slash = name.rfind('/');
    name = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return std::string{name.substr(0, name.rfind('.'))};
}

bool is_definition_of(SourceFile const& file, std::string_view service)
{
    return file.name.ends_with(".yaml") && !file.name.starts_with("lists/") && stem(file.name) == service;
}

bool holds(Source const& source, std::string_view service)
{
    return std::ranges::any_of(source, [&](SourceFile const& one) { return is_definition_of(one, service); });
}

/// The templates that a definition names, whatever else may be wrong with it.
std::vector<std::string> messages_named_in(std::string const& text)
{
    auto const definition = read_definition("", text).definition;
    std::vector<std::string> names{definition.received};
    for (auto const& stage : definition.stages) names.push_back(stage.message);
    return names;
}

}

std::int64_t store_version(db::Tx& tx, std::string_view service, std::string const& source, Origin origin)
{
    auto const number = newest_of(tx, service).number + 1;
    close_trial(tx, service, {}, {}); // its two versions are no longer what is on offer
    auto const* const word = origin == Origin::file ? "file" : "editor";
    tx.run(add_version, tx.new_id<VersionId>(), service, number, sha256_hex(source), source, tx.now(), word,
           tx.actor().person);
    tx.append({.type = "service.published",
               .facts = R"({"service":")" + std::string{service} + R"(","number":)" + std::to_string(number) + "}"});
    return number;
}

std::vector<db::Migration> migrations()
{
    return db::migrations_of("services", embedded::services_migrations());
}

Source shipped_source()
{
    Source source;
    for (auto const& file : embedded::services_shipped())
        source.push_back({std::string{file.name}, std::string{file.bytes}});
    return source;
}

Source folder_source(std::filesystem::path const& folder)
{
    Source source;
    if (!std::filesystem::is_directory(folder)) return source;
    namespace fs = std::filesystem;
    // What cannot be read, such as a link that leads nowhere, is empty here: the check names it.
    std::error_code unreadable;
    fs::recursive_directory_iterator entries{folder, fs::directory_options::skip_permission_denied, unreadable};
    for (; !unreadable && entries != fs::recursive_directory_iterator{}; entries.increment(unreadable)) {
        auto const& entry = *entries;
        auto const extension = entry.path().extension();
        std::error_code nowhere;
        auto const type = entry.status(nowhere).type();
        bool const is_file =
            type == fs::file_type::regular || type == fs::file_type::not_found || type == fs::file_type::none;
        if (!is_file || (extension != ".yaml" && extension != ".txt")) continue;
        std::ostringstream text;
        text << std::ifstream{entry.path(), std::ios::binary}.rdbuf();
        source.push_back({entry.path().lexically_relative(folder).generic_string(), std::move(text).str()});
    }
    std::ranges::sort(source, {}, &SourceFile::name);
    return source;
}

Source overlaid(Source shipped, Source const& own)
{
    for (auto const& file : own) {
        auto const same = std::ranges::find(shipped, file.name, &SourceFile::name);
        if (same != shipped.end() && file.name == "words.txt")
            same->text.append("\n").append(file.text); // a council's necessary words are added to the shipped ones
        else if (same != shipped.end())
            *same = file;
        else
            shipped.push_back(file);
    }
    return shipped;
}

std::vector<Problem> Library::publish(Source const& source)
{
    auto checked = check(source, message_check_, capabilities_);
    std::lock_guard one_at_a_time{publishing_}; // else an older catalogue could be put over a newer one
    {
        std::lock_guard lock{mutex_};
        source_ = std::make_shared<Source const>(source);
    }
    database_
        .write(Actor::system(),
               [&](db::Tx& tx) {
                   for (auto const& definition : checked.good) {
                       if (checked.hard.contains(definition.id)) continue;
                       auto const file = std::ranges::find_if(source, [&](SourceFile const& candidate) {
                           return candidate.name.ends_with("/" + definition.id + ".yaml") ||
                                  candidate.name == definition.id + ".yaml";
                       });
                       publish_one(tx, definition.id, stored_source(definition, file->text));
                   }
               })
        .wait();
    for (auto const& problem : checked.problems) spdlog::warn("service definition: {}", problem.text());
    load();
    auto const now = catalogue();
    for (auto const* version : now->every()) {
        auto const& id = version->definition.id;
        if (now->has_lost_its_file(id))
            spdlog::warn("service {}: its file is gone, so it is no longer on offer. Put the file back, or go to "
                         "/admin/services/{}/versions to keep or withdraw it.",
                         id, id);
    }
    return std::move(checked.problems);
}

Source Library::files_of(std::string_view service) const
{
    std::shared_ptr<Source const> source;
    {
        std::lock_guard lock{mutex_};
        source = source_;
    }
    Source files;
    if (!source) return files;
    auto const file =
        std::ranges::find_if(*source, [&](SourceFile const& one) { return is_definition_of(one, service); });
    if (file == source->end()) return files;
    files.push_back(*file);
    auto const named = messages_named_in(file->text);
    for (auto const& one : *source)
        if (one.name.starts_with("messages/") && std::ranges::find(named, stem(one.name)) != named.end())
            files.push_back(one);
    return files;
}

namespace {

/// A draft calls its translation "order-bin.cy.yaml", and in the library it may lie in a folder.
std::string name_in(Source const& whole, std::string_view service, std::string const& name)
{
    auto const own = translated_name(name);
    if (!own || own->stem != service) return name;
    for (auto const& file : whole) {
        auto const other = translated_name(file.name);
        if (other && file.name.ends_with(".yaml") && other->stem == service && other->language == own->language)
            return file.name;
    }
    return name;
}

}

Examined Library::examine(std::string_view service, Source const& files) const
{
    Source whole;
    {
        std::lock_guard lock{mutex_};
        if (source_) whole = *source_;
    }
    auto const old = std::ranges::find_if(whole, [&](SourceFile const& one) { return is_definition_of(one, service); });
    auto const name = old == whole.end() ? std::string{service} + ".yaml" : old->name;
    Source own{{name, files.front().text}};
    for (auto const& file : files | std::views::drop(1)) own.push_back({name_in(whole, service, file.name), file.text});
    auto checked = check(overlaid(std::move(whole), own), message_check_, capabilities_);
    Examined examined;
    for (auto* found : {&checked.problems, &checked.advice}) {
        for (auto& problem : *found)
            if (std::ranges::find(own, problem.file, &SourceFile::name) != own.end())
                examined.problems.push_back(std::move(problem));
    }
    auto const good = std::ranges::find(checked.good, service, &Definition::id);
    examined.is_sound = good != checked.good.end();
    examined.definition = examined.is_sound ? std::move(*good) : read_definition(name, own.front().text).definition;
    return examined;
}

NecessaryWords Library::necessary_words() const
{
    std::lock_guard lock{mutex_};
    if (!source_) return {};
    auto const file = std::ranges::find(*source_, "words.txt", &SourceFile::name);
    return file == source_->end() ? NecessaryWords{} : NecessaryWords{file->text};
}

void Library::reload()
{
    std::lock_guard one_at_a_time{publishing_};
    load();
}

Library::Library(db::Database& database, MessageCheck message_check, Capabilities capabilities)
    : database_{database},
      message_check_{std::move(message_check)},
      capabilities_{std::move(capabilities)},
      shelf_{std::make_shared<Shelf>(database, capabilities_)}
{}

std::shared_ptr<Catalogue const> Library::catalogue() const
{
    std::lock_guard lock{mutex_};
    return catalogue_;
}

std::shared_ptr<Catalogue const> Library::catalogue_knowing(VersionId version)
{
    auto known = catalogue();
    if (known->version(version)) return known;
    load();
    return catalogue();
}

void Library::load()
{
    std::vector<VersionPlace> places;
    std::vector<Trial> trials;
    std::set<std::string, std::less<>> of_files; // services whose newest version came from a file
    database_.read([&](db::Snapshot& snapshot) {
        places = snapshot.all(every_version, [&](db::Row const& row) {
            VersionPlace place{row.get<VersionId>(0), row.get<std::string>(1), row.integer(2)};
            if (row.text(3) == "file")
                of_files.insert(place.service); // they are ordered by number: the last one counts
            else
                of_files.erase(place.service);
            return place;
        });
        trials = snapshot.all(open_trials, [](db::Row const& row) {
            return Trial{row.get<TrialId>(0),   row.get<std::string>(1),          row.get<VersionId>(2),
                         row.get<VersionId>(3), static_cast<int>(row.integer(4)), row.get<VersionId>(5)};
        });
    });
    std::map<std::string_view, VersionPlace const*> newest;
    for (auto const& place : places) newest[place.service] = &place; // they are ordered by number
    std::set<VersionId> current;
    for (auto const& [service, place] : newest) current.insert(place->id);
    std::shared_ptr<Shelf> shelf;
    {
        std::lock_guard lock{mutex_};
        shelf = shelf_->with_only(current);
        // Whoever has read no files yet cannot know that one is gone.
        std::erase_if(of_files, [&](std::string const& service) { return !source_ || holds(*source_, service); });
    }
    auto fresh = std::make_shared<Catalogue const>(std::move(places), std::move(trials), shelf, capabilities_,
                                                   std::move(of_files));
    std::lock_guard lock{mutex_};
    shelf_ = std::move(shelf);
    // Ids grow with time, so whoever knows an older newest version read earlier.
    if (!catalogue_ || catalogue_->newest() <= fresh->newest()) catalogue_ = std::move(fresh);
}

}
