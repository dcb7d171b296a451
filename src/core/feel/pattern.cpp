#include "pattern.hpp"

#include <unicode/regex.h>

#include <algorithm>
#include <utility>

namespace guildhall::feel {

namespace {

constexpr std::size_t longest_pattern = 2'000;
constexpr std::size_t patterns_kept = 32;
constexpr std::int32_t most_stack = 8 << 20; // bytes of ICU's own stack for going back

icu::UnicodeString unicode(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string utf8(icu::UnicodeString const& text)
{
    std::string out;
    text.toUTF8String(out);
    return out;
}

}

struct Pattern::Compiled {
    std::unique_ptr<icu::RegexPattern> pattern;
    bool is_literal = false;
    int groups = 0;

    /// A match in progress, with its limits.
    class Run {
    public:
        Run(Compiled const& compiled, std::string_view text, Evaluation& evaluation)
            : text_{unicode(text)}, evaluation_{evaluation}, matcher_{compiled.pattern->matcher(text_, error_)}
        {
            if (U_FAILURE(error_)) return;
            matcher_->setMatchCallback(&Run::tick, this, error_);
            matcher_->setStackLimit(most_stack, error_);
            (void)evaluation.pay(1 + text.size() / 32);
        }
        bool find()
        {
            if (U_FAILURE(error_)) return false;
            bool const found = matcher_->find(error_) != 0;
            if (U_SUCCESS(error_)) return found && evaluation_.pay();
            if (error_ == U_REGEX_STOPPED_BY_CALLER || error_ == U_REGEX_STACK_OVERFLOW)
                evaluation_.stop(Bound::pattern);
            return false;
        }
        [[nodiscard]] bool is_good() const { return U_SUCCESS(error_) && !evaluation_.stopped(); }
        [[nodiscard]] icu::UnicodeString const& text() const { return text_; }
        [[nodiscard]] std::int32_t start() { return matcher_->start(error_); }
        [[nodiscard]] std::int32_t end() { return matcher_->end(error_); }
        [[nodiscard]] icu::UnicodeString group(int number) { return matcher_->group(number, error_); }

    private:
        /// ICU asks every 10,000 of its steps whether to go on. All matches of one run count together.
        static UBool U_CALLCONV tick(void const* context, std::int32_t)
        {
            auto& run = *static_cast<Run*>(const_cast<void*>(context)); // ICU hands back what it was given as const
            constexpr std::uint64_t cost = 1'000;
            return ++run.ticks_ <= run.evaluation_.settings().limits.pattern_steps && run.evaluation_.pay(cost);
        }

        UErrorCode error_ = U_ZERO_ERROR;
        icu::UnicodeString text_;
        Evaluation& evaluation_;
        std::int64_t ticks_ = 0;
        std::unique_ptr<icu::RegexMatcher> matcher_;
    };

    [[nodiscard]] bool fits_nothing() const
    {
        UErrorCode error = U_ZERO_ERROR;
        icu::UnicodeString const empty;
        std::unique_ptr<icu::RegexMatcher> const matcher{pattern->matcher(empty, error)};
        if (U_SUCCESS(error)) matcher->setTimeLimit(100, error);
        return U_SUCCESS(error) && matcher->find(error) != 0;
    }
};

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_{std::move(compiled)} {}
Pattern::~Pattern() = default;

std::shared_ptr<Pattern const> Pattern::compile(std::string_view pattern, std::string_view flags,
                                                Evaluation& evaluation)
{
    struct Kept {
        std::string key;
        std::shared_ptr<Pattern const> pattern;
    };
    thread_local std::vector<Kept> kept;
    auto key = std::string{flags} + '/' + std::string{pattern};
    if (auto const found = std::ranges::find(kept, key, &Kept::key); found != kept.end()) return found->pattern;

    constexpr std::uint64_t cost = 200; // compiling is slow beside everything else
    if (pattern.size() > longest_pattern || !evaluation.pay(cost + pattern.size())) return nullptr;
    auto const text = translated(pattern, flags);
    if (!text) return nullptr;
    UErrorCode error = U_ZERO_ERROR;
    std::uint32_t const options = (text->ignores_case ? static_cast<std::uint32_t>(UREGEX_CASE_INSENSITIVE) : 0U) |
                                  (text->is_literal ? static_cast<std::uint32_t>(UREGEX_LITERAL) : 0U);
    auto compiled = std::make_unique<Compiled>();
    UParseError where;
    compiled->pattern.reset(icu::RegexPattern::compile(unicode(text->pattern), options, where, error));
    if (U_FAILURE(error)) return nullptr;
    compiled->is_literal = text->is_literal;
    compiled->groups = text->groups;
    std::shared_ptr<Pattern const> made{new Pattern{std::move(compiled)}};
    if (kept.size() >= patterns_kept) kept.erase(kept.begin());
    kept.push_back({std::move(key), made});
    return made;
}

std::optional<bool> Pattern::found_in(std::string_view text, Evaluation& evaluation) const
{
    Compiled::Run run{*compiled_, text, evaluation};
    bool const found = run.find();
    if (!run.is_good()) return {};
    return found;
}

namespace {

/// "$1 and \$" in pieces: text, or the number of a group.
struct Piece {
    icu::UnicodeString text;
    int group = -1;
};

std::optional<std::vector<Piece>> pieces_of(std::string_view replacement, bool is_literal, int groups)
{
    std::vector<Piece> pieces;
    std::string text;
    auto const end_text = [&] {
        if (!text.empty()) pieces.push_back({unicode(std::exchange(text, {}))});
    };
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        char const c = replacement[i];
        char const next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
        if (is_literal || (c != '\\' && c != '$')) {
            text += c;
        } else if (c == '\\') {
            if (next != '\\' && next != '$') return {};
            text += next;
            ++i;
        } else {
            if (next < '0' || next > '9') return {};
            int number = next - '0';
            ++i;
            while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
                int const longer = number * 10 + (replacement[i + 1] - '0');
                if (longer > groups) break;
                number = longer;
                ++i;
            }
            end_text();
            pieces.push_back({{}, number});
        }
    }
    end_text();
    return pieces;
}

}

std::optional<std::string> Pattern::replaced(std::string_view text, std::string_view replacement,
                                             Evaluation& evaluation) const
{
    auto const pieces = pieces_of(replacement, compiled_->is_literal, compiled_->groups);
    if (!pieces || compiled_->fits_nothing()) return {};
    Compiled::Run run{*compiled_, text, evaluation};
    icu::UnicodeString out;
    std::int32_t from = 0;
    auto const room = static_cast<std::int64_t>(evaluation.settings().limits.text);
    while (run.find()) {
        out.append(run.text(), from, run.start() - from);
        for (auto const& piece : *pieces) {
            if (piece.group < 0)
                out.append(piece.text);
            else if (piece.group <= compiled_->groups)
                out.append(run.group(piece.group));
        }
        from = run.end();
        if (out.length() > room) {
            evaluation.stop(Bound::text);
            return {};
        }
    }
    if (!run.is_good()) return {};
    out.append(run.text(), from, run.text().length() - from);
    return utf8(out);
}

std::optional<std::vector<std::string>> Pattern::split(std::string_view text, Evaluation& evaluation) const
{
    if (compiled_->fits_nothing()) return {};
    Compiled::Run run{*compiled_, text, evaluation};
    std::vector<std::string> parts;
    std::int32_t from = 0;
    while (run.find()) {
        parts.push_back(utf8(run.text().tempSubStringBetween(from, run.start())));
        from = run.end();
    }
    if (!run.is_good()) return {};
    parts.push_back(utf8(run.text().tempSubString(from)));
    return parts;
}

}
