#include "timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace guildhall::replay {

namespace {

/// A page that is sent sooner than this after it was shown was not read (http/forms_guard.hpp).
constexpr Duration reading = std::chrono::seconds{5};

/// Every record is a client of its own. The limit on requests counts real minutes, and a replay packs a year into a few
/// of them, so one address for all would be one client who asks thousands of times a minute.
std::string client_of(std::size_t record)
{
    return fmt::format("10.{}.{}.{}", (record >> 16) & 255, (record >> 8) & 255, record & 255);
}

}

std::vector<Moment> moments_of(std::vector<Record> const& records)
{
    using What = Moment::What;
    std::vector<Moment> moments;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& record = records[i];
        if (!record.refusal.empty()) continue;
        moments.push_back({record.opened - lead, What::begin, i});
        moments.push_back({record.opened - reading, What::be_ready, i});
        moments.push_back({record.opened, What::send, i});
        if (!record.closed) continue;
        moments.push_back({std::max(record.opened, *record.closed - lead), What::take_on, i});
        moments.push_back({*record.closed, What::close, i});
    }
    std::ranges::stable_sort(moments, {}, [](Moment const& moment) { return std::tuple{moment.at, moment.what}; });
    return moments;
}

Timeline::Timeline(Parts parts)
    : parts_{std::move(parts)},
      browser_{parts_.port, parts_.host},
      fates_(parts_.records.size()),
      begun_(parts_.records.size()),
      ready_(parts_.records.size()),
      sent_(parts_.records.size()),
      taken_on_(parts_.records.size()),
      workers_{parts_.workers, parts_.port, parts_.host}
{
    for (std::size_t i = 0; i < fates_.size(); ++i) fates_[i].refusal = parts_.records[i].refusal;
}

std::vector<Fate> Timeline::run(std::vector<Moment> const& moments)
{
    for (std::size_t done = 0; done < moments.size(); ++done) {
        auto const& moment = moments[done];
        // Whoever must be ready before the clock moves on has been waited for: the moments are in order.
        if (moment.at > parts_.clock.now()) parts_.clock.set(moment.at);
        switch (moment.what) {
        case Moment::What::begin: begin(moment.record); break;
        case Moment::What::be_ready: be_ready(moment.record); break;
        case Moment::What::send: send(moment.record); break;
        case Moment::What::take_on: take_on(moment.record); break;
        case Moment::What::close: close(moment.record); break;
        }
        parts_.progress(done + 1);
    }
    for (std::size_t i = 0; i < fates_.size(); ++i) know_reference(i);
    return std::move(fates_);
}

/// What the confirmation page said. Without it the case cannot be found again.
void Timeline::know_reference(std::size_t i)
try {
    if (sent_[i].valid()) fates_[i].reference = sent_[i].get();
} catch (std::runtime_error const& error) {
    fates_[i].complaint = error.what();
}

void Timeline::begin(std::size_t i)
{
    begun_[i] = workers_.post(
        [this, i](Browser& browser) { return fill_in(browser, parts_.map, parts_.records[i], client_of(i)); });
}

void Timeline::be_ready(std::size_t i)
try {
    auto application = begun_[i].get();
    fates_[i].refusal = application.refusal;
    ready_[i] = std::move(application);
} catch (std::runtime_error const& error) {
    fates_[i].refusal = error.what();
}

void Timeline::send(std::size_t i)
try {
    auto ready = std::exchange(ready_[i], std::nullopt);
    if (!ready || !fates_[i].refusal.empty()) return;
    auto application = std::move(*ready);
    replay::send(browser_, application);
    fates_[i].refusal = application.refusal;
    if (!application.refusal.empty()) return;
    sent_[i] = workers_.post([this, application = std::move(application)](Browser& browser) mutable {
        auto const reference = read_reference(browser, application, parts_.map);
        if (!reference) throw std::runtime_error("The confirmation page shows no reference.");
        return *reference;
    });
} catch (std::runtime_error const& error) {
    fates_[i].refusal = error.what();
}

void Timeline::take_on(std::size_t i)
{
    know_reference(i);
    auto const& known = fates_[i].reference;
    if (!known) return;
    taken_on_[i] = workers_.post([this, i, reference = *known](Browser& browser) {
        return parts_.staff.take_on(browser, reference, parts_.records[i]);
    });
}

void Timeline::close(std::size_t i)
try {
    if (!taken_on_[i].valid()) return;
    fates_[i].complaint = parts_.staff.close(browser_, taken_on_[i].get(), parts_.records[i]);
    fates_[i].closed = fates_[i].complaint.empty();
} catch (std::runtime_error const& error) {
    fates_[i].complaint = error.what();
}

}
