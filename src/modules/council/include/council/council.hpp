// Council: everything hangs off one. It is made once at start by src/app and lives until the process ends; everything
// in it is fixed meanwhile, so it is read from any thread without locks.
#pragma once

#include <base/geo.hpp>
#include <base/time.hpp>
#include <base/working_days.hpp>
#include <db/blobs.hpp>
#include <db/database.hpp>
#include <ui/page.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::council {

struct Team {
    std::string slug; ///< "waste-services": in definitions, cases and accounts
    std::string name; ///< "Waste services"
};

/// Something that residents should know now, such as late bins. The home page shows it.
struct Notice {
    std::string title;
    std::string text;
    std::string link;                ///< a path of ours or an https address; may be empty
    std::optional<Date> from, until; ///< days on the council's wall, both included
};

/// The council's service at GOV.UK Notify, which sends texts and letters, and emails where it has a template for them.
struct GovNotify {
    std::filesystem::path api_key_file, callback_token_file; ///< the second may be empty: then nobody calls us
    std::string base_url;                                    ///< empty: the public one
    std::string email_template, text_template, letter_template;
};

/// What council.toml says.
struct Settings {
    std::string slug = "larkmoor"; ///< in logs
    std::vector<std::string> hosts{"localhost", "127.0.0.1"};
    std::string base_url = "http://localhost:8080"; ///< of links in messages, without a slash at the end
    ui::Brand brand;
    struct FontFile {
        std::filesystem::path file; ///< WOFF2, beside council.toml
        int weight = 400;
    };
    std::vector<FontFile> font_files; ///< of brand.font; empty: it must be on the reader's device
    std::filesystem::path logo;       ///< an image beside council.toml; empty: the name alone
    std::string time_zone = "Europe/London";
    std::vector<Team> teams;
    std::string mail_from = "no-reply@larkmoor.example";
    geo::Polygon boundary;                    ///< empty: no boundary is checked
    std::string nation = "england-and-wales"; ///< whose bank holidays the calendar has
    WorkingDays calendar = WorkingDays::england_and_wales();
    std::vector<Notice> notices;
    std::string
        clamd; ///< where ClamAV listens, "/run/clamav/clamd.ctl" or "127.0.0.1:3310"; empty: files are not scanned
    std::optional<GovNotify> gov_notify;
    bool is_demo = false; ///< demo accounts, mail in a folder

    [[nodiscard]] std::vector<Notice> notices_on(Date day) const;
    [[nodiscard]] Team const* team(std::string_view slug) const;
};

/// Reads council.toml (and the boundary file beside it). Throws std::runtime_error with file, line and remedy.
Settings read_settings(std::filesystem::path const& folder);
/// The teams that own the services of the shipped library: a council renames them or adds its own.
std::vector<Team> teams_of_the_library();
/// The demo council's settings: invented from end to end.
Settings larkmoor();
/// Writes settings as council.toml, for `guildhall init` and `demo`.
void write_settings(std::filesystem::path const& folder, Settings const& settings);
/// The rings of a Polygon or MultiPolygon, from a GeoJSON Feature or geometry. Throws std::runtime_error with file and
/// remedy.
geo::Polygon read_polygon(std::filesystem::path const& file);

class Council {
public:
    Council(Settings settings, std::filesystem::path folder, std::string secret, db::Database& database,
            db::BlobStore& blobs)
        : settings{std::move(settings)},
          folder{std::move(folder)},
          secret{std::move(secret)},
          database{database},
          blobs{blobs}
    {}
    Council(Council const&) = delete;

    Settings const settings;
    std::filesystem::path const folder;
    std::string const secret; ///< 32 bytes, for signatures of this council
    db::Database& database;
    db::BlobStore& blobs;

    [[nodiscard]] Clock const& clock() const { return database.clock(); }
    [[nodiscard]] ui::Brand const& brand() const { return settings.brand; }
    /// The date on the council's wall.
    [[nodiscard]] Date today() const;
    /// The end of the day that is `working_days` after the day of `from`.
    [[nodiscard]] Time deadline(Time from, int working_days) const;
    /// Six in the morning of a day, on the council's clocks: when what is planned for that day happens.
    [[nodiscard]] Time at_six(Date day) const;
    [[nodiscard]] ui::Translator translator(ui::Language language) const { return {language, settings.time_zone}; }
    [[nodiscard]] bool is_inside(geo::Point point) const;
};

}
