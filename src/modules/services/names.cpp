#include "names.hpp"

#include <algorithm>
#include <array>

namespace guildhall::services {

namespace {

constexpr std::array types{QuestionType::text,     QuestionType::long_text,   QuestionType::choice,
                           QuestionType::several,  QuestionType::yes_no,      QuestionType::number,
                           QuestionType::money,    QuestionType::date,        QuestionType::email,
                           QuestionType::phone,    QuestionType::postcode,    QuestionType::address,
                           QuestionType::location, QuestionType::person,      QuestionType::business,
                           QuestionType::vehicle,  QuestionType::file,        QuestionType::nearest,
                           QuestionType::consent,  QuestionType::declaration, QuestionType::ni_number};

std::vector<Node> const& items(Node const& map, std::string_view key)
{
    static std::vector<Node> const none;
    auto const* list = map.find(key);
    return list ? list->items : none;
}

void add_questions(Node const& page, Names& names, std::vector<std::string>* row)
{
    for (auto const& question : items(page, "questions")) {
        auto const id = std::string{question.text_at("id")};
        auto const type = question_type(question.text_at("type"));
        if (id.empty()) continue;
        names.questions.emplace(id, type.value_or(QuestionType::text));
        if (row) row->push_back(id);
    }
}

}

std::optional<QuestionType> question_type(std::string_view name)
{
    auto const found = std::ranges::find(types, name, [](QuestionType type) { return name_of(type); });
    return found == types.end() ? std::nullopt : std::optional{*found};
}

std::vector<std::string_view> question_type_names()
{
    std::vector<std::string_view> names;
    for (auto const type : types) names.push_back(name_of(type));
    return names;
}

std::vector<std::string_view> members_of(QuestionType type)
{
    switch (type) {
    case QuestionType::address: return {"lines", "postcode", "uprn", "ward"};
    case QuestionType::location: return {"words", "lat", "lon", "ward"};
    case QuestionType::person: return {"first", "last", "name", "born", "age"};
    case QuestionType::business: return {"name", "number"};
    case QuestionType::nearest: return {"id", "name", "metres"};
    case QuestionType::consent: return {"given", "reason"};
    case QuestionType::file: return {"document"};
    case QuestionType::choice:
    case QuestionType::several:
    case QuestionType::yes_no:
    case QuestionType::text:
    case QuestionType::long_text:
    case QuestionType::number:
    case QuestionType::money:
    case QuestionType::date:
    case QuestionType::email:
    case QuestionType::phone:
    case QuestionType::postcode:
    case QuestionType::vehicle:
    case QuestionType::ni_number:
    case QuestionType::declaration: return {};
    }
    return {};
}

Names names_in(Node const& definition)
{
    Names names;
    for (auto const& page : items(definition, "pages")) {
        add_questions(page, names, nullptr);
        if (!page.find("repeat")) continue;
        std::vector<std::string> row;
        for (auto const& of_row : items(page, "pages")) add_questions(of_row, names, &row);
        names.groups.emplace(page.text_at("id"), std::move(row));
    }
    for (auto const& value : items(definition, "values")) names.values.emplace_back(value.text_at("id"));
    for (auto const& decision : items(definition, "decisions")) {
        std::vector<std::string> outputs;
        for (auto const& output : items(decision, "outputs")) {
            if (output.is_text()) outputs.push_back(output.text);
        }
        if (outputs.size() < 2) outputs.clear();
        names.decisions.emplace(decision.text_at("id"), std::move(outputs));
    }
    return names;
}

}
