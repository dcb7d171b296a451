#include <forms/answers.hpp>

#include <boost/json.hpp>

namespace guildhall::forms {

namespace json = boost::json;

namespace {

json::value to_value(Answer const& answer)
{
    json::object out;
    if (!answer.values.empty()) out["v"] = json::value_from(answer.values);
    if (answer.address) out["a"] = {answer.address->lines, answer.address->postcode, answer.address->uprn};
    if (answer.location) {
        out["w"] = answer.location->words;
        if (answer.location->point) out["p"] = {answer.location->point->lon, answer.location->point->lat};
    }
    if (!answer.files.empty()) {
        json::array files;
        for (auto const id : answer.files) files.push_back(id.value);
        out["f"] = std::move(files);
    }
    return out;
}

std::string text_at(json::array const& array, std::size_t at)
{
    return std::string{array.at(at).as_string()};
}

Answer from_value(json::object const& object)
{
    Answer answer;
    if (auto const* values = object.if_contains("v")) answer.values = json::value_to<std::vector<std::string>>(*values);
    if (auto const* address = object.if_contains("a")) {
        auto const& parts = address->as_array();
        answer.address = Address{text_at(parts, 0), text_at(parts, 1), text_at(parts, 2)};
    }
    if (auto const* words = object.if_contains("w")) {
        answer.location = Location{{}, std::string{words->as_string()}};
        if (auto const* point = object.if_contains("p")) {
            auto const& pair = point->as_array();
            answer.location->point = geo::Point{pair.at(0).to_number<double>(), pair.at(1).to_number<double>()};
        }
    }
    if (auto const* files = object.if_contains("f")) {
        for (auto const& id : files->as_array()) answer.files.push_back(FileId{id.as_int64()});
    }
    return answer;
}

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

std::string Answers::to_json() const
{
    json::object out;
    for (auto const& [question, answer] : by_question_) out[question] = to_value(answer);
    return json::serialize(out);
}

Answers Answers::from_json(std::string_view text)
{
    Answers answers;
    if (text.empty()) return answers;
    auto const value = json::parse({text.data(), text.size()});
    for (auto const& [question, answer] : value.as_object())
        answers.set(std::string{question}, from_value(answer.as_object()));
    return answers;
}

feel::Value Answers::value_of(std::string_view question) const
{
    auto const* answer = find(question);
    if (!answer) return {};
    if (answer->address) return {answer->address->lines};
    if (answer->location) return {answer->location->words};
    if (answer->values.size() == 1) return {answer->values.front()};
    feel::List list;
    for (auto const& value : answer->values) list.push_back({value});
    return {std::move(list)};
}

}
