// Time is UTC milliseconds, a date is a civil date without a time. The council's time zone is applied on the page.
// A Clock is passed in wherever time is read, so that tests and replays own it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace guildhall {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;
using Date = std::chrono::year_month_day;

[[nodiscard]] constexpr std::int64_t to_millis(Time t)
{
    return t.time_since_epoch().count();
}
[[nodiscard]] constexpr Time from_millis(std::int64_t ms)
{
    return Time{std::chrono::milliseconds{ms}};
}

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0; ///< thread-safe
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Time now() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// A clock that stands still until it is set. For tests, demos and replays.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start) : now_{start} {}
    [[nodiscard]] Time now() const override { return now_.load(); }
    void set(Time t) { now_.store(t); }
    void advance(Duration by) { now_.store(now_.load() + by); }

private:
    std::atomic<Time> now_;
};

}
