// guildhall audit: is the event log what was written? Whoever changed an event broke the chain of hashes at its place.
#include "chosen.hpp"
#include "commands.hpp"
#include "logging.hpp"
#include "site.hpp"

#include <db/event.hpp>

#include <fmt/format.h>

#include <memory>

namespace guildhall::app {

namespace {

struct Wishes {
    std::string config, council;
};

constexpr db::Query count_events{"app.count_events", "select coalesce(max(position), 0) from event"};

/// Whether the log of this council is unbroken.
bool audit_one(NamedCouncil const& council)
{
    auto const& place = council.place;
    SystemClock const clock;
    db::Database database{{.folder = place.folder,
                           .postgres = place.postgres,
                           .postgres_keys = place.postgres_keys,
                           .master_key = read_master_key(place.master_key_file)},
                          all_migrations(),
                          clock};
    auto const broken = database.read([](db::Snapshot& snapshot) { return db::first_broken_link(snapshot); });
    auto const events =
        database.read([](db::Snapshot& snapshot) { return snapshot.value<std::int64_t>(count_events); });
    if (broken == 0)
        fmt::print("{}: the log of {} events is unbroken\n", council.slug, events.value_or(0));
    else
        fmt::print("{}: event {} is not what was written. Compare it with a backup that is older than the change.\n",
                   council.slug, broken);
    return broken == 0;
}

int audit(Wishes const& wishes)
{
    start_logging(LogShape::plain);
    bool unbroken = true;
    for (auto const& council : chosen(read_settings(wishes.config), wishes.council)) unbroken &= audit_one(council);
    return unbroken ? 0 : 1;
}

}

void add_audit(CLI::App& parser, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command =
        parser.add_subcommand("audit", "Check that nobody changed the event log; while the council is not open");
    command->add_option("--config", wishes->config, "The configuration that names the councils")->required();
    command->add_option("--council", wishes->council, "Short name of one council; without it all");
    command->footer("Example:\n  guildhall audit --config /etc/guildhall/guildhall.toml");
    command->callback([wishes, &run] { run = [wishes] { return audit(*wishes); }; });
}

}
