#include <services/definition.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::services {

namespace {

template <class Range> auto const* find_by_id(Range const& range, std::string_view id)
{
    auto const found = std::ranges::find(range, id, [](auto const& item) -> std::string_view { return item.id; });
    return found == range.end() ? nullptr : &*found;
}

}

std::string_view name_of(QuestionType type)
{
    switch (type) {
    case QuestionType::choice: return "choice";
    case QuestionType::several: return "several";
    case QuestionType::yes_no: return "yes/no";
    case QuestionType::text: return "text";
    case QuestionType::long_text: return "long text";
    case QuestionType::email: return "email";
    case QuestionType::phone: return "phone";
    case QuestionType::address: return "address";
    case QuestionType::location: return "location";
    case QuestionType::file: return "file";
    }
    return "";
}

Choice const* Question::option(std::string_view value) const
{
    auto const found = std::ranges::find(options, value, &Choice::value);
    return found == options.end() ? nullptr : &*found;
}

bool Question::is_sealed() const
{
    return sensitive || type == QuestionType::email || type == QuestionType::phone || type == QuestionType::address;
}

Page const* Definition::page(std::string_view page_id) const
{
    return find_by_id(pages, page_id);
}

Question const* Definition::question(std::string_view question_id) const
{
    for (auto const& page : pages) {
        if (auto const* found = find_by_id(page.questions, question_id)) return found;
    }
    return nullptr;
}

Stage const* Definition::stage(std::string_view stage_id) const
{
    return find_by_id(stages, stage_id);
}

std::string Problem::text() const
{
    return fmt::format("{}:{}: {} {}", file, line, sentence, remedy);
}

}
