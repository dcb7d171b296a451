#include "resident.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::replay {

namespace {

constexpr int most_pages = 60;

std::string said_by(Page const& page)
{
    auto complaint = page.complaint();
    return complaint.empty() ? fmt::format("The page answered with status {}.", page.status) : complaint;
}

/// Everything that this person would answer, whatever page asks for it.
Fields answers_of(Map const& map, Record const& record)
{
    auto const& q = map.questions;
    Fields answers{{q.category, record.category}, {q.text, record.text}};
    if (!q.location.empty()) {
        answers.emplace_back(q.location, record.place);
        answers.emplace_back(q.location + "-lon", record.longitude);
        answers.emplace_back(q.location + "-lat", record.latitude);
    }
    if (!q.email.empty()) answers.emplace_back(q.email, record.email);
    return answers;
}

Fields asked_for(Form const& form, Fields const& answers)
{
    Fields asked;
    std::ranges::copy_if(answers, std::back_inserter(asked),
                         [&](auto const& answer) { return form.has(answer.first); });
    return asked;
}

/// The form that leads on: not the one that clears what was typed.
Form const* way_on(std::vector<Form> const& forms, std::string_view service)
{
    auto const start = fmt::format("/services/{}/", service);
    auto const found = std::ranges::find_if(
        forms, [&](Form const& form) { return form.action.starts_with(start) && !form.action.ends_with("/clear"); });
    return found == forms.end() ? nullptr : &*found;
}

}

Application fill_in(Browser& browser, Map const& map, Record const& record, std::string client)
{
    Application application{.visitor = {.client = std::move(client), .cookies = {}}, .submission = {}, .refusal = {}};
    auto& visitor = application.visitor;
    auto const answers = answers_of(map, record);
    auto page = browser.get(visitor, fmt::format("/services/{}", map.service));
    page = browser.follow(visitor, browser.send(visitor, page.form("/start"), {}));
    for (int pages = 0; pages < most_pages; ++pages) {
        auto const forms = page.forms();
        auto const* form = way_on(forms, map.service);
        if (page.status != 200 || !form) {
            application.refusal = said_by(page);
            return application;
        }
        if (form->action.ends_with("/submission")) {
            application.submission = *form;
            return application;
        }
        page = browser.send(visitor, *form, asked_for(*form, answers));
        if (page.is_redirect())
            page = browser.follow(visitor, std::move(page));
        else {
            application.refusal = said_by(page);
            return application;
        }
    }
    application.refusal = "The service asked one page after another without an end.";
    return application;
}

void send(Browser& browser, Application& application)
{
    auto const answer = browser.send(application.visitor, application.submission, {});
    if (!answer.is_redirect() || !answer.location.ends_with("/sent"))
        application.refusal = said_by(browser.follow(application.visitor, answer));
}

std::optional<Reference> read_reference(Browser& browser, Application& application, Map const& map)
{
    auto const page = browser.get(application.visitor, fmt::format("/services/{}/sent", map.service));
    auto const panel = text_of_class(page.body, "govuk-panel__body");
    return Reference::parse(panel.substr(panel.rfind(' ') + 1));
}

}
