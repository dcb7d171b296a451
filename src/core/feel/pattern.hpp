// Patterns as XPath 3.1 and XML Schema have them, run by ICU with a time limit and a bound on its stack.
#pragma once

#include <feel/evaluation.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::feel {

/// The pattern in ICU's language; nothing where it is no pattern. `flags` are s, m, i, x and q; groups are counted.
struct Translated {
    std::string pattern;
    bool ignores_case = false;
    bool is_literal = false;
    int groups = 0;
};
[[nodiscard]] std::optional<Translated> translated(std::string_view pattern, std::string_view flags);

class Pattern {
public:
    /// Nothing where it is no pattern. The last few patterns of a thread are kept.
    [[nodiscard]] static std::shared_ptr<Pattern const> compile(std::string_view pattern, std::string_view flags,
                                                                Evaluation& evaluation);
    ~Pattern();

    // Nothing where the bound was reached; the evaluation knows then.
    [[nodiscard]] std::optional<bool> found_in(std::string_view text, Evaluation& evaluation) const;
    /// Nothing too where the replacement is not written rightly, or the pattern fits where nothing stands.
    [[nodiscard]] std::optional<std::string> replaced(std::string_view text, std::string_view replacement,
                                                      Evaluation& evaluation) const;
    [[nodiscard]] std::optional<std::vector<std::string>> split(std::string_view text, Evaluation& evaluation) const;

private:
    struct Compiled;
    explicit Pattern(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> compiled_;
};

}
