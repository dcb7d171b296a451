// What a handler answers. Bodies are text made by pages, bytes held by the process (assets), a file, or pieces that are
// made while they are sent.
#pragma once

#include <base/time.hpp>
#include <http/request.hpp>
#include <http/stream.hpp>
#include <ui/html.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace guildhall::http {

/// Bytes that live as long as the process, with their encodings made at start.
struct Asset {
    std::string_view content_type;
    std::string_view identity;
    std::string gzip;
    std::string brotli;
    std::string etag; ///< with quotes
    bool immutable = false;
};
/// Encodes once, as small as possible. `bytes` must live as long as the process; `immutable` where its path holds a
/// hash.
Asset make_asset(std::string_view bytes, std::string_view content_type, bool immutable);

struct FileBody {
    std::filesystem::path path;
    std::string content_type;
};

/// A body that may grow long: made one piece at a time, and the next only when the client has taken the last, so that
/// never more than a piece is in memory. It has no length and is not compressed. A client that goes away or takes
/// nothing for `body_timeout` ends it.
struct PiecesBody {
    /// The next piece, which may be empty; nothing at the end. Called on any worker, but never twice at a time; each
    /// call holds its worker, so a piece is a fraction of a second's work. Where it throws, the connection is cut, so
    /// that nobody takes a part for the whole. What it refers to must live as long as the server.
    std::function<std::optional<std::string>()> next;
};

struct Cookie {
    std::string name; ///< "__Host-" is added where the connection is secure; HttpOnly and SameSite=Lax always
    std::string value;
    std::optional<std::chrono::seconds> max_age; ///< none: until the browser closes; zero: delete
};

/// Privacy of what is answered. `personal` (the default) is never stored by browser or proxy.
enum class Caching { personal, no_cache, immutable };

struct Response {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    std::variant<std::string, Asset const*, FileBody, PiecesBody, std::shared_ptr<Channel>> body;
    Caching caching = Caching::personal;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<Cookie> cookies;
};

/// A whole page (ui::page(...) made it).
Response page(int status, ui::Html html);
Response page(ui::Html html);         ///< 200
Response see_other(std::string path); ///< 303: after a POST, to a path of ours
Response text(int status, std::string body, std::string content_type = "text/plain; charset=utf-8");
Response json(int status, std::string body);
/// A download: Content-Disposition attachment, nosniff, CSP sandbox.
Response download(std::string bytes, std::string content_type, std::string_view filename);
Response download(PiecesBody pieces, std::string content_type, std::string_view filename);

/// Ends a request from a guard: require_signed_in, find_or_404. Caught once, in the http layer.
struct Halt {
    Response response;
};
/// Friendly pages for 400 403 404 405 413 415 422 429 500 503; `request` gives language and request id.
Response problem(Request const& request, int status);
[[noreturn]] void halt(Request const& request, int status);

}
