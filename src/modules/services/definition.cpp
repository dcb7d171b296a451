
#include <services/definition.hpp>
#include <services/texts.hpp>

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

std::string_view name_of(SignIn sign_in)
{
    switch (sign_in) {
    case SignIn::none: return "none";
    case SignIn::optional: return "optional";
    case SignIn::required: return "required";
    case SignIn::two_step: return "two-step";
    }
    return "";
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
    case QuestionType::number: return "number";
    case QuestionType::money: return "money";
    case QuestionType::date: return "date";
    case QuestionType::postcode: return "postcode";
    case QuestionType::person: return "person";
    case QuestionType::business: return "business";
    case QuestionType::vehicle: return "vehicle";
    case QuestionType::ni_number: return "ni number";
    case QuestionType::nearest: return "nearest";
    case QuestionType::consent: return "consent";
    case QuestionType::declaration: return "declaration";
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
    switch (type) {
    case QuestionType::email:
    case QuestionType::phone:
    case QuestionType::address:
    case QuestionType::person:
    case QuestionType::ni_number:
    case QuestionType::consent: return true;
    default: return sensitive;
    }
}

Page const* Definition::page(std::string_view page_id) const
{
    if (auto const* found = find_by_id(pages, page_id)) return found;
    auto const* group = group_of(page_id);
    return group ? find_by_id(group->pages, page_id) : nullptr;
}

Page const* Definition::group_of(std::string_view page_id) const
{
    auto const found = std::ranges::find_if(pages, [&](Page const& page) { return find_by_id(page.pages, page_id); });
    return found == pages.end() ? nullptr : &*found;
}

Question const* Definition::question(std::string_view question_id) const
{
    for (auto const& page : pages) {
        if (auto const* found = find_by_id(page.questions, question_id)) return found;
        for (auto const& of_row : page.pages) {
            if (auto const* found = find_by_id(of_row.questions, question_id)) return found;
        }
    }
    return nullptr;
}

namespace {

/// Gives each rule of a definition with its place, until one is the right one.
class PlaceOf {
public:
    explicit PlaceOf(feel::Expression const& rule) : rule_{rule} {}
    std::string in(Definition const& d)
    {
        for (auto const& one : d.pages) page(one, "pages/" + one.id);
        for (auto const& value : d.values) try_one(value.is, "values/" + value.id + "/is");
        numbered(d.route, "route", "/when", &Route::when);
        return found_;
    }

private:
    void page(Page const& page, std::string const& path)
    {
        try_one(page.when, path + "/when");
        numbered(page.checks, path + "/checks", "/that", &Check::that);
        numbered(page.then, path + "/then", "/when", &Exit::when);
        if (page.step)
            for (auto const& [name, given] : page.step->with) try_one(given, path + "/step/" + name);
        if (page.repeat) try_one(page.repeat->caption, path + "/repeat/caption");
        for (auto const& q : page.questions) question(q, path + "/questions/" + q.id);
        for (auto const& of_row : page.pages) this->page(of_row, path + "/pages/" + of_row.id);
    }
    void question(Question const& q, std::string const& path)
    {
        try_one(q.when, path + "/when");
        try_one(q.prefill, path + "/prefill");
        try_one(q.options_from, path + "/options");
        try_one(q.least, path + "/least");
        try_one(q.most, path + "/most");
        try_one(q.only, path + "/only");
        numbered(q.checks, path + "/checks", "/that", &Check::that);
    }
    template <class T>
    void numbered(std::vector<T> const& all, std::string const& path, char const* end, feel::Expression T::*rule)
    {
        for (std::size_t i = 0; i < all.size(); ++i) try_one(all[i].*rule, path + "/" + std::to_string(i + 1) + end);
    }
    void try_one(feel::Expression const& one, std::string const& path)
    {
        if (!one.empty() && &one.tree() == &rule_.tree()) found_ = path;
    }

    feel::Expression const& rule_;
    std::string found_;
};

}

std::string place_of(Definition const& definition, feel::Expression const& rule)
{
    return rule.empty() ? std::string{} : PlaceOf{rule}.in(definition);
}

Stage const* Definition::stage(std::string_view stage_id) const
{
    return find_by_id(stages, stage_id);
}

Ending const* Definition::ending(std::string_view end_id) const
{
    return find_by_id(ends, end_id);
}

Definition Definition::in_language(std::string_view tag) const
{
    auto copy = *this;
    auto const found = translations.find(tag);
    if (found == translations.end()) return copy;
    copy.language = tag;
    auto const& [sentences, translated_messages] = found->second;
    for_each_text(copy, [&](std::string& text, std::string const&) {
        if (auto const other = sentences.find(text); other != sentences.end()) text = other->second;
    });
    for (auto const& [name, message] : translated_messages) copy.messages[name] = message;
    return copy;
}

namespace {

/// Whether the sentence is the written one, with anything where ((name)) stands.
bool is_filled_from(std::string_view written, std::string_view sentence)
{
    auto blank = written.find("((");
    if (blank == std::string_view::npos) return written == sentence;
    if (!sentence.starts_with(written.substr(0, blank))) return false;
    sentence.remove_prefix(blank);
    while (blank != std::string_view::npos) {
        auto const close = written.find("))", blank);
        if (close == std::string_view::npos) return false;
        written.remove_prefix(close + 2);
        blank = written.find("((");
        if (blank == std::string_view::npos) return sentence.ends_with(written);
        auto const between = sentence.find(written.substr(0, blank));
        if (between == std::string_view::npos) return false;
        sentence.remove_prefix(between + blank);
    }
    return false;
}

}

std::string_view Definition::language_of(std::string_view sentence) const
{
    auto const found = translations.find(language);
    if (found == translations.end()) return "en";
    auto const is_it = [&](auto const& pair) { return is_filled_from(pair.second, sentence); };
    return std::ranges::any_of(found->second.sentences, is_it) ? std::string_view{language} : "en";
}

std::string_view Definition::translated(std::string_view sentence, std::string_view tag) const
{
    auto const language = translations.find(tag);
    if (language == translations.end()) return sentence;
    auto const found = language->second.sentences.find(sentence);
    return found == language->second.sentences.end() ? sentence : std::string_view{found->second};
}

std::string text_of(Message const& message)
{
    auto const sms = message.short_text.empty() ? "" : "SMS: " + message.short_text + "\n";
    return "Subject: " + message.subject + "\n" + sms + "\n" + message.body;
}

std::string Problem::text() const
{
    return fmt::format("{}:{}: {} {}", file, line, sentence, remedy);
}

}
