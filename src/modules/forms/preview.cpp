#include <forms/preview.hpp>

#include "pages.hpp"

namespace guildhall::forms {

namespace {

ui::Html start_of(council::Council const& council, services::Definition const& definition, ui::Translator const& t)
{
    StartView const view{.definition = definition,
                         .brand = council.brand(),
                         .seal = {},
                         .deadline = council.deadline(council.clock().now(), definition.working_days)};
    return start_page(view, t);
}

ui::Html questions_of(services::Definition const& definition, services::Page const& page, ui::Translator const& t)
{
    auto const step = whole(page);
    http::Form const nothing_typed;
    QuestionView const view{
        .definition = definition, .step = step, .path = {}, .text = page.text, .seal = {}, .typed = nothing_typed};
    return question_page(view, t);
}

}

ui::Html preview_frame(council::Council const& council, std::string_view title, ui::Html const& content)
{
    auto const t = council.translator(ui::Language::en);
    return ui::page({.t = t, .brand = council.brand(), .title = std::string{title}, .is_preview = true}, content);
}

std::optional<ui::Html> preview_page(council::Council const& council, services::Definition const& definition,
                                     std::string_view page)
{
    auto const t = council.translator(ui::Language::en);
    if (page == "start") return preview_frame(council, definition.title, start_of(council, definition, t));
    auto const* const found = definition.page(page);
    if (!found) return std::nullopt;
    return preview_frame(council, found->title, questions_of(definition, *found, t));
}

}
