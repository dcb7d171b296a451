// The words of a page as somebody sees them: each ((name)) filled in. Everything that a resident reads of a definition
// goes through here.
#pragma once

#include "way.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

/// A step whose page and questions say what they say to this person. It is the same step where nothing is to be filled
/// in; else page and questions are copies that live here, and only `page->id` and the questions' ids tell them from
/// others.
class FilledStep {
public:
    FilledStep(Step const& step, Facts const& facts);
    [[nodiscard]] Step const& step() const { return step_; }
    [[nodiscard]] Step const* operator->() const { return &step_; }

private:
    std::shared_ptr<services::Page> page_;
    Step step_;
};

[[nodiscard]] services::Ending filled(services::Ending const& ending, Facts const& facts);
[[nodiscard]] services::Page filled(services::Page const& page, Facts const& facts);
/// The sentences that can be said now: with `facts`, all of them; without, those where nothing is to be filled in.
[[nodiscard]] std::vector<std::string> filled(std::vector<std::string> const& sentences, Facts const* facts);

/// Every value and decision that came to something, as it is kept with what was sent.
[[nodiscard]] feel::Context worked_out(services::Definition const& definition, Facts const& facts);

}
