#include "image.hpp"

#include <vips/vips.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace guildhall::forms {

namespace {

constexpr int full_side = 2000;
constexpr int thumbnail_side = 320;
constexpr std::int64_t most_pixels = 64'000'000;
constexpr int quality = 82;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// libvips is one for the process: no threads of its own, no cache of people's photos, no loaders that were never
/// hardened against what strangers send.
void start_vips()
{
    static bool const started = [] {
        if (VIPS_INIT("guildhall") != 0) throw std::runtime_error("libvips cannot be started.");
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        vips_block_untrusted_set(TRUE);
        return true;
    }();
    static_cast<void>(started);
}

/// The header alone is read here.
bool is_reasonable(std::string_view bytes)
{
    Image const image{vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr)};
    if (!image) return false;
    auto const pixels = std::int64_t{vips_image_get_width(image.get())} * vips_image_get_height(image.get());
    return pixels > 0 && pixels <= most_pixels;
}

/// Scales down (never up), turns upright, and converts to sRGB, because the colour profile goes too.
Image scaled(std::string_view bytes, int side)
{
    VipsImage* out = nullptr;
    // libvips reads the buffer and does not write to it.
    auto* const data = const_cast<char*>(bytes.data());
    vips_thumbnail_buffer(data, bytes.size(), &out, side, "height", side, "size", VIPS_SIZE_DOWN, "export_profile",
                          "srgb", nullptr);
    return Image{out};
}

std::optional<std::string> to_jpeg(std::string_view bytes, int side)
{
    auto const image = scaled(bytes, side);
    if (!image) return {};
    std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> const white{
        vips_array_double_newv(1, 255.0), [](VipsArrayDouble* array) { vips_area_unref(VIPS_AREA(array)); }};
    void* buffer = nullptr;
    std::size_t size = 0;
    int const failed = vips_jpegsave_buffer(image.get(), &buffer, &size, "Q", quality, "strip", TRUE, "optimize_coding",
                                            TRUE, "background", white.get(), nullptr);
    std::unique_ptr<void, decltype(&g_free)> const owned{buffer, &g_free};
    if (failed != 0) return {};
    return std::string{static_cast<char const*>(buffer), size};
}

}

std::optional<Pictures> re_encode(std::string_view bytes)
{
    start_vips();
    std::optional<Pictures> pictures;
    if (is_reasonable(bytes)) {
        auto full = to_jpeg(bytes, full_side);
        auto thumbnail = full ? to_jpeg(*full, thumbnail_side) : std::nullopt;
        if (thumbnail) pictures = Pictures{std::move(*full), std::move(*thumbnail)};
    }
    if (!pictures) vips_error_clear(); // it would grow with each broken photo
    vips_thread_shutdown();
    return pictures;
}

}
