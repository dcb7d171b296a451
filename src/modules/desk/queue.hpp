// The queue: cases of my teams, the most urgent first.
#pragma once

#include "clock.hpp"
#include "filters.hpp"
#include "names.hpp"

#include <ui/html.hpp>

#include <string>
#include <utility>
#include <vector>

namespace guildhall::desk {

using Choices = std::vector<std::pair<std::string, std::string>>; ///< value and words

struct QueueView {
    struct Row {
        std::string href;
        std::string what, place, stage, assignee;
        TimeLeft left;
        bool has_news = false;
        bool is_current = false; ///< the case that is open beside the list
    };
    std::vector<Row> rows;
    struct Counter {
        std::string href;
        std::string words;
        std::int64_t count = 0;
        bool is_current = false;
    };
    std::vector<Counter> counters;
    std::string next_href, first_href; ///< "" where there is none
    Filters filters;
    Choices teams, services, stages;
    std::string typed_reference; ///< one that leads nowhere
    bool is_filtered = false;
    bool has_teams = true;
};

constexpr int rows_on_page = 25;
constexpr int most_counted = 1000;

/// One snapshot; the same number of queries however many cases there are.
QueueView read_queue(db::Snapshot& snapshot, Deps const& deps, Names const& names, Actor const& actor,
                     Filters const& filters, ui::Translator const& t, cases::CaseId current = {});

/// For those who answer for a team: one service, and the days when cases were sent.
ui::Html export_form(QueueView const& view, ui::Translator const& t);
ui::Html queue_pane(QueueView const& view, ui::Translator const& t, bool is_page);

}
