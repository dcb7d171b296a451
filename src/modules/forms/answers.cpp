#include <forms/answers.hpp>

#include <base/date.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace guildhall::forms {

namespace json = boost::json;

namespace {

// ---- out: a letter for each part that is filled

json::array of(geo::Point point)
{
    return {point.lon, point.lat};
}

json::object of(Address const& address)
{
    json::object out{{"l", address.lines}, {"c", address.postcode}};
    if (!address.uprn.empty()) out["u"] = address.uprn;
    if (!address.ward.empty()) out["w"] = address.ward;
    if (address.point) out["p"] = of(*address.point);
    return out;
}

json::object of(Location const& location)
{
    json::object out{{"t", location.words}};
    if (!location.ward.empty()) out["w"] = location.ward;
    if (location.point) out["p"] = of(*location.point);
    return out;
}

json::object of(Person const& person)
{
    json::object out{{"f", person.first}, {"l", person.last}};
    if (person.born) out["b"] = iso_date(*person.born);
    return out;
}

json::object of(ChosenPlace const& place)
{
    json::object out{{"i", place.id}, {"n", place.name}};
    if (place.metres) out["m"] = *place.metres;
    return out;
}

json::array of(std::vector<AnsweredFile> const& files)
{
    json::array out;
    for (auto const& file : files) out.push_back({file.id.value, file.document});
    return out;
}

json::value of(Answer const& answer)
{
    json::object out;
    if (!answer.values.empty()) out["v"] = json::value_from(answer.values);
    if (!answer.labels.empty()) out["n"] = json::value_from(answer.labels);
    if (answer.address) out["a"] = of(*answer.address);
    if (answer.location) out["l"] = of(*answer.location);
    if (answer.person) out["p"] = of(*answer.person);
    if (answer.business) out["b"] = {answer.business->name, answer.business->number};
    if (answer.place) out["o"] = of(*answer.place);
    if (answer.consent) out["c"] = {answer.consent->given, answer.consent->reason};
    if (!answer.files.empty()) out["f"] = of(answer.files);
    if (answer.later) out["s"] = true;
    return out;
}

// ---- in

std::string text_of(json::value const& value)
{
    return std::string{value.as_string()};
}

std::string text_in(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    return value ? text_of(*value) : std::string{};
}

std::vector<std::string> texts_in(json::object const& object, std::string_view key)
{
    std::vector<std::string> texts;
    if (auto const* value = object.if_contains(key)) {
        for (auto const& text : value->as_array()) texts.push_back(text_of(text));
    }
    return texts;
}

std::optional<geo::Point> point_in(json::object const& object)
{
    auto const* value = object.if_contains("p");
    if (!value) return {};
    auto const& pair = value->as_array();
    return geo::Point{pair.at(0).to_number<double>(), pair.at(1).to_number<double>()};
}

Person person_from(json::object const& object)
{
    return {text_in(object, "f"), text_in(object, "l"), parse_iso_date(text_in(object, "b"))};
}

ChosenPlace place_from(json::object const& object)
{
    ChosenPlace place{text_in(object, "i"), text_in(object, "n"), {}};
    if (auto const* metres = object.if_contains("m")) place.metres = metres->to_number<double>();
    return place;
}

/// Files as they were before questions named documents are numbers alone.
AnsweredFile file_from(json::value const& value)
{
    if (value.is_int64()) return {FileId{value.as_int64()}, ""};
    auto const& pair = value.as_array();
    return {FileId{pair.at(0).as_int64()}, text_of(pair.at(1))};
}

/// Addresses and locations as they were before they knew their ward: "a" a list of three texts, "w" and "p" beside it.
void read_older_form(json::object const& object, Answer& answer)
{
    if (auto const* words = object.if_contains("w")) answer.location = Location{point_in(object), text_of(*words), ""};
    auto const* address = object.if_contains("a");
    if (!address || !address->is_array()) return;
    auto const& parts = address->as_array();
    answer.address = Address{text_of(parts.at(0)), text_of(parts.at(1)), text_of(parts.at(2)), "", {}};
}

Answer answer_from(json::object const& object)
{
    Answer answer{.values = texts_in(object, "v")};
    if (object.size() == 1 && !answer.values.empty()) return answer; // as most are
    answer.labels = texts_in(object, "n");
    read_older_form(object, answer);
    if (auto const* address = object.if_contains("a"); address && address->is_object()) {
        auto const& a = address->as_object();
        answer.address = Address{text_in(a, "l"), text_in(a, "c"), text_in(a, "u"), text_in(a, "w"), point_in(a)};
    }
    if (auto const* location = object.if_contains("l")) {
        auto const& l = location->as_object();
        answer.location = Location{point_in(l), text_in(l, "t"), text_in(l, "w")};
    }
    if (auto const* person = object.if_contains("p"); person && person->is_object())
        answer.person = person_from(person->as_object());
    if (auto const* business = object.if_contains("b"))
        answer.business = Business{text_of(business->at(0)), text_of(business->at(1))};
    if (auto const* place = object.if_contains("o")) answer.place = place_from(place->as_object());
    if (auto const* consent = object.if_contains("c"))
        answer.consent = Consent{consent->at(0).as_bool(), text_of(consent->at(1))};
    if (auto const* files = object.if_contains("f")) {
        for (auto const& file : files->as_array()) answer.files.push_back(file_from(file));
    }
    answer.later = object.contains("s");
    return answer;
}

// A question's id begins with a letter, so these are nobody's.
constexpr auto rows_key = "#rows";
constexpr auto ends_key = "#ends";

json::object object_of(Answers const& answers);

json::object rows_of(Answers const& answers)
{
    json::object out;
    for (auto const& [group, rows] : answers.groups()) {
        json::array list;
        for (auto const& row : rows.rows) list.push_back({row.id.value, object_of(row.answers)});
        out[group] = {rows.last, std::move(list)};
    }
    return out;
}

json::object object_of(Answers const& answers)
{
    json::object out;
    for (auto const& [question, answer] : answers.all()) out[question] = of(answer);
    if (!answers.groups().empty()) out[rows_key] = rows_of(answers);
    if (!answers.ends_passed().empty()) out[ends_key] = json::value_from(answers.ends_passed());
    return out;
}

}

bool Answer::empty() const
{
    return values.empty() && !address && !location && !person && !business && !place && !consent && files.empty() &&
           !later;
}

std::string const& Answer::text() const
{
    static std::string const none;
    return values.empty() ? none : values.front();
}

Answer const* Answers::find(std::string_view question) const
{
    auto const found = by_question_.find(question);
    return found == by_question_.end() ? nullptr : &found->second;
}

void Answers::set(std::string question, Answer answer)
{
    if (answer.empty())
        by_question_.erase(question);
    else
        by_question_.insert_or_assign(std::move(question), std::move(answer));
}

void Answers::erase(std::string_view question)
{
    if (auto const found = by_question_.find(question); found != by_question_.end()) by_question_.erase(found);
}

std::vector<Row> const& Answers::rows(std::string_view group) const
{
    static std::vector<Row> const none;
    auto const found = rows_.find(group);
    return found == rows_.end() ? none : found->second.rows;
}

Row const* Answers::row(std::string_view group, RowId id) const
{
    auto const& all = rows(group);
    auto const found = std::ranges::find(all, id, &Row::id);
    return found == all.end() ? nullptr : &*found;
}

Row* Answers::row(std::string_view group, RowId id)
{
    return const_cast<Row*>(std::as_const(*this).row(group, id));
}

RowId Answers::add_row(std::string_view group)
{
    auto& rows = rows_[std::string{group}];
    auto const id = RowId{++rows.last};
    rows.rows.push_back({id, {}});
    return id;
}

void Answers::remove_row(std::string_view group, RowId id)
{
    auto const found = rows_.find(group);
    if (found != rows_.end()) std::erase_if(found->second.rows, [&](Row const& row) { return row.id == id; });
}

void Answers::keep_row(std::string_view group, Row row)
{
    auto& rows = rows_[std::string{group}];
    rows.last = std::max(rows.last, row.id.value);
    rows.rows.push_back(std::move(row));
}

void Answers::count_rows(std::string_view group, std::int64_t last)
{
    auto& rows = rows_[std::string{group}];
    rows.last = std::max(rows.last, last);
}

std::string Answers::to_json() const
{
    return json::serialize(object_of(*this));
}

namespace {

Answers answers_from(json::object const& object)
{
    Answers answers;
    for (auto const& [key, value] : object) {
        if (key == ends_key) {
            for (auto const& end : value.as_array()) answers.go_past(text_of(end));
        } else if (key == rows_key) {
            for (auto const& [group, rows] : value.as_object()) {
                for (auto const& row : rows.at(1).as_array())
                    answers.keep_row(std::string_view{group},
                                     {RowId{row.at(0).as_int64()}, answers_from(row.at(1).as_object())});
                answers.count_rows(std::string_view{group}, rows.at(0).as_int64());
            }
        } else {
            answers.set(std::string{key}, answer_from(value.as_object()));
        }
    }
    return answers;
}

}

Answers Answers::from_json(std::string_view text)
{
    if (text.empty()) return {};
    // A page reads every answer of a form: without an allocation for each of them.
    std::array<unsigned char, 16 * 1024> space;
    json::monotonic_resource memory{space.data(), space.size()};
    return answers_from(json::parse({text.data(), text.size()}, &memory).as_object());
}

}
