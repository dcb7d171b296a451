// Between the definition's text and what a browser sends: fields filled in, and read back.
#include "condition.hpp"
#include "fields.hpp"
#include "names.hpp"

#include <base/text.hpp>

#include <algorithm>

namespace guildhall::editor {

namespace {

using services::Written;
using Kind = Written::Kind;

constexpr std::size_t most_rows = 200;
constexpr std::size_t most_clauses = 10;

/// The words of a value that is a text, or of nothing.
std::string text_of(Written const& value)
{
    return value.kind == Kind::text ? value.text : std::string{};
}

std::string row_name(std::string const& field, std::size_t row, std::string_view column)
{
    return field + "-" + std::to_string(row) + "-" + std::string{column};
}

std::string without_end(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    return std::string{text};
}

Written lines_in(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.emplace_back(trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return Written::list_of(lines);
}

/// The clauses that were chosen. What was typed as an answer may be its words or its value.
Condition chosen(http::Form const& form, std::string const& name, std::vector<Asked> const& asked)
{
    Condition condition{.all = form.value(name + "-joint") != "or"};
    for (std::size_t i = 0; i < most_clauses; ++i) {
        auto const question = form.value(row_name(name, i, "question"));
        if (question.empty()) continue;
        auto const test = test_named(form.value(row_name(name, i, "test"))).value_or(Clause::Test::is);
        Clause clause{.question = std::string{question}, .test = test};
        auto const found = std::ranges::find(asked, question, &Asked::id);
        auto const type = found == asked.end() ? std::string{} : found->type;
        clause.form = type == "number" || type == "money" ? Clause::Form::number
                      : type == "date"                    ? Clause::Form::date
                                                          : Clause::Form::text;
        auto const several = type == "several";
        if (several && test == Clause::Test::is) clause.test = Clause::Test::has;
        if (several && test == Clause::Test::is_not) clause.test = Clause::Test::has_not;
        auto const add = [&](std::string_view words) {
            words = trimmed(words);
            auto value = std::string{words};
            if (found != asked.end())
                for (auto const& [option, label] : found->options)
                    if (folded(label) == folded(words)) value = option;
            if (!value.empty()) clause.values.push_back(std::move(value));
        };
        auto const typed = form.value(row_name(name, i, "value"));
        // An answer's words may hold a comma, so it parts answers only where one of several is meant.
        if (test == Clause::Test::one_of)
            for (auto const& word : split_at(typed, ',')) add(word);
        else
            add(typed);
        if (clause.values.empty()) clause.values.emplace_back();
        condition.clauses.push_back(std::move(clause));
    }
    return condition;
}

Written condition_in(http::Form const& form, Field const& field, Written const& before, std::vector<Asked> const& asked)
{
    auto const name = field.name();
    auto const typed = without_end(form.value(name));
    auto const was = text_of(before);
    // Whoever wrote FEEL meant it; else what was chosen counts, where that could say what stood there.
    if (typed != without_end(was)) return Written::of(typed);
    if (!condition_of(was)) return before;
    auto const now = chosen(form, name, asked);
    return now == *condition_of(was) ? before : Written::of(feel_of(now));
}

/// In place of what stood under the key, so that an item that did not change stays as it is written.
void put(Written& row, std::string key, Written value)
{
    auto const found =
        std::ranges::find(row.entries, key, [](auto const& entry) -> std::string const& { return entry.first; });
    if (found == row.entries.end())
        row.with(std::move(key), std::move(value));
    else if (value.empty())
        row.entries.erase(found);
    else
        found->second = std::move(value);
}

/// The papers that may replace one, from their labels: one that is there already keeps its id and hint, so that files
/// which were sent for it still belong to it. Others get a name that is not `taken`.
Written papers_in(std::string_view typed, Written const* before, std::vector<std::string>& taken)
{
    static Written const none;
    auto const& old = before ? *before : none;
    auto const labels = lines_in(typed);
    Written out;
    for (std::size_t i = 0; i < labels.items.size(); ++i) {
        auto const& label = labels.items[i].text;
        auto const same = std::ranges::find_if(old.items, [&](Written const& one) { return one.at("label") == label; });
        bool const is_reworded = same == old.items.end() && old.items.size() == labels.items.size();
        auto paper = same != old.items.end() ? *same : is_reworded ? old.items[i] : Written{};
        if (paper.at("id").empty()) put(paper, "id", Written::of(free_name(label, taken, "paper")));
        taken.emplace_back(paper.at("id"));
        put(paper, "label", Written::of(label));
        out.items.push_back(std::move(paper));
    }
    if (!out.items.empty()) out.kind = Kind::list;
    return out;
}

/// What tells the rows of a field apart whatever their words are: answers and files that came keep their meaning.
std::string_view key_of_rows(Field const& field)
{
    if (field.key == "options") return "value";
    return field.key == "documents" ? "id" : std::string_view{};
}

Written step_in(http::Form const& form, Field const& field)
{
    auto const name = field.name();
    std::string kind{form.value(name)};
    if (kind.empty()) return {};
    Written given{.kind = Kind::keys};
    auto const count = std::min<std::size_t>(to_number(form.value(name + "-rows")), most_rows);
    for (std::size_t i = 0; i < count; ++i)
        put(given, collapsed(form.value(row_name(name, i, "name"))),
            Written::of(collapsed(form.value(row_name(name, i, "is")))));
    Written step{.kind = Kind::keys};
    step.entries.emplace_back(std::move(kind), std::move(given));
    return step;
}

void fill_step(http::Form& form, Field const& field, Written const& value)
{
    auto const name = field.name();
    if (value.entries.empty()) return form.add(name + "-rows", "0");
    auto const& [kind, given] = value.entries.front();
    form.add(name, kind);
    for (std::size_t i = 0; i < given.entries.size(); ++i) {
        form.add(row_name(name, i, "name"), given.entries[i].first);
        form.add(row_name(name, i, "is"), text_of(given.entries[i].second));
    }
    form.add(name + "-rows", std::to_string(given.entries.size()));
}

/// "Up" and "down" beside a row, which need no script: the button that was pressed says which.
void move_row(Written& rows, http::Form const& form, std::string const& field)
{
    auto const pressed = form.value("move");
    if (!pressed.starts_with(field + " ")) return;
    auto const rest = pressed.substr(field.size() + 1);
    bool const is_up = rest.starts_with("up ");
    auto const row = to_number(rest.substr(std::min(rest.find(' ') + 1, rest.size())));
    auto const other = is_up ? row - 1 : row + 1;
    if (row < rows.items.size() && other < rows.items.size()) std::swap(rows.items[row], rows.items[other]);
}

Written rows_in(http::Form const& form, Field const& field, Written const& before)
{
    auto const name = field.name();
    auto const count = std::min<std::size_t>(to_number(form.value(name + "-rows")), most_rows);
    Written out;
    // Names that are there already are nobody else's, also further down.
    std::vector<std::string> taken;
    for (auto const& row : before.items) {
        if (auto const key = key_of_rows(field); !key.empty()) taken.emplace_back(row.at(key));
        if (auto const* const others = row.find("or"))
            for (auto const& other : others->items) taken.emplace_back(other.at("id"));
    }
    for (std::size_t i = 0; i < count; ++i) {
        Written row;
        auto const was_at = form.value(row_name(name, i, "was"));
        auto const was_index = to_number(was_at);
        auto const* const was = !was_at.empty() && was_index < before.items.size() ? &before.items[was_index] : nullptr;
        bool is_blank = true;
        for (auto const& column : field.columns) is_blank &= trimmed(form.value(row_name(name, i, column.key))).empty();
        if (is_blank) continue;
        // Keys that the form does not show stay, and all stand where they stood.
        if (was && was->kind == Kind::keys) row = *was;
        if (auto const key = key_of_rows(field); !key.empty()) {
            std::string value{row.at(key)};
            if (value.empty())
                value = free_name(form.value(row_name(name, i, "label")), taken,
                                  field.key == "options" ? "answer" : "paper");
            taken.push_back(value);
            put(row, std::string{key}, Written::of(value));
        }
        for (auto const& column : field.columns) {
            auto const typed = form.value(row_name(name, i, column.key));
            put(row, std::string{column.key},
                column.input == Input::lines ? papers_in(typed, was ? was->find(column.key) : nullptr, taken)
                                             : Written::of(std::string{trimmed(typed)}));
        }
        out.items.push_back(std::move(row));
    }
    if (!out.items.empty()) out.kind = Kind::list;
    move_row(out, form, name);
    return out;
}

std::string cell_of(Written const& row, Column const& column)
{
    if (column.input != Input::lines) return std::string{row.at(column.key)};
    std::string lines;
    if (auto const* const papers = row.find(column.key))
        for (auto const& paper : papers->items) lines.append(lines.empty() ? "" : "\n").append(paper.at("label"));
    return lines;
}

void fill_rows(http::Form& form, Field const& field, Written const& value)
{
    auto const name = field.name();
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        form.add(row_name(name, i, "was"), std::to_string(i));
        for (auto const& column : field.columns)
            form.add(row_name(name, i, column.key), cell_of(value.items[i], column));
    }
    form.add(name + "-rows", std::to_string(value.items.size()));
}

void fill_condition(http::Form& form, Field const& field, Written const& value)
{
    auto const name = field.name();
    form.add(name, text_of(value));
    auto const condition = condition_of(text_of(value));
    if (!condition) return;
    form.add(name + "-joint", condition->all ? "and" : "or");
    for (std::size_t i = 0; i < condition->clauses.size(); ++i) {
        auto const& clause = condition->clauses[i];
        form.add(row_name(name, i, "question"), clause.question);
        auto test = clause.test;
        if (test == Clause::Test::has) test = Clause::Test::is;
        if (test == Clause::Test::has_not) test = Clause::Test::is_not;
        form.add(row_name(name, i, "test"), std::string{name_of(test)});
        std::string values;
        for (auto const& one : clause.values) values += (values.empty() ? "" : ", ") + one;
        form.add(row_name(name, i, "value"), values);
    }
}

}

http::Form typed_from(services::Sheet const& sheet, Item const& item, std::span<Field const* const> fields)
{
    http::Form form;
    for (auto const* field : fields) {
        auto const value = sheet.value(item.at(*field));
        auto const name = field->name();
        switch (field->input) {
        case Input::line:
        case Input::area:
        case Input::pick:
        case Input::feel: form.add(name, text_of(value)); break;
        case Input::lines: {
            std::string lines = text_of(value);
            for (auto const& one : value.items) lines += (lines.empty() ? "" : "\n") + text_of(one);
            form.add(name, lines);
            break;
        }
        case Input::truth:
            if (text_of(value) == "true") form.add(name, "yes");
            break;
        case Input::truth_off:
            if (text_of(value) != "false") form.add(name, "yes");
            break;
        case Input::picks:
            if (value.kind == Kind::text) form.add(name, value.text);
            for (auto const& one : value.items) form.add(name, text_of(one));
            break;
        case Input::condition: fill_condition(form, *field, value); break;
        case Input::rows: fill_rows(form, *field, value); break;
        case Input::step: fill_step(form, *field, value); break;
        }
    }
    return form;
}

Written written_from(http::Form const& form, Field const& field, Written const& before, std::vector<Asked> const& asked)
{
    auto const name = field.name();
    switch (field.input) {
    case Input::line:
    case Input::pick:
    case Input::feel: return Written::of(collapsed(form.value(name)));
    case Input::area: {
        auto const typed = without_end(form.value(name));
        return typed == without_end(text_of(before)) ? before : Written::of(typed);
    }
    case Input::lines: return lines_in(form.value(name));
    case Input::truth: return form.has(name) ? Written::of("true") : text_of(before) == "false" ? before : Written{};
    case Input::truth_off:
        return !form.has(name) ? Written::of("false") : text_of(before) == "true" ? before : Written{};
    case Input::picks: {
        std::vector<std::string> picked;
        for (auto const value : form.values(name)) picked.emplace_back(value);
        return Written::list_of(picked);
    }
    case Input::condition: return condition_in(form, field, before, asked);
    case Input::rows: return rows_in(form, field, before);
    case Input::step: return step_in(form, field);
    }
    return before;
}

}
