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

Exchange::Body Exchange::begin(Method method, std::string_view target, std::int64_t content_length, bool chunked)
{
    auto const stop = [&](int status) {
        refuse(status);
        return Body::refuse;
    };
    request.method = method;
    request.received = shared_.clock.now();
    request.id = random_token(9);
    request.host = lower_host(request.header("host"));
    if (shared_.proxies.trusts(request.client)) {
        request.secure = request.secure || request.header("x-forwarded-proto") == "https";
        request.client = shared_.proxies.client_of(request.client, request.header("x-forwarded-for"));
    }
    request.site = shared_.sites(request.host);
    if (!request.site) return stop(421);

    auto const question = std::min(target.find('?'), target.size());
    auto path = decode_path(target.substr(0, question));
    auto query = decode_form(target.substr(std::min(question + 1, target.size())), 100);
    if (!path || !query) return stop(400);
    request.path = std::move(*path);
    request.query = std::move(*query);

    auto match = request.site->router->find(method, request.path);
    if (match.other_method) {
        allowed_ = std::move(match.allowed);
        return stop(method == Method::options ? 204 : 405);
    }
    if (!match.route) return stop(404);
    route_ = match.route;
    request.route = route_->pattern;
    request.path_parameters = std::move(match.parameters);
    limits_ = route_->limits;
    if (!shared_.rate_limit.allow(request.client, started_)) return stop(429);

    bool const has_body = chunked || content_length > 0;
    if (!has_body) return Body::none;
    auto const most = limits_.body + limits_.upload * limits_.uploads;
    if (content_length > static_cast<std::int64_t>(most)) return stop(413);
    if (request.header("content-type").starts_with("multipart/form-data")) {
        return header_parameter(request.header("content-type"), "boundary") ? Body::multipart : stop(400);
    }
    limits_.upload = limits_.uploads = 0;
    return Body::collect;
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

MultipartReader& Exchange::reader()
{
    if (!reader_) {
        auto boundary = header_parameter(request.header("content-type"), "boundary");
        reader_ = std::make_unique<MultipartReader>(std::move(*boundary), limits_, shared_.options.upload_folder);
    }
    return *reader_;
}

bool Exchange::accept_body(std::string body)
{
    if (reader_) {
        switch (reader_->state()) {
        case MultipartReader::State::done:
            request.form = reader_->take_form();
            request.uploads = reader_->take_uploads();
            return true;
        case MultipartReader::State::too_large: refuse(413); return false;
        case MultipartReader::State::too_many:
        case MultipartReader::State::reading: // the body ended before its last boundary
        case MultipartReader::State::broken: refuse(400); return false;
        }
    }
    if (!request.header("content-type").starts_with("application/x-www-form-urlencoded")) {
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
    if (status == 429 || status == 503) response_->headers.emplace_back("Retry-After", status == 429 ? "30" : "5");
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
        std::rethrow_exception(error);
    } catch (Halt& halt) {
        answer(std::move(halt.response));
    } catch (std::exception const& fault) {
        spdlog::error("request {} {} {}: {}", request.id, name_of(request.method), request.route, fault.what());
        refuse(500);
    }
}

void Exchange::answer(Response response)
{
    response_ = std::move(response);
}

Outgoing Exchange::finish(bool keep_alive)
{
    auto out = encode(keep_alive);
    auto const took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_);
    shared_.metrics.answered(request.route, request.method, response_->status, took);
    spdlog::info(R"({{"request":"{}","site":"{}","method":"{}","route":"{}","status":{},"bytes":{},"micros":{}}})", request.id,
                 request.site ? request.site->name : "-", name_of(request.method), request.route, response_->status,
                 out.body.size() + out.file_size, took.count());
    return out;
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
    auto value = fmt::format("{}{}={}; Path=/; HttpOnly; SameSite=Lax{}", secure ? "__Host-" : "", cookie.name, cookie.value,
                             secure ? "; Secure" : "");
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
    for (auto const& [name, value] : response_->headers) own_policy = own_policy || name == "Content-Security-Policy";
    if (!own_policy && request.site) add_header(head, "Content-Security-Policy", request.site->content_security_policy);
    head.append("X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nCross-Origin-Opener-Policy: same-origin\r\n"
                "Permissions-Policy: geolocation=(self), camera=(), microphone=()\r\n");
    add_header(head, "Referrer-Policy", response_->caching == Caching::personal ? "no-referrer" : "strict-origin");
    if (request.secure) head.append("Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n");
}

Outgoing Exchange::encode(bool keep_alive)
{
    auto& response = *response_;
    Outgoing out;
    out.keep_alive = keep_alive;
    std::string etag;
    Encoding encoding = Encoding::identity;
    std::size_t size = 0;

    if (auto* made = std::get_if<std::string>(&response.body)) {
        if (made->size() > worth_compressing && is_compressible(response.content_type)) {
            encoding = choose_encoding(request.header("accept-encoding"));
        }
        out.owned = encoding == Encoding::identity ? std::move(*made) : compress(*made, encoding, Effort::page);
        out.body = out.owned;
        size = out.body.size();
    } else if (auto* asset = std::get_if<Asset const*>(&response.body)) {
        bool const ranged = !request.header("range").empty();
        encoding = ranged ? Encoding::identity : choose_encoding(request.header("accept-encoding"));
        out.body = view_of(**asset, encoding);
        if (out.body.data() == (*asset)->identity.data()) encoding = Encoding::identity;
        etag = (*asset)->etag;
        response.content_type = (*asset)->content_type;
        response.caching = (*asset)->immutable ? Caching::immutable : Caching::no_cache;
        size = out.body.size();
    } else if (auto* file = std::get_if<FileBody>(&response.body)) {
        out.file = file->path;
        response.content_type = file->content_type;
        std::error_code missing;
        size = std::filesystem::file_size(file->path, missing);
        if (missing) throw std::runtime_error("A file that should be served is not there.");
        out.file_size = size;
    } else {
        out.stream = std::get<std::shared_ptr<Channel>>(response.body);
        response.content_type = "text/event-stream";
        out.keep_alive = false;
    }

    ByteRange range{0, size ? size - 1 : 0};
    auto verdict = RangeVerdict::whole;
    bool const can_range = !out.file.empty() || !etag.empty();
    if (response.status == 200 && can_range) verdict = decode_range(request.header("range"), size, range);
    if (response.status == 200 && !etag.empty() && request.header("if-none-match").find(etag) != std::string_view::npos) {
        response.status = 304;
        size = 0;
        out.body = {};
    } else if (verdict == RangeVerdict::not_satisfiable) {
        response.status = 416;
        response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
        size = 0;
        out.body = {};
        out.file_size = 0;
    } else if (verdict == RangeVerdict::part) {
        response.status = 206;
        response.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.last, size));
        size = range.last - range.first + 1;
        out.body = out.file.empty() ? out.body.substr(range.first, size) : std::string_view{};
        out.file_first = range.first;
        out.file_size = out.file.empty() ? 0 : size;
    }

    auto& head = out.head;
    head.reserve(1024);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    add_header(head, "Date", http_date());
    if (!response.content_type.empty()) add_header(head, "Content-Type", response.content_type);
    if (!out.stream && response.status != 204 && response.status != 304) add_header(head, "Content-Length", std::to_string(size));
    if (encoding != Encoding::identity) add_header(head, "Content-Encoding", name_of(encoding));
    if (is_compressible(response.content_type)) add_header(head, "Vary", "Accept-Encoding");
    if (!etag.empty()) add_header(head, "ETag", etag);
    if (can_range) add_header(head, "Accept-Ranges", "bytes");
    add_header(head, "Cache-Control", cache_control(response.caching));
    add_header(head, "X-Request-Id", request.id);
    add_security_headers(head);
    for (auto const& [name, value] : response.headers) add_header(head, name, value);
    if (!allowed_.empty()) {
        std::string allow;
        for (auto const method : allowed_) allow.append(allow.empty() ? "" : ", ").append(name_of(method));
        add_header(head, "Allow", allow);
    }
    for (auto const& cookie : response.cookies) add_cookie(head, cookie, request.secure);
    bool const site_sets_browser = std::ranges::any_of(response.cookies, [](auto const& c) { return c.name == "browser"; });
    if (request.browser_is_new && !site_sets_browser) {
        add_cookie(head, {"browser", request.browser_secret, std::chrono::hours{24 * 30}}, request.secure);
    }
    add_header(head, "Connection", out.keep_alive ? "keep-alive" : "close");
    head.append("\r\n");
    if (request.method == Method::head) {
        out.body = {};
        out.file_size = 0;
        out.stream = {};
    }
    return out;
}

}
