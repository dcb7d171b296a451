#include <council/council.hpp>

#include <base/date.hpp>
#include <base/email.hpp>
#include <base/file.hpp>

#include <boost/json.hpp>
#include <fmt/format.h>

#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace guildhall::council {

namespace {

namespace json = boost::json;

/// A council.toml being read: keys that nobody asked for are errors, because a mistyped setting must not pass silently.
class Reader {
public:
    Reader(std::filesystem::path file, toml::table table) : file_{std::move(file)}, table_{std::move(table)} {}

    [[noreturn]] void fail(toml::node const& at, std::string const& sentence) const
    {
        throw std::runtime_error(fmt::format("{}:{}: {}", file_.string(), at.source().begin.line, sentence));
    }
    void text(char const* key, std::string& value) const
    {
        auto const* node = table_.get(key);
        if (!node) return;
        auto const found = node->value<std::string>();
        if (!found) fail(*node, fmt::format("\"{}\" is text: write {} = \"...\".", key, key));
        value = *found;
    }
    void texts(char const* key, std::vector<std::string>& values) const
    {
        auto const* node = table_.get(key);
        if (!node) return;
        auto const* list = node->as_array();
        if (!list) fail(*node, fmt::format("\"{}\" is a list: write {} = [\"...\"].", key, key));
        values.clear();
        for (auto const& item : *list) {
            auto const found = item.value<std::string>();
            if (!found) fail(item, fmt::format("\"{}\" holds text only.", key));
            values.push_back(*found);
        }
    }
    void check_keys(std::initializer_list<std::string_view> known) const
    {
        for (auto const& [key, node] : table_) {
            if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
                fail(node,
                     fmt::format("\"{}\" is no setting of a council. docs/administrator.md lists them.", key.str()));
            }
        }
    }
    [[nodiscard]] toml::table const& table() const { return table_; }
    [[nodiscard]] std::filesystem::path const& file() const { return file_; }

private:
    std::filesystem::path file_;
    toml::table table_;
};

void read_languages(Reader const& reader, ui::Brand& brand)
{
    std::vector<std::string> tags;
    reader.texts("languages", tags);
    if (tags.empty()) return;
    brand.languages.clear();
    for (auto const& tag : tags) {
        auto const language = ui::language_from("", tag);
        if (ui::tag_of(language) != tag)
            reader.fail(*reader.table().get("languages"),
                        fmt::format("There is no language \"{}\": choose en, cy or ar.", tag));
        brand.languages.push_back(language);
    }
}

void read_gov_notify(Reader const& reader, Settings& settings)
{
    auto const* node = reader.table().get("govuk_notify");
    if (!node) return;
    if (!node->is_table()) reader.fail(*node, "GOV.UK Notify is a table: write [govuk_notify] with api_key_file.");
    Reader const table{reader.file(), *node->as_table()};
    table.check_keys(
        {"api_key_file", "callback_token_file", "base_url", "email_template", "text_template", "letter_template"});
    auto& notify = settings.gov_notify.emplace();
    auto const beside = [&](char const* key) {
        std::string name;
        table.text(key, name);
        return name.empty() ? std::filesystem::path{} : reader.file().parent_path() / name;
    };
    notify.api_key_file = beside("api_key_file");
    notify.callback_token_file = beside("callback_token_file");
    table.text("base_url", notify.base_url);
    table.text("email_template", notify.email_template);
    table.text("text_template", notify.text_template);
    table.text("letter_template", notify.letter_template);
    if (notify.api_key_file.empty())
        reader.fail(*node, "GOV.UK Notify needs a key: write api_key_file = \"notify.key\".");
    if (notify.email_template.empty() && notify.text_template.empty() && notify.letter_template.empty())
        reader.fail(*node, "GOV.UK Notify needs a template: write text_template = \"...\" with its id.");
}

void check_colours(Reader const& reader, ui::Brand const& brand)
try {
    ui::brand_css(brand); // refuses colours nobody could read
} catch (std::invalid_argument const& error) {
    auto const* node = reader.table().get("colour");
    reader.fail(node ? *node : reader.table(), error.what());
}

/// An image beside council.toml. Every page carries it, and a page has 30 kB in all.
void read_logo(Reader const& reader, Settings& settings)
{
    constexpr std::uintmax_t largest = 12 * 1024;
    std::string name;
    reader.text("logo", name);
    if (name.empty()) return;
    auto const& node = *reader.table().get("logo");
    settings.logo = reader.file().parent_path() / name;
    auto const type = settings.logo.extension();
    if (type != ".svg" && type != ".png" && type != ".webp")
        reader.fail(node, "A logo is an SVG, PNG or WebP image: write logo = \"logo.svg\".");
    std::error_code missing;
    auto const size = std::filesystem::file_size(settings.logo, missing);
    if (missing) reader.fail(node, fmt::format("There is no file {}. Put the logo there.", settings.logo.string()));
    if (size > largest)
        reader.fail(node, fmt::format("The logo has {} bytes, and every page carries it. Make it smaller than {}.",
                                      size, largest));
}

/// A WOFF2 file beside council.toml, named below `node`. Phones wait for it, so it holds the letters that are needed
/// and no more.
void add_font_file(Reader const& reader, toml::node const& node, Settings& settings, char const* key, int weight)
{
    constexpr std::uintmax_t largest = 48 * 1024;
    std::string name;
    reader.text(key, name);
    if (name.empty()) return;
    auto const file = reader.file().parent_path() / name;
    if (file.extension() != ".woff2")
        reader.fail(node, fmt::format("A font is a WOFF2 file: write {} = \"name.woff2\".", key));
    std::error_code missing;
    auto const size = std::filesystem::file_size(file, missing);
    if (missing) reader.fail(node, fmt::format("There is no file {}. Put the font there.", file.string()));
    if (size > largest)
        reader.fail(node, fmt::format("The font has {} bytes, and phones wait for it. Keep the letters that you need, "
                                      "and less than {} bytes.",
                                      size, largest));
    settings.font_files.push_back({file, weight});
}

void read_font(Reader const& whole, Settings& settings)
{
    auto const* node = whole.table().get("font");
    if (!node) return;
    if (!node->is_table()) whole.fail(*node, "A font is a table: [font] with family, regular and bold below.");
    Reader const reader{whole.file(), *node->as_table()};
    reader.check_keys({"family", "regular", "bold"});
    auto& family = settings.brand.font;
    reader.text("family", family);
    auto const is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == ' ' || c == '-'; };
    if (family.empty() || family.size() > 60 || !std::ranges::all_of(family, is_plain))
        reader.fail(*node, "A font has a name of letters, digits, spaces and hyphens: write family = \"Lexend\".");
    add_font_file(reader, *node, settings, "regular", 400);
    add_font_file(reader, *node, settings, "bold", 700);
}

void read_calendar(Reader const& reader, Settings& settings)
{
    reader.text("calendar", settings.nation);
    auto calendar = WorkingDays::of_nation(settings.nation);
    if (!calendar)
        reader.fail(*reader.table().get("calendar"),
                    fmt::format("There is no calendar \"{}\": choose england-and-wales, scotland or northern-ireland.",
                                settings.nation));
    settings.calendar = std::move(*calendar);
}

void read_teams(Reader const& reader, Settings& settings)
{
    auto const* node = reader.table().get("teams");
    if (!node) return;
    auto const* table = node->as_table();
    if (!table) reader.fail(*node, "Teams are a table: [teams] with lines like waste-services = \"Waste services\".");
    settings.teams.clear();
    for (auto const& [slug, name] : *table) {
        auto const text = name.value<std::string>();
        if (!text) reader.fail(name, "A team has a name in quotes.");
        settings.teams.push_back({std::string{slug.str()}, *text});
    }
}

std::optional<Date> read_day(Reader const& reader, char const* key)
{
    auto const* node = reader.table().get(key);
    if (!node) return std::nullopt;
    auto const found = node->value<toml::date>();
    if (!found) reader.fail(*node, fmt::format("\"{}\" is a day: write {} = 2026-03-12, without quotes.", key, key));
    return Date{std::chrono::year{found->year}, std::chrono::month{found->month}, std::chrono::day{found->day}};
}

Notice read_notice(Reader const& reader, toml::node const& at)
{
    reader.check_keys({"title", "text", "link", "from", "until"});
    Notice notice;
    reader.text("title", notice.title);
    reader.text("text", notice.text);
    reader.text("link", notice.link);
    notice.from = read_day(reader, "from");
    notice.until = read_day(reader, "until");
    if (notice.title.empty()) reader.fail(at, "A notice needs a title: write title = \"...\".");
    bool const ours = notice.link.starts_with('/') && !notice.link.starts_with("//");
    if (!notice.link.empty() && !ours && !notice.link.starts_with("https://")) {
        reader.fail(at, "The link of a notice is a path such as \"/contact\" or an address that starts with https://.");
    }
    if (notice.from && notice.until && *notice.until < *notice.from)
        reader.fail(at, "The notice ends before it begins.");
    return notice;
}

void read_notices(Reader const& reader, Settings& settings)
{
    auto const* node = reader.table().get("notice");
    if (!node) return;
    auto const* list = node->as_array();
    if (!list) reader.fail(*node, "Notices are a list: write [[notice]] and its lines below, once for each.");
    for (auto const& item : *list) {
        if (!item.is_table()) reader.fail(item, "Write [[notice]] and its lines below, once for each.");
        settings.notices.push_back(read_notice(Reader{reader.file(), *item.as_table()}, item));
    }
}

geo::Ring read_ring(json::array const& points)
{
    geo::Ring ring;
    for (auto const& point : points) {
        auto const& pair = point.as_array();
        ring.push_back({pair.at(0).to_number<double>(), pair.at(1).to_number<double>()});
        if (!geo::is_valid(ring.back())) throw std::invalid_argument("a point is not on the globe");
    }
    // RFC 7946, 3.1.6: four or more positions, the last like the first.
    if (ring.size() < 4 || ring.front() != ring.back()) throw std::invalid_argument("a ring is not closed");
    return ring;
}

void add_rings(geo::Polygon& polygon, json::array const& rings)
{
    for (auto const& ring : rings) polygon.push_back(read_ring(ring.as_array()));
    if (rings.empty()) throw std::invalid_argument("there is no ring");
}

/// Names in small letters as the server compares them, addresses without a slash, nothing that cannot be sent from.
void check_values(Reader const& reader, Settings& settings)
{
    auto const& table = reader.table();
    auto const refuse = [&](char const* key, std::string const& sentence) {
        auto const* node = table.get(key);
        reader.fail(node ? *node : table, sentence);
    };
    auto const plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (settings.slug.empty() || !std::ranges::all_of(settings.slug, plain)) {
        refuse("slug", fmt::format("\"{}\" is no short name: use small letters, digits and hyphens.", settings.slug));
    }
    if (settings.hosts.empty())
        refuse("hosts", "Without a host name nobody can open the site: write hosts = [\"...\"].");
    for (auto& host : settings.hosts) {
        std::ranges::transform(host, host.begin(), [](unsigned char c) { return std::tolower(c); });
        if (host.empty() || host.find_first_of("/: ") != std::string::npos) {
            refuse("hosts", fmt::format("\"{}\" is no host name: write it without https:// and without a port.", host));
        }
    }
    auto const& url = settings.base_url;
    if ((!url.starts_with("https://") && !url.starts_with("http://")) || url.ends_with('/')) {
        refuse("base_url", fmt::format("\"{}\" cannot stand before a path: write it like "
                                       "\"https://forms.larkmoor.example\", without a slash at the end.",
                                       url));
    }
    // "no-reply@localhost" will do for whoever tries it out.
    if (!Email::parse(settings.mail_from) && !Email::parse(settings.mail_from + ".example"))
        refuse("mail_from", fmt::format("\"{}\" is no email address.", settings.mail_from));
    auto const& clamd = settings.clamd;
    if (!clamd.empty() && !clamd.starts_with('/') && clamd.find(':') == std::string::npos)
        refuse("clamd", "Say where clamd listens: clamd = \"/run/clamav/clamd.ctl\", or host and port.");
    if (auto const* demo = table.get("demo"); demo && !demo->is_boolean())
        refuse("demo", "\"demo\" is true or false, without quotes.");
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04X}", byte); // a line break in an address, for example
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

}

geo::Polygon read_polygon(std::filesystem::path const& file)
try {
    auto value = json::parse(read_file(file));
    auto const* object = &value.as_object();
    if (auto const* geometry = object->if_contains("geometry")) object = &geometry->as_object();
    auto const& type = object->at("type").as_string();
    auto const& coordinates = object->at("coordinates").as_array();
    geo::Polygon polygon;
    if (type == "Polygon") {
        add_rings(polygon, coordinates);
    } else if (type == "MultiPolygon" && !coordinates.empty()) {
        // Parts that do not overlap: the even-odd rule holds for all their rings together.
        for (auto const& part : coordinates) add_rings(polygon, part.as_array());
    } else {
        throw std::invalid_argument("another type");
    }
    return polygon;
} catch (std::exception const& error) {
    throw std::runtime_error(
        fmt::format("{} is not a GeoJSON polygon ({}). Give one Feature whose geometry is a Polygon or MultiPolygon.",
                    file.string(), error.what()));
}

Settings read_settings(std::filesystem::path const& folder)
try {
    auto const file = folder / "council.toml";
    Reader const reader{file, toml::parse(read_file(file), file.string())};
    reader.check_keys({"slug",  "hosts",     "base_url", "name",      "logo",      "colour",   "accent",
                       "phone", "hours",     "address",  "languages", "time_zone", "calendar", "font",
                       "teams", "mail_from", "boundary", "notice",    "clamd",     "demo",     "govuk_notify"});
    Settings settings;
    reader.text("slug", settings.slug);
    reader.texts("hosts", settings.hosts);
    reader.text("base_url", settings.base_url);
    reader.text("name", settings.brand.name);
    reader.text("colour", settings.brand.colour);
    reader.text("accent", settings.brand.accent);
    reader.text("phone", settings.brand.phone);
    reader.text("hours", settings.brand.hours);
    reader.text("address", settings.brand.address);
    reader.text("time_zone", settings.time_zone);
    reader.text("mail_from", settings.mail_from);
    reader.text("clamd", settings.clamd);
    read_languages(reader, settings.brand);
    read_logo(reader, settings);
    read_font(reader, settings);
    read_calendar(reader, settings);
    read_teams(reader, settings);
    read_notices(reader, settings);
    read_gov_notify(reader, settings);
    if (!is_time_zone(settings.time_zone))
        reader.fail(*reader.table().get("time_zone"),
                    "There is no such time zone: write a name like \"Europe/London\".");
    std::string boundary;
    reader.text("boundary", boundary);
    if (!boundary.empty()) settings.boundary = read_polygon(folder / boundary);
    settings.is_demo = reader.table()["demo"].value_or(false);
    check_colours(reader, settings.brand);
    check_values(reader, settings);
    return settings;
} catch (toml::parse_error const& error) {
    throw std::runtime_error(
        fmt::format("{}:{}: {}.", (folder / "council.toml").string(), error.source().begin.line, error.description()));
}

void write_settings(std::filesystem::path const& folder, Settings const& settings)
{
    std::filesystem::create_directories(folder);
    std::ofstream out{folder / "council.toml"};
    auto const line = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) out << key << " = " << quoted(value) << "\n";
    };
    line("slug", settings.slug);
    out << "hosts = [";
    for (auto const& host : settings.hosts) out << quoted(host) << ", ";
    out << "]\n";
    line("base_url", settings.base_url);
    line("name", settings.brand.name);
    line("colour", settings.brand.colour);
    line("accent", settings.brand.accent);
    line("phone", settings.brand.phone);
    line("hours", settings.brand.hours);
    line("address", settings.brand.address);
    out << "languages = [";
    for (auto const language : settings.brand.languages) out << quoted(ui::tag_of(language)) << ", ";
    out << "]\n";
    line("time_zone", settings.time_zone);
    line("calendar", settings.nation);
    line("mail_from", settings.mail_from);
    line("clamd", settings.clamd);
    if (!settings.boundary.empty()) {
        line("boundary", "boundary.geojson");
        json::array rings;
        for (auto const& ring : settings.boundary) {
            json::array points;
            for (auto const& point : ring) points.push_back(json::array{point.lon, point.lat});
            if (ring.front() != ring.back()) points.push_back(points.front());
            rings.push_back(std::move(points));
        }
        std::ofstream{folder / "boundary.geojson"}
            << json::serialize(json::object{{"type", "Polygon"}, {"coordinates", rings}}) << "\n";
    }
    if (settings.is_demo) out << "demo = true\n";
    out << "\n[teams]\n";
    for (auto const& team : settings.teams) out << quoted(team.slug) << " = " << quoted(team.name) << "\n";
    for (auto const& notice : settings.notices) {
        out << "\n[[notice]]\n";
        line("title", notice.title);
        line("text", notice.text);
        line("link", notice.link);
        if (notice.from) out << "from = " << iso_date(*notice.from) << "\n";
        if (notice.until) out << "until = " << iso_date(*notice.until) << "\n";
    }
    out.flush();
    if (!out)
        throw std::runtime_error(
            fmt::format("{} cannot be written. Is the disk full?", (folder / "council.toml").string()));
}

std::vector<Team> teams_of_the_library()
{
    return {{"waste-services", "Waste services"},
            {"street-services", "Street services"},
            {"contact-centre", "Contact centre"},
            {"council-tax", "Council tax"},
            {"parking", "Parking"},
            {"education-admissions", "School admissions"},
            {"adult-care", "Adult care"},
            {"family-safeguarding", "Family safeguarding"},
            {"environmental-health", "Environmental health"},
            {"licensing", "Licensing"},
            {"information-governance", "Information governance"},
            {"member-services", "Member services"},
            {"registrars", "Registrars"},
            {"cemeteries", "Cemeteries"}};
}

Settings larkmoor()
{
    Settings settings;
    settings.is_demo = true;
    settings.brand.phone = "01632 960100"; // a number kept free for drama
    settings.brand.hours = "Monday to Friday, 9am to 5pm";
    settings.brand.address = "Larkmoor Guildhall, 1 Market Square, Larkmoor ZZ1 1AA";
    settings.brand.languages = {ui::Language::en, ui::Language::cy, ui::Language::ar};
    settings.teams = teams_of_the_library();
    settings.notices = {{"Bins after a bank holiday",
                         "We come one working day later for the rest of that week.",
                         "/services/report-missed-bin",
                         {},
                         {}}};
    // An island that is not there, in the Irish Sea.
    settings.boundary = {{{-4.7230, 53.7100}, {-4.7222, 53.7184}, {-4.7292, 53.7256}, {-4.7402, 53.7306},
                          {-4.7513, 53.7343}, {-4.7620, 53.7387}, {-4.7750, 53.7420}, {-4.7896, 53.7423},
                          {-4.8027, 53.7383}, {-4.8113, 53.7315}, {-4.8168, 53.7243}, {-4.8204, 53.7172},
                          {-4.8236, 53.7100}, {-4.8256, 53.7020}, {-4.8237, 53.6934}, {-4.8159, 53.6858},
                          {-4.8030, 53.6813}, {-4.7884, 53.6803}, {-4.7750, 53.6816}, {-4.7629, 53.6832},
                          {-4.7511, 53.6855}, {-4.7397, 53.6891}, {-4.7332, 53.6957}, {-4.7272, 53.7024}}};
    return settings;
}

}
