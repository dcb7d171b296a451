// Another builder's form, laid out, as YAML of ours.
#include "foreign.hpp"

#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace guildhall::services {

namespace {

/// A scalar that is read back as it is, whatever it holds.
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\t': out += ' '; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20) out += c;
        }
    }
    return out + "\"";
}

class Writer {
public:
    Writer(ForeignForm const& form, ImportAs const& as) : form_{form}, as_{as} {}

    std::string write(std::vector<LaidOut> const& row)
    {
        head(row.empty() || leads_to_the_end(row));
        line(0, "pages:");
        for (auto const& laid : row) page(laid);
        if (row.empty()) {
            line(1, "- id: about");
            line(2, "title: {}", quoted(form_.title));
            line(2, "text: {}", quoted(form_.summary));
        }
        if (!form_.values.empty()) line(0, "values:");
        for (auto const& value : form_.values) line(1, "- {{ id: {}, is: {} }}", value.id, quoted(value.is));
        ends();
        if (row.empty() || leads_to_the_end(row)) stages();
        return std::move(out_);
    }

private:
    template <class... Args> void line(int depth, fmt::format_string<Args...> format, Args&&... args)
    {
        out_.append(static_cast<std::size_t>(depth) * 2, ' ');
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }
    void list(std::string_view key, std::vector<std::string> const& texts)
    {
        if (texts.empty()) return;
        line(0, "{}:", key);
        for (auto const& text : texts) line(1, "- {}", quoted(text));
    }

    /// Where every way ends early, nothing is ever sent.
    [[nodiscard]] bool leads_to_the_end(std::vector<LaidOut> const& row) const
    {
        return std::ranges::any_of(row, [&](LaidOut const& laid) {
            auto const& edges = form_.pages[laid.page].edges;
            return edges.empty() || std::ranges::any_of(edges, [](auto const& edge) { return edge.to == the_end; });
        });
    }

    void head(bool opens_a_case)
    {
        line(0, "id: {}", as_.id);
        line(0, "title: {}", quoted(form_.title));
        line(0, "summary: {}", quoted(form_.summary));
        line(0, "area: {}", as_.area);
        line(0, "verb: {}", opens_a_case ? "request" : "check");
        line(0, "owner: {}", as_.owner);
        if (opens_a_case) line(0, "promise: {{ acknowledge: at once, working_days: 10 }}");
        list("before_you_start", form_.before_you_start);
        line(0, "privacy: \"We use your answers only to deal with this request.\"");
    }

    void page(LaidOut const& laid)
    {
        auto const& page = form_.pages[laid.page];
        line(1, "- id: {}", page.id);
        // One question is its page's heading; a page of several, or of none, needs one of its own.
        if (page.questions.size() != 1 || (!page.text.empty() && page.title != page.questions.front().label))
            line(2, "title: {}", quoted(page.title));
        if (!page.text.empty())
            line(2, "text: {}", quoted(page.text));
        else if (page.questions.empty())
            line(2, "text: {}", quoted(page.title));
        if (!laid.when.empty()) line(2, "when: {}", quoted(laid.when));
        if (!page.questions.empty()) line(2, "questions:");
        for (auto const& q : page.questions) question(q);
        if (!laid.then.empty()) line(2, "then:");
        for (auto const& exit : laid.then) {
            if (exit.when.empty())
                line(3, "- {{ end: {} }}", exit.end);
            else
                line(3, "- {{ when: {}, end: {} }}", quoted(exit.when), exit.end);
        }
    }

    void question(ForeignQuestion const& q)
    {
        line(3, "- id: {}", q.id);
        line(4, "type: {}", q.type);
        line(4, "label: {}", quoted(q.label));
        if (!q.hint.empty()) line(4, "hint: {}", quoted(q.hint));
        line(4, "purpose: Write here who uses the answer and for what.");
        if (!q.required) line(4, "required: false");
        for (auto const& more : q.more) line(4, "{}", more);
        if (!q.options.empty()) line(4, "options:");
        for (auto const& option : q.options) {
            if (option.hint.empty())
                line(5, "- {{ value: {}, label: {} }}", quoted(option.value), quoted(option.label));
            else
                line(5, "- {{ value: {}, label: {}, hint: {} }}", quoted(option.value), quoted(option.label),
                     quoted(option.hint));
        }
    }

    void ends()
    {
        bool const any =
            std::ranges::any_of(form_.pages, [](auto const& p) { return p.kind == ForeignPage::Kind::exit; });
        if (any) line(0, "ends:");
        for (auto const& page : form_.pages) {
            if (page.kind != ForeignPage::Kind::exit) continue;
            line(1, "- id: {}", page.id);
            line(2, "title: {}", quoted(page.title));
            line(2, "text: {}", quoted(page.text.empty() ? page.title : page.text));
        }
    }

    void stages()
    {
        out_ += R"(received: request-received
stages:
  - id: received
    title: We have your request
    text: We look at it next.
    next: [working, done, could-not-do]
  - id: working
    title: We are working on it
    text: Somebody has it.
    message: request-working
    next: [done, could-not-do]
  - id: done
    title: Done
    text: We have finished our work.
    closes: done
    message: request-done
  - id: could-not-do
    title: We could not do this
    text: The reason is below.
    closes: not done
    message: request-could-not-do
could_not_do:
  - It is not something that we do
)";
    }

    ForeignForm const& form_;
    ImportAs const& as_;
    std::string out_;
};

}

std::string write_yaml(ForeignForm const& form, std::vector<LaidOut> const& laid_out, ImportAs const& as)
{
    return Writer{form, as}.write(laid_out);
}

std::string Ids::make(std::string_view theirs)
{
    // Words that FEEL, the addresses of a service, or its forms use already.
    static constexpr std::array reserved{
        "start", "check",   "submission", "sent",     "clear", "end",     "ends",    "csrf",  "resume",    "change",
        "if",    "then",    "else",       "for",      "in",    "return",  "some",    "every", "satisfies", "and",
        "or",    "not",     "between",    "instance", "of",    "true",    "false",   "null",  "function",  "external",
        "list",  "context", "item",       "date",     "time",  "account", "earlier", "places"};
    std::string id;
    for (char const c : theirs) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            id += c;
        else if (c >= 'A' && c <= 'Z')
            id += static_cast<char>(c - 'A' + 'a');
        else if (!id.empty() && id.back() != '-')
            id += '-';
        if (id.size() >= 50) break;
    }
    while (id.ends_with('-')) id.pop_back();
    if (id.empty() || (id.front() >= '0' && id.front() <= '9')) id.insert(0, id.empty() ? "question" : "q-");
    if (std::ranges::find(reserved, id) != reserved.end()) id += "-page";
    auto const times = ++taken_[id];
    if (times == 1) return id;
    return make(fmt::format("{}-{}", id, times));
}

}
