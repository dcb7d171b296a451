// One question as inputs, in the design system's components.
#include "pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/compound_fields.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

#include <fmt/format.h>

namespace guildhall::forms {

namespace {

using namespace ui::literals;
using services::Question;
using services::QuestionType;

/// Draws one question; its members are what every kind of input needs.
class Field {
public:
    Field(QuestionView const& view, Question const& question, bool is_heading, ui::Translator const& t)
        : view_{view}, q_{question}, is_heading_{is_heading}, t_{t}
    {}

    [[nodiscard]] ui::Html draw() const
    {
        switch (q_.type) {
        case QuestionType::choice: return q_.as_list ? list() : ui::radios(choices());
        case QuestionType::several: return ui::checkboxes(choices());
        case QuestionType::yes_no: return yes_no();
        case QuestionType::text: return ui::input(input());
        case QuestionType::long_text: return long_text();
        case QuestionType::number: return number();
        case QuestionType::money: return money();
        case QuestionType::date: return ui::date_input(date("", around(), q_.hint));
        case QuestionType::email: return email();
        case QuestionType::phone: return phone();
        case QuestionType::postcode: return narrow("govuk-input--width-10", "postal-code");
        case QuestionType::vehicle: return narrow("govuk-input--width-10", "off");
        case QuestionType::ni_number: return narrow("govuk-input--width-10", "off");
        case QuestionType::address: return address();
        case QuestionType::location: return location();
        case QuestionType::person: return person();
        case QuestionType::business: return business();
        case QuestionType::nearest: return nearest();
        case QuestionType::consent: return consent();
        case QuestionType::declaration: return declaration();
        case QuestionType::file: return draw_files(view_, q_, is_heading_, t_);
        }
        return {};
    }

private:
    [[nodiscard]] std::string typed(std::string_view part = {}) const
    {
        return std::string{view_.typed.value(q_.id + std::string{part})};
    }
    [[nodiscard]] ui::ErrorMessage error(std::string const& name) const { return error_beside(view_, name, t_); }
    [[nodiscard]] ui::Content own(std::string const& words) const
    {
        return words.empty() ? ui::Content{} : ui::Content{said(view_.definition, words)};
    }
    [[nodiscard]] ui::Content words_of_label() const
    {
        // Where it is the heading, the page's title says the same words.
        if (q_.required || is_heading_) return own(q_.label);
        return said(view_.definition, q_.label, t_("{question} (optional)", {{"question", "{words}"}}));
    }
    [[nodiscard]] ui::Label label() const
    {
        return {.text = words_of_label(),
                .classes = is_heading_ ? "govuk-label--l" : "govuk-label--s",
                .is_page_heading = is_heading_};
    }
    [[nodiscard]] ui::Fieldset around() const
    {
        return {.legend = {.text = words_of_label(),
                           .classes = is_heading_ ? "govuk-fieldset__legend--l" : "govuk-fieldset__legend--s",
                           .is_page_heading = is_heading_}};
    }

    [[nodiscard]] ui::Choices choices() const
    {
        ui::Choices out{.name = q_.id, .fieldset = around(), .hint = {.text = own(q_.hint)}, .error = error(q_.id)};
        for (auto const& option : choices_of(q_, view_.offers))
            out.items.push_back({.value = option.value, .text = own(option.label), .hint = {.text = own(option.hint)}});
        for (auto const value : view_.typed.values(q_.id)) out.values.emplace_back(value);
        return out;
    }

    [[nodiscard]] ui::Html yes_no() const
    {
        auto out = choices();
        out.classes = "govuk-radios--inline";
        out.items = {{.value = "yes", .text = t_("Yes")}, {.value = "no", .text = t_("No")}};
        return ui::radios(out);
    }

    [[nodiscard]] ui::Input input() const
    {
        return {
            .name = q_.id, .label = label(), .hint = {.text = own(q_.hint)}, .error = error(q_.id), .value = typed()};
    }

    [[nodiscard]] ui::Html long_text() const
    {
        return ui::character_count(
            {.field = {.name = q_.id,
                       .label = label(),
                       .hint = {.text = own(q_.hint)},
                       .error = error(q_.id),
                       .value = typed(),
                       .rows = 6},
             .maxlength = q_.max_length > 0 ? q_.max_length : 4000,
             .description = t_("You can enter up to %{count} characters"),
             .characters = {.under_limit = {{"one", t_("You have %{count} character remaining")},
                                            {"other", t_("You have %{count} characters remaining")}},
                            .over_limit = {{"one", t_("You have %{count} character too many")},
                                           {"other", t_("You have %{count} characters too many")}},
                            .at_limit = t_("You have 0 characters remaining")}});
    }

    [[nodiscard]] ui::Html email() const
    {
        auto out = input();
        out.type = "email";
        out.autocomplete = "email";
        out.spellcheck = false;
        return ui::input(out);
    }

    [[nodiscard]] ui::Html phone() const
    {
        auto out = input();
        out.type = "tel";
        out.autocomplete = "tel";
        out.classes = "govuk-input--width-20";
        return ui::input(out);
    }

    [[nodiscard]] ui::Html list() const
    {
        ui::Select out{.name = q_.id,
                       .label = label(),
                       .hint = {.text = own(q_.hint)},
                       .error = error(q_.id),
                       .items = {{.value = "", .text = t_("Choose one")}},
                       .value = typed(),
                       .has_value = true};
        for (auto const& option : choices_of(q_, view_.offers))
            out.items.push_back({.value = option.value, .text = own(option.label)});
        return ui::select(out);
    }

    [[nodiscard]] ui::Html narrow(std::string classes, std::string autocomplete) const
    {
        auto out = input();
        out.classes = std::move(classes);
        out.autocomplete = std::move(autocomplete);
        out.spellcheck = false;
        return ui::input(out);
    }

    [[nodiscard]] ui::Html number() const
    {
        auto out = input();
        out.classes = "govuk-input--width-10";
        out.inputmode = q_.decimals > 0 ? "decimal" : "numeric";
        return ui::input(out);
    }

    [[nodiscard]] ui::Html money() const
    {
        auto out = input();
        out.classes = "govuk-input--width-10";
        out.inputmode = "decimal";
        out.spellcheck = false;
        out.prefix = {.text = "£"};
        return ui::input(out);
    }

    /// `part`: what stands between the question's id and the names of the three fields.
    [[nodiscard]] ui::DateInput date(std::string const& part, ui::Fieldset group, std::string const& hint) const
    {
        auto const name = q_.id + part;
        ui::DateInput out{.id = name,
                          .name_prefix = name,
                          .parts = {},
                          .fieldset = std::move(group),
                          .hint = {.text = hint.empty() ? ui::Content{t_("For example, 27 3 2026")} : own(hint)}};
        struct Field {
            std::string name, label, classes;
        };
        for (auto const& [field, words, classes] :
             {Field{"day", t_("Day"), "govuk-input--width-2"}, Field{"month", t_("Month"), "govuk-input--width-2"},
              Field{"year", t_("Year"), "govuk-input--width-4"}}) {
            auto wrong = error(name + "-" + field);
            // Only the part that is missing is marked; where the whole is wrong, its first part carries the error.
            if (!wrong.text.empty()) out.error = std::move(wrong);
            out.parts.push_back(
                {.name = field, .label = words, .value = typed(part + "-" + field), .classes = classes});
        }
        return out;
    }

    [[nodiscard]] ui::Html part(std::string_view name, std::string const& words, std::string autocomplete,
                                std::string classes, std::string const& hint = {}) const
    {
        auto const field = q_.id + std::string{name};
        return ui::input({.name = field,
                          .label = {.text = words},
                          .hint = {.text = hint},
                          .error = error(field),
                          .value = typed(name),
                          .autocomplete = std::move(autocomplete),
                          .spellcheck = false,
                          .classes = std::move(classes)});
    }

    /// A hint above several inputs, tied to their group.
    [[nodiscard]] ui::Html with_hint(ui::Fieldset& group) const
    {
        if (q_.hint.empty()) return {};
        group.described_by = q_.id + "-hint";
        return ui::hint({.text = own(q_.hint), .id = q_.id + "-hint"});
    }

    [[nodiscard]] ui::Html person() const
    {
        auto group = around();
        group.html = with_hint(group);
        group.html.add(part("-first", t_("First name"), "off", "govuk-!-width-two-thirds"))
            .add(part("-last", t_("Last name"), "off", "govuk-!-width-two-thirds"));
        if (q_.with_birth_date)
            group.html.add(ui::date_input(date("-born", {.legend = {.text = t_("Date of birth")}}, "")));
        return ui::fieldset(group);
    }

    [[nodiscard]] ui::Html business() const
    {
        auto name = input();
        name.autocomplete = "organization";
        return ui::html(ui::input(name), part("-number", t_("Company number (optional)"), "off",
                                              "govuk-input--width-10", t_("Leave it empty if it is no company")));
    }

    [[nodiscard]] ui::Html nearest() const
    {
        auto out = choices();
        out.items.clear();
        for (auto const& place : offer_for(view_.offers, q_).places) {
            auto const away = place.metres ? words_of_distance(*place.metres, t_) : std::string{};
            out.items.push_back({.value = place.id, .text = place.name, .hint = {.text = away}});
        }
        if (out.items.empty()) return ui::html(ui::inset_text({.text = t_("We found no place to choose from.")}));
        return ui::radios(out);
    }

    [[nodiscard]] ui::Html reason(std::string_view name, std::string const& words) const
    {
        auto const field = q_.id + std::string{name};
        return ui::textarea(
            {.name = field, .label = {.text = words}, .error = error(field), .value = typed(name), .rows = 3});
    }

    [[nodiscard]] ui::Html consent() const
    {
        auto out = choices();
        out.items = {{.value = "yes", .text = t_("Yes"), .conditional = reason("-how", t_("How did they agree?"))},
                     {.value = "no", .text = t_("No"), .conditional = reason("-why", t_("Why is it right to go on?"))}};
        return ui::radios(out);
    }

    [[nodiscard]] ui::Html declaration() const
    {
        ui::Choices out{.name = q_.id, .hint = {.text = own(q_.hint)}, .error = error(q_.id)};
        if (is_heading_)
            out.fieldset = {.legend = {.text = t_("Please confirm"),
                                       .classes = "govuk-fieldset__legend--l",
                                       .is_page_heading = true}};
        out.items = {{.value = "true", .text = own(q_.label)}};
        out.values = {typed()};
        return ui::checkboxes(out);
    }

    // ---- address: words, then a list; or by hand

    [[nodiscard]] ui::Html address() const
    {
        bool const was_typed = address_step(q_, view_.typed) == AddressStep::by_hand;
        if (view_.by_hand == q_.id || (was_typed && view_.searching != q_.id)) return address_by_hand();
        auto const& found = offer_for(view_.offers, q_).addresses;
        return !found.empty() && view_.searching != q_.id ? address_list(found) : address_search();
    }

    [[nodiscard]] std::string link(std::string_view name) const
    {
        auto url = view_.path;
        url.append("?").append(name).append("=").append(q_.id);
        return view_.is_change ? url + "&change=1" : url;
    }

    [[nodiscard]] ui::Html way_out(std::string_view name, std::string const& words) const
    {
        return ui::html("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\""_html, link(name), "\">"_html, words,
                        "</a></p>"_html);
    }

    [[nodiscard]] ui::Html address_search() const
    {
        auto out = input();
        if (out.hint.text.empty()) out.hint.text = t_("Type a postcode, or part of the address");
        out.autocomplete = "off";
        return ui::html(ui::input(out), way_out("by-hand", t_("Enter the address by hand")));
    }

    [[nodiscard]] ui::Html address_list(std::vector<places::Address> const& found) const
    {
        ui::Choices out{.name = q_.id + "-uprn", .fieldset = around(), .error = error(q_.id + "-uprn")};
        for (auto const& address : found) out.items.push_back({.value = address.uprn, .text = address.text()});
        out.values = {typed("-uprn")};
        auto const words = view_.typed.has(q_.id + "-words") ? typed("-words") : typed();
        return ui::html(ui::hidden(q_.id + "-words", words), ui::radios(out),
                        way_out("search", t_("Look for another address")),
                        way_out("by-hand", t_("The address is not here: enter it by hand")));
    }

    [[nodiscard]] ui::Html address_by_hand() const
    {
        auto group = around();
        group.html = ui::html(part("-line", t_("House number or name, and street"), "address-line1", ""),
                              part("-town", t_("Town or city"), "address-level2", "govuk-!-width-two-thirds"),
                              part("-postcode", t_("Postcode"), "postal-code", "govuk-input--width-10"));
        return ui::html(ui::fieldset(group), way_out("search", t_("Look for the address instead")));
    }

    // ---- location: words, and a point where the device knows one

    [[nodiscard]] ui::Html location() const
    {
        // A point that was refused is not sent again: words alone are enough.
        bool const is_wrong = !error(q_.id).text.empty();
        auto const point = [&](std::string_view part) {
            auto const name = q_.id + std::string{part};
            return ui::html("<input type=\"hidden\" id=\""_html, name, "\" name=\""_html, name, "\" value=\""_html,
                            is_wrong ? "" : typed(part), "\">"_html);
        };
        return ui::html(
            ui::input(input()), point("-lon"), point("-lat"), "<div class=\"c-location\" data-location=\""_html, q_.id,
            "\" data-looking=\""_html, t_("Looking for where you are"), "\" data-found=\""_html,
            t_("We have the place where you are now"), "\" data-failed=\""_html,
            t_("Your device did not tell us where you are. Tell us in words"), "\" hidden>"_html,
            ui::button({.text = t_("Use where I am now"), .type = "button", .classes = "govuk-button--secondary"}),
            "<p class=\"govuk-body\" role=\"status\"></p></div>"_html);
    }

    QuestionView const& view_;
    Question const& q_;
    bool is_heading_;
    ui::Translator const& t_;
};

}

std::string words_of_distance(double metres, ui::Translator const& t)
{
    constexpr double mile = 1609.344;
    auto const miles = fmt::format("{:.1f}", metres / mile);
    if (miles == "0.0") return t("Less than 0.1 miles away");
    return miles == "1.0" ? t("1 mile away") : t("{n} miles away", {{"n", miles}});
}

ui::Html field(QuestionView const& view, Question const& question, bool is_heading, ui::Translator const& t)
{
    return Field{view, question, is_heading, t}.draw();
}

}
