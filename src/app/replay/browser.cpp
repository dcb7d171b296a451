#include "browser.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace guildhall::replay {

namespace {

constexpr std::string_view boundary = "----guildhall-replay-9f27c1d4e8b35a60";

std::string url_encode(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (unsigned char const c : text) {
        bool const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '_' || c == '.';
        if (is_plain)
            out += static_cast<char>(c);
        else
            (out += '%').append({digits[c >> 4], digits[c & 15]});
    }
    return out;
}

/// As browsers do: a line break is sent as CR LF.
std::string with_crlf(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

std::string urlencoded(Fields const& fields)
{
    std::string body;
    for (auto const& [name, value] : fields)
        body += fmt::format("{}{}={}", body.empty() ? "" : "&", url_encode(name), url_encode(with_crlf(value)));
    return body;
}

/// A file input is sent empty, or with the bytes that were typed for it as a photo.
std::string multipart(Form const& form, Fields const& fields)
{
    std::string body;
    for (auto const& [name, value] : fields) {
        auto const control = std::ranges::find(form.controls, name, &Control::name);
        bool const is_file = control != form.controls.end() && control->type == "file";
        auto const more = !is_file        ? std::string_view{}
                          : value.empty() ? "; filename=\"\"\r\nContent-Type: application/octet-stream"
                                          : "; filename=\"photo\"\r\nContent-Type: application/octet-stream";
        body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"{}\r\n\r\n{}\r\n", boundary, name, more,
                            is_file ? value : with_crlf(value));
    }
    return body + fmt::format("--{}--\r\n", boundary);
}

}

struct Browser::Wire {
    CURL* curl = curl_easy_init();
    std::string base;
    std::string host;
    Visitor* visitor = nullptr; ///< whose request is under way
    Page page;

    ~Wire() { curl_easy_cleanup(curl); }

    [[nodiscard]] std::string cookie_header() const
    {
        std::string header = "Cookie: ";
        for (auto const& [name, value] : visitor->cookies) header += fmt::format("{}={}; ", name, value);
        header.resize(header.size() - 2);
        return header;
    }
    void keep_cookie(std::string_view header) const
    {
        auto const pair = header.substr(0, header.find(';'));
        auto const equals = pair.find('=');
        std::string const name{pair.substr(0, equals)};
        auto const value = pair.substr(equals + 1);
        if (value.empty() || header.find("Max-Age=0") != std::string_view::npos)
            visitor->cookies.erase(name);
        else
            visitor->cookies[name] = value;
    }

    static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self)
    {
        auto& wire = *static_cast<Wire*>(self);
        std::string_view line{bytes, count};
        while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
        auto const colon = line.find(": ");
        if (colon == std::string_view::npos) return count;
        std::string name{line.substr(0, colon)};
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        if (name == "set-cookie") wire.keep_cookie(line.substr(colon + 2));
        if (name == "location") wire.page.location = line.substr(colon + 2);
        return count;
    }
    static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self)
    {
        static_cast<Wire*>(self)->page.body.append(bytes, count);
        return count;
    }
};

Browser::Browser(std::uint16_t port, std::string host) : wire_{std::make_unique<Wire>()}
{
    wire_->base = fmt::format("http://127.0.0.1:{}", port);
    wire_->host = std::move(host);
    auto* const curl = wire_->curl;
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Wire::on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, wire_.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Wire::on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, wire_.get());
    curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
}

Browser::~Browser() = default;

Page Browser::get(Visitor& visitor, std::string_view path)
{
    return perform(visitor, path, nullptr, {});
}

Page Browser::send(Visitor& visitor, Form const& form, Fields const& typed)
{
    auto const fields = form.filled(typed);
    auto const body = form.is_multipart ? multipart(form, fields) : urlencoded(fields);
    auto const type = form.is_multipart ? fmt::format("multipart/form-data; boundary={}", boundary)
                                        : std::string{"application/x-www-form-urlencoded"};
    return perform(visitor, form.action, &body, type);
}

Page Browser::follow(Visitor& visitor, Page page)
{
    for (int hops = 0; page.is_redirect() && hops < 10; ++hops) page = get(visitor, page.location);
    return page;
}

Page Browser::perform(Visitor& visitor, std::string_view path, std::string const* body, std::string_view content_type)
{
    auto& wire = *wire_;
    wire.visitor = &visitor;
    wire.page = {};
    auto const url = wire.base + std::string{path.substr(0, path.find('#'))};
    curl_slist* headers = curl_slist_append(nullptr, ("Host: " + wire.host).c_str());
    headers = curl_slist_append(headers, ("X-Forwarded-For: " + visitor.client).c_str());
    headers = curl_slist_append(headers, "Expect:");
    if (body) headers = curl_slist_append(headers, fmt::format("Content-Type: {}", content_type).c_str());
    if (!visitor.cookies.empty()) headers = curl_slist_append(headers, wire.cookie_header().c_str());

    curl_easy_setopt(wire.curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(wire.curl, CURLOPT_HTTPHEADER, headers);
    if (body) {
        curl_easy_setopt(wire.curl, CURLOPT_POST, 1L);
        curl_easy_setopt(wire.curl, CURLOPT_POSTFIELDS, body->c_str());
        curl_easy_setopt(wire.curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
    } else {
        curl_easy_setopt(wire.curl, CURLOPT_HTTPGET, 1L);
    }
    auto const failure = curl_easy_perform(wire.curl);
    curl_slist_free_all(headers);
    if (failure != CURLE_OK) throw std::runtime_error(fmt::format("No answer: {}", curl_easy_strerror(failure)));

    long status = 0;
    curl_easy_getinfo(wire.curl, CURLINFO_RESPONSE_CODE, &status);
    wire.page.status = static_cast<int>(status);
    return std::move(wire.page);
}

}
