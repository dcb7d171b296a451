#include "settings.hpp"

#include <base/file.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace guildhall::app {

namespace {

/// One table of the file. A key that nobody knows is an error, because a mistyped setting must not pass silently.
class Section {
public:
    Section(std::filesystem::path const& file, toml::table const& table) : file_{file}, table_{table} {}

    [[noreturn]] void fail(toml::node const& at, std::string const& sentence) const
    {
        throw std::runtime_error(fmt::format("{}:{}: {}", file_.string(), at.source().begin.line, sentence));
    }
    void known(std::initializer_list<std::string_view> keys) const
    {
        for (auto const& [key, node] : table_) {
            if (std::ranges::find(keys, key.str()) != keys.end()) continue;
            fail(node, fmt::format("\"{}\" is no setting here. Known are: {}.", key.str(), fmt::join(keys, ", ")));
        }
    }
    [[nodiscard]] toml::node const* find(std::string_view key) const { return table_.get(key); }
    [[nodiscard]] std::string text(std::string_view key, std::string fallback = {}) const
    {
        auto const* node = find(key);
        if (!node) return fallback;
        auto const found = node->value<std::string>();
        if (!found) fail(*node, fmt::format("\"{0}\" is text. Write {0} = \"...\".", key));
        return *found;
    }
    [[nodiscard]] int number(std::string_view key, int fallback) const
    {
        auto const* node = find(key);
        if (!node) return fallback;
        auto const found = node->value<std::int64_t>();
        if (!found || *found < 0 || *found > 1'000'000)
            fail(*node, fmt::format("\"{0}\" is a number from 0 to 1000000. Write {0} = {1}.", key, fallback));
        return static_cast<int>(*found);
    }
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const
    {
        std::vector<std::string> found;
        auto const* node = find(key);
        if (!node) return found;
        auto const* list = node->as_array();
        if (!list) fail(*node, fmt::format("\"{0}\" is a list. Write {0} = [\"...\"].", key));
        for (auto const& item : *list) {
            auto const text = item.value<std::string>();
            if (!text) fail(item, fmt::format("\"{}\" holds text only.", key));
            found.push_back(*text);
        }
        return found;
    }
    [[nodiscard]] std::filesystem::path path(std::string_view key) const
    {
        auto const given = text(key);
        return given.empty() ? std::filesystem::path{} : file_.parent_path() / given;
    }

private:
    std::filesystem::path const& file_;
    toml::table const& table_;
};

void read_listen(Section const& section, http::Options& server)
{
    auto const listen = section.text("listen", "127.0.0.1:8080");
    auto const colon = listen.rfind(':');
    unsigned port = 0;
    auto const digits = colon == std::string::npos ? std::string{} : listen.substr(colon + 1);
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    bool const is_port = error == std::errc{} && end == digits.data() + digits.size() && port <= 65535;
    if (colon == 0 || !is_port)
        section.fail(*section.find("listen"),
                     "\"listen\" is an address and a port. Write listen = \"127.0.0.1:8080\".");
    server.address = listen.substr(0, colon);
    server.port = static_cast<std::uint16_t>(port);
}

void read_server(Section const& section, Settings& settings)
{
    auto& server = settings.server;
    read_listen(section, server);
    server.certificate = section.path("certificate").string();
    server.key = section.path("key").string();
    if (server.certificate.empty() != server.key.empty()) {
        section.fail(*section.find(server.certificate.empty() ? "key" : "certificate"),
                     "TLS needs both: certificate = \"...pem\" and key = \"...pem\".");
    }
    server.trusted_proxies = section.texts("trusted_proxies");
    server.plain_beyond_loopback = !server.trusted_proxies.empty();
    server.requests_per_minute = section.number("requests_per_minute", server.requests_per_minute);
    server.upload_folder = section.path("upload_folder");
    if (auto const file = section.path("metrics_token_file"); !file.empty())
        settings.metrics_token = Secret{std::string{trimmed(read_file(file))}};
}

notify::SmtpOptions read_smtp(Section const& section)
{
    section.known({"host", "port", "tls", "user", "password_file", "hello"});
    notify::SmtpOptions smtp;
    smtp.host = section.text("host", smtp.host);
    smtp.port = section.number("port", smtp.port);
    smtp.user = section.text("user");
    smtp.hello = section.text("hello");
    if (auto const file = section.path("password_file"); !file.empty())
        smtp.password = Secret{std::string{trimmed(read_file(file))}};
    auto const tls = section.text("tls", "starttls");
    using Tls = notify::SmtpOptions::Tls;
    if (tls == "none")
        smtp.tls = Tls::none;
    else if (tls == "starttls")
        smtp.tls = Tls::starttls;
    else if (tls == "implicit")
        smtp.tls = Tls::implicit;
    else
        section.fail(*section.find("tls"), "\"tls\" is \"starttls\", \"implicit\" or \"none\".");
    return smtp;
}

CouncilPlace read_council(Section const& section, toml::node const& at)
{
    section.known({"folder", "master_key_file", "postgres", "postgres_keys"});
    CouncilPlace const place{.folder = section.path("folder"),
                             .master_key_file = section.path("master_key_file"),
                             .postgres = section.text("postgres"),
                             .postgres_keys = section.text("postgres_keys")};
    if (place.folder.empty())
        section.fail(at, "A council has a folder. Write folder = \"larkmoor\" below [[council]].");
    if (place.master_key_file.empty())
        section.fail(at, "A council has a master key. Write master_key_file = \"larkmoor.key\" below [[council]].");
    if (place.postgres.empty() != place.postgres_keys.empty())
        section.fail(at, "PostgreSQL needs two databases: postgres = \"...\" and postgres_keys = \"...\".");
    return place;
}

void read_councils(Section const& section, std::filesystem::path const& file, Settings& settings)
{
    auto const* node = section.find("council");
    if (!node)
        throw std::runtime_error(fmt::format(
            "{}:1: No council is named. Write [[council]] with folder and master_key_file.", file.string()));
    auto const* list = node->as_array();
    if (!list || !list->is_array_of_tables())
        section.fail(*node, "Write [[council]] with two brackets: there may be several.");
    for (auto const& item : *list) settings.councils.push_back(read_council({file, *item.as_table()}, item));
}

}

Settings read_settings(std::filesystem::path const& file)
try {
    auto const whole = toml::parse(read_file(file), file.string());
    Section const section{file, whole};
    section.known({"listen", "certificate", "key", "trusted_proxies", "requests_per_minute", "upload_folder",
                   "metrics_token_file", "services", "council", "smtp"});
    Settings settings;
    read_server(section, settings);
    for (auto const& folder : section.texts("services")) settings.services.push_back(file.parent_path() / folder);
    read_councils(section, file, settings);
    if (auto const* smtp = section.find("smtp")) {
        if (!smtp->is_table()) section.fail(*smtp, "Mail is a table. Write [smtp] with host = \"...\".");
        settings.smtp = read_smtp({file, *smtp->as_table()});
    }
    return settings;
} catch (toml::parse_error const& error) {
    throw std::runtime_error(fmt::format("{}:{}: {}.", file.string(), error.source().begin.line, error.description()));
}

}
