#include <base/id.hpp>

#include <base/secret.hpp>

#include <sodium.h>

namespace guildhall {

namespace {

constexpr std::int64_t epoch_2020 = 1'577'836'800'000;
constexpr int counter_bits = 22;
constexpr std::int64_t counter_mask = (std::int64_t{1} << counter_bits) - 1;

}

std::int64_t IdSource::next_value()
{
    // The lower half of the counter's range is where it starts, so that many ids fit into one millisecond.
    auto const millis = to_millis(clock_.now()) - epoch_2020;
    auto const fresh =
        ((millis < 0 ? 0 : millis) << counter_bits) | (randombytes_uniform(1U << (counter_bits - 1)) & counter_mask);
    auto last = last_.load();
    std::int64_t next = 0;
    do {
        next = (fresh >> counter_bits) > (last >> counter_bits) ? fresh : last + 1;
    } while (!last_.compare_exchange_weak(last, next));
    return next;
}

}
