// How far it is, on standard error: a bar where somebody watches, else a line now and then.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace guildhall::replay {

class Progress {
public:
    /// `records`: what the rate counts; `steps`: what the bar shows.
    Progress(std::size_t records, std::size_t steps);
    ~Progress(); ///< ends the bar's line
    void at(std::size_t step);

private:
    [[nodiscard]] std::string words(std::size_t step) const;
    std::size_t records_;
    std::size_t steps_;
    bool is_terminal_;
    std::size_t shown_ = 0; ///< percent, in fives where nobody watches
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point drawn_{};
};

}
