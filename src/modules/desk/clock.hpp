// The promise of a case as staff see it: a short bar, and the time left in words.
#pragma once

#include <cases/cases.hpp>

#include <base/working_days.hpp>
#include <ui/html.hpp>
#include <ui/translator.hpp>

#include <string>

namespace guildhall::desk {

struct TimeLeft {
    std::string words; ///< "2 working days left", "Closed on ..."
    int percent = 0;   ///< of the time that was promised, gone by; 100 where there is none left
    bool is_late = false;
    bool is_open = true;
};
TimeLeft time_left(cases::Case const& one, Time now, WorkingDays const& calendar, std::string_view zone,
                   ui::Translator const& t);

ui::Html clock(TimeLeft const& left);

}
