// What a way knows that nobody answered: look-ups into other rooms, and what the same browser sent shortly before. One
// request's: it asks when a rule wants to know, the same thing once, and no more than a hundred things. One thread at a
// time.
#pragma once

#include <services/capabilities.hpp>

#include <db/database.hpp>
#include <feel/feel.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::forms {

class Outside {
public:
    using Earlier = std::function<feel::Context(db::Snapshot& snapshot)>;
    static constexpr std::size_t most_questions = 100;

    /// Both must outlive it and every value that it gives.
    Outside(services::Capabilities const& known, db::Database& database, Earlier earlier = {})
        : known_{known}, database_{database}, earlier_{std::move(earlier)}
    {}
    Outside(Outside const&) = delete;

    /// The functions of a room ("places"), or "earlier"; nothing for other names.
    [[nodiscard]] std::optional<feel::Value> find(std::string_view name);

private:
    feel::Value functions_of(std::string_view room);
    feel::Value ask(services::LookUp const& what, std::span<feel::Value const> arguments);

    services::Capabilities const& known_;
    db::Database& database_;
    Earlier earlier_;
    std::map<std::string, feel::Value, std::less<>> names_; ///< that were asked for
    std::map<std::string, feel::Value, std::less<>> told_;  ///< by the call
};

}
