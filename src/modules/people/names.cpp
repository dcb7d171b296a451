#include "names.hpp"

#include <base/text.hpp>

#include <algorithm>
#include <span>
#include <string>

namespace guildhall::people {

namespace {

/// Names that are used for each other. The first is the long one, but any two of a line are alike.
constexpr std::string_view families[] = {
    "alexander alex alec sandy xander",
    "alexandra alex sandra sandy lexi",
    "alfred alf alfie fred",
    "amanda mandy",
    "andrew andy drew",
    "anthony tony ant",
    "barbara barb babs",
    "benjamin ben benny",
    "catherine katherine kathryn kate cath kathy katie cathy kitty",
    "charles charlie chas chuck",
    "charlotte charlie lottie",
    "christopher chris kit",
    "christine christina chris chrissie tina",
    "daniel dan danny",
    "david dave davy dai dafydd",
    "deborah debbie deb",
    "dorothy dot dolly",
    "edward ed eddie ted teddy ned",
    "eleanor ellie nell nora",
    "elizabeth liz lizzie beth betty eliza libby lisbeth elsie",
    "frances fran frankie fanny",
    "francis frank frankie",
    "frederick fred freddie",
    "gareth gary gaz",
    "geoffrey geoff jeff jeffrey",
    "gerald gerry jerry",
    "gillian gill jill",
    "harold harry hal",
    "henry harry hal",
    "isabella isabel bella izzy",
    "jacob jake",
    "jacqueline jackie jacqui",
    "james jim jimmy jamie",
    "jennifer jen jenny",
    "jessica jess jessie",
    "john jack johnny jon ian sean",
    "jonathan jon jonny",
    "joseph joe joey yusuf",
    "joshua josh",
    "judith judy jude",
    "kenneth ken kenny",
    "lawrence laurence larry laurie",
    "leonard len lenny leo",
    "lewis louis lew lou",
    "margaret maggie meg peggy marge margie daisy",
    "martin marty",
    "mary molly polly mair maria marie",
    "matthew matt matty",
    "michael mike mick mickey micky",
    "mohammed muhammad mohammad mohamed mo",
    "natalie nat",
    "nicholas nick nicky nico",
    "nicola nicky nikki",
    "oliver ollie",
    "pamela pam",
    "patricia pat patty trish",
    "patrick pat paddy",
    "pauline paula",
    "peter pete",
    "philip phil phillip",
    "rebecca becky becca",
    "richard rich rick dick ricky richie",
    "robert bob rob bobby robbie bert",
    "roland rolly",
    "ronald ron ronnie",
    "samantha sam",
    "samuel sam sammy",
    "sarah sally sara",
    "stephen steven steve",
    "stanley stan",
    "susan sue susie suzanne",
    "theodore ted theo",
    "theresa terry tess teresa",
    "terence terry tel",
    "thomas tom tommy",
    "timothy tim",
    "valerie val",
    "victoria vicky tori vicki",
    "vincent vince",
    "virginia ginny",
    "walter wally walt",
    "william will bill billy liam willy gwilym",
    "zachary zach zack",
};

bool has_word(std::string_view line, std::string_view word)
{
    for (auto at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
        auto const end = at + word.size();
        bool const starts = at == 0 || line[at - 1] == ' ';
        if (starts && (end == line.size() || line[end] == ' ')) return true;
    }
    return false;
}

bool are_nicknames(std::string_view a, std::string_view b)
{
    return std::ranges::any_of(families, [&](auto line) { return has_word(line, a) && has_word(line, b); });
}

std::u32string points_of(std::string_view utf8)
{
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
        auto const lead = static_cast<unsigned char>(utf8[i++]);
        char32_t point = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1FU : lead < 0xF0 ? lead & 0x0FU : lead & 0x07U;
        for (; i < utf8.size() && (static_cast<unsigned char>(utf8[i]) & 0xC0U) == 0x80U; ++i)
            point = point << 6U | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
        out.push_back(point);
    }
    return out;
}

}

std::string plain(std::string_view text)
{
    std::string out;
    for (auto const& word : words_of(text)) out += word;
    return out;
}

bool is_one_slip(std::string_view a, std::string_view b)
{
    auto x = points_of(a);
    auto y = points_of(b);
    if (x.size() > y.size()) std::swap(x, y);
    if (x == y || y.size() - x.size() > 1) return false;
    auto const at = static_cast<std::size_t>(std::ranges::mismatch(x, y).in1 - x.begin());
    auto const rest = [](std::u32string const& text, std::size_t from) {
        return std::u32string_view{text}.substr(from);
    };
    if (x.size() < y.size()) return rest(x, at) == rest(y, at + 1);
    if (rest(x, at + 1) == rest(y, at + 1)) return true;
    return at + 1 < x.size() && x[at] == y[at + 1] && x[at + 1] == y[at] && rest(x, at + 2) == rest(y, at + 2);
}

Likeness likeness_of_given(std::string_view typed_a, std::string_view typed_b)
{
    auto const a = plain(typed_a);
    auto const b = plain(typed_b);
    if (a == b) return Likeness::same;
    if (are_nicknames(a, b)) return Likeness::nickname;
    bool const is_initial = (a.size() == 1 && b.starts_with(a)) || (b.size() == 1 && a.starts_with(b));
    if (is_initial) return Likeness::close;
    auto const first_a = words_of(typed_a);
    auto const first_b = words_of(typed_b);
    // "Asha Mary" and "Asha": a second given name that one form did not have room for.
    if (!first_a.empty() && !first_b.empty() && first_a[0] == first_b[0] && first_a.size() != first_b.size())
        return Likeness::close;
    return std::min(a.size(), b.size()) > 2 && is_one_slip(a, b) ? Likeness::close : Likeness::differs;
}

Likeness likeness_of_surname(std::string_view typed_a, std::string_view typed_b)
{
    auto const a = plain(typed_a);
    auto const b = plain(typed_b);
    if (a == b) return Likeness::same;
    return std::min(a.size(), b.size()) > 3 && is_one_slip(a, b) ? Likeness::close : Likeness::differs;
}

}
