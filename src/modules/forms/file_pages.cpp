// A file question: what was sent already, an input for each thing to show, and "I will send it later".
#include "pages.hpp"

#include <ui/components/blocks.hpp>
#include <ui/prose.hpp>

namespace guildhall::forms {

namespace {

using namespace ui::literals;
using services::Question;

constexpr auto accepted =
    "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf,.jpg,.jpeg,.png,.webp,.heic,.pdf";

std::string label_of(Question const& question, std::string_view document)
{
    for (auto const& evidence : question.documents) {
        for (auto const& one : evidence.any_of) {
            if (one.id == document) return one.label;
        }
    }
    return {};
}

/// What is there already, each with a box that takes it away.
ui::Html sent_files(QuestionView const& view, Question const& question, ui::Translator const& t)
{
    auto const found = view.files.find(question.id);
    if (found == view.files.end() || found->second.empty()) return {};
    auto const& files = found->second;
    ui::Choices remove{.name = question.id + "-remove", .classes = "govuk-checkboxes--small"};
    if (question.documents.empty() && most_files(question) == 1) {
        remove.items = {{.value = std::to_string(files.front().id.value), .text = t("Remove the photo")}};
        return ui::html(ui::inset_text({.text = t("You have added a photo. Choose another one to replace it.")}),
                        ui::checkboxes(remove));
    }
    remove.fieldset = {.legend = {.text = t("You have added these files. Tick the ones to remove."),
                                  .classes = "govuk-fieldset__legend--s"}};
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const number = std::to_string(i + 1);
        auto const document = label_of(question, files[i].document);
        remove.items.push_back({.value = std::to_string(files[i].id.value),
                                .text = document.empty()
                                            ? t("File {n}", {{"n", number}})
                                            : t("File {n}: {document}", {{"n", number}, {"document", document}})});
    }
    return ui::checkboxes(remove);
}

ui::Html later_box(QuestionView const& view, Question const& question, ui::Translator const& t)
{
    if (!question.later) return {};
    auto const name = question.id + "-later";
    return ui::checkboxes({.name = name,
                           .items = {{.value = "yes", .text = t("I will send it later")}},
                           .values = {std::string{view.typed.value(name)}}});
}

ui::FileUpload one_input(QuestionView const& view, Question const& question, std::string_view document,
                         ui::Translator const& t)
{
    auto const field = file_field(question, document);
    return {.name = field,
            .error = error_beside(view, field, t),
            .multiple = most_files(question) > 1,
            .attributes = {{"accept", accepted}}};
}

ui::Html inputs_for_documents(QuestionView const& view, Question const& question, ui::Translator const& t)
{
    ui::Html out;
    for (auto const& evidence : question.documents) {
        for (std::size_t i = 0; i < evidence.any_of.size(); ++i) {
            auto const& document = evidence.any_of[i];
            auto input = one_input(view, question, document.id, t);
            auto const around =
                i == 0 ? std::string{"{words}"} : t("Or instead: {document}", {{"document", "{words}"}});
            input.label = {.text = said(view.definition, document.label, around),
                           .classes = i == 0 ? "govuk-label--s" : ""};
            if (!document.hint.empty()) input.hint = {.text = said(view.definition, document.hint)};
            out.add(ui::file_upload(input));
        }
    }
    return out;
}

}

ui::Html draw_files(QuestionView const& view, Question const& question, bool is_heading, ui::Translator const& t)
{
    auto const limits = t("A photo (JPEG, PNG, WebP or HEIC) or a PDF of up to 10 MB.");
    auto const hint =
        question.hint.empty() ? ui::html(limits) : said(view.definition, question.hint, "{words} " + limits);
    // Where it is the heading, the page's title says the same words.
    auto const around = question.required || is_heading ? std::string{"{words}"}
                                                        : t("{question} (optional)", {{"question", "{words}"}});
    auto const label = said(view.definition, question.label, around);
    auto const classes = is_heading ? "govuk-fieldset__legend--l" : "govuk-fieldset__legend--s";
    if (question.documents.empty()) {
        auto input = one_input(view, question, "", t);
        input.label = {
            .text = label, .classes = is_heading ? "govuk-label--l" : "govuk-label--s", .is_page_heading = is_heading};
        input.hint = {.text = hint};
        return ui::html(ui::file_upload(input), sent_files(view, question, t), later_box(view, question, t));
    }
    ui::Fieldset group{.legend = {.text = label, .classes = classes, .is_page_heading = is_heading},
                       .described_by = question.id + "-hint"};
    group.html = ui::html(ui::hint({.text = hint, .id = question.id + "-hint"}), sent_files(view, question, t),
                          inputs_for_documents(view, question, t), later_box(view, question, t));
    return ui::fieldset(group);
}

}
