#include "facts.hpp"

#include <base/date.hpp>
#include <feel/decision.hpp>
#include <ui/translator.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

std::optional<Date> today(Surroundings const& around)
{
    static auto const expression = feel::parse("today()");
    feel::LookUp const nothing{[](std::string_view) { return feel::Value{}; }};
    auto const value =
        expression->evaluate(nothing, {.limits = {}, .clock = around.clock, .zone = around.zone, .notes = false}).value;
    auto const* date = value.date();
    if (!date) return std::nullopt;
    return parse_iso_date(feel::to_string(value));
}

feel::Value age_of(Date born, Surroundings const& around)
{
    auto const now = today(around);
    if (!now) return {};
    std::chrono::year_month_day const b{born}, n{*now};
    auto years = static_cast<int>(n.year()) - static_cast<int>(b.year());
    if (n.month() < b.month() || (n.month() == b.month() && n.day() < b.day())) --years;
    return {static_cast<std::int64_t>(years)};
}

feel::Value number_from(std::string const& text)
{
    auto const number = feel::Decimal::parse(text);
    return number ? feel::Value{*number} : feel::Value{};
}

feel::Value text_or_null(std::string const& text)
{
    return text.empty() ? feel::Value{} : feel::Value{text};
}

feel::Value of_address(Address const& address)
{
    feel::Context out{{"lines", address.lines},
                      {"postcode", address.postcode},
                      {"uprn", text_or_null(address.uprn)},
                      {"ward", text_or_null(address.ward)}};
    // An address of the council's own gazetteer is inside; of one that was typed nobody knows.
    out.put("inside", address.uprn.empty() ? feel::Value{} : feel::Value{true});
    return {std::move(out)};
}

feel::Value of_location(Location const& location)
{
    feel::Context out{{"words", location.words}, {"ward", text_or_null(location.ward)}};
    if (location.point) {
        out.put("lat", number_from(std::to_string(location.point->lat)));
        out.put("lon", number_from(std::to_string(location.point->lon)));
    }
    return {std::move(out)};
}

feel::Value of_person(Person const& person, Surroundings const& around)
{
    feel::Context out{{"first", person.first}, {"last", person.last}, {"name", person.first + " " + person.last}};
    if (person.born) {
        out.put("born", feel::Value{*person.born});
        out.put("age", age_of(*person.born, around));
    }
    return {std::move(out)};
}

feel::Value of_files(Answer const& answer)
{
    feel::List files;
    for (auto const& file : answer.files) files.push_back(feel::Context{{"document", text_or_null(file.document)}});
    return {std::move(files)};
}

std::string text_in(feel::Context const& context, std::string_view name)
{
    auto const* value = context.find(name);
    auto const* text = value ? value->string() : nullptr;
    return text ? *text : std::string{};
}

Answer from_context(Question const& question, feel::Context const& context)
{
    Answer answer;
    if (question.type == QuestionType::address && !text_in(context, "lines").empty()) {
        answer.address = Address{.lines = text_in(context, "lines"),
                                 .postcode = text_in(context, "postcode"),
                                 .uprn = text_in(context, "uprn"),
                                 .ward = text_in(context, "ward"),
                                 .point = {}};
    } else if (question.type == QuestionType::person && !text_in(context, "first").empty()) {
        answer.person = Person{.first = text_in(context, "first"), .last = text_in(context, "last"), .born = {}};
        auto const* born = context.find("born");
        if (born && born->date()) answer.person->born = parse_iso_date(feel::to_string(*born));
    } else if (question.type == QuestionType::business && !text_in(context, "name").empty()) {
        answer.business = Business{.name = text_in(context, "name"), .number = text_in(context, "number")};
    }
    return answer;
}

}

feel::Value feel_value(Question const& question, Answer const* answer, Surroundings const& around)
{
    if (!answer) return {};
    switch (question.type) {
    case QuestionType::several: {
        feel::List chosen; // one tick is a list too, so that `in` works for any number
        for (auto const& value : answer->values) chosen.emplace_back(value);
        return {std::move(chosen)};
    }
    case QuestionType::number:
    case QuestionType::money: return number_from(answer->text());
    case QuestionType::date: {
        auto const date = parse_iso_date(answer->text());
        return date ? feel::Value{*date} : feel::Value{};
    }
    case QuestionType::address: return answer->address ? of_address(*answer->address) : feel::Value{};
    case QuestionType::location: return answer->location ? of_location(*answer->location) : feel::Value{};
    case QuestionType::person: return answer->person ? of_person(*answer->person, around) : feel::Value{};
    case QuestionType::business:
        if (!answer->business) return {};
        return {feel::Context{{"name", answer->business->name}, {"number", text_or_null(answer->business->number)}}};
    case QuestionType::nearest:
        if (!answer->place) return {};
        return {feel::Context{{"id", answer->place->id},
                              {"name", answer->place->name},
                              {"metres", answer->place->metres
                                             ? number_from(std::to_string(std::int64_t(*answer->place->metres)))
                                             : feel::Value{}}}};
    case QuestionType::consent:
        if (!answer->consent) return {};
        return {feel::Context{{"given", answer->consent->given}, {"reason", answer->consent->reason}}};
    case QuestionType::declaration: return {answer->text() == "true"};
    case QuestionType::file: return of_files(*answer);
    default: return text_or_null(answer->text());
    }
}

Answer answer_from(Question const& question, feel::Value const& value)
{
    if (value.is_null()) return {};
    if (auto const* context = value.context()) return from_context(question, *context);
    Answer answer;
    if (auto const* list = value.list(); list && question.type == QuestionType::several) {
        for (auto const& one : *list)
            if (one.string() && question.option(*one.string())) answer.values.push_back(*one.string());
        return answer;
    }
    switch (question.type) {
    case QuestionType::choice:
    case QuestionType::yes_no:
        if (value.string() && (question.type == QuestionType::yes_no || question.option(*value.string())))
            answer.values = {*value.string()};
        return answer;
    case QuestionType::number:
    case QuestionType::money:
        if (value.number()) answer.values = {feel::to_string(value)};
        return answer;
    case QuestionType::date:
        if (value.date()) answer.values = {feel::to_string(value)};
        return answer;
    case QuestionType::text:
    case QuestionType::long_text:
    case QuestionType::email:
    case QuestionType::phone:
    case QuestionType::postcode:
    case QuestionType::vehicle:
        if (value.string()) answer.values = {*value.string()};
        return answer;
    default: return {};
    }
}

std::string words_of(feel::Value const& value)
{
    if (value.is_null()) return {};
    if (auto const* text = value.string()) return *text;
    if (value.date()) {
        auto const date = parse_iso_date(feel::to_string(value));
        return date ? ui::Translator{ui::Language::en, "UTC"}.date(*date) : feel::to_string(value);
    }
    if (auto const* context = value.context()) {
        auto const* name = context->find("name");
        if (!name) name = context->find("lines");
        return name ? words_of(*name) : std::string{};
    }
    if (auto const* list = value.list()) {
        std::string out;
        for (auto const& one : *list) out += out.empty() ? words_of(one) : ", " + words_of(one);
        return out;
    }
    return feel::to_string(value);
}

void Facts::ask(Question const& question, Answer const* answer)
{
    if (row_)
        row_->put(question.id, feel_value(question, answer, around_));
    else
        asked_.push_back({&question, answer});
    worked_out_.clear();
}

void Facts::keep_rows(std::string const& group, feel::List rows)
{
    rows_[group] = feel::Value{std::move(rows)};
    worked_out_.clear();
}

void Facts::enter_row()
{
    row_.emplace();
    worked_out_.clear();
}

feel::Context Facts::leave_row()
{
    auto row = row_ ? std::move(*row_) : feel::Context{};
    row_.reset();
    worked_out_.clear();
    return row;
}

std::optional<feel::Value> Facts::find(std::string_view name) const
{
    if (row_) {
        if (auto const* value = row_->find(name)) return *value;
    }
    auto const asked = std::ranges::find(
        asked_.rbegin(), asked_.rend(), name, [](Asked const& one) -> auto const& { return one.question->id; });
    if (asked != asked_.rend()) return feel_value(*asked->question, asked->answer, around_);
    if (auto const found = rows_.find(name); found != rows_.end()) return found->second;
    if (auto const* value = around_.names.find(name)) return *value;
    if (auto value = worked_out(name)) return value;
    return around_.outside ? around_.outside->find(name).value_or(feel::Value{}) : feel::Value{};
}

/// Values and decisions look at each other; a circle was refused when the service was checked, and is null here.
/// Nothing for another name.
std::optional<feel::Value> Facts::worked_out(std::string_view name) const
{
    if (auto const known = worked_out_.find(name); known != worked_out_.end()) return known->second;
    auto const computed = std::ranges::find(definition_.values, name, &services::Computed::id);
    auto const decision = std::ranges::find(definition_.decisions, name, &services::Decision::id);
    bool const is_computed = computed != definition_.values.end();
    if (!is_computed && decision == definition_.decisions.end()) return std::nullopt;
    if (!open_.insert(std::string{name}).second) return feel::Value{};
    feel::Value value;
    if (is_computed)
        value = evaluate(computed->is);
    else if (decision->compiled)
        value = paid(decision->compiled->evaluate(*this, settings()), nullptr, "decisions/" + decision->id);
    open_.erase(open_.find(name));
    worked_out_[std::string{name}] = value;
    return value;
}

feel::Settings Facts::settings() const
{
    feel::Limits limits;
    limits.steps = std::min(limits.steps, around_.effort->steps_left);
    return {.limits = limits, .clock = around_.clock, .zone = around_.zone, .notes = false};
}

feel::Value Facts::evaluate(feel::Expression const& expression, feel::Scope const& names) const
{
    if (expression.empty()) return {};
    return paid(expression.evaluate(names, settings()), &expression, {});
}

/// Takes off what it took. `place` is looked for only where there is something to say.
feel::Value Facts::paid(feel::Outcome outcome, feel::Expression const* rule, std::string_view place) const
{
    auto& effort = *around_.effort;
    effort.steps_left -= outcome.steps;
    if (!outcome.stopped) return std::move(outcome.value);
    auto const words =
        fmt::format("service {}, {}: {}", definition_.id, rule ? services::place_of(definition_, *rule) : place,
                    feel::sentence_of(*outcome.stopped));
    if (effort.steps_left <= 0) throw RulesTakeTooLong{words};
    if (!effort.is_told) spdlog::warn("{} It counts as null.", words);
    effort.is_told = true;
    return {};
}

bool Facts::holds(feel::Expression const& condition) const
{
    return condition.empty() || evaluate(condition).is_true();
}

namespace {

/// `words` gives what stands for "name" or "name.part".
std::string with_blanks_filled(std::string_view text, auto const& words)
{
    std::string out;
    for (;;) {
        auto const open = text.find("((");
        auto const close = open == std::string_view::npos ? open : text.find("))", open);
        if (close == std::string_view::npos) return out.append(text);
        out.append(text.substr(0, open)).append(words(text.substr(open + 2, close - open - 2)));
        text.remove_prefix(close + 2);
    }
}

/// Lines become one, and a sign that nobody sees stands behind each star, and behind a dash or # at the beginning, so
/// that Markdown reads no list, heading or strong word.
std::string without_markdown(std::string_view words)
{
    std::string out;
    for (char const c : words) {
        bool const is_mark = c == '*' || (out.empty() && (c == '#' || c == '-'));
        out += c == '\n' || c == '\r' ? ' ' : c;
        if (is_mark) out += "\u2060";
    }
    return out;
}

}

std::string Facts::words_for(std::string_view blank) const
{
    auto const dot = blank.find('.');
    auto value = find(blank.substr(0, dot)).value_or(feel::Value{});
    if (dot != std::string_view::npos) {
        auto const* context = value.context();
        auto const* part = context ? context->find(blank.substr(dot + 1)) : nullptr;
        value = part ? *part : feel::Value{};
    }
    auto words = words_of(value);
    return words.empty() ? unknown_ : words;
}

std::string Facts::filled(std::string_view text) const
{
    return with_blanks_filled(text, [&](std::string_view blank) { return words_for(blank); });
}

std::string Facts::filled_markdown(std::string_view text) const
{
    return with_blanks_filled(text, [&](std::string_view blank) { return without_markdown(words_for(blank)); });
}

}
