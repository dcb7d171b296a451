#include <services/texts.hpp>

namespace guildhall::services {

namespace {

class Walk {
public:
    explicit Walk(EachText const& each) : each_{each} {}

    void one_page(Page& one) { page(one, "pages/" + one.id); }
    void one_end(Ending& one) { end(one, "ends/" + one.id); }
    void definition(Definition& d)
    {
        text(d.title, "title");
        text(d.summary, "summary");
        text(d.acknowledge, "promise/acknowledge");
        text(d.open.closed, "open/closed");
        list(d.before_you_start, "before_you_start");
        list(d.what_happens, "what_happens");
        list(d.other_ways, "other_ways");
        text(d.privacy, "privacy");
        text(d.declaration, "declaration");
        for (auto& one : d.pages) page(one, "pages/" + one.id);
        for (auto& one : d.ends) end(one, "ends/" + one.id);
        for (auto& one : d.stages) {
            text(one.title, "stages/" + one.id + "/title");
            text(one.text, "stages/" + one.id + "/text");
        }
        list(d.could_not_do, "could_not_do");
    }

private:
    void text(std::string& words, std::string const& path) const
    {
        if (!words.empty()) each_(words, path);
    }
    void list(std::vector<std::string>& texts, std::string const& path) const
    {
        for (std::size_t i = 0; auto& words : texts) text(words, path + "/" + std::to_string(++i));
    }
    void checks(std::vector<Check>& checks, std::string const& path) const
    {
        for (std::size_t i = 0; auto& check : checks) text(check.say, path + "/checks/" + std::to_string(++i) + "/say");
    }
    void page(Page& page, std::string const& path) const
    {
        text(page.title, path + "/title");
        text(page.text, path + "/text");
        if (page.repeat) text(page.repeat->one, path + "/repeat/one");
        for (auto& one : page.questions) question(one, path + "/questions/" + one.id);
        checks(page.checks, path);
        for (auto& of_row : page.pages) this->page(of_row, path + "/pages/" + of_row.id);
    }
    void question(Question& q, std::string const& path) const
    {
        text(q.label, path + "/label");
        text(q.hint, path + "/hint");
        text(q.purpose, path + "/purpose");
        text(q.missing, path + "/missing");
        text(q.wrong, path + "/wrong");
        for (auto& option : q.options) {
            text(option.label, path + "/options/" + option.value + "/label");
            text(option.hint, path + "/options/" + option.value + "/hint");
        }
        for (auto& evidence : q.documents) {
            for (auto& document : evidence.any_of) {
                text(document.label, path + "/documents/" + document.id + "/label");
                text(document.hint, path + "/documents/" + document.id + "/hint");
            }
        }
        checks(q.checks, path);
    }
    void end(Ending& end, std::string const& path) const
    {
        text(end.title, path + "/title");
        text(end.text, path + "/text");
        for (std::size_t i = 0; auto& link : end.links)
            text(link.text, path + "/links/" + std::to_string(++i) + "/text");
        text(end.go_on, path + "/go_on");
    }

    EachText const& each_;
};

}

void for_each_text(Definition& definition, EachText const& each)
{
    Walk{each}.definition(definition);
}

void for_each_text(Page& page, EachText const& each)
{
    Walk{each}.one_page(page);
}

void for_each_text(Ending& ending, EachText const& each)
{
    Walk{each}.one_end(ending);
}

std::vector<std::string> blanks_in(std::string_view text)
{
    std::vector<std::string> blanks;
    for (;;) {
        auto const open = text.find("((");
        auto const close = open == std::string_view::npos ? open : text.find("))", open);
        if (close == std::string_view::npos) return blanks;
        blanks.emplace_back(text.substr(open + 2, close - open - 2));
        text.remove_prefix(close + 2);
    }
}

bool is_markdown(std::string_view path)
{
    return path.ends_with("/text") && path.find("/links/") == std::string_view::npos;
}

}
