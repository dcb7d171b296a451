// What people said went wrong on the pages of a form, for those who mend it. Kept for a year.
#pragma once

#include <base/id.hpp>
#include <base/message.hpp>
#include <db/database.hpp>
#include <services/definition.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::forms {

using FeedbackId = Id<struct FeedbackTag>;

struct Trouble {
    std::string_view id;
    Sentence label;
};
inline constexpr std::array<Trouble, 5> troubles{{
    {"unclear", "I do not understand a question"},
    {"cannot-answer", "I do not have what you ask for"},
    {"no-fit", "No answer fits"},
    {"broken", "Something does not work"},
    {"other", "Something else"},
}};
Trouble const* trouble_named(std::string_view id); ///< null: none

struct Feedback {
    FeedbackId id;
    services::VersionId version;
    std::string page; ///< id; "" where it was about none
    std::string trouble;
    std::string words;
    Time at{};
};
/// Newest first.
std::vector<Feedback> feedback_of(db::Snapshot& snapshot, std::string_view service, int at_most = 50);
struct FeedbackCount {
    std::string service, page, trouble;
    std::int64_t count = 0;
};
/// By page and trouble; of every service where `service` is empty.
std::vector<FeedbackCount> feedback_counts(db::Snapshot& snapshot, std::string_view service, Time since);
/// Where somebody wrote more than should be kept.
void delete_feedback(db::Tx& tx, FeedbackId id);

}
