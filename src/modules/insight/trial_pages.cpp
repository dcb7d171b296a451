// Trials as markup: one that could be, one that runs, one that is answered, and those of the past.
#include "tables.hpp"
#include "trial_views.hpp"
#include "views.hpp"

#include <ui/components/fields.hpp>
#include <ui/components/notices.hpp>
#include <ui/prose.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace guildhall::insight {

namespace {

using namespace ui::literals;
using services::Measure;
using services::TrialAnswer;
using services::TrialRecord;
using ui::paragraph;

std::string version_words(std::int64_t number, ui::Translator const& t)
{
    return t("Version {number}", {{"number", std::to_string(number)}});
}

/// 0.053 is "5.3", 0.05 is "5": people out of 100.
std::string people(double share)
{
    auto text = fmt::format("{:.1f}", 100 * std::abs(share));
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
}

Arm control_of(services::TrialCounts const& counts)
{
    return {counts.control_began, counts.control_did};
}
Arm variant_of(services::TrialCounts const& counts)
{
    return {counts.variant_began, counts.variant_did};
}

bool was_early(TrialRecord const& trial)
{
    return trial.looks < longest_weeks &&
           std::min(trial.counts.control_began, trial.counts.variant_began) < trial.plan.planned;
}

std::string measure_words(Measure measure, ui::Translator const& t)
{
    return measure == Measure::helped ? t("They send it, or are told who helps them") : t("They send it");
}

ui::Html version_select(TrialsView const& view, char const* name, std::string const& label, std::int64_t chosen,
                        ui::Translator const& t)
{
    ui::Select select{.name = name,
                      .label = {.text = label},
                      .error = error_of(view.errors, name, t),
                      .items = {},
                      .value = chosen > 0 ? std::to_string(chosen) : "",
                      .has_value = true};
    for (auto const& version : view.to_choose_from())
        select.items.push_back({.value = std::to_string(version.number),
                                .text = t("Version {number}, {date}", {{"number", std::to_string(version.number)},
                                                                       {"date", t.date(version.published_at)}})});
    return ui::select(select);
}

ui::Html wish_form(TrialsView const& view, ui::Translator const& t)
{
    ui::Choices measures{.name = "measure",
                         .fieldset = ui::Fieldset{.legend = {.text = t("What counts as success?")}},
                         .items = {},
                         .values = {std::string{services::name_of(view.wish.measure)}},
                         .classes = "govuk-radios--small"};
    for (auto const measure : {Measure::sent, Measure::helped})
        measures.items.push_back({.value = std::string{services::name_of(measure)}, .text = measure_words(measure, t)});
    return ui::html(
        "<form method=\"get\" novalidate>"_html, version_select(view, "a", t("First version"), view.wish.a, t),
        version_select(view, "b", t("Second version"), view.wish.b, t), ui::radios(measures),
        ui::input({.name = "least",
                   .label = {.text = t("The smallest difference worth knowing, in people out of 100")},
                   .hint = {.text = t("To see a small difference takes many people.")},
                   .error = error_of(view.errors, "least", t),
                   .value = std::to_string(view.wish.least),
                   .inputmode = "numeric",
                   .classes = "govuk-input--width-4"}),
        ui::button({.text = t("Work out how long it takes"), .classes = "govuk-button--secondary"}), "</form>"_html);
}

std::string duration_words(Estimate const& estimate, ui::Translator const& t)
{
    if (estimate.weeks == 0) return t("Nobody began it in the last four weeks, so a trial would not end.");
    auto const weeks = t.plural(estimate.weeks, "{n} week", "{n} weeks");
    return t("At today's use, {people} people a week, that takes about {weeks}.",
             {{"people", fmt::format("{:.0f}", estimate.a_week)}, {"weeks", weeks}});
}

ui::Html begin_form(TrialsView const& view, ui::Translator const& t)
{
    auto const& wish = view.wish;
    return ui::html("<form method=\"post\" action=\""_html, path_of(view.definition.id, "trials"), "\">"_html,
                    ui::hidden("csrf", view.csrf), ui::hidden("a", std::to_string(wish.a)),
                    ui::hidden("b", std::to_string(wish.b)),
                    ui::hidden("measure", std::string{services::name_of(wish.measure)}),
                    ui::hidden("least", std::to_string(wish.least)),
                    ui::button({.text = t("Start the trial"), .prevent_double_click = true}), "</form>"_html);
}

ui::Html estimate_words(TrialsView const& view, ui::Translator const& t)
{
    auto const& estimate = *view.estimate;
    auto out = subheading(t("How many people does it take?"));
    out.add(paragraph(estimate.rate_is_known
                          ? t("Today {rate} of 100 people who begin succeed.", {{"rate", people(estimate.rate)}})
                          : t("Nobody has begun it in the last 90 days, so we reckon with 50 of 100.")));
    out.add(paragraph(t("To see a difference of {least} in 100, each version needs {planned} people.",
                        {{"least", std::to_string(view.wish.least)}, {"planned", std::to_string(estimate.planned)}})));
    out.add(paragraph(duration_words(estimate, t)));
    if (estimate.is_too_long())
        return std::move(out.add(ui::inset_text(
            {.text = t("That is too long. Look for a larger difference, or watch some people use it.")})));
    out.add(paragraph(
        t("If both are equally good, the trial says something else in at most 1 of 20 cases. If they differ by this "
          "much, it finds out in 8 of 10 cases.")));
    if (!view.errors.empty() || !view.may_change) return out;
    return std::move(out.add(begin_form(view, t)));
}

ui::Html wish_page(TrialsView const& view, ui::Translator const& t)
{
    if (!view.is_on_offer) return paragraph(t("Nobody can begin this service now, so there is nothing to try."));
    if (view.to_choose_from().size() < 2)
        return paragraph(t("It takes two published versions. Publish the one that you want to try, then come back."));
    ui::Html out =
        paragraph(t("New visitors get one of two versions by turns. A rule that is fixed before the start says "
                    "when there is an answer, and what it is."));
    out.add(wish_form(view, t));
    if (view.estimate) out.add(estimate_words(view, t));
    return out;
}

ui::Html end_form(TrialsView const& view, services::VersionId keep, ui::Button const& button)
{
    return ui::html("<form method=\"post\" action=\""_html, path_of(view.definition.id, "trials/end"), "\">"_html,
                    ui::hidden("csrf", view.csrf), ui::hidden("keep", std::to_string(view.number_of(keep))),
                    ui::button(button), "</form>"_html);
}

ui::Html stop_form(TrialsView const& view, TrialRecord const& trial, ui::Translator const& t)
{
    ui::Choices keep{.name = "keep",
                     .fieldset = ui::Fieldset{.legend = {.text = t("Which version do people get from now on?")}},
                     .error = error_of(view.errors, "keep", t),
                     .items = {},
                     .classes = "govuk-radios--small"};
    for (auto const version : {trial.plan.control, trial.plan.variant}) {
        auto const number = view.number_of(version);
        keep.items.push_back({.value = std::to_string(number), .text = version_words(number, t)});
    }
    return ui::html(
        subheading(t("Stop it early")),
        paragraph(t("Stop it if a version is broken or wrong. Without an answer, nobody knows which is better.")),
        "<form method=\"post\" action=\""_html, path_of(view.definition.id, "trials/end"), "\" novalidate>"_html,
        ui::hidden("csrf", view.csrf), ui::radios(keep),
        ui::input({.name = "reason",
                   .label = {.text = t("Why do you stop it?")},
                   .error = error_of(view.errors, "reason", t),
                   .value = view.reason}),
        ui::button({.text = t("Stop the trial"), .classes = "govuk-button--warning", .prevent_double_click = true}),
        "</form>"_html);
}

ui::Html running_page(TrialsView const& view, TrialRecord const& trial, ui::Translator const& t)
{
    auto const name = t("People so far");
    ui::Table table{.caption = name,
                    .head = {words(t("Version")), numeric(t("People so far")), numeric(t("Needed"))},
                    .rows = {},
                    .first_cell_is_header = true};
    auto const row = [&](services::VersionId version, std::int64_t began) {
        table.rows.push_back(
            {words(version_words(view.number_of(version), t)), number(began), number(trial.plan.planned)});
    };
    row(trial.plan.control, view.so_far.control_began);
    row(trial.plan.variant, view.so_far.variant_began);
    ui::Html out =
        paragraph(t("It runs since {date}. What counts: {measure}. The smallest difference looked for: {least} "
                    "people out of 100.",
                    {{"date", t.date(trial.began_at)},
                     {"measure", measure_words(trial.plan.measure, t)},
                     {"least", std::to_string(trial.plan.least)}}));
    out.add(scrolling(name, table));
    if (view.next_look)
        out.add(
            paragraph(t("The rule looks once a week, next on {date}. It answers when both versions have their people, "
                        "after {weeks} weeks at the latest, or early if one version does far worse.",
                        {{"date", t.date(*view.next_look)}, {"weeks", std::to_string(longest_weeks)}})));
    out.add(paragraph(
        t("How many succeed is not shown before. Whoever looks every day and stops when it looks good is fooled by "
          "chance.")));
    out.add(paragraph(t("Each visitor keeps her version. Forms that staff fill in do not count.")));
    if (view.may_change) out.add(stop_form(view, trial, t));
    return out;
}

ui::Html counts_table(TrialsView const& view, TrialRecord const& trial, ui::Translator const& t)
{
    auto const name = t("What was counted");
    ui::Table table{.caption = name,
                    .head = {words(t("Version")), numeric(t("Began")), numeric(t("Succeeded")), words(t("Share"))},
                    .rows = {},
                    .first_cell_is_header = true};
    auto const row = [&](services::VersionId version, Arm arm) {
        auto const label = version_words(view.number_of(version), t);
        table.rows.push_back({words(label), number(arm.began), number(arm.did),
                              bar(arm.did, arm.began, t("Share: {version}", {{"version", label}}))});
    };
    row(trial.plan.control, control_of(trial.counts));
    row(trial.plan.variant, variant_of(trial.counts));
    return scrolling(name, table);
}

ui::Html decide_forms(TrialsView const& view, TrialRecord const& trial, ui::Translator const& t)
{
    auto const button = [&](services::VersionId version, bool is_first) {
        auto const number = std::to_string(view.number_of(version));
        return end_form(view, version,
                        {.text = t("Make version {number} the published one", {{"number", number}}),
                         .classes = is_first ? "" : "govuk-button--secondary",
                         .prevent_double_click = true});
    };
    auto const& plan = trial.plan;
    if (trial.answer == TrialAnswer::control) return button(plan.control, true);
    if (trial.answer == TrialAnswer::variant) return button(plan.variant, true);
    return ui::html(paragraph(t("Keep the one that is simpler.")), button(plan.control, true),
                    button(plan.variant, true));
}

ui::Html answered_page(TrialsView const& view, TrialRecord const& trial, ui::Translator const& t)
{
    ui::Html out = ui::inset_text({.text = result_of(trial, view, t)});
    out.add(paragraph(was_early(trial)
                          ? t("It ended early: chance makes such a difference less than once in 10,000 trials. How "
                              "large it is, is less sure than which one is better.")
                          : t("The range is right in 19 of 20 trials.")));
    out.add(counts_table(view, trial, t));
    auto const now = trial.answer == TrialAnswer::control   ? trial.plan.control
                     : trial.answer == TrialAnswer::variant ? trial.plan.variant
                                                            : view.versions.front().id;
    out.add(paragraph(t("Since {date} everybody gets version {number}, until somebody decides.",
                        {{"date", t.date(*trial.answered_at)}, {"number", std::to_string(view.number_of(now))}})));
    if (view.may_change) out.add(decide_forms(view, trial, t));
    return out;
}

std::string how_it_ended(TrialRecord const& trial, TrialsView const& view, ui::Translator const& t)
{
    if (trial.answer != TrialAnswer::none_yet) return result_of(trial, view, t);
    if (!trial.reason.empty())
        return t("Stopped without an answer, and version {number} was kept: {reason}",
                 {{"number", std::to_string(view.number_of(trial.kept))}, {"reason", trial.reason}});
    return t("A newer version was published before there was an answer.");
}

ui::Html past_trials(TrialsView const& view, ui::Translator const& t)
{
    if (view.past.empty()) return {};
    auto const name = t("Trials of the past");
    ui::Table table{.caption = name,
                    .caption_classes = "govuk-visually-hidden",
                    .head = {words(t("Began")), words(t("Versions")), words(t("How it ended"))},
                    .rows = {},
                    .first_cell_is_header = true};
    for (auto const& trial : view.past)
        table.rows.push_back({words(t.date(trial.began_at)),
                              words(t("{a} and {b}", {{"a", std::to_string(view.number_of(trial.plan.control))},
                                                      {"b", std::to_string(view.number_of(trial.plan.variant))}})),
                              words(how_it_ended(trial, view, t))});
    return ui::html(subheading(name), scrolling(name, table));
}

}

std::int64_t TrialsView::number_of(services::VersionId version) const
{
    auto const found = std::ranges::find(versions, version, &Choice::id);
    return found == versions.end() ? 0 : found->number;
}

TrialsView::Choice const* TrialsView::numbered(std::int64_t number) const
{
    auto const found = std::ranges::find(versions, number, &Choice::number);
    return found == versions.end() ? nullptr : &*found;
}

std::vector<TrialsView::Choice> TrialsView::to_choose_from() const
{
    std::vector<Choice> found;
    std::ranges::copy_if(versions, std::back_inserter(found), &Choice::may_be_tried);
    return found;
}

std::string result_of(TrialRecord const& trial, TrialsView const& view, ui::Translator const& t)
{
    auto const a = std::to_string(view.number_of(trial.plan.control));
    auto const b = std::to_string(view.number_of(trial.plan.variant));
    auto const found =
        difference(control_of(trial.counts), variant_of(trial.counts), was_early(trial) ? early_error : error_bound);
    if (trial.answer == TrialAnswer::no_difference)
        // The test is a little stricter than the range: what it does not see, the range must not deny.
        return t("We cannot tell them apart: of 100 people who begin, between {low} fewer and {high} more succeed with "
                 "version {b} than with version {a}.",
                 {{"low", people(std::min(found.low, 0.0))},
                  {"high", people(std::max(found.high, 0.0))},
                  {"a", a},
                  {"b", b}});
    bool const is_variant = trial.answer == TrialAnswer::variant;
    return t("Version {better} does better: of 100 people who begin, {by} more succeed than with version {other}; the "
             "true number lies between {low} and {high}.",
             {{"better", is_variant ? b : a},
              {"other", is_variant ? a : b},
              {"by", people(found.by)},
              {"low", people(std::max(0.0, is_variant ? found.low : -found.high))},
              {"high", people(is_variant ? found.high : found.low)}});
}

ui::Html trials_page(TrialsView const& view, ui::Translator const& t)
{
    ui::Html out = error_summary_of(view.errors, t);
    out.add(paragraph(ui::link(path_of(view.definition.id), view.definition.title)));
    if (!view.open) {
        out.add(heading(t("Try two versions against each other"))).add(wish_page(view, t));
        return std::move(out.add(past_trials(view, t)));
    }
    auto const& trial = *view.open;
    auto const a = std::to_string(view.number_of(trial.plan.control));
    auto const b = std::to_string(view.number_of(trial.plan.variant));
    out.add(heading(t("Version {a} against version {b}", {{"a", a}, {"b", b}})));
    out.add(trial.is_running() ? running_page(view, trial, t) : answered_page(view, trial, t));
    return std::move(out.add(past_trials(view, t)));
}

}
