// GOV.UK Notify as its documentation tells it, for a service of ours: tokens, checks, errors, smoke tests, limits,
// statuses and receipts. It sends nothing. A test lets time go by with settle() and hands on the receipts itself, late,
// twice or in another order.
#pragma once

#include "http_sink.hpp"

#include <base/time.hpp>

#include <boost/json.hpp>

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::notify::testing {

class NotifySimulator {
public:
    static constexpr std::string_view service = "26785a09-ab16-4eb0-8407-a37497a57506";
    static constexpr std::string_view secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";
    static constexpr std::string_view text_template = "f33517ff-2a88-4f6e-b855-c550268ce08a";
    static constexpr std::string_view email_template = "0a4dbbb3-2f4c-4d0b-9a1e-7c1f0e0d3a11";
    static constexpr std::string_view letter_template = "6a1ff5b3-5e0a-4a4f-8b52-0a6f2d5f9c22";
    static std::string api_key() { return "guildhall-test-" + std::string{service} + "-" + std::string{secret}; }

    explicit NotifySimulator(Clock const& clock) : clock_{clock} {}

    enum class Mood { well, internal_error, drop_after_taking, slow };
    void set(Mood mood);
    void limit_per_minute(std::size_t most);
    void limit_per_day(std::size_t most);

    struct Message {
        std::string id, reference, type, to, status, subject, body, unsubscribe;
        Time created{};
    };
    [[nodiscard]] std::vector<Message> messages() const;
    [[nodiscard]] std::size_t requests() const;
    /// Time goes by: what is on its way becomes what the contract's test numbers and addresses say, or delivered.
    /// Returns the bodies of the receipts, one for each text and email; letters have none.
    std::vector<std::string> settle();
    /// The receipt of a message as it is now.
    [[nodiscard]] static std::string receipt_of(Message const& message);

    [[nodiscard]] std::string url() const { return sink_.url(); }

private:
    SinkAnswer answer(SinkRequest const& request);
    SinkAnswer take(SinkRequest const& request, std::string const& type);
    SinkAnswer list(std::string_view query) const;
    SinkAnswer show(std::string_view id) const;
    [[nodiscard]] std::string problem_of_token(std::string_view authorization) const;
    [[nodiscard]] SinkAnswer within_limits();

    Clock const& clock_;
    mutable std::mutex mutex_;
    Mood mood_ = Mood::well;
    std::size_t per_minute_ = 3000, per_day_ = 250'000;
    std::size_t requests_ = 0;
    int made_ = 0;
    std::vector<Time> taken_;
    std::vector<Message> messages_;
    HttpSink sink_{[this](SinkRequest const& request) { return answer(request); }}; // last: it begins at once
};

}
