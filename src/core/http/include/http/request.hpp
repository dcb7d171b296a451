// A request as a handler sees it: complete, bounded, decoded, valid UTF-8. Lives as long as the exchange.
#pragma once

#include <base/id.hpp>
#include <base/time.hpp>

#include <any>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::http {

struct Site;

enum class Method { get, head, post, put, patch, del, options };
std::string_view name_of(Method method);

/// Fields of a form or a query string, in the order sent. Names and values are valid UTF-8 without control
/// characters other than line breaks (which are normalised to \n) and tabs.
class Form {
public:
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    /// The first value, or "".
    [[nodiscard]] std::string_view value(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
    [[nodiscard]] auto const& fields() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// A file of a multipart form. It lies in a temporary file that is deleted after the exchange.
struct Upload {
    std::string field;
    std::string filename;     ///< as sent, without any path; show it escaped, never use it as a path
    std::string content_type; ///< as claimed
    std::filesystem::path path;
    std::size_t size = 0;
    [[nodiscard]] std::string read() const;
};

class Request {
public:
    Method method = Method::get;
    std::string path;       ///< decoded, without the query
    std::string_view route; ///< the pattern that matched, for logs and metrics
    Form query;
    Form form; ///< urlencoded or multipart fields; empty for other bodies
    std::vector<Upload> uploads;
    std::string body;    ///< the raw body where it is neither form nor multipart (JSON)
    std::string id;      ///< request id, 12 characters, shown on error pages and in logs
    std::string client;  ///< the client's address (trusted proxies already peeled off)
    bool secure = false; ///< TLS here or at a trusted proxy
    std::string host;    ///< lower case, without port
    Time received{};

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const; ///< "" where absent
    /// What a limit on tries counts as one client: an IPv4 address, or the IPv6 network (/64) that one customer gets.
    [[nodiscard]] std::string client_network() const;
    [[nodiscard]] std::string_view cookie(std::string_view name) const; ///< "" where absent

    /// A path parameter as text, or as an Id: request.path_text("id"), request.path_id<CaseId>("case").
    /// The router has checked its type, so these cannot fail for parameters of the route.
    [[nodiscard]] std::string_view path_text(std::string_view parameter) const;
    template <class I> [[nodiscard]] I path_id(std::string_view parameter) const { return I{path_integer(parameter)}; }

    /// This browser's secret for CSRF tokens and drafts: the __Host-browser cookie, made on first need (the server
    /// then sets it on the response). 32 random bytes as base64url; store only its hash.
    [[nodiscard]] std::string_view browser() const;
    /// A CSRF token for a form on this page, masked anew per response (BREACH). Every POST is checked by the server.
    [[nodiscard]] std::string csrf_token() const;
    /// Whether this request carries a token of this browser and comes from our own pages. The server asks for every
    /// route with csrf = true; a route without it asks itself.
    [[nodiscard]] bool csrf_matches() const;

    /// What the access rule found out, such as identity's signed-in member of staff.
    mutable std::any who;

    // Filled by the server.
    Site const* site = nullptr;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::vector<std::pair<std::string_view, std::string>> path_parameters;
    mutable std::string browser_secret;
    mutable bool browser_is_new = false;

private:
    [[nodiscard]] std::int64_t path_integer(std::string_view parameter) const;
};

}
