// The message catalogue: gettext .po files compiled into tables, looked up by the reader's Language, CLDR plurals.
// The English sentence is the id; a language that lacks it shows English.
#pragma once

#include <base/message.hpp>
#include <base/time.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace guildhall::ui {

enum class Language : std::uint8_t { en, cy, ar }; ///< English, Welsh, Arabic (proves right-to-left)

std::string_view tag_of(Language language); ///< "en", "cy", "ar"
bool is_right_to_left(Language language);
Language language_from(std::string_view accept_language, std::string_view chosen); ///< cookie or ?lang= wins

class Translator {
public:
    Translator(Language language, std::string_view time_zone) : language_{language}, time_zone_{time_zone} {}

    /// t("Check your answers"); t("Sent on {date}", {{"date", t.date(at)}})
    [[nodiscard]] std::string operator()(Sentence sentence,
                                         std::initializer_list<Message::Argument> arguments = {}) const;
    [[nodiscard]] std::string operator()(Message const& message) const;
    /// t.plural(3, "{n} day", "{n} days")
    [[nodiscard]] std::string plural(std::int64_t n, Sentence one, Sentence other) const;

    [[nodiscard]] std::string date(Time at) const; ///< "Thursday 12 March 2026", in the council's time zone
    [[nodiscard]] std::string date(Date day) const;
    [[nodiscard]] std::string date_and_time(Time at) const; ///< "Thursday 12 March 2026 at 2:05pm"
    [[nodiscard]] Language language() const { return language_; }

private:
    Language language_;
    std::string time_zone_;
};

}
