#include "reader.hpp"

#include <services/services.hpp>

#include <base/embedded.hpp>
#include <base/result.hpp>
#include <base/secret.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

GUILDHALL_EMBEDDED(services_migrations)
GUILDHALL_EMBEDDED(services_shipped)

namespace guildhall::services {

namespace {

// A stored version is the definition's text followed by its messages, so that it never depends on a file again.
constexpr std::string_view message_mark = "\n%%% message ";

std::string stored_source(Definition const& definition, std::string_view text)
{
    std::string out{text};
    for (auto const& [name, message] : definition.messages) {
        out.append(message_mark)
            .append(name)
            .append("\nSubject: ")
            .append(message.subject)
            .append("\n\n")
            .append(message.body);
    }
    return out;
}

constexpr db::Query newest_hash{"services.newest_hash", R"sql(
    select hash, number from service_version where service = $1 order by number desc limit 1)sql"};
constexpr db::Query add_version{"services.add_version", R"sql(
    insert into service_version (id, service, number, hash, source, published_at) values ($1, $2, $3, $4, $5, $6))sql"};
constexpr db::Query every_version{"services.every_version", R"sql(
    select id, service, number, source from service_version order by service, number)sql"};

/// Stores the definition as a new version, unless the newest one is the same.
void publish_one(db::Tx& tx, std::string const& service, std::string const& source)
{
    struct Newest {
        std::string hash;
        std::int64_t number;
    };
    auto const hash = sha256_hex(source);
    auto const newest = tx.one(
        newest_hash,
        [](db::Row const& row) {
            return Newest{row.get<std::string>(0), row.integer(1)};
        },
        service);
    if (newest && newest->hash == hash) return;
    auto const number = newest ? newest->number + 1 : 1;
    tx.run(add_version, tx.new_id<VersionId>(), service, number, hash, source, tx.now());
    tx.append({.type = "service.published",
               .facts = R"({"service":")" + service + R"(","number":)" + std::to_string(number) + "}"});
}

/// Reads a definition back from its stored version, which was checked when it was stored: by the reader of that day.
Result<Definition, Problem> read_stored(std::string const& source)
{
    auto const end = std::min(source.find(message_mark), source.size());
    auto read = read_definition("stored version", source.substr(0, end));
    if (!read.problems.empty()) return Refused{read.problems.front()};
    for (auto at = end; at < source.size();) {
        at += message_mark.size();
        auto const name_end = source.find('\n', at);
        auto const next = std::min(source.find(message_mark, name_end), source.size());
        auto message =
            read_message("stored message", std::string_view{source}.substr(name_end + 1, next - name_end - 1));
        read.definition.messages[source.substr(at, name_end - at)] = std::move(message.message);
        at = next;
    }
    return std::move(read.definition);
}

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
        if (same != shipped.end())
            *same = file;
        else
            shipped.push_back(file);
    }
    return shipped;
}

Catalogue::Catalogue(std::vector<std::shared_ptr<Version const>> versions)
{
    for (auto& version : versions) {
        by_id_[version->id] = version;
        auto& newest = current_[version->definition.id];
        if (!newest || newest->number < version->number) newest = version;
    }
}

Version const* Catalogue::current(std::string_view service) const
{
    auto const found = current_.find(service);
    return found == current_.end() ? nullptr : found->second.get();
}

Version const* Catalogue::version(VersionId id) const
{
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second.get();
}

std::vector<Version const*> Catalogue::all() const
{
    std::vector<Version const*> versions;
    for (auto const& [id, version] : current_) versions.push_back(version.get());
    std::ranges::sort(versions, {},
                      [](Version const* version) -> std::string const& { return version->definition.title; });
    return versions;
}

std::vector<Problem> Library::publish(Source const& source)
{
    auto checked = check(source, message_check_);
    std::lock_guard one_at_a_time{publishing_}; // else an older catalogue could be put over a newer one
    database_
        .write(Actor::system(),
               [&](db::Tx& tx) {
                   for (auto const& definition : checked.good) {
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
    return std::move(checked.problems);
}

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
    struct Stored {
        VersionId id;
        std::string service;
        std::int64_t number;
        std::string source;
    };
    auto const stored = database_.read([](db::Snapshot& snapshot) {
        return snapshot.all(every_version, [](db::Row const& row) {
            return Stored{row.get<VersionId>(0), row.get<std::string>(1), row.integer(2), row.get<std::string>(3)};
        });
    });
    std::vector<std::shared_ptr<Version const>> versions;
    for (auto const& one : stored) {
        auto definition = read_stored(one.source);
        // One row that this release cannot read must not close every service of the council.
        if (definition)
            versions.push_back(std::make_shared<Version>(Version{one.id, one.number, std::move(*definition)}));
        else
            spdlog::error("services: version {} of {} is left out, because it cannot be read: {}", one.number,
                          one.service, definition.error().text());
    }
    auto fresh = std::make_shared<Catalogue const>(std::move(versions));
    std::lock_guard lock{mutex_};
    // Ids grow with time, so whoever knows an older newest version read earlier.
    if (!catalogue_ || catalogue_->newest() <= fresh->newest()) catalogue_ = std::move(fresh);
}

}
