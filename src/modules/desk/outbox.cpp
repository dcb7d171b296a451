// What was sent and what could not be done: delivery states without bodies, dead letters, and the demo's mails.
#include "delivery.hpp"
#include "frame.hpp"
#include "routes.hpp"

#include <council/council.hpp>
#include <db/jobs.hpp>
#include <notify/notify.hpp>
#include <ui/components/blocks.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

constexpr std::size_t messages_on_page = 50;

/// The folder names each mail after its row in the outbox.
std::string file_of(notify::OutboxId id)
{
    return fmt::format("{:016x}.eml", id.value);
}

std::vector<ui::Cell> message_row(notify::Delivery const& delivery, bool is_demo, ui::Translator const& t)
{
    std::vector<ui::Cell> cells{{.text = t.date_and_time(delivery.sent.value_or(delivery.created))},
                                {.text = delivery.template_name},
                                {.text = channel_words(delivery.channel, t)},
                                {.text = state_words(delivery, t)},
                                {.text = std::to_string(delivery.attempts), .format = "numeric"},
                                {.text = delivery.stream != 0
                                             ? link("/desk/cases/" + std::to_string(delivery.stream), t("Case"))
                                             : ui::Html{}}};
    if (is_demo) {
        bool const can_be_read = delivery.sent.has_value();
        cells.push_back({.text = can_be_read ? link("/desk/outbox/" + file_of(delivery.id), t("Read")) : ui::Html{}});
    }
    return cells;
}

notify::OutboxId before_in(http::Request const& request)
{
    auto const text = request.query.value("before");
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return {std::max(value, std::int64_t{0})};
}

/// Messages about cases that the actor may see; those about no case are for administrators.
bool may_see(cases::Visible const& visible, Actor const& actor, notify::Delivery const& delivery)
{
    if (delivery.stream == 0) return actor.has(Role::administrator);
    return visible.find(cases::CaseId{delivery.stream}).has_value();
}

struct MessagePage {
    std::vector<notify::Delivery> messages;
    notify::OutboxId next; ///< none: the end
};

/// Goes on through other teams' messages until the page is full, but not for ever: then the next page goes on.
MessagePage messages_before(db::Snapshot& snapshot, Actor const& actor, notify::OutboxId before)
{
    constexpr int most_reads = 10;
    MessagePage page;
    auto const visible = cases::Cases{snapshot}.visible_to(actor);
    for (int reads = 0; reads < most_reads; ++reads) {
        auto const some = notify::deliveries(snapshot, before, static_cast<int>(messages_on_page));
        for (auto const& delivery : some) {
            if (page.messages.size() == messages_on_page) return {std::move(page.messages), before};
            if (may_see(visible, actor, delivery)) page.messages.push_back(delivery);
            before = delivery.id;
        }
        if (some.size() < messages_on_page) return page;
    }
    page.next = before;
    return page;
}

ui::Html stray_link(Actor const& actor, ui::Translator const& t)
{
    if (!actor.has(Role::team_lead) && !actor.has(Role::administrator)) return {};
    return ui::html(" "_html, link("/desk/stray-texts", t("Texts that belong to no case")));
}

// GET /desk/outbox
http::Response show_outbox(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    bool const is_demo = deps.cases.council.settings.is_demo;
    auto const page = deps.cases.database.read([&](db::Snapshot& snapshot) {
        return messages_before(snapshot, identity::actor_of(request), before_in(request));
    });
    ui::Html more;
    if (page.next) more = link("/desk/outbox?before=" + std::to_string(page.next.value), t("Older messages"));
    ui::Table table{.caption = t("Messages"),
                    .caption_classes = "govuk-visually-hidden",
                    .head = {{.text = t("When")},
                             {.text = t("Message")},
                             {.text = t("How")},
                             {.text = t("State")},
                             {.text = t("Tries"), .format = "numeric"},
                             {.text = t("About")}}};
    if (is_demo) table.head.push_back({.text = t("Words")});
    for (auto const& delivery : page.messages) table.rows.push_back(message_row(delivery, is_demo, t));
    auto const body = ui::html(
        heading(t("Messages")),
        paragraph(
            is_demo
                ? t("This is a demonstration: emails, texts and letters stay in a folder here, and you can read them.")
                : t("You see whether a message left. What it says is not kept once it is sent.")),
        page.messages.empty() ? paragraph(t("No message was sent yet.")) : scrolling(t("Messages"), ui::table(table)),
        "<p class=\"govuk-body\">"_html, more, " "_html, link("/desk/dead-letters", t("Work that failed")),
        stray_link(identity::actor_of(request), t), "</p>\n"_html);
    return framed(request, deps, {.title = t("Messages"), .section = "outbox"}, one_pane(body));
}

/// Sixteen hexadecimal digits and ".eml": nothing else is a name, so no name is a path.
bool is_mail_name(std::string_view name)
{
    constexpr std::size_t digits = 16;
    return name.size() == digits + 4 && name.ends_with(".eml") &&
           name.substr(0, digits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The mail, where it is a demo and the actor may see the case that it is about.
std::optional<notify::FolderMail> mail_named(Deps const& deps, Actor const& actor, std::string_view name)
{
    auto const& council = deps.cases.council;
    if (!council.settings.is_demo || !is_mail_name(name)) return std::nullopt;
    std::int64_t id = 0;
    std::from_chars(name.data(), name.data() + name.size(), id, 16);
    if (id == INT64_MAX) return std::nullopt; // nobody's, and one more would not fit
    bool const is_theirs = deps.cases.database.read([&](db::Snapshot& snapshot) {
        auto const found = notify::deliveries(snapshot, notify::OutboxId{id + 1}, 1);
        return !found.empty() && found.front().id.value == id &&
               may_see(cases::Cases{snapshot}.visible_to(actor), actor, found.front());
    });
    if (!is_theirs) return std::nullopt;
    return notify::mail_in_folder(council.folder / "mail", notify::OutboxId{id});
}

/// The text part with our own tracking addresses as links. The HTML part is not shown: a text says the same.
ui::Html body_of(std::string_view text, std::string const& base_url)
{
    auto const prefix = base_url + "/track/";
    ui::Html out;
    for (std::size_t at = 0; (at = text.find(prefix)) != std::string_view::npos;) {
        auto const end = std::min(text.find_first_of(" \r\n\t<>\")", at), text.size());
        auto const address = text.substr(at, end - at);
        out.add(text.substr(0, at))
            .add("<a class=\"govuk-link\" href=\""_html)
            .add(address.substr(base_url.size()))
            .add("\">"_html)
            .add(address)
            .add("</a>"_html);
        text.remove_prefix(end);
    }
    return out.add(text);
}

// GET /desk/outbox/{name}
http::Response show_mail(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    auto const mail = mail_named(deps, identity::actor_of(request), request.path_text("name"));
    if (!mail) http::halt(request, 404);
    auto const title = mail->subject.empty() ? channel_words(mail->channel, t) : mail->subject;
    auto const body =
        ui::html(heading(title), "<dl class=\"d-facts\"><dt>"_html, t("To"), "</dt><dd>"_html, mail->to,
                 "</dd><dt>"_html, t("Date"), "</dt><dd>"_html, mail->date, "</dd></dl>\n<pre class=\"d-mail\">"_html,
                 body_of(mail->text, deps.cases.council.settings.base_url), "</pre>\n<p class=\"govuk-body\">"_html,
                 link("/desk/outbox", t("Back to the messages")), "</p>\n"_html);
    return framed(request, deps, {.title = title, .section = "outbox"}, one_pane(body));
}

// GET /desk/stray-texts
http::Response show_stray_texts(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    auto const texts = deps.cases.database.read([](db::Snapshot& snapshot) { return notify::stray_texts(snapshot); });
    ui::Table table{.caption = t("Texts that belong to no case"),
                    .caption_classes = "govuk-visually-hidden",
                    .head = {{.text = t("When")}, {.text = t("From")}, {.text = t("Words")}}};
    for (auto const& text : texts)
        table.rows.push_back({{.text = t.date_and_time(text.received)}, {.text = text.number}, {.text = text.words}});
    auto const body = ui::html(
        heading(t("Texts that belong to no case")),
        paragraph(
            t("People sent these to our number, and we have written to them about nothing of late. They are deleted "
              "after 30 days.")),
        texts.empty() ? paragraph(t("There is none."))
                      : scrolling(t("Texts that belong to no case"), ui::table(table)));
    return framed(request, deps, {.title = t("Texts that belong to no case"), .section = "outbox"}, one_pane(body));
}

ui::Html retry_form(db::DeadLetter const& letter, std::string const& csrf, ui::Translator const& t)
{
    return ui::html("<form method=\"post\" action=\"/desk/dead-letters/"_html, letter.id.value, "/attempt\">"_html,
                    ui::hidden("csrf", csrf),
                    ui::button({.text = ui::html(t("Try again"), "<span class=\"govuk-visually-hidden\"> "_html,
                                                 letter.kind, " "_html, letter.id.value, "</span>"_html),
                                .classes = "govuk-button--secondary"}),
                    "</form>"_html);
}

// GET /desk/dead-letters
http::Response show_dead_letters(http::Request const& request, Deps& deps)
{
    auto const t = translator_of(request, deps);
    auto const letters = deps.cases.database.read([](db::Snapshot& snapshot) { return db::dead_letters(snapshot); });
    auto const& actor = identity::actor_of(request);
    bool const may_retry = actor.has(Role::team_lead) || actor.has(Role::administrator);
    ui::Table table{.caption = t("Work that failed"),
                    .caption_classes = "govuk-visually-hidden",
                    .head = {{.text = t("When")},
                             {.text = t("Work")},
                             {.text = t("What went wrong")},
                             {.text = t("Tries"), .format = "numeric"}}};
    if (may_retry) table.head.push_back({.text = t("What you can do")});
    for (auto const& letter : letters) {
        table.rows.push_back({{.text = t.date_and_time(letter.died_at)},
                              {.text = letter.kind},
                              {.text = letter.reason},
                              {.text = std::to_string(letter.attempts), .format = "numeric"}});
        if (may_retry) table.rows.back().push_back({.text = retry_form(letter, request.csrf_token(), t)});
    }
    auto const body = ui::html(heading(t("Work that failed")),
                               paragraph(t("Messages and photos that could not be dealt with after several tries.")),
                               letters.empty() ? paragraph(t("There is none. All work was done."))
                                               : scrolling(t("Work that failed"), ui::table(table)));
    return framed(request, deps, {.title = t("Work that failed"), .section = "outbox"}, one_pane(body));
}

// POST /desk/dead-letters/{job:id}/attempt
Task<http::Response> try_again(http::Request const& request, Deps& deps)
{
    auto const id = request.path_id<db::JobId>("job");
    auto const again = [&](db::Tx& tx) { db::retry(tx, id); };
    co_await deps.cases.database.write(identity::actor_of(request), again);
    co_return http::see_other("/desk/dead-letters");
}

}

void add_message_routes(http::Router& router, Deps& deps, http::Access const& staff, http::Access const& leads)
{
    router.get("/desk/outbox", staff, [&deps](auto const& r) { return show_outbox(r, deps); });
    router.get("/desk/outbox/{name}", staff, [&deps](auto const& r) { return show_mail(r, deps); });
    router.get("/desk/stray-texts", leads, [&deps](auto const& r) { return show_stray_texts(r, deps); });
    router.get("/desk/dead-letters", staff, [&deps](auto const& r) { return show_dead_letters(r, deps); });
    router.post("/desk/dead-letters/{job:id}/attempt", leads, [&deps](auto const& r) { return try_again(r, deps); });
}

}
