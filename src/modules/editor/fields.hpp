// What can be changed of each part of a service, as forms for people: one table for each part, in the words of a
// content designer. A field reads its value from the definition's text, is shown, and is read back from what was sent.
#pragma once

#include "work.hpp"

#include <http/request.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::editor {

enum class Input {
    line,
    area,      ///< several lines, Markdown
    lines,     ///< a list: one on each line
    truth,     ///< a box; ticked writes true
    truth_off, ///< a box that is ticked unless false is written
    pick,      ///< one of `choices`
    picks,     ///< several of them
    condition, ///< chosen words, or FEEL
    feel,
    rows, ///< a list of things with `columns`
    step  ///< what another module does on a page, and what it is given
};

/// Where the words of a choice come from.
enum class Choices { none, fixed, teams, stages, ends, services, people, questions, addresses, messages };

struct Fixed {
    std::string_view value;
    Sentence words;
};
struct Column {
    std::string_view key;
    Sentence label;
    Input input = Input::line; ///< line, feel, pick; of a document also lines: what may replace it
    Choices choices = Choices::none;
};
struct Field {
    std::string_view key; ///< "promise.working_days": keys below the item
    Input input = Input::line;
    Sentence label;
    Sentence hint{""};
    Choices choices = Choices::none;
    std::span<Fixed const> fixed{};
    std::span<Column const> columns{};
    std::string_view only_for{};            ///< types of question that have it, "|text|number|"; empty: all
    [[nodiscard]] std::string name() const; ///< of its input: "promise-working_days"
    [[nodiscard]] services::Path path() const;
};

/// A part of a service that has a form.
struct Item {
    enum class Kind { start, about, outcome, values, page, question, ending, stage };
    Kind kind = Kind::start;
    std::string address; ///< "pages/bin/questions/bin", "start"
    services::Path path; ///< in the text; empty for what stands at its top
    [[nodiscard]] services::Path at(Field const& field) const;
    /// What problems call it: "pages/bin/when"; for parts of the top the key alone.
    [[nodiscard]] std::string problem_path(Field const& field) const;
};
/// The item of an address, if the definition has it.
std::optional<Item> item_at(services::Sheet const& sheet, std::string_view address);
Sentence title_of(Item::Kind kind);
/// The fields of an item; of a question, those of its type.
std::vector<Field const*> fields_of(services::Sheet const& sheet, Item const& item);

struct TypeOfQuestion {
    std::string_view name; ///< "long text"
    Sentence words;        ///< "A longer answer"
    Sentence hint;
};
std::span<TypeOfQuestion const> types_of_question();

/// A choice with its words, for a select or boxes.
using Offered = std::vector<std::pair<std::string, std::string>>;
Offered offered(Choices choices, std::span<Fixed const> fixed, Work const& work, Item const& item,
                council::Settings const& settings, ui::Translator const& t);

/// A question that was asked before this item, and its answers where they are known.
struct Asked {
    std::string id, label, type;
    Offered options;
};
std::vector<Asked> asked_before(services::Sheet const& sheet, Item const& item);

/// What a form shows: names and values, as a browser would send them.
http::Form typed_from(services::Sheet const& sheet, Item const& item, std::span<Field const* const> fields);
/// What was sent for a field; `before`: the values it had, for what the form does not show.
services::Written written_from(http::Form const& form, Field const& field, services::Written const& before,
                               std::vector<Asked> const& asked);

}
