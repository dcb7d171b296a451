#include "progress.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdio>

namespace guildhall::replay {

Progress::Progress(std::size_t records, std::size_t steps)
    : records_{records},
      steps_{steps},
      is_terminal_{::isatty(STDERR_FILENO) == 1},
      started_{std::chrono::steady_clock::now()}
{}

Progress::~Progress()
{
    if (is_terminal_ && steps_ > 0) fmt::print(stderr, "\n");
}

std::string Progress::words(std::size_t step) const
{
    auto const part = static_cast<double>(step) / static_cast<double>(steps_);
    std::chrono::duration<double> const spent = std::chrono::steady_clock::now() - started_;
    auto const done = part * static_cast<double>(records_);
    auto const rate = spent.count() > 0 ? done / spent.count() : 0;
    auto const left = rate > 0 ? (static_cast<double>(records_) - done) / rate : 0;
    return fmt::format("{:>3.0f}%  {:.0f} of {} records, {:.0f} a second, {:.0f} s left", part * 100, done, records_,
                       rate, left);
}

void Progress::at(std::size_t step)
{
    auto const percent = step * 100 / steps_;
    if (!is_terminal_) {
        if (percent / 5 == shown_ / 5) return;
        shown_ = percent;
        fmt::print(stderr, "{}\n", words(step));
        return;
    }
    auto const now = std::chrono::steady_clock::now();
    if (now - drawn_ < std::chrono::milliseconds{100} && step != steps_) return;
    drawn_ = now;
    constexpr std::size_t width = 40;
    auto const full = percent * width / 100;
    fmt::print(stderr, "\r[{:=<{}}{: <{}}] {}  ", "", full, "", width - full, words(step));
    std::fflush(stderr);
}

}
