// Reading back the messages that mime.cpp wrote, for the demo's folder.
#include "mime.hpp"

#include <notify/notify.hpp>

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace guildhall::notify {

namespace {

constexpr auto none = std::string_view::npos;

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string from_base64(std::string_view text)
{
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                          &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
        return {};
    out.resize(size);
    return out;
}

/// The value of a header, unfolded; "" where absent.
std::string header(std::string_view head, std::string_view name)
{
    std::string out;
    bool inside = false;
    while (!head.empty()) {
        auto const end = head.find("\r\n");
        auto const line = head.substr(0, end);
        head = end == none ? std::string_view{} : head.substr(end + 2);
        if (inside && line.starts_with(' ')) {
            out += line;
        } else if (inside) {
            return out;
        } else if (line.starts_with(name) && line.substr(name.size()).starts_with(": ")) {
            out = line.substr(name.size() + 2);
            inside = true;
        }
    }
    return out;
}

std::string part_of(std::string_view mime, std::string_view type)
{
    auto at = mime.find("Content-Type: " + std::string{type});
    if (at == none) return {};
    at = mime.find("\r\n\r\n", at);
    auto const end = mime.find("\r\n--=_", at);
    if (at == none || end == none) return {};
    return from_quoted_printable(mime.substr(at + 4, end - at - 4));
}

std::optional<Channel> channel_of(std::filesystem::path const& path)
{
    auto const ending = path.extension().string();
    if (ending == ".eml") return Channel::email;
    return ending.empty() ? std::nullopt : channel_named(ending.substr(1));
}

/// What folder.cpp wrote of a text or letter: lines "Name: value", an empty line, the words.
FolderMail read_plain(std::string_view file, Channel channel)
{
    FolderMail mail{.name = {}, .channel = channel, .to = {}, .subject = {}, .date = {}, .text = {}, .html = {}};
    while (!file.empty()) {
        auto const end = std::min(file.find('\n'), file.size());
        auto const line = file.substr(0, end);
        file.remove_prefix(std::min(end + 1, file.size()));
        if (line.empty()) break;
        auto const value = line.substr(std::min(line.find(": ") + 2, line.size()));
        if (line.starts_with("To: ")) mail.to = value;
        if (line.starts_with("Date: ")) mail.date = value;
        if (line.starts_with("Subject: ")) mail.subject = value;
    }
    mail.text = file;
    return mail;
}

std::optional<FolderMail> read_file_of(std::filesystem::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    auto const channel = channel_of(path).value_or(Channel::email);
    auto mail = channel == Channel::email ? read_mail(bytes) : read_plain(bytes, channel);
    if (mail) mail->name = path.filename().string();
    return mail;
}

}

std::string decoded_header(std::string_view text)
{
    constexpr std::string_view open = "=?UTF-8?B?";
    std::string out;
    while (!text.empty()) {
        auto const start = text.find(open);
        auto const end = start == none ? none : text.find("?=", start + open.size());
        if (end == none) return out += text;
        auto const before = text.substr(0, start);
        if (before.find_first_not_of(" \r\n") != none) out += before; // space between encoded words is not shown
        out += from_base64(text.substr(start + open.size(), end - start - open.size()));
        text.remove_prefix(end + 2);
    }
    return out;
}

std::string from_quoted_printable(std::string_view encoded)
{
    std::string out;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] == '\r') continue;
        if (encoded[i] != '=') {
            out += encoded[i];
            continue;
        }
        if (encoded.substr(i + 1, 2) == "\r\n") {
            i += 2;
        } else if (i + 2 < encoded.size() && hex_value(encoded[i + 1]) >= 0 && hex_value(encoded[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(encoded[i + 1]) * 16 + hex_value(encoded[i + 2]));
            i += 2;
        }
    }
    return out;
}

std::optional<FolderMail> read_mail(std::string_view mime)
{
    auto const head_end = mime.find("\r\n\r\n");
    if (head_end == none) return std::nullopt;
    auto const head = mime.substr(0, head_end);
    auto to = header(head, "To");
    std::erase_if(to, [](char c) { return c == '<' || c == '>'; });
    return FolderMail{.name = {},
                      .channel = Channel::email,
                      .to = std::move(to),
                      .subject = decoded_header(header(head, "Subject")),
                      .date = header(head, "Date"),
                      .text = part_of(mime, "text/plain"),
                      .html = part_of(mime, "text/html")};
}

std::vector<FolderMail> mail_in_folder(std::filesystem::path const& folder, std::size_t at_most)
{
    std::vector<std::filesystem::path> files;
    std::error_code missing;
    for (auto const& entry : std::filesystem::directory_iterator{folder, missing})
        if (channel_of(entry.path())) files.push_back(entry.path());
    // Names are outbox ids in hexadecimal of one length, so their order is that of time.
    std::ranges::sort(files, std::ranges::greater{}, [](auto const& path) { return path.filename().string(); });
    if (files.size() > at_most) files.resize(at_most);

    std::vector<FolderMail> mails;
    for (auto const& path : files)
        if (auto mail = read_file_of(path)) mails.push_back(std::move(*mail));
    return mails;
}

std::optional<FolderMail> mail_in_folder(std::filesystem::path const& folder, OutboxId id)
{
    for (auto const ending : {".eml", ".text", ".letter"}) {
        auto const path = folder / (fmt::format("{:016x}", id.value) + ending);
        if (std::filesystem::exists(path)) return read_file_of(path);
    }
    return std::nullopt;
}

}
