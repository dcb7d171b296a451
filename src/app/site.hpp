// One council's site: its database, module objects, router, event pump and job runner. Nothing in it is shared with
// another council's, so two in one process cannot meet.
#pragma once

#include "assets.hpp"
#include "operations.hpp"

#include <cases/cases.hpp>
#include <council/council.hpp>
#include <db/event.hpp>
#include <db/jobs.hpp>
#include <desk/desk.hpp>
#include <editor/editor.hpp>
#include <forms/forms.hpp>
#include <http/site.hpp>
#include <identity/identity.hpp>
#include <insight/insight.hpp>
#include <notify/notify.hpp>
#include <people/people.hpp>
#include <places/places.hpp>
#include <portal/portal.hpp>
#include <services/services.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::app {

struct SiteOptions {
    std::filesystem::path folder; ///< council.toml is there
    std::string master_key;       ///< 32 bytes
    std::string postgres, postgres_keys;
    std::vector<std::filesystem::path> services; ///< folders of definitions that replace or add to the shipped ones
    /// Changes what council.toml says, where it is known only at start: the demo's port, a replay's boundary.
    std::function<void(council::Settings&)> adjust = [](council::Settings&) {};
    std::optional<notify::SmtpOptions> smtp; ///< none: a folder in the demo, elsewhere mail waits and says why
    std::unique_ptr<notify::Sender> sender;  ///< instead of either
    int mail_threads = 4;                    ///< how many messages are on their way at a time
    std::optional<Duration> job_lease;       ///< instead of the jobs' own, where the clock jumps while they run
    bool forgets = true; ///< what was kept long enough; not where the clock is not today's, as in a replay
    Secret metrics_token;
    std::function<std::string()> server_metrics = [] { return std::string{}; };
};

class Site {
public:
    /// Opens and migrates the database. Throws std::runtime_error or db::Fault with a remedy.
    Site(SiteOptions options, Clock const& clock);
    ~Site();
    Site(Site const&) = delete;

    /// Reads the service library again: shipped files, then the folders of the options, then services/ in the council's
    /// folder; later files replace earlier ones of the same name. What has a problem is logged with file, line and
    /// remedy and keeps its last good version.
    std::vector<services::Problem> publish_services();

    /// Starts consumers and jobs. Requests may come before: what they ask for waits in the log.
    void start();
    /// Runs the consumers up to the end of the log, once, without jobs: nothing is sent. Not between start() and
    /// stop().
    void read_log();
    /// What each night does: details that were kept long enough go. For a restore, before anything is served.
    void forget_what_is_over();
    /// Returns when every consumer has read the log and no job is due. For tests, replays and drains.
    void settle();
    /// Ends consumers and jobs after the batch in hand.
    void stop();

    [[nodiscard]] council::Council const& council() const { return council_; }
    [[nodiscard]] services::Library const& library() const { return library_; }
    [[nodiscard]] db::Database& database() { return database_; }
    [[nodiscard]] http::Router const& router() const { return router_; }
    [[nodiscard]] http::Site const& http_site() const { return http_site_; }
    [[nodiscard]] std::filesystem::path mail_folder() const { return council_.folder / "mail"; }

private:
    void add_routes();
    void warn_of_unknown_teams() const;
    [[nodiscard]] std::int64_t backlog() const;
    [[nodiscard]] std::vector<db::Consumer> consumers();
    [[nodiscard]] std::unique_ptr<db::JobRunner> run_jobs(std::vector<db::JobKind> kinds, int threads);
    [[nodiscard]] http::Site make_http_site();

    std::vector<std::filesystem::path> service_folders_;
    int mail_threads_;
    std::optional<Duration> job_lease_;
    bool forgets_;
    db::Database database_;
    db::BlobStore blobs_;
    council::Council council_;
    Assets assets_;
    std::unique_ptr<notify::Sender> sender_;
    std::unique_ptr<notify::Gateway> gateway_; ///< none: no texts and letters

    services::Library library_;
    identity::Deps identity_;
    places::Deps places_;
    cases::Deps cases_;
    people::Search people_search_;
    people::Deps people_;
    forms::Deps forms_;
    forms::Deps tries_; ///< of drafts, by editors: nothing is submitted
    portal::Deps portal_;
    desk::Deps desk_;
    editor::Deps editor_;
    insight::Deps insight_;
    notify::Deps notify_;
    Operations operations_;

    http::Router router_;
    http::Site http_site_;
    std::unique_ptr<db::EventPump> pump_;
    std::unique_ptr<db::JobRunner> mail_jobs_;
    std::unique_ptr<db::JobRunner> other_jobs_; ///< photos and the like: one at a time, because they take much memory
};

/// What definitions may ask of the rooms that this release has.
services::Capabilities capabilities();

/// Every room's tables, in the order of who may know whom.
std::vector<db::Migration> all_migrations();

}
