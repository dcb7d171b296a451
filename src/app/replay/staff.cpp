#include "staff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace guildhall::replay {

namespace {

constexpr std::string_view sign_in_path = "/desk/sign-in";

bool leads_to_sign_in(Page const& page)
{
    if (page.is_redirect()) return page.location.starts_with(sign_in_path);
    // What is sent without a session is answered with the sign-in page itself.
    return page.status == 403 && !page.forms().empty() && page.forms().front().action == sign_in_path;
}

std::string path_of(std::string_view address)
{
    return std::string{address.substr(0, address.find('?'))};
}

/// "I take it": the form that needs no choice.
Form const* taking(std::vector<Form> const& forms)
{
    auto const found = std::ranges::find_if(forms, [](Form const& form) {
        return path_of(form.action).ends_with("/assignment") &&
               std::ranges::any_of(form.controls, [](Control const& c) {
                   return c.name == "assignee" && c.type == "hidden" && c.value == "me";
               });
    });
    return found == forms.end() ? nullptr : &*found;
}

/// The buttons that move a case on, but not one that takes a move back.
Form const* moving(std::vector<Form> const& forms)
{
    auto const found = std::ranges::find_if(forms, [](Form const& form) {
        return path_of(form.action).ends_with("/stage") && std::ranges::any_of(form.controls, [](Control const& c) {
                   return c.name == "stage" && c.type == "button";
               });
    });
    return found == forms.end() ? nullptr : &*found;
}

std::string first_button(Form const& form, std::string_view name)
{
    auto const found =
        std::ranges::find_if(form.controls, [&](Control const& c) { return c.name == name && c.type == "button"; });
    return found == form.controls.end() ? std::string{} : found->value;
}

/// Closing as done asks for words alone; closing as not done offers reasons too.
Form closing_form(Page const& page, End end)
{
    for (auto& form : page.forms()) {
        if (path_of(form.action).ends_with("/closure") && form.has("reason") == (end == End::not_done)) return form;
    }
    throw std::runtime_error(
        fmt::format("The desk does not offer to close this case (status {}: {}).", page.status, page.complaint()));
}

Fields closing_words(Form const& form, Record const& record)
{
    return {{"words", record.outcome}, {"outcome", first_button(form, "outcome")}};
}

}

Closing Staff::take_on(Browser& browser, Reference const& reference, Record const& record)
{
    auto me = visitor();
    auto const path = path_of(get(browser, me, fmt::format("/desk?reference={}", reference.shown())).location);
    auto page = get(browser, me, path);
    for (bool moved = false;;) {
        auto const forms = page.forms();
        auto const* form = taking(forms);
        bool const moves = !form && !moved;
        if (moves) form = moving(forms);
        if (!form) return {path, closing_form(page, record.end)};
        auto const answer = browser.send(me, *form, moves ? Fields{{"stage", first_button(*form, "stage")}} : Fields{});
        if (leads_to_sign_in(answer)) { // the session ended while the page was open: sign in, look again
            sign_in(browser, me);
            page = get(browser, me, path);
            continue;
        }
        if (!answer.is_redirect()) throw std::runtime_error(answer.complaint());
        moved = moved || moves;
        page = get(browser, me, answer.location);
    }
}

std::string Staff::close(Browser& browser, Closing const& closing, Record const& record)
{
    auto me = visitor();
    auto answer = browser.send(me, closing.form, closing_words(closing.form, record));
    if (leads_to_sign_in(answer)) {
        auto const form = closing_form(get(browser, me, closing.path), record.end);
        answer = browser.send(me, form, closing_words(form, record));
    }
    if (answer.is_redirect()) return {};
    auto complaint = answer.complaint();
    return complaint.empty() ? fmt::format("The desk answered with status {}.", answer.status) : complaint;
}

std::string Staff::export_csv(Browser& browser, std::string_view service)
{
    auto me = visitor();
    auto page = get(browser, me, fmt::format("/desk/export.csv?service={}", service));
    if (page.status != 200)
        throw std::runtime_error(
            fmt::format("The desk did not export (status {}: {}).", page.status, page.complaint()));
    return std::move(page.body);
}

/// Each act comes from an address of its own, for the reason that residents' do (timeline.cpp).
Visitor Staff::visitor()
{
    std::lock_guard lock{mutex_};
    ++desks_;
    return {.client = fmt::format("100.{}.{}.{}", 64 + ((desks_ >> 16) & 63), (desks_ >> 8) & 255, desks_ & 255),
            .cookies = cookies_};
}

Page Staff::get(Browser& browser, Visitor& visitor, std::string_view path)
{
    auto page = browser.get(visitor, path);
    for (int tries = 0; leads_to_sign_in(page) && tries < 3; ++tries) {
        sign_in(browser, visitor);
        page = browser.get(visitor, path);
    }
    return page;
}

void Staff::sign_in(Browser& browser, Visitor& visitor)
{
    std::lock_guard lock{mutex_};
    if (visitor.cookies != cookies_) { // a colleague has signed in meanwhile
        visitor.cookies = cookies_;
        return;
    }
    auto const page = browser.get(visitor, sign_in_path);
    auto const answer = browser.send(visitor, page.form(sign_in_path),
                                     {{"email", email_}, {"password", std::string{password_.reveal()}}});
    if (!answer.is_redirect()) throw std::runtime_error(fmt::format("Staff could not sign in: {}", answer.complaint()));
    cookies_ = visitor.cookies;
}

}
