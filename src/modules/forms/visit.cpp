#include "visit.hpp"

#include "earlier.hpp"
#include "tries.hpp"

#include <ui/components/blocks.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

services::Version const& Visit::version() const
{
    if (!draft) return *current;
    auto const* version = catalogue->version(draft->version);
    if (!version) throw std::runtime_error("A draft's service version is not loaded.");
    return *version;
}

Answers const& Visit::answers() const
{
    static Answers const none;
    return draft ? draft->answers : none;
}

std::string Visit::path(std::initializer_list<std::string_view> places) const
{
    auto out = at;
    for (auto const place : places) out += ui::Url::path("/{}", {place}).str();
    return out;
}

std::string Visit::path(Step const& step) const
{
    if (!step.group) return path(step.page->id);
    auto const row = step.row == new_row ? std::string{"new"} : std::to_string(step.row.value);
    return path({step.group->id, row, step.page->id});
}

namespace {

/// Whose drafts a request is about: an editor's tries, the person whom staff help, or this browser.
std::string owner_of(http::Request const& request, Deps const& deps, Visit const& visit)
{
    return visit.is_try ? owner_of_tries(request, deps) : owner_of(request, visit.assistance);
}

}

Surroundings surroundings_of(http::Request const& request, Deps& deps, Visit const& visit)
{
    Surroundings around{.clock = &deps.council.clock(),
                        .zone = deps.council.settings.time_zone,
                        .names = {{"account", feel::Value{}}},
                        .outside = nullptr};
    auto const earlier = [catalogue = visit.catalogue, owner = owner_of(request, deps, visit),
                          around](db::Snapshot& snapshot) { return sent_earlier(snapshot, *catalogue, owner, around); };
    around.outside = std::make_shared<Outside>(deps.library.capabilities(), deps.council.database, earlier);
    return around;
}

Visit at_service(http::Request const& request, Deps& deps)
{
    if (deps.is_for_tries()) return at_try(request, deps);
    Visit visit{.catalogue = deps.library.catalogue()};
    auto const service = request.path_text("id");
    visit.language = ui::tag_of(ui::language_from(request.header("accept-language"), request.cookie("language")));
    visit.at = ui::Url::path("/services/{}", {service}).str();
    visit.assistance = assistance_of(request, deps);
    // In a trial of two versions the same browser always gets the same one. Staff take no part: theirs is one browser
    // for many people.
    bool const in_trial = visit.catalogue->trial(service) != nullptr;
    auto const browser = in_trial && !visit.assistance ? request.browser() : std::string_view{};
    visit.current = visit.catalogue->current(service, browser);
    if (!visit.current) http::halt(request, 404);
    visit.around = surroundings_of(request, deps, visit);
    return visit;
}

Visit look(http::Request const& request, Deps& deps)
{
    auto visit = at_service(request, deps);
    if (!visit.is_try && !visit.assistance && request.cookie("browser").empty()) return visit;
    auto const owner = owner_of(request, deps, visit);
    auto draft = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return find_draft(snapshot, owner, visit.current->definition.id); });
    go_on_with(visit, deps, std::move(draft));
    return visit;
}

Whose whose(http::Request const& request, Deps& deps, Visit const& visit)
{
    return {.browser = owner_of(request, deps, visit),
            .channel = visit.assistance ? visit.assistance->channel : std::string{by_self},
            .current = *visit.current,
            .ticket = read_ticket(deps.council.secret, visit.current->definition.id, request.form.value("resume"),
                                  request.received),
            .may_begin = visit.catalogue->offer(visit.current->definition, deps.council.today()).is_open(),
            .purpose = visit.is_try ? Purpose::try_out : Purpose::real,
            .network = visit.assistance ? std::string{} : request.client_network()};
}

void go_on_with(Visit& visit, Deps& deps, std::optional<Draft> draft)
{
    visit.draft = std::move(draft);
    if (!visit.draft || visit.catalogue->version(visit.draft->version)) return;
    auto const service = visit.current->definition.id;
    auto newer = deps.library.catalogue_knowing(visit.draft->version);
    if (auto const* current = newer->current(service)) {
        visit.current = current;
        visit.catalogue = std::move(newer);
    }
    if (visit.catalogue->version(visit.draft->version)) return;
    visit.draft_is_unreadable = !visit.draft->is_sent();
    visit.draft.reset();
}

bool is_of_another_draft(Whose const& who, Visit const& visit)
{
    return who.ticket && visit.draft &&
           (who.ticket->draft != visit.draft->id || who.ticket->version != visit.draft->version);
}

Walker walker_of(http::Request const& request, Deps& deps, Visit const& visit)
{
    return {.version = visit.version(),
            .device = device_of(request),
            .channel = visit.assistance ? visit.assistance->channel : std::string{by_self},
            .day = deps.council.today()};
}

Seal seal_for(http::Request const& request, Deps& deps, Visit const& visit)
{
    Seal seal{.csrf = request.csrf_token(), .resume = {}, .at = visit.at};
    if (visit.draft) {
        seal.resume = make_ticket(deps.council.secret, visit.current->definition.id,
                                  {visit.draft->id, visit.draft->version}, request.received);
    }
    return seal;
}

void refuse_other_sites(http::Request const& request)
{
    auto const from = request.header("sec-fetch-site");
    if (!from.empty() && from != "same-origin" && from != "none") http::halt(request, 403);
    auto const origin = request.header("origin");
    if (origin.empty() || origin == "null") return;
    auto const host = origin.find("://");
    if (host == std::string_view::npos || origin.substr(host + 3) != request.header("host")) http::halt(request, 403);
}

std::string path_to(Visit const& visit, Way const& way, Step const& step)
{
    auto const* first = step.is_list() && !way.is_complete(step) ? way.first_of_new_row(step.page->id) : nullptr;
    return visit.path(first && visit.answers().rows(step.page->id).empty() ? *first : step);
}

std::string where_you_left(Visit const& visit, Way const& way)
{
    if (auto const* gap = way.first_gap()) return path_to(visit, way, *gap);
    if (way.ending()) return visit.path({"ends", way.ending()->id});
    return visit.path("check");
}

std::string where_you_left(Visit const& visit)
{
    auto const way = visit.way();
    // Whoever begins sees the first page, also where nothing there must be answered.
    if (visit.answers().empty() && !way.steps().empty()) return path_to(visit, way, way.steps().front());
    return where_you_left(visit, way);
}

void delete_blobs(Deps& deps, std::vector<std::string> const& blobs)
{
    for (auto const& blob : blobs) deps.council.blobs.remove(blob);
}

ui::Translator translator(Deps& deps)
{
    return deps.council.translator(ui::Language::en);
}

http::Response framed(http::Request const& request, Deps& deps, Framing const& framing, ui::Html const& content)
{
    auto const t =
        deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
    ui::Frame frame{.t = t,
                    .brand = deps.council.brand(),
                    .title = framing.title,
                    .has_errors = framing.has_errors,
                    .section = "services",
                    .path = framing.path,
                    .content_language = ui::Language::en};
    if (!framing.back.empty()) frame.before = ui::back_link({.text = t("Back"), .href = framing.back});
    if (deps.is_for_tries()) return http::page(framing.status, ui::page(frame, ui::html(try_bar(request, t), content)));
    // Pages beside a form (its saved ones, its feedback) have no foot of their own.
    auto const foot = request.path.starts_with("/services/") ? form_foot(request.path, t) : ui::Html{};
    return http::page(framing.status, ui::page(frame, ui::html(assisted_bar(request, t), content, foot)));
}

}
