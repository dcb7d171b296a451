#include <ui/markdown.hpp>

#include <base/text.hpp>

#include <string>
#include <vector>

namespace guildhall::ui {

namespace {

using namespace literals;

Html with_strong_words(std::string_view line)
{
    Html out;
    for (;;) {
        auto const open = line.find("**");
        auto const close = open == std::string_view::npos ? open : line.find("**", open + 2);
        if (close == std::string_view::npos || close == open + 2) return std::move(out.add(line));
        out.add(line.substr(0, open))
            .add("<strong>"_html)
            .add(line.substr(open + 2, close - open - 2))
            .add("</strong>"_html);
        line.remove_prefix(close + 2);
    }
}

bool is_item(std::string_view line)
{
    return line.starts_with("* ") || line.starts_with("- ");
}

/// Lines that stand together: a heading, a list, or a paragraph of one or more lines.
class Blocks {
public:
    void line(std::string_view text)
    {
        if (text.empty()) return close();
        if (text.starts_with("## ")) {
            close();
            out_.add("<h2 class=\"govuk-heading-m\">"_html).add(with_strong_words(text.substr(3))).add("</h2>"_html);
        } else if (is_item(text)) {
            if (!paragraph_.empty()) close();
            items_.emplace_back(text.substr(2));
        } else if (!items_.empty()) {
            items_.back().append(" ").append(text);
        } else {
            paragraph_.append(paragraph_.empty() ? "" : " ").append(text);
        }
    }
    Html done()
    {
        close();
        return std::move(out_);
    }

private:
    void close()
    {
        if (!paragraph_.empty())
            out_.add("<p class=\"govuk-body\">"_html).add(with_strong_words(paragraph_)).add("</p>"_html);
        if (!items_.empty()) {
            out_.add("<ul class=\"govuk-list govuk-list--bullet\">"_html);
            for (auto const& item : items_) out_.add("<li>"_html).add(with_strong_words(item)).add("</li>"_html);
            out_.add("</ul>"_html);
        }
        paragraph_.clear();
        items_.clear();
    }

    Html out_;
    std::string paragraph_;
    std::vector<std::string> items_;
};

}

Html markdown(std::string_view text)
{
    Blocks blocks;
    while (!text.empty()) {
        auto const end = text.find('\n');
        blocks.line(trimmed(text.substr(0, end)));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return blocks.done();
}

}
