#include "clock.hpp"

#include <base/date.hpp>

#include <algorithm>

namespace guildhall::desk {

namespace {

using namespace ui::literals;

std::string words_of(cases::Case const& one, Time now, WorkingDays const& calendar, std::string_view zone,
                     ui::Translator const& t)
{
    auto const today = local_date(now, zone);
    auto const last_day = local_date(one.target, zone);
    if (now > one.target) {
        auto const days = calendar.between(last_day, today);
        return days == 0 ? t("Late") : t.plural(days, "{n} working day late", "{n} working days late");
    }
    if (today == last_day) return t("Due today");
    auto const days = calendar.between(today, last_day);
    return days == 0 ? t("Due on {date}", {{"date", t.date(last_day)}})
                     : t.plural(days, "{n} working day left", "{n} working days left");
}

}

TimeLeft time_left(cases::Case const& one, Time now, WorkingDays const& calendar, std::string_view zone,
                   ui::Translator const& t)
{
    if (!one.is_open())
        return {.words = t("Closed on {date}", {{"date", t.date(*one.closed)}}), .percent = 100, .is_open = false};
    auto const whole = std::max<std::int64_t>((one.target - one.opened).count(), 1);
    auto const gone = std::clamp<std::int64_t>((now - one.opened).count(), 0, whole);
    return {.words = words_of(one, now, calendar, zone, t),
            .percent = static_cast<int>(gone * 100 / whole),
            .is_late = now > one.target};
}

ui::Html clock(TimeLeft const& left)
{
    ui::Html out;
    if (left.is_open) // the words say the same, so the bar is not read out
        out.add(left.is_late ? "<meter class=\"d-clock d-clock--late\""_html : "<meter class=\"d-clock\""_html)
            .add(" aria-hidden=\"true\" min=\"0\" max=\"100\" value=\""_html)
            .add(left.percent)
            .add("\"></meter> "_html);
    out.add(left.is_late ? "<span class=\"d-late\">"_html : "<span class=\"d-left\">"_html);
    return std::move(out.add(left.words).add("</span>"_html));
}

}
