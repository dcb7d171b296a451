#include <notify/template.hpp>

#include "blocks.hpp"
#include "placeholders.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::notify {

namespace {

int line_of(std::string_view text, std::size_t at)
{
    return 1 + static_cast<int>(std::ranges::count(text.substr(0, at), '\n'));
}

std::optional<TemplateError> problem_in(std::string_view text, std::size_t from = 0)
{
    for (auto at = from;;) {
        auto const open = text.find("((", at);
        if (open == std::string_view::npos) return std::nullopt;
        auto const found = next_placeholder(text, at);
        if (!found) return TemplateError{line_of(text, open), "\"((\" has no closing \"))\""};
        if (found->name.empty())
            return TemplateError{line_of(text, open), "\"(())\" needs a name between its brackets"};
        if (found->name.find('\n') != std::string_view::npos)
            return TemplateError{line_of(text, open), "a placeholder's name must be on one line; is a \"))\" missing?"};
        at = found->end;
    }
}

void collect(std::string_view text, std::vector<std::string>& names)
{
    std::size_t at = 0;
    while (auto const found = next_placeholder(text, at)) {
        std::string const name{found->name};
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        if (found->shown) collect(*found->shown, names);
        at = found->end;
    }
}

/// One line without control characters: whatever a value holds, it cannot start another header.
std::string one_line(std::string_view text)
{
    std::string out;
    for (auto const c : text) {
        auto const shown = static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
        if (shown == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += shown;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string filled(std::string_view text, Personalisation const& values)
{
    std::string out;
    std::size_t at = 0;
    while (auto const found = next_placeholder(text, at)) {
        out += text.substr(at, found->begin - at);
        out += as_line(values.find(found->name));
        at = found->end;
    }
    return out += text.substr(at);
}

}

Result<Template, TemplateError> Template::parse(std::string_view text)
{
    constexpr std::string_view start = "Subject:";
    if (!text.starts_with(start)) return Refused{TemplateError{1, "the first line must be \"Subject: ...\""}};
    auto const line_end = text.find('\n');
    Template out;
    out.subject_ = one_line(text.substr(start.size(), line_end - start.size()));
    if (out.subject_.empty()) return Refused{TemplateError{1, "the subject has no words"}};
    auto body = line_end == std::string_view::npos ? std::string_view{} : text.substr(line_end + 1);
    if (constexpr std::string_view sms = "SMS:"; body.starts_with(sms)) {
        auto const end = std::min(body.find('\n'), body.size());
        out.short_text_ = one_line(body.substr(sms.size(), end - sms.size()));
        if (out.short_text_.empty()) return Refused{TemplateError{2, "the text after \"SMS:\" has no words"}};
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return Refused{TemplateError{out.short_text_.empty() ? 2 : 3, "the message has no words"}};
    if (auto const problem = problem_in(text)) return Refused{*problem};

    out.body_ = body.substr(body.find_first_not_of("\r\n"));
    std::erase(out.body_, '\r');
    return out;
}

std::vector<std::string> Template::placeholders() const
{
    std::vector<std::string> names;
    collect(subject_, names);
    collect(short_text_, names);
    collect(body_, names);
    return names;
}

std::vector<std::string> Template::missing(Personalisation const& values) const
{
    auto names = placeholders();
    std::erase_if(names, [&](std::string const& name) { return values.find(name) != nullptr; });
    return names;
}

Rendered Template::render(Personalisation const& values, std::string_view sender) const
{
    auto const blocks = blocks_of(without_conditions(body_, values));
    auto const line = [&](std::string_view words) {
        return one_line(filled(without_conditions(words, values), values));
    };
    auto subject = line(subject_);
    auto text = text_of(blocks, values);
    auto html = document_of(blocks, values, subject, sender).take();
    auto short_text = short_text_.empty() ? fmt::format("{}: {}", one_line(sender), subject) : line(short_text_);
    return {
        std::move(subject), std::move(text), std::move(html), std::move(short_text), markdown_of(blocks, values), {}};
}

}
