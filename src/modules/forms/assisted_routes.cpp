// "Start a form for somebody", and its end. The pages between are those that everybody has.
#include "assisted.hpp"
#include "visit.hpp"

#include <base/secret.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

namespace guildhall::forms {

namespace {

using namespace ui::literals;

/// Auditors look and do not touch.
bool may_assist(Actor const& actor)
{
    return actor.has(Role::agent) || actor.has(Role::team_lead) || actor.has(Role::service_owner) ||
           actor.has(Role::administrator);
}

struct Typed {
    std::string service, channel;
    std::vector<FieldError> errors;
};

ui::Html service_field(services::Catalogue const& catalogue, Typed const& typed, ui::Translator const& t)
{
    ui::Select select{.name = "service",
                      .label = {.text = t("Which form?")},
                      .error = error_of(typed.errors, "service", t),
                      .items = {{.value = "", .text = t("Choose a form")}},
                      .value = typed.service,
                      .has_value = true};
    for (auto const* version : catalogue.all())
        select.items.push_back({.value = version->definition.id, .text = version->definition.title});
    return ui::select(select);
}

ui::Html channel_field(Typed const& typed, ui::Translator const& t)
{
    ui::Choices choices{.name = "channel",
                        .fieldset = ui::Fieldset{.legend = {.text = t("How are you helping them?")}},
                        .error = error_of(typed.errors, "channel", t),
                        .items = {},
                        .values = {typed.channel},
                        .classes = "govuk-radios--small"};
    for (auto const& channel : channels)
        choices.items.push_back({.value = std::string{channel.id}, .text = t(channel.label)});
    return ui::radios(choices);
}

http::Response show_choice(http::Request const& request, Deps& deps, int status, Typed const& typed)
{
    auto const t =
        deps.council.translator(ui::language_from(request.header("accept-language"), request.cookie("language")));
    auto const title = t("Start a form for somebody");
    auto const content = ui::html(
        "<div class=\"d-pane d-wide\">\n"_html, error_summary_of(typed.errors, t), "<h1>"_html, title, "</h1>\n"_html,
        ui::paragraph(t("You see the same pages as they would. The case shows that you filled it in for them, and how. "
                        "Their answers are not kept in your browser.")),
        "<form method=\"post\" action=\"/desk/assisted\" novalidate>"_html, ui::hidden("csrf", request.csrf_token()),
        service_field(*deps.library.catalogue(), typed, t), channel_field(typed, t),
        ui::button({.text = t("Start the form"), .prevent_double_click = true}), "</form></div>\n"_html);
    return identity::staff_page(request, t, deps.council.brand(),
                                {.status = status, .title = title, .section = "cases"}, content);
}

// GET /desk/assisted
http::Response choose(http::Request const& request, Deps& deps)
{
    return show_choice(request, deps, 200, {.service = std::string{request.query.value("service")}});
}

// POST /desk/assisted
Task<http::Response> begin(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    Typed typed{.service = std::string{request.form.value("service")},
                .channel = std::string{request.form.value("channel")}};
    if (!deps.library.catalogue()->current(typed.service))
        typed.errors.push_back({"service", Message{"Choose a form"}});
    if (!channel_named(typed.channel)) typed.errors.push_back({"channel", Message{"Choose how you are helping them"}});
    if (!typed.errors.empty()) co_return show_choice(request, deps, 422, typed);

    AssistanceWish const wish{
        .key = random_token(), .staff = actor.person, .channel = typed.channel, .service = typed.service};
    auto const start = [&](db::Tx& tx) { begin_assistance(tx, wish); };
    co_await deps.council.database.write(actor, start);
    auto response = http::see_other(ui::Url::path("/services/{}", {typed.service}).str());
    response.cookies.push_back({.name = "assisting", .value = wish.key});
    co_return response;
}

Task<http::Response> ended(Deps& deps, std::optional<Assistance> assistance, http::Response response)
{
    if (assistance) {
        auto const finish = [&](db::Tx& tx) { return end_assistance(tx, *assistance); };
        auto const blobs = co_await deps.council.database.write(assistance->who.actor, finish);
        delete_blobs(deps, blobs);
    }
    response.cookies.push_back({.name = "assisting", .value = "", .max_age = std::chrono::seconds{0}});
    co_return response;
}

// POST /desk/assisted/end
Task<http::Response> end(http::Request const& request, Deps& deps)
{
    return ended(deps, assistance_of(request, deps), http::see_other("/desk"));
}

}

ui::Html assisted_bar(http::Request const& request, ui::Translator const& t)
{
    auto const* who = identity::signed_in(request);
    if (who == nullptr || request.cookie("assisting").empty()) return {};
    return ui::html("<div class=\"c-assisted c-no-print\" role=\"region\" aria-label=\""_html, t("Helping somebody"),
                    "\"><p>"_html, t("{name}, you are filling this in for somebody else.", {{"name", who->name}}),
                    "</p><form method=\"post\" action=\"/desk/assisted/end\">"_html,
                    ui::hidden("csrf", request.csrf_token()), "<button class=\"c-quiet-button\" type=\"submit\">"_html,
                    t("End, and delete what is not sent"), "</button></form></div>"_html);
}

void add_assisted_routes(http::Router& router, Deps& deps)
{
    if (deps.identity == nullptr) return;
    auto const signed_in = identity::staff(*deps.identity);
    auto const check = [inner = signed_in.check](http::Request const& request) {
        auto refused = inner(request);
        if (!refused && !may_assist(identity::actor_of(request))) refused = http::problem(request, 403);
        return refused;
    };
    http::Access const staff{"staff who work", check};
    router.get("/desk/assisted", staff, [&deps](auto const& r) { return choose(r, deps); });
    router.post("/desk/assisted", staff, [&deps](auto const& r) { return begin(r, deps); });
    router.post("/desk/assisted/end", signed_in, [&deps](auto const& r) { return end(r, deps); });
    deps.identity->before_sign_out = [&deps](http::Request const& request, http::Response response) {
        return ended(deps, assistance_at_sign_out(request, deps), std::move(response));
    };
}

}
