#include "tries.hpp"

#include <services/drafts.hpp>

#include <base/secret.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

using namespace ui::literals;

namespace {

/// No stored version has this id, so that nothing which outlives the try can point to it. It stays the same when the
/// draft is changed meanwhile: whoever mends a word at the seventh page goes on there.
constexpr services::VersionId not_stored{};

std::string place_of(std::string_view service)
{
    return ui::Url::path("/admin/services/{}", {service}).str();
}

/// What stands on the editor's table.
services::Definition definition_to_try(http::Request const& request, Deps& deps, std::string_view service)
{
    auto const draft =
        deps.council.database.read([&](db::Snapshot& snapshot) { return services::find_draft(snapshot, service); });
    if (!draft) {
        auto const catalogue = deps.library.catalogue();
        auto const* published = catalogue->current(service);
        if (!published) http::halt(request, 404);
        return published->definition;
    }
    auto examined = deps.library.examine(service, draft->files);
    if (!examined.is_sound) throw http::Halt{http::see_other(place_of(service) + "?mend=1")};
    return std::move(examined.definition);
}

}

Visit at_try(http::Request const& request, Deps& deps)
{
    auto const service = request.path_text("id");
    auto definition = definition_to_try(request, deps, service);
    definition.open = {};
    definition.needs.clear();
    definition.withdrawn = false;
    services::Version version{.id = not_stored, .definition = std::move(definition)};
    Visit visit{.catalogue =
                    deps.library.catalogue()->with(std::make_shared<services::Version const>(std::move(version))),
                .at = place_of(service) + "/try",
                .is_try = true};
    visit.current = visit.catalogue->current(service);
    visit.around = surroundings_of(request, deps, visit);
    return visit;
}

std::string owner_of_tries(http::Request const& request, Deps const& deps)
{
    auto const person = identity::actor_of(request).person;
    return hmac_sha256(deps.council.secret, "tries of " + std::to_string(person.value));
}

Rehearsal rehearsal_of(Deps& deps, Visit const& visit)
{
    auto const way = visit.way();
    auto const answers = way.answers();
    auto submission = submission_of(deps, visit.version(), *visit.draft, way, answers, deps.council.clock().now());
    submission.deadline = visit.draft->deadline;
    return deps.rehearse(submission, *visit.draft->reference);
}

ui::Html try_bar(http::Request const& request, ui::Translator const& t)
{
    return ui::html("<div class=\"c-assisted c-no-print\" role=\"region\" aria-label=\""_html,
                    t("You are trying this out"), "\"><p>"_html, t("This is only a try. Nothing is counted or sent."),
                    "</p><p>"_html, ui::link(place_of(request.path_text("id")), t("Back to the editor")),
                    "</p></div>\n"_html);
}

ui::Html rehearsal_part(Rehearsal const& rehearsal, ui::Translator const& t)
{
    auto out = ui::html("<section class=\"c-try\" aria-labelledby=\"what-would-come\">"_html,
                        "<h2 class=\"govuk-heading-m\" id=\"what-would-come\">"_html, t("What would come of it"),
                        "</h2>\n"_html);
    out.add(ui::paragraph(t("{team} would get it. It would begin at \u201c{stage}\u201d.",
                            {{"team", rehearsal.team}, {"stage", rehearsal.stage}})));
    if (rehearsal.messages.empty())
        out.add(ui::paragraph(t("No mail would be sent: no email address was given, or there is no message.")));
    for (auto const& told : rehearsal.messages) {
        out.add("<article class=\"c-mail\"><h3 class=\"govuk-heading-s\">"_html)
            .add(told.when.empty() ? t("Mail that would be sent at once")
                                   : t("Mail that would be sent at \u201c{stage}\u201d", {{"stage", told.when}}))
            .add("</h3><p class=\"govuk-body-s\">"_html)
            .add(t("To: {address}", {{"address", told.to}}))
            .add("<br>"_html)
            .add(t("Subject: {subject}", {{"subject", told.subject}}))
            .add("</p><pre>"_html)
            .add(told.text)
            .add("</pre></article>\n"_html);
    }
    out.add(ui::paragraph(t("This try is forgotten within two days.")));
    return std::move(out.add("</section>\n"_html));
}

void add_try_routes(http::Router& router, Deps& tries, http::Access const& editor)
{
    add_way_routes(router, tries, {.at = "/admin/services/{id}/try", .access = editor});
}

}
