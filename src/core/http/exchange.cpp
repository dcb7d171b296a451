#include "exchange.hpp"

#include "decode.hpp"

#include <base/secret.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

namespace guildhall::http {

namespace {

constexpr std::size_t worth_compressing = 1024;

int one_per_core(int chosen)
{
    return chosen > 0 ? chosen : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool changes_something(Method method)
{
    return method == Method::post || method == Method::put || method == Method::patch || method == Method::del;
}

std::string lower_host(std::string_view header)
{
    std::string host{header};
    if (auto const colon = host.rfind(':'); colon != std::string::npos && host.find(']', colon) == std::string::npos) {
        host.resize(colon);
    }
    std::ranges::transform(host, host.begin(), [](unsigned char c) { return std::tolower(c); });
    return host;
}

/// "multipart/form-data" of "Multipart/Form-Data; boundary=x".
std::string media_type(std::string_view content_type)
{
    std::string type{content_type.substr(0, content_type.find_first_of("; \t"))};
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::tolower(c); });
    return type;
}

/// All lines of a header that is a list, as the one line that they stand for (RFC 9110, 5.3).
std::string whole_list(Request const& request, std::string_view name)
{
    std::string list;
    for (auto const& [header, value] : request.headers) {
        if (header == name) list.append(list.empty() ? "" : ",").append(value);
    }
    return list;
}

std::string_view reason_of(int status)
{
    switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Answer";
    }
}

}

Shared::Shared(Options chosen, Clock const& clock, SiteFinder finder)
    : options{std::move(chosen)},
      clock{clock},
      sites{std::move(finder)},
      pool{one_per_core(options.workers), options.max_waiting},
      rate_limit{options.requests_per_minute},
      proxies{options.trusted_proxies}
{}

Exchange::Exchange(Shared& shared, std::string peer, bool tls)
    : shared_{shared}, started_{std::chrono::steady_clock::now()}
{
    request.client = std::move(peer);
    request.secure = tls;
    request.route = "-";
}

Exchange::~Exchange()
{
    std::error_code ignored; // a handler may have moved it away
    for (auto const& upload : request.uploads) std::filesystem::remove(upload.path, ignored);
}

/// Who asks whom. False: there is no such site, or this client asks too much.
bool Exchange::identify()
{
    request.received = shared_.clock.now();
    request.id = random_token(9);
    request.host = lower_host(request.header("host"));
    if (shared_.proxies.trusts(request.client)) {
        request.secure = request.secure || request.header("x-forwarded-proto") == "https";
        // A proxy may add a line of its own behind the line that the client made up.
        request.client = shared_.proxies.client_of(request.client, whole_list(request, "x-forwarded-for"));
    }
    request.site = shared_.sites(request.host);
    if (!request.site)
        refuse(421);
    else if (!shared_.rate_limit.allow(request.client, started_))
        refuse(429);
    return !response_;
}

void Exchange::reject(int status)
{
    if (!identify() && answered().status == 429) return;
    refuse(status);
}

Exchange::Body Exchange::begin(std::optional<Method> method, std::string_view target, std::int64_t content_length,
                               bool chunked)
{
    auto const stop = [&](int status) {
        refuse(status);
        return Body::refuse;
    };
    request.method = method.value_or(Method::options);
    if (!identify()) return Body::refuse;

    auto const question = std::min(target.find('?'), target.size());
    auto path = decode_path(target.substr(0, question));
    auto query = decode_form(target.substr(std::min(question + 1, target.size())), 100);
    if (!path || !query) return stop(400);
    request.path = std::move(*path);
    request.query = std::move(*query);

    auto match = request.site->router->find(request.method, request.path);
    if (match.other_method) {
        allowed_ = std::move(match.allowed);
        if (std::ranges::find(allowed_, Method::get) != allowed_.end()) allowed_.push_back(Method::head);
        return stop(method == Method::options ? 204 : 405);
    }
    if (!match.route) return stop(404);
    if (!method) return stop(405);
    route_ = match.route;
    request.route = route_->pattern;
    request.path_parameters = std::move(match.parameters);
    limits_ = route_->limits;
    return expect_body(content_length, chunked);
}

Exchange::Body Exchange::expect_body(std::int64_t content_length, bool chunked)
{
    if (!chunked && content_length <= 0) return Body::none;
    auto const stop = [&](int status) {
        refuse(status);
        return Body::refuse;
    };
    auto const content_type = request.header("content-type");
    bool const is_multipart = media_type(content_type) == "multipart/form-data";
    if (!is_multipart) limits_.upload = limits_.uploads = 0;
    if (content_length > static_cast<std::int64_t>(most_body())) return stop(413);
    if (!is_multipart) return Body::collect;
    auto boundary = header_parameter(content_type, "boundary");
    if (!boundary) return stop(400);
    reader_ = std::make_unique<MultipartReader>(*boundary, limits_, shared_.options.upload_folder);
    return Body::multipart;
}

bool Exchange::may_upload()
{
    access_checked_ = true;
    try {
        if (auto refusal = route_->access.check(request)) answer(std::move(*refusal));
    } catch (...) {
        settle(std::current_exception());
    }
    return !response_;
}

bool Exchange::feed(std::string_view bytes)
{
    try {
        auto const state = reader_->feed(bytes);
        if (state == MultipartReader::State::reading || state == MultipartReader::State::done) return true;
        refuse_multipart();
    } catch (...) {
        settle(std::current_exception());
    }
    return false;
}

void Exchange::refuse_multipart()
{
    switch (reader_->state()) {
    case MultipartReader::State::too_large:
    case MultipartReader::State::too_many: refuse(413); break;
    case MultipartReader::State::done:
    case MultipartReader::State::reading: // the body ended before its last boundary
    case MultipartReader::State::broken: refuse(400); break;
    }
}

bool Exchange::accept_body(std::string body)
{
    if (reader_) {
        if (reader_->state() != MultipartReader::State::done) {
            refuse_multipart();
            return false;
        }
        request.form = reader_->take_form();
        request.uploads = reader_->take_uploads();
        return true;
    }
    if (media_type(request.header("content-type")) != "application/x-www-form-urlencoded") {
        request.body = std::move(body);
        return true;
    }
    auto form = decode_form(body, limits_.fields);
    if (!form) {
        refuse(form.error() == DecodeError::too_many_fields ? 413 : 400);
        return false;
    }
    request.form = std::move(*form);
    return true;
}

void Exchange::refuse(int status)
{
    if (status == 204) return answer(text(204, "", ""));
    try {
        answer(problem(request, status));
    } catch (std::exception const& error) {
        spdlog::error("request {}: the page for {} failed: {}", request.id, status, error.what());
        answer(text(status, fmt::format("Sorry, this did not work ({}).\n", status)));
    }
    if (status == 429 || status == 503) answered().headers.emplace_back("Retry-After", status == 429 ? "30" : "5");
}

std::optional<Response> Exchange::refused_by_rules()
{
    if (!access_checked_) {
        if (auto refusal = route_->access.check(request)) return refusal;
    }
    if (route_->csrf && changes_something(request.method) && !request.csrf_matches()) return problem(request, 403);
    return {};
}

void Exchange::run(std::function<void()> done)
{
    try {
        if (auto refusal = refused_by_rules()) {
            answer(std::move(*refusal));
        } else if (route_->read) {
            answer(route_->read(request));
        } else {
            task_.emplace(route_->write(request));
            task_->start(shared_.pool, [this, done = std::move(done)] {
                try {
                    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): it is the one that ends here
                    answer(task_->take());
                } catch (...) {
                    settle(std::current_exception());
                }
                done();
            });
            return;
        }
    } catch (...) {
        settle(std::current_exception());
    }
    done();
}

void Exchange::settle(std::exception_ptr error)
{
    try {
        std::rethrow_exception(std::move(error));
    } catch (Halt& halt) {
        answer(std::move(halt.response));
    } catch (std::exception const& fault) {
        log_fault(fault.what());
        refuse(500);
    } catch (...) {
        log_fault("something that is no exception was thrown");
        refuse(500);
    }
}

void Exchange::log_fault(std::string_view what) const
{
    spdlog::error("request {} {} {}: {}", request.id, name_of(request.method), request.route, what);
}

void Exchange::answer(Response response)
{
    response_ = std::move(response);
}

Outgoing Exchange::finish(bool keep_alive)
{
    Outgoing out;
    try {
        out = encode(keep_alive);
    } catch (std::exception const& fault) {
        log_fault(fault.what());
        refuse(500);
        out = encode(keep_alive);
    }
    auto const took =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_);
    shared_.metrics.answered(request.route, request.method, answered().status, took);
    spdlog::info(R"({{"request":"{}","site":"{}","method":"{}","route":"{}","status":{},"bytes":{},"micros":{}}})",
                 request.id, request.site ? request.site->name : "-", name_of(request.method), request.route,
                 answered().status, out.body().size() + out.file_size, took.count());
    return out;
}

Exchange::Piece Exchange::make_piece(std::string& text)
{
    try {
        auto piece = std::get<PiecesBody>(answered().body).next();
        if (!piece) return Piece::end;
        text = std::move(*piece);
        return Piece::made;
    } catch (std::exception const& fault) {
        log_fault(fault.what());
    } catch (...) {
        log_fault("something that is no exception was thrown");
    }
    return Piece::broken;
}

namespace {

void add_header(std::string& head, std::string_view name, std::string_view value)
{
    // A line break in a value would start a header of the sender's choice.
    if (value.find_first_of("\r\n") != std::string_view::npos) return;
    head.append(name).append(": ").append(value).append("\r\n");
}

void add_cookie(std::string& head, Cookie const& cookie, bool secure)
{
    auto value = fmt::format("{}{}={}; Path=/; HttpOnly; SameSite=Lax{}", secure ? "__Host-" : "", cookie.name,
                             cookie.value, secure ? "; Secure" : "");
    if (cookie.max_age) value += fmt::format("; Max-Age={}", cookie.max_age->count());
    add_header(head, "Set-Cookie", value);
}

std::string_view cache_control(Caching caching)
{
    switch (caching) {
    case Caching::personal: return "no-store";
    case Caching::no_cache: return "no-cache";
    case Caching::immutable: return "public, max-age=31536000, immutable";
    }
    return "no-store";
}

/// The date is the same for a whole second.
std::string_view http_date()
{
    thread_local std::time_t second = 0;
    thread_local std::string text;
    auto const now = std::time(nullptr);
    if (now != second) {
        second = now;
        text = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
    }
    return text;
}

std::string_view view_of(Asset const& asset, Encoding encoding)
{
    if (encoding == Encoding::brotli && !asset.brotli.empty()) return asset.brotli;
    if (encoding == Encoding::gzip && !asset.gzip.empty()) return asset.gzip;
    return asset.identity;
}

}

void Exchange::add_security_headers(std::string& head) const
{
    bool own_policy = false;
    bool may_be_framed = false; // by a page of ours, such as a preview
    for (auto const& [name, value] : answered().headers) {
        own_policy = own_policy || name == "Content-Security-Policy";
        may_be_framed = may_be_framed || name == "X-Frame-Options";
    }
    if (!own_policy && request.site) add_header(head, "Content-Security-Policy", request.site->content_security_policy);
    if (!may_be_framed) head.append("X-Frame-Options: DENY\r\n");
    head.append("X-Content-Type-Options: nosniff\r\nCross-Origin-Opener-Policy: same-origin\r\n"
                "Permissions-Policy: geolocation=(self), camera=(), microphone=()\r\n");
    add_header(head, "Referrer-Policy", answered().caching == Caching::personal ? "no-referrer" : "strict-origin");
    if (request.secure) head.append("Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n");
}

Outgoing Exchange::encode(bool keep_alive)
{
    Outgoing out;
    out.keep_alive = keep_alive;
    auto payload = choose_body(out);
    if (answered().status == 200) apply_conditions(out, payload);
    write_head(out, payload);
    if (request.method == Method::head) out.drop_body();
    return out;
}

Exchange::Payload Exchange::choose_body(Outgoing& out)
{
    auto& response = answered();
    Payload payload;
    if (auto* made = std::get_if<std::string>(&response.body)) {
        if (made->size() > worth_compressing && is_compressible(response.content_type)) {
            payload.encoding = choose_encoding(request.header("accept-encoding"));
        }
        out.made =
            payload.encoding == Encoding::identity ? std::move(*made) : compress(*made, payload.encoding, Effort::page);
        payload.size = out.made.size();
    } else if (auto* asset = std::get_if<Asset const*>(&response.body)) {
        bool const ranged = !request.header("range").empty();
        payload.encoding = ranged ? Encoding::identity : choose_encoding(request.header("accept-encoding"));
        out.held = view_of(**asset, payload.encoding);
        if (out.held.data() == (*asset)->identity.data()) payload.encoding = Encoding::identity;
        payload.etag = (payload.encoding == Encoding::identity ? "" : "W/") + (*asset)->etag;
        payload.size = out.held.size();
        payload.can_range = true;
        response.content_type = (*asset)->content_type;
        response.caching = (*asset)->immutable ? Caching::immutable : Caching::no_cache;
    } else if (auto* file = std::get_if<FileBody>(&response.body)) {
        std::error_code missing;
        payload.size = std::filesystem::file_size(file->path, missing);
        if (missing) throw std::runtime_error("A file that should be served is not there.");
        payload.can_range = true;
        response.content_type = file->content_type;
        out.file = file->path;
        out.file_size = payload.size;
    } else if (std::holds_alternative<PiecesBody>(response.body)) {
        // Without chunks, only the end of the connection says that this was all.
        out.pieces = knows_chunks ? Outgoing::Pieces::chunked : Outgoing::Pieces::until_closed;
        out.keep_alive = out.keep_alive && knows_chunks;
    } else {
        out.stream = std::get<std::shared_ptr<Channel>>(response.body);
        response.content_type = "text/event-stream";
        out.keep_alive = false;
    }
    return payload;
}

/// 304 where the browser has it already, 206 or 416 where it wants a part.
void Exchange::apply_conditions(Outgoing& out, Payload& payload)
{
    if (!payload.etag.empty()) {
        auto const known = request.header("if-none-match");
        std::string_view const strong = std::string_view{payload.etag}.substr(payload.etag.find('"'));
        if (known == "*" || known.find(strong) != std::string_view::npos) {
            answered().status = 304;
            out.drop_body();
            return;
        }
    }
    // A part is of use only to whoever has the other parts of the same bytes.
    auto const same = request.header("if-range");
    if (payload.can_range && (same.empty() || same == payload.etag)) apply_range(out, payload);
}

void Exchange::apply_range(Outgoing& out, Payload& payload)
{
    ByteRange range{};
    auto& response = answered();
    switch (decode_range(request.header("range"), payload.size, range)) {
    case RangeVerdict::whole: return;
    case RangeVerdict::not_satisfiable:
        response.status = 416;
        response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", payload.size));
        payload.size = 0;
        out.drop_body();
        return;
    case RangeVerdict::part:
        response.status = 206;
        response.headers.emplace_back("Content-Range",
                                      fmt::format("bytes {}-{}/{}", range.first, range.last, payload.size));
        payload.size = range.last - range.first + 1;
        if (out.file.empty()) {
            out.held = out.held.substr(range.first, payload.size);
        } else {
            out.file_first = range.first;
            out.file_size = payload.size;
        }
        return;
    }
}

void Exchange::write_head(Outgoing& out, Payload const& payload) const
{
    auto const& response = answered();
    auto& head = out.head;
    head.reserve(1024);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    add_header(head, "Date", http_date());
    if (!response.content_type.empty()) add_header(head, "Content-Type", response.content_type);
    bool const has_length = !out.stream && out.pieces == Outgoing::Pieces::none;
    if (has_length && response.status != 204 && response.status != 304)
        add_header(head, "Content-Length", std::to_string(payload.size));
    if (out.pieces == Outgoing::Pieces::chunked) add_header(head, "Transfer-Encoding", "chunked");
    if (payload.encoding != Encoding::identity) add_header(head, "Content-Encoding", name_of(payload.encoding));
    if (is_compressible(response.content_type)) add_header(head, "Vary", "Accept-Encoding");
    if (!payload.etag.empty()) add_header(head, "ETag", payload.etag);
    if (payload.can_range) add_header(head, "Accept-Ranges", "bytes");
    add_header(head, "Cache-Control", cache_control(response.caching));
    add_header(head, "X-Request-Id", request.id);
    add_security_headers(head);
    for (auto const& [name, value] : response.headers) add_header(head, name, value);
    if (!allowed_.empty()) {
        std::string allow;
        for (auto const method : allowed_) allow.append(allow.empty() ? "" : ", ").append(name_of(method));
        add_header(head, "Allow", allow);
    }
    add_cookies(head);
    add_header(head, "Connection", out.keep_alive ? "keep-alive" : "close");
    head.append("\r\n");
}

void Exchange::add_cookies(std::string& head) const
{
    for (auto const& cookie : answered().cookies) add_cookie(head, cookie, request.secure);
    bool const site_sets_browser =
        std::ranges::any_of(answered().cookies, [](auto const& c) { return c.name == "browser"; });
    if (request.browser_is_new && !site_sets_browser) {
        add_cookie(head, {"browser", request.browser_secret, std::chrono::hours{24 * 30}}, request.secure);
    }
}

}
