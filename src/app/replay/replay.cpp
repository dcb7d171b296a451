#include "replay.hpp"

#include "compare.hpp"
#include "council.hpp"
#include "progress.hpp"
#include "timeline.hpp"

#include "../front_door.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace guildhall::replay {

namespace {

/// Mail that goes nowhere but is counted. A message that is sent again, as a crash may cause, counts once.
class CountingSender final : public notify::Sender {
public:
    explicit CountingSender(std::size_t& count) : count_{count} {}
    std::expected<void, db::JobFailure> send(notify::Mail const& mail) override
    {
        notify::mime_of(mail); // all the work but the sending
        std::lock_guard lock{mutex_};
        if (seen_.insert(mail.id.value).second) ++count_;
        return {};
    }

private:
    std::mutex mutex_;
    std::set<std::int64_t> seen_;
    std::size_t& count_;
};

http::Options server_options()
{
    http::Options options{.port = 0};
    options.trusted_proxies = {"127.0.0.1"}; // so that every record is a client of its own
    return options;
}

int workers_on_this_machine()
{
    return static_cast<int>(std::clamp(6 * std::thread::hardware_concurrency(), 8U, 32U)); // most wait for the disk
}

std::vector<Fate> live_through(app::FrontDoor& door, app::Site& site, Staff& staff, ManualClock& clock, Map const& map,
                               std::vector<Record> const& records, std::vector<Moment> const& moments,
                               bool show_progress)
{
    std::optional<Progress> progress;
    if (show_progress) progress.emplace(records.size(), moments.size());
    auto const report = [&](std::size_t done) {
        if (progress) progress->at(done);
    };
    Timeline timeline{{.map = map,
                       .records = records,
                       .clock = clock,
                       .staff = staff,
                       .port = door.port(),
                       .host = site.council().settings.hosts.front(),
                       .workers = workers_on_this_machine(),
                       .progress = report}};
    return timeline.run(moments);
}

Counts count(std::vector<Record> const& records, std::vector<Fate> const& fates)
{
    Counts counts{.received = records.size()};
    for (auto const& fate : fates) {
        fate.refusal.empty() ? ++counts.opened : ++counts.refused;
        if (fate.closed) ++counts.closed;
    }
    return counts;
}

/// One line for each record that was refused or is not what it was.
void write_report(Wishes const& wishes, std::vector<Record> const& records, std::vector<Fate> const& fates,
                  std::vector<Mismatch> const& mismatches)
{
    if (wishes.report.empty()) return;
    std::ofstream out{wishes.report};
    auto const place = [&](std::size_t i) {
        return fmt::format("{}:{}", wishes.file.string(), i < records.size() ? records[i].line : 0);
    };
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!fates[i].refusal.empty()) out << place(i) << ": refused: " << fates[i].refusal << '\n';
    }
    for (auto const& mismatch : mismatches)
        out << place(mismatch.record) << ": does not match: " << mismatch.sentence << '\n';
    out.flush();
    if (!out)
        throw std::runtime_error(fmt::format(
            "The report {} cannot be written. Does its folder exist, and is there room?", wishes.report.string()));
}

}

std::string Counts::text() const
{
    return fmt::format("{} received, {} opened, {} followed, {} refused, {} closed, {} mails, {} mismatches", received,
                       opened, followed, refused, closed, mails, mismatches);
}

Counts replay(Wishes const& wishes)
{
    auto const map = read_map(wishes.map);
    auto const records = read_records(wishes.file, map, wishes.limit);
    auto const moments = moments_of(records);
    ManualClock clock{moments.empty() ? from_millis(0) : moments.front().at};

    std::size_t mails = 0;
    app::FrontDoor door{server_options(), clock};
    auto& site = door.add(options_for(wishes.council, map, std::make_unique<CountingSender>(mails)));
    check_council(site, map);
    Staff staff{std::string{staff_email}, add_staff(site)};
    door.start();
    auto const fates = live_through(door, site, staff, clock, map, records, moments, wishes.show_progress);
    site.settle();

    auto counts = count(records, fates);
    Browser browser{door.port(), site.council().settings.hosts.front()};
    auto const& service = site.library().catalogue()->current(map.service)->definition;
    auto const mismatches = compare(staff.export_csv(browser, map.service), map, service, records, fates);
    door.drain();
    counts.mails = mails;
    counts.mismatches = mismatches.size();
    write_report(wishes, records, fates, mismatches);
    return counts;
}

}
