// What staff do with one record: sign in, take the case on, close it with the recorded words, export. Through the
// desk's pages and forms alone.
#pragma once

#include "browser.hpp"
#include "records.hpp"

#include <base/reference.hpp>
#include <base/secret.hpp>

#include <mutex>
#include <string>

namespace guildhall::replay {

/// A case whose page is open at somebody's desk, ready to be closed.
struct Closing {
    std::string path; ///< of its page
    Form form;
};

/// Several may work at once: they share one session, as people do who share a desk. Thread-safe.
class Staff {
public:
    Staff(std::string email, Secret password) : email_{std::move(email)}, password_{std::move(password)} {}

    /// Finds the case by its reference, takes it and moves it on.
    Closing take_on(Browser& browser, Reference const& reference, Record const& record);
    /// Closes it with the recorded words. Returns what the page said against it, or "".
    std::string close(Browser& browser, Closing const& closing, Record const& record);
    /// Every case of the service, as the desk exports it.
    std::string export_csv(Browser& browser, std::string_view service);

private:
    [[nodiscard]] Visitor visitor();
    Page get(Browser& browser, Visitor& visitor, std::string_view path);
    void sign_in(Browser& browser, Visitor& visitor);

    std::string email_;
    Secret password_;
    std::mutex mutex_; // guards what follows
    std::map<std::string, std::string> cookies_;
    std::size_t desks_ = 0;
};

}
