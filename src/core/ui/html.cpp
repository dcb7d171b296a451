#include <ui/html.hpp>

#include <array>

namespace guildhall::ui {

namespace {

/// For each byte: 0, or which entity replaces it.
constexpr std::array<unsigned char, 256> entity_of = [] {
    std::array<unsigned char, 256> table{};
    table['&'] = 1;
    table['<'] = 2;
    table['>'] = 3;
    table['"'] = 4;
    table['\''] = 5;
    return table;
}();
constexpr std::array<std::string_view, 6> entities{"", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

}

void Html::append_escaped(std::string& out, std::string_view text)
{
    std::size_t run = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const entity = entity_of[static_cast<unsigned char>(text[i])];
        if (entity == 0) continue;
        out.append(text.data() + run, i - run).append(entities[entity]);
        run = i + 1;
    }
    out.append(text.data() + run, text.size() - run);
}

}
