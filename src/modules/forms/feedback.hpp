// "Tell us what went wrong", on every page of a form: which page of which version, what kind of trouble, and words if
// somebody wants to. It asks for nothing personal, and who wrote is not kept.
#pragma once

#include <forms/feedback.hpp>
#include <forms/forms.hpp>

#include <string>

namespace guildhall::forms {

constexpr std::size_t longest_feedback = 1200;

struct FeedbackWish {
    services::VersionId version;
    std::string service, page, trouble, words;
    std::string network; ///< for the limit; not kept
};
enum class FeedbackRefusal { too_many };
/// Ten an hour from one network.
Result<FeedbackId, FeedbackRefusal> keep_feedback(db::Tx& tx, FeedbackWish const& wish);
/// Deletes what is a year old, a few at a time; false where nothing was left.
bool forget_old_feedback(db::Tx& tx);

}
