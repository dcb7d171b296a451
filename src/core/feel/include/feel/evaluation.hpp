// One run: its bounds, its clock, and what it noted. Several expressions may share a run (the decisions of a DMN
// model do), so that the bounds hold for all of them together. One thread at a time.
#pragma once

#include <base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

struct Limits {
    std::int64_t steps = 2'000'000;   ///< one for each operation and each part of a value that is built or walked
    int depth = 1'000;                ///< operations inside operations, calls included
    std::uint64_t weight = 1'000'000; ///< parts of one value
    std::size_t text = 1'000'000;     ///< bytes of one string
    std::int64_t pattern_steps =
        1'000; ///< tens of thousands of ICU's steps for all matches of one call: about a second
};

enum class Bound { steps, depth, weight, text, pattern };
[[nodiscard]] std::string_view sentence_of(Bound bound); ///< "This takes too many steps."

struct Settings {
    Limits limits = {};
    guildhall::Clock const* clock = nullptr; ///< without one, now() and today() are null
    std::string zone = "UTC";                ///< the zone of now() and today()
    bool notes = false;                      ///< keep the reasons why something became null
};

/// Why something became null.
struct Note {
    std::string sentence;
    int line = 1;
    int column = 1;
    bool operator==(Note const&) const = default;
};

class Evaluation {
public:
    explicit Evaluation(Settings settings = {}) : settings_{std::move(settings)}, left_{settings_.limits.steps} {}

    [[nodiscard]] Settings const& settings() const { return settings_; }
    /// Pays for so many steps; false when a bound is reached, and from then on always.
    bool pay(std::uint64_t steps = 1)
    {
        left_ -= static_cast<std::int64_t>(steps < (std::uint64_t{1} << 62) ? steps : std::uint64_t{1} << 62);
        if (left_ >= 0) return true;
        stop(Bound::steps);
        return false;
    }
    void stop(Bound bound);
    [[nodiscard]] std::optional<Bound> stopped() const { return stopped_; } ///< the first bound that was reached
    /// Steps that were paid for; where a bound was reached, all that there were.
    [[nodiscard]] std::int64_t used() const { return settings_.limits.steps - (left_ < 0 ? 0 : left_); }
    /// Keeps at most 100 notes, and none unless the settings want them.
    void note(std::string_view sentence, int line = 1, int column = 1);
    [[nodiscard]] bool wants_notes() const { return settings_.notes; }
    [[nodiscard]] std::vector<Note> const& notes() const { return notes_; }

    /// Goes one level deeper for as long as it lives. False: too deep, do not go on.
    class Level {
    public:
        explicit Level(Evaluation& evaluation) : evaluation_{evaluation}
        {
            if (++evaluation_.depth_ > evaluation_.settings_.limits.depth) evaluation_.stop(Bound::depth);
        }
        ~Level() { --evaluation_.depth_; }
        Level(Level const&) = delete;
        Level& operator=(Level const&) = delete;
        explicit operator bool() const { return evaluation_.depth_ <= evaluation_.settings_.limits.depth; }

    private:
        Evaluation& evaluation_;
    };

private:
    Settings settings_;
    std::int64_t left_;
    int depth_ = 0;
    std::optional<Bound> stopped_;
    std::vector<Note> notes_;
};

}
