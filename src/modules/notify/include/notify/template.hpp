// Message templates in GOV.UK Notify's syntax: ((name)) is replaced, ((name??text)) shows its text where the value is
// "yes", and a little Markdown gives headings (#, ##), lists (*, 1.), inset text (^), lines (---) and
// [links](https://...). One template makes a text and an HTML part. Values are text: Markdown, links or markup in them
// mean nothing, so that nobody can make the council send a stranger a link.
//
//   Subject: We have your report ((reference))
//   SMS: Larkmoor Council: we have your report ((reference)). See how it goes: ((tracking link))
//
//   # Thank you
//   We will look at it by ((promise date)).
//
// The SMS line is what people get who are told by text. Without one they get the council's name and the subject.
#pragma once

#include <base/result.hpp>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guildhall::notify {

/// Values by name. As in Notify, names are compared without case, spaces, hyphens and underscores.
class Personalisation {
public:
    Personalisation() = default;
    Personalisation(std::initializer_list<std::pair<std::string_view, std::string>> values);
    void set(std::string_view name, std::string value);
    void set(std::string_view name, std::vector<std::string> values); ///< becomes a bulleted list
    void set_link(std::string_view name, std::string address);        ///< an address of ours: shown as a link

    struct Value {
        std::vector<std::string> items;
        bool is_link = false;
    };
    [[nodiscard]] Value const* find(std::string_view name) const; ///< null where there is none

private:
    std::map<std::string, Value> values_;
};

struct Rendered {
    std::string subject;    ///< one line
    std::string text;       ///< plain text, lines end with \n
    std::string html;       ///< a whole document; every value in it is escaped
    std::string short_text; ///< for a phone: one line
    std::string
        markdown; ///< the little Markdown of GOV.UK Notify, for its emails and letters; values mean nothing in it
    std::string
        unsubscribe; ///< an address that ends such messages by a POST (RFC 8058); empty: they are the person's own
};

/// What is wrong with a template's text, with its line.
struct TemplateError {
    int line;
    std::string what;
};

class Template {
public:
    /// Parses "Subject: ..." line, "SMS: ..." line where there is one, blank line, body.
    static Result<Template, TemplateError> parse(std::string_view text);

    [[nodiscard]] std::string const& subject() const { return subject_; }
    [[nodiscard]] std::string const& body() const { return body_; }
    [[nodiscard]] std::string const& short_text() const { return short_text_; } ///< "" where it has none
    /// The names it asks for, in order of first use.
    [[nodiscard]] std::vector<std::string> placeholders() const;
    /// A value that is missing renders as nothing; `missing()` tells beforehand.
    [[nodiscard]] Rendered render(Personalisation const& values, std::string_view sender) const;
    [[nodiscard]] std::vector<std::string> missing(Personalisation const& values) const;

private:
    std::string subject_;
    std::string short_text_;
    std::string body_;
};

}
