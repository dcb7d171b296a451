// One question as inputs, in the design system's components.
#include "pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/components/compound_fields.hpp>
#include <ui/components/fields.hpp>
#include <ui/prose.hpp>
#include <ui/url.hpp>

#include <algorithm>

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
        case QuestionType::choice: return ui::radios(choices());
        case QuestionType::several: return ui::checkboxes(choices());
        case QuestionType::yes_no: return yes_no();
        case QuestionType::number:
        case QuestionType::money:
        case QuestionType::date:
        case QuestionType::postcode:
        case QuestionType::person:
        case QuestionType::business:
        case QuestionType::vehicle:
        case QuestionType::ni_number:
        case QuestionType::nearest:
        case QuestionType::consent:
        case QuestionType::declaration:
        case QuestionType::text: return ui::input(input());
        case QuestionType::long_text: return long_text();
        case QuestionType::email: return email();
        case QuestionType::phone: return phone();
        case QuestionType::address: return address();
        case QuestionType::location: return location();
        case QuestionType::file: return file();
        }
        return {};
    }

private:
    [[nodiscard]] std::string typed(std::string_view part = {}) const
    {
        return std::string{view_.typed.value(q_.id + std::string{part})};
    }
    [[nodiscard]] ui::ErrorMessage error(std::string const& name) const { return ui::error_of(view_.errors, name, t_); }
    [[nodiscard]] std::string words_of_label() const
    {
        // Where it is the heading, the page's title says the same words.
        return q_.required || is_heading_ ? q_.label : t_("{question} (optional)", {{"question", q_.label}});
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
        ui::Choices out{.name = q_.id, .fieldset = around(), .hint = {.text = q_.hint}, .error = error(q_.id)};
        for (auto const& option : q_.options)
            out.items.push_back({.value = option.value, .text = option.label, .hint = {.text = option.hint}});
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
        return {.name = q_.id, .label = label(), .hint = {.text = q_.hint}, .error = error(q_.id), .value = typed()};
    }

    [[nodiscard]] ui::Html long_text() const
    {
        return ui::character_count(
            {.field = {.name = q_.id,
                       .label = label(),
                       .hint = {.text = q_.hint},
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

    // ---- address: words, then a list; or by hand

    [[nodiscard]] ui::Html address() const
    {
        bool const was_typed = address_step(q_, view_.typed) == AddressStep::by_hand;
        if (view_.by_hand == q_.id || (was_typed && view_.searching != q_.id)) return address_by_hand();
        auto const found = view_.offers.find(q_.id);
        bool const has_list = found != view_.offers.end() && !found->second.empty() && view_.searching != q_.id;
        return has_list ? address_list(found->second) : address_search();
    }

    [[nodiscard]] std::string link(std::string_view name) const
    {
        auto url = ui::Url::path("/services/{}/{}", {view_.definition.id, view_.step.page->id}).with_query(name, q_.id);
        return view_.is_change ? url.with_query("change", "1").str() : url.str();
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

    [[nodiscard]] ui::Html address_part(std::string_view part, std::string const& label, std::string autocomplete,
                                        std::string classes) const
    {
        auto const name = q_.id + std::string{part};
        return ui::input({.name = name,
                          .label = {.text = label},
                          .error = error(name),
                          .value = typed(part),
                          .autocomplete = std::move(autocomplete),
                          .classes = std::move(classes)});
    }

    [[nodiscard]] ui::Html address_by_hand() const
    {
        auto group = around();
        group.html = ui::html(address_part("-line", t_("House number or name, and street"), "address-line1", ""),
                              address_part("-town", t_("Town or city"), "address-level2", "govuk-!-width-two-thirds"),
                              address_part("-postcode", t_("Postcode"), "postal-code", "govuk-input--width-10"));
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

    [[nodiscard]] ui::Html file() const
    {
        bool const has_one = view_.with_photo.contains(q_.id);
        ui::Html remove;
        if (has_one) {
            remove = ui::html(ui::inset_text({.text = t_("You have added a photo. Choose another one to replace it.")}),
                              ui::checkboxes({.name = q_.id + "-remove",
                                              .items = {{.value = "yes", .text = t_("Remove the photo")}},
                                              .classes = "govuk-checkboxes--small"}));
        }
        auto const limits = t_("A JPEG, PNG, WebP or HEIC file of up to 10 MB.");
        return ui::html(
            ui::file_upload({.name = q_.id,
                             .label = label(),
                             .hint = {.text = q_.hint.empty() ? limits : q_.hint + " " + limits},
                             .error = error(q_.id),
                             .attributes = {{"accept", "image/jpeg,image/png,image/webp,image/heic,image/heif"}}}),
            remove);
    }

    QuestionView const& view_;
    Question const& q_;
    bool is_heading_;
    ui::Translator const& t_;
};

}

ui::Html field(QuestionView const& view, Question const& question, bool is_heading, ui::Translator const& t)
{
    return Field{view, question, is_heading, t}.draw();
}

}
