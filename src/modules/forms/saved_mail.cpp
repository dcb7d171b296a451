// The mails about saved forms: the link, and one reminder. What somebody typed is in neither.
#include "copies.hpp"
#include "saved.hpp"

#include <forms/forms.hpp>
#include <notify/notify.hpp>

#include <stdexcept>

namespace guildhall::forms {

namespace {

constexpr db::Query saved_for_mail{"forms.saved_for_mail", R"sql(
    select id, draft, service, subject, issue, expires_at, recipient from form_saved where id = $1)sql"};

constexpr std::string_view link_mail = R"mail(Subject: Your saved form: ((service))

# You saved a form

You began "((service))" and saved it for later. We keep your answers until ((until)).

To go on, open this link. You also need the code that we showed on your screen when you saved.

((link))

If you have lost the code, go on in the browser where you began, or begin again.

---

You can delete what you saved at any time:

((delete link))

If this was not you, do nothing. We delete it after ((until)).

((council))
)mail";

constexpr std::string_view reminder_mail = R"mail(Subject: We delete your saved form soon: ((service))

# Your saved form is still here

You saved "((service))" and have not sent it. We keep your answers until ((until)). Then we delete them.

To go on, open this link. You also need the code that we showed on your screen when you saved.

((link))

---

If you do not need it any more, you can delete it now:

((delete link))

((council))
)mail";

notify::Template parsed(std::string_view text)
{
    auto parsed = notify::Template::parse(text);
    if (!parsed) throw std::logic_error{"a mail of saved forms cannot be read: " + parsed.error().what};
    return std::move(*parsed);
}

std::vector<notify::Draft> mails(Deps& deps, db::Tx& tx, db::Event const& event)
{
    struct Row {
        Saved saved;
        std::optional<std::string> recipient;
    };
    auto const found = tx.one(
        saved_for_mail,
        [&](db::Row const& row) {
            return Row{{.id = row.get<SavedId>(0),
                        .draft = row.get<DraftId>(1),
                        .service = row.get<std::string>(2),
                        .subject = row.get<db::SubjectId>(3),
                        .issue = row.get<std::int64_t>(4),
                        .expires = row.get<Time>(5)},
                       tx.unseal(row.bytes(6))};
        },
        event.stream);
    // Deleted, opened and sent, or forgotten before the mail was made: nobody waits for it.
    if (!found || !found->recipient) return {};
    auto const& saved = found->saved;
    auto const catalogue = deps.library.catalogue();
    auto const* version = catalogue->current(saved.service);
    auto const& council = deps.council;
    auto const link = council.settings.base_url + "/saved/" + keys_of(council.secret, saved.id, saved.issue).link;
    notify::Personalisation values{{"service", version ? version->definition.title : saved.service},
                                   {"until", council.translator(ui::Language::en).date(saved.expires)},
                                   {"council", council.brand().name}};
    values.set_link("link", link);
    values.set_link("delete link", link + "/deletion");
    bool const is_reminder = event.type == "form.saving_ends";
    return {{.recipient = *found->recipient,
             .subject = saved.subject,
             .template_name = is_reminder ? "saved-form-reminder" : "saved-form-link",
             .message = parsed(is_reminder ? reminder_mail : link_mail),
             .values = std::move(values),
             .stream = saved.id.value}};
}

}

notify::Source message_source(Deps& deps)
{
    return {.types = {"form.saved", "form.saving_ends", "form.copy_wanted"},
            .drafts = [&deps](db::Tx& tx, db::Event const& event) {
                return event.type == "form.copy_wanted" ? copy_mails(deps, tx, event) : mails(deps, tx, event);
            }};
}

}
