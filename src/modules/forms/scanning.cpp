#include "scanning.hpp"

#include "scan.hpp"

#include <spdlog/spdlog.h>

namespace guildhall::forms {

namespace {

constexpr Duration asked_again_after = std::chrono::minutes{2};

constexpr db::Query set_infected{"forms.set_infected", "update form_file set state = 'infected' where id = $1"};

void is_infected(council::Council& council, File const& file)
{
    council.database.write(Actor::system(), [&](db::Tx& tx) { tx.run(set_infected, file.id); }).wait();
    // Its name stays in the row until it is gone, so that a crash cannot leave it behind.
    council.blobs.remove(file.original);
    council.database.write(Actor::system(), [&](db::Tx& tx) { original_is_gone(tx, file.id); }).wait();
}

void ask_again(council::Council& council, File const& file)
{
    auto const queue = [&](db::Tx& tx) {
        tx.enqueue({.kind = "forms.photo", .payload = std::to_string(file.id.value), .delay = asked_again_after});
    };
    council.database.write(Actor::system(), queue).wait();
}

}

bool may_work_on(council::Council& council, File const& file)
{
    auto const& clamd = council.settings.clamd;
    if (clamd.empty()) return true;
    auto const bytes = council.database.read([&](db::Snapshot& snapshot) {
        auto const sealed = council.blobs.get(file.original);
        return sealed ? snapshot.unseal(*sealed) : std::nullopt;
    });
    if (!bytes) return true; // forgotten meanwhile: there is nothing to check, and nothing to serve
    auto const found = scan(clamd, *bytes);
    switch (found.verdict) {
    case ScanResult::Verdict::clean: return true;
    case ScanResult::Verdict::infected:
        spdlog::warn("file {}: clamd found {}. It was deleted.", file.id.value, found.words);
        is_infected(council, file);
        return false;
    case ScanResult::Verdict::unavailable:
        spdlog::warn("file {} waits unchecked: {}. It is tried again in 2 minutes.", file.id.value, found.words);
        ask_again(council, file);
        return false;
    }
    return false;
}

}
