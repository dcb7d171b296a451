// One year in a few minutes: what residents and staff did, in the order of time, on a clock that stands at each moment.
#pragma once

#include "records.hpp"
#include "resident.hpp"
#include "staff.hpp"
#include "workers.hpp"

#include <base/reference.hpp>
#include <base/time.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::replay {

/// What became of one record.
struct Fate {
    std::optional<Reference> reference; ///< of its case
    std::string refusal;                ///< the sentence that a resident read
    bool closed = false;
    std::string complaint; ///< why staff could not close it
};

/// A resident opens the start page this long before sending; staff take a case on as long before they close it, or when
/// it comes in. So many people are at it together, as in life, and what they write is made durable together.
constexpr Duration lead = std::chrono::hours{12};

struct Moment {
    Time at{};
    /// In the order in which they happen to one record at one time.
    enum class What { begin, be_ready, send, take_on, close } what = What::begin;
    std::size_t record = 0;
};
std::vector<Moment> moments_of(std::vector<Record> const& records);

class Timeline {
public:
    struct Parts {
        Map const& map;
        std::vector<Record> const& records;
        ManualClock& clock;
        Staff& staff;
        std::uint16_t port;
        std::string host;
        int workers;
        std::function<void(std::size_t done)> progress; ///< moments behind us
    };
    explicit Timeline(Parts parts);
    /// Lives through every moment. Returns the fate of each record.
    std::vector<Fate> run(std::vector<Moment> const& moments);

private:
    void begin(std::size_t i);
    void be_ready(std::size_t i);
    void send(std::size_t i);
    void take_on(std::size_t i);
    void close(std::size_t i);
    void know_reference(std::size_t i);

    Parts parts_;
    Browser browser_; ///< for what must happen at its very moment
    std::vector<Fate> fates_;
    std::vector<std::future<Application>> begun_;
    std::vector<std::optional<Application>> ready_;
    std::vector<std::future<Reference>> sent_;
    std::vector<std::future<Closing>> taken_on_;
    Workers workers_; ///< last: they end before what they use
};

}
