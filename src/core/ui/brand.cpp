#include <ui/page.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace guildhall::ui {

namespace {

constexpr std::array<double, 3> white{1, 1, 1};
constexpr std::array<double, 3> black{0, 0, 0};
constexpr std::array<double, 3> night{0x14 / 255.0, 0x19 / 255.0, 0x1c / 255.0}; ///< the page in the dark scheme

/// A colour in sRGB, each part from 0 to 1.
class Colour {
public:
    Colour(std::array<double, 3> parts) : parts_{parts} {} // NOLINT: three numbers are a colour
    /// "#rrggbb".
    explicit Colour(std::string const& text)
    {
        bool const hex = text.size() == 7 && text[0] == '#' &&
                         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
        if (!hex) throw std::invalid_argument("\"" + text + "\" is not a colour: write it as #17543f.");
        for (std::size_t i = 0; i < 3; ++i) parts_[i] = std::stoi(text.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    }

    [[nodiscard]] Colour towards(Colour const& other, double share) const
    {
        Colour mixed = *this;
        for (std::size_t i = 0; i < 3; ++i) mixed.parts_[i] += (other.parts_[i] - parts_[i]) * share;
        return mixed;
    }
    /// WCAG 2.2's contrast ratio, from 1 to 21.
    [[nodiscard]] double contrast_with(Colour const& other) const
    {
        auto const [low, high] =
            std::minmax({luminance(), other.luminance()}); // by value: of two numbers it keeps references
        return (high + 0.05) / (low + 0.05);
    }
    /// Mixed with `other` just as far as the contrast with `ground` needs.
    [[nodiscard]] Colour readable_on(Colour const& ground, Colour const& other, double ratio) const
    {
        auto colour = *this;
        for (int percent = 0; percent <= 100 && colour.contrast_with(ground) < ratio; percent += 2)
            colour = towards(other, percent / 100.0);
        return colour;
    }
    [[nodiscard]] std::string css() const
    {
        auto const byte = [](double part) { return static_cast<int>(std::lround(part * 255)); };
        return fmt::format("#{:02x}{:02x}{:02x}", byte(parts_[0]), byte(parts_[1]), byte(parts_[2]));
    }

private:
    [[nodiscard]] double luminance() const
    {
        auto const linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(parts_[0]) + 0.7152 * linear(parts_[1]) + 0.0722 * linear(parts_[2]);
    }
    std::array<double, 3> parts_{};
};

}

namespace {

/// The styles name --council-font before the fonts of the device, which are read while it loads.
std::string font_css(Brand const& brand)
{
    if (brand.font.empty()) return {};
    std::string css;
    for (auto const& file : brand.font_files)
        css += fmt::format("@font-face{{font-family:\"{}\";font-weight:{};font-display:swap;src:url({}) "
                           "format(\"woff2\")}}\n",
                           brand.font, file.weight, file.path);
    return css + fmt::format(":root{{--council-font:\"{}\"}}\n", brand.font);
}

}

std::string brand_css(Brand const& brand)
{
    Colour const colour{brand.colour};
    Colour const accent{brand.accent};
    // 4.5:1, WCAG 2.2 success criterion 1.4.3. The header's text is white, and links on the page have the colour too.
    if (colour.contrast_with(white) < 4.5) {
        throw std::invalid_argument("The colour " + brand.colour + " is too pale for white text: choose a darker one.");
    }
    auto const tint = colour.towards(white, 0.93);
    auto const link = colour.readable_on(tint, black, 5.5);
    auto const dark_link = colour.readable_on(night, white, 8);
    auto const colours = fmt::format(
        ":root{{--council-colour:{};--council-accent:{};--govuk-brand-colour:{};--govuk-link-colour:{};"
        "--govuk-link-hover-colour:{};--govuk-template-background-colour:{};--govuk-surface-background-colour:{};"
        "--govuk-surface-border-colour:{}}}\n"
        "@media (prefers-color-scheme:dark){{:root{{--govuk-link-colour:{};--govuk-link-hover-colour:{};"
        "--govuk-template-background-colour:#0c1012;--govuk-surface-background-colour:#1d2529;"
        "--govuk-surface-border-colour:#4c6159}}}}\n",
        colour.css(), accent.css(), colour.css(), link.css(), link.towards(black, 0.45).css(), tint.css(), tint.css(),
        colour.towards(white, 0.6).css(), dark_link.css(), dark_link.towards(white, 0.5).css());
    return colours + font_css(brand);
}

}
