#include <ui/translator.hpp>

#include "catalogue.hpp"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/timezone.h>

#include <array>
#include <map>
#include <memory>
#include <mutex>

namespace guildhall::ui {

namespace {

struct LocalTime {
    Date date;
    int hour, minute;
    unsigned weekday; ///< Sunday is 0
};

/// The time zone is looked up once for each name and thread: ICU's search is slow.
icu::TimeZone const& zone_named(std::string const& name)
{
    thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>> zones;
    auto& zone = zones[name];
    if (!zone) zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    return *zone;
}

LocalTime local(Time at, std::string const& zone_name)
{
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode error = U_ZERO_ERROR;
    zone_named(zone_name).getOffset(static_cast<UDate>(to_millis(at)), false, raw, saving, error);
    auto const shifted = at + std::chrono::milliseconds{raw + saving};
    auto const day = std::chrono::floor<std::chrono::days>(shifted);
    auto const minutes = std::chrono::floor<std::chrono::minutes>(shifted - day).count();
    return {Date{day}, static_cast<int>(minutes / 60), static_cast<int>(minutes % 60),
            std::chrono::weekday{day}.c_encoding()};
}

std::string fill(std::string_view pattern, auto const& arguments)
{
    std::string out;
    while (!pattern.empty()) {
        auto const open = pattern.find('{');
        out.append(pattern.substr(0, open));
        if (open == std::string_view::npos) break;
        auto const close = pattern.find('}', open);
        if (close == std::string_view::npos) return out.append(pattern.substr(open));
        auto const name = pattern.substr(open + 1, close - open - 1);
        bool found = false;
        for (auto const& [key, value] : arguments) {
            if (key == name) {
                out.append(value);
                found = true;
                break;
            }
        }
        if (!found) out.append(pattern.substr(open, close - open + 1));
        pattern.remove_prefix(close + 1);
    }
    return out;
}

constexpr std::array<Sentence, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                           "Thursday", "Friday", "Saturday"};
constexpr std::array<Sentence, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

}

std::string_view tag_of(Language language)
{
    switch (language) {
    case Language::en: return "en";
    case Language::cy: return "cy";
    case Language::ar: return "ar";
    }
    return "en";
}

bool is_right_to_left(Language language)
{
    return language == Language::ar;
}

Language language_from(std::string_view accept_language, std::string_view chosen)
{
    for (auto const language : {Language::en, Language::cy, Language::ar}) {
        if (chosen == tag_of(language)) return language;
    }
    // The browser's first wish that we have; people whose browser says nothing of ours read English.
    while (!accept_language.empty()) {
        auto const comma = std::min(accept_language.find(','), accept_language.size());
        auto const wish = accept_language.substr(0, comma);
        for (auto const language : {Language::en, Language::cy, Language::ar}) {
            if (wish.substr(wish.find_first_not_of(' ') == std::string_view::npos ? 0 : wish.find_first_not_of(' '))
                    .starts_with(tag_of(language)))
                return language;
        }
        accept_language.remove_prefix(std::min(comma + 1, accept_language.size()));
    }
    return Language::en;
}

std::string Translator::operator()(Sentence sentence, std::initializer_list<Message::Argument> arguments) const
{
    auto const text = translation(language_, sentence.id());
    return arguments.size() == 0 ? std::string{text} : fill(text, arguments);
}

std::string Translator::operator()(Message const& message) const
{
    if (message.is_verbatim) return message.id;
    auto const text = translation(language_, message.id);
    return message.arguments.empty() ? std::string{text} : fill(text, message.arguments);
}

std::string Translator::plural(std::int64_t n, Sentence one, Sentence other) const
{
    auto const form = plural_form(language_, n);
    auto const text = translation_plural(language_, one.id(), other.id(), n, form);
    return fill(text, std::initializer_list<Message::Argument>{{"n", std::to_string(n)}});
}

std::string Translator::date(Date day) const
{
    auto const weekday = std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding();
    return fmt::format("{} {} {} {}", (*this)(weekdays[weekday]), static_cast<unsigned>(day.day()),
                       (*this)(months[static_cast<unsigned>(day.month()) - 1]), static_cast<int>(day.year()));
}

std::string Translator::date(Time at) const
{
    return date(local(at, time_zone_).date);
}

std::string Translator::date_and_time(Time at) const
{
    auto const when = local(at, time_zone_);
    auto const hour = when.hour % 12 == 0 ? 12 : when.hour % 12;
    auto const clock = when.minute == 0 ? fmt::format("{}", hour) : fmt::format("{}:{:02}", hour, when.minute);
    auto const time =
        when.hour < 12 ? (*this)("{clock}am", {{"clock", clock}}) : (*this)("{clock}pm", {{"clock", clock}});
    return (*this)("{date} at {time}", {{"date", date(when.date)}, {"time", time}});
}

}
