#include "site.hpp"

#include "mail.hpp"
#include "problems.hpp"

#include <db/migrations.hpp>
#include <services/drafts.hpp>
#include <ui/assets.hpp>

#include <spdlog/spdlog.h>

#include <stdexcept>

namespace guildhall::app {

namespace {

db::Options database_options(SiteOptions const& options)
{
    return {.folder = options.folder,
            .postgres = options.postgres,
            .postgres_keys = options.postgres_keys,
            .master_key = options.master_key};
}

council::Settings settings_of(SiteOptions const& options)
{
    auto settings = council::read_settings(options.folder);
    options.adjust(settings);
    for (auto const& [font, weight] : fonts_of(settings)) settings.brand.font_files.push_back({font.path, weight});
    settings.brand.stylesheet = stylesheet_of(settings.brand).path;
    if (auto const logo = logo_of(settings)) settings.brand.logo = logo->path;
    return settings;
}

std::vector<std::filesystem::path> service_folders(SiteOptions const& options)
{
    auto folders = options.services;
    folders.push_back(options.folder / "services");
    return folders;
}

/// Signatures of a council need a secret of their own: made from the master key, so that there is one key to keep.
std::string secret_of(SiteOptions const& options)
{
    return hmac_sha256(options.master_key, "signatures of the site");
}

}

std::vector<db::Migration> all_migrations()
{
    std::vector<db::Migration> all;
    for (auto const& of_room :
         {identity::migrations(), services::migrations(), places::migrations(), forms::migrations(),
          notify::migrations(), people::migrations(), cases::migrations(), insight::migrations()}) {
        all.insert(all.end(), of_room.begin(), of_room.end());
    }
    return all;
}

services::Capabilities capabilities()
{
    return services::announced().with(places::look_ups());
}

Site::Site(SiteOptions options, Clock const& clock)
    : service_folders_{service_folders(options)},
      mail_threads_{options.mail_threads},
      job_lease_{options.job_lease},
      forgets_{options.forgets},
      database_{database_options(options), all_migrations(), clock},
      blobs_{options.folder / "blobs"},
      council_{settings_of(options), options.folder, secret_of(options), database_, blobs_},
      assets_{council_.settings},
      sender_{options.sender ? std::move(options.sender)
                             : make_sender(options.smtp, council_.settings.is_demo, options.folder / "mail")},
      gateway_{make_gateway(council_.settings, clock)},
      library_{database_, cases::message_problems, capabilities()},
      identity_{.database = database_, .brand = council_.brand(), .time_zone = council_.settings.time_zone},
      places_{.database = database_},
      cases_{.database = database_, .council = council_, .library = library_},
      people_search_{database_},
      people_{.council = council_,
              .identity = identity_,
              .search = people_search_,
              .timelines = {cases::people_timeline(cases_)}},
      forms_{.council = council_,
             .library = library_,
             .submit = [this](db::Tx& tx, forms::Submission const& sent) { return cases::open(tx, cases_, sent); },
             .identity = &identity_},
      tries_{.council = council_,
             .library = library_,
             .submit = {},
             .rehearse = [this](forms::Submission const& tried,
                                Reference const& reference) { return cases::rehearse(cases_, tried, reference); }},
      portal_{.council = council_, .library = library_},
      desk_{.cases = cases_, .identity = identity_, .backlog = [this] { return backlog(); }},
      editor_{.council = council_, .library = library_, .identity = identity_, .tries = tries_},
      insight_{.council = council_, .library = library_, .identity = identity_},
      notify_{.database = database_,
              .from = {council_.settings.mail_from, council_.brand().name},
              .sender = *sender_,
              .sources = {cases::message_source(cases_), forms::message_source(forms_)},
              .gateway = gateway_.get(),
              .callback_token = callback_token_of(council_.settings),
              .base_url = council_.settings.base_url,
              .secret = council_.secret,
              .brand = council_.brand(),
              .time_zone = council_.settings.time_zone,
              .topics = {},
              .answered =
                  [](db::Tx& tx, std::int64_t stream, std::string const& words) {
                      return cases::add_information(tx, cases::CaseId{stream}, words).has_value();
                  }},
      operations_{.database = database_,
                  .server_metrics = options.server_metrics,
                  .backlog = [this] { return backlog(); },
                  .token = options.metrics_token},
      http_site_{make_http_site()}
{
    publish_services();
    add_routes();
}

Site::~Site()
{
    stop();
}

http::Site Site::make_http_site()
{
    return {.name = council_.settings.slug,
            .router = &router_,
            .secret = council_.secret,
            .problem_page = [this](http::Request const& request,
                                   int status) { return problem_page(request, status, council_); },
            .content_security_policy = ui::content_security_policy()};
}

void Site::add_routes()
{
    add_operation_routes(router_, operations_);
    assets_.add_routes(router_);
    identity::add_routes(router_, identity_);
    portal::add_routes(router_, portal_);
    places::add_routes(router_, places_);
    forms::add_routes(router_, forms_);
    cases::add_routes(router_, cases_);
    people::add_routes(router_, people_);
    desk::add_routes(router_, desk_);
    editor::add_routes(router_, editor_);
    insight::add_routes(router_, insight_);
    notify::add_routes(router_, notify_);
}

std::vector<services::Problem> Site::publish_services()
{
    auto source = services::shipped_source();
    for (auto const& folder : service_folders_)
        source = services::overlaid(std::move(source), services::folder_source(folder));
    auto problems = library_.publish(source);
    warn_of_unknown_teams();
    return problems;
}

/// The service works, but its cases would lie where only administrators look.
void Site::warn_of_unknown_teams() const
{
    auto const catalogue = library_.catalogue();
    for (auto const* version : catalogue->all()) {
        auto const& service = version->definition;
        if (council_.settings.team(service.owner) != nullptr) continue;
        spdlog::warn("service {}: council.toml has no team \"{}\". Add it under [teams], or name another owner.",
                     service.id, service.owner);
    }
}

std::int64_t Site::backlog() const
{
    return pump_ ? pump_->backlog() : 0;
}

std::vector<db::Consumer> Site::consumers()
{
    return {notify::consumer(notify_), cases::people_consumer(cases_), people::forget_consumer(people_search_)};
}

std::unique_ptr<db::JobRunner> Site::run_jobs(std::vector<db::JobKind> kinds, int threads)
{
    for (auto& kind : kinds) kind.lease = job_lease_.value_or(kind.lease);
    return std::make_unique<db::JobRunner>(database_, std::move(kinds), threads);
}

void Site::read_log()
{
    db::EventPump{database_, consumers()}.drain();
}

void Site::forget_what_is_over()
{
    if (auto const done = cases::retention_job(cases_).run({}); !done) throw std::runtime_error{done.error().reason};
}

void Site::start()
{
    people_search_.start();
    pump_ = std::make_unique<db::EventPump>(database_, consumers());
    mail_jobs_ = run_jobs({notify::send_job(notify_), notify::check_job(notify_)}, mail_threads_);
    std::vector<db::JobKind> others{forms::photo_job(forms_), forms::expiry_job(forms_)};
    others.push_back(services::publish_job(library_));
    others.push_back(insight::trial_job(insight_));
    others.push_back(notify::tidy_job(notify_));
    if (forgets_) others.push_back(cases::retention_job(cases_));
    other_jobs_ = run_jobs(std::move(others), 1);
    database_
        .write(Actor::system(),
               [this](db::Tx& tx) {
                   forms::queue_expiry(tx);
                   insight::queue_trials(tx);
                   notify::queue_tidy(tx);
                   if (forgets_) cases::queue_retention(tx);
               })
        .wait();
}

void Site::settle()
{
    pump_->drain();
    mail_jobs_->drain();
    other_jobs_->drain();
    pump_->drain(); // jobs append events too
}

void Site::stop()
{
    pump_.reset();
    mail_jobs_.reset();
    other_jobs_.reset();
}

}
