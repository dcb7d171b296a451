// Photos: what is taken, what is kept, and what they no longer tell.
#include "front.hpp"
#include "image.hpp"
#include "store.hpp"

#include <vips/vips.h>

#include <sstream>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

std::string const photo_path = "/services/report-everything/photo";

std::string taken(void* buffer, std::size_t size)
{
    std::string bytes{static_cast<char const*>(buffer), size};
    g_free(buffer);
    return bytes;
}

VipsImage* picture(int width, int height)
{
    re_encode(""); // starts libvips as the product does
    VipsImage* noise = nullptr;
    VipsImage* image = nullptr;
    REQUIRE(vips_gaussnoise(&noise, width, height, nullptr) == 0);
    REQUIRE(vips_cast_uchar(noise, &image, nullptr) == 0);
    g_object_unref(noise);
    VipsImage* memory = vips_image_copy_memory(image);
    g_object_unref(image);
    return memory;
}

/// As a phone makes it: on its side, with who made it and where.
std::string phone_photo(int width = 600, int height = 400)
{
    auto* image = picture(width, height);
    vips_image_set_int(image, "orientation", 6);
    vips_image_set_string(image, "exif-ifd0-Make", "Canary Phones");
    vips_image_set_string(image, "exif-ifd3-GPSLatitude", "53/1 48/1 0/1");
    vips_image_set_string(image, "exif-ifd3-GPSLongitude", "1/1 32/1 0/1");
    void* buffer = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_jpegsave_buffer(image, &buffer, &size, nullptr) == 0);
    g_object_unref(image);
    return taken(buffer, size);
}

template <class Save> std::string saved(Save save)
{
    auto* image = picture(300, 200);
    void* buffer = nullptr;
    std::size_t size = 0;
    REQUIRE(save(image, &buffer, &size) == 0);
    g_object_unref(image);
    return taken(buffer, size);
}

std::string bytes_of(std::filesystem::path const& file)
{
    std::ostringstream bytes;
    bytes << std::ifstream{file, std::ios::binary}.rdbuf();
    return std::move(bytes).str();
}

struct Seen {
    int width, height;
    std::vector<std::string> metadata;
};
Seen look_at(std::string const& bytes)
{
    auto* image = vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr);
    REQUIRE(image != nullptr);
    Seen seen{vips_image_get_width(image), vips_image_get_height(image), {}};
    auto** fields = vips_image_get_fields(image);
    for (auto** field = fields; *field; ++field) {
        std::string_view const name{*field};
        if (name.starts_with("exif") || name.starts_with("iptc") || name.starts_with("xmp") ||
            name.starts_with("icc") || name == "orientation")
            seen.metadata.emplace_back(name);
    }
    g_strfreev(fields);
    g_object_unref(image);
    return seen;
}

/// A browser at the photo page, and files to send.
struct Camera {
    Front front;
    Browser asha{front};
    Page page;

    Camera()
    {
        page = asha.fill(begin(asha), {{"kind", "bin"}});
        page = asha.fill(page, {{"words", "Words"}});
        page = asha.fill(page, {{"spot", "Here"}});
        page = asha.fill(page, {{"home-uprn", "1001"}});
        REQUIRE(page.path == photo_path);
    }
    Page send(std::string const& bytes, Fields const& typed = {})
    {
        auto const file = front.folder.path() / "upload";
        std::ofstream{file, std::ios::binary} << bytes;
        auto r = asha.filled(page, photo_path, typed);
        r.headers.emplace_back("content-type", "multipart/form-data; boundary=x");
        r.uploads.push_back({.field = "photo",
                             .filename = "IMG_1.jpg",
                             .content_type = "image/jpeg",
                             .path = file,
                             .size = bytes.size()});
        return asha.send(r);
    }
    std::vector<std::filesystem::path> blob_files()
    {
        std::vector<std::filesystem::path> files;
        for (auto const& entry : std::filesystem::recursive_directory_iterator{front.folder.path() / "blobs"})
            if (entry.is_regular_file()) files.push_back(entry.path());
        return files;
    }
    void submit()
    {
        auto const check = asha.get("/services/report-everything/check");
        CHECK(asha.submit(check, "/services/report-everything/submission", {}).status == 303);
    }
    std::optional<std::string> bytes(FileId id, PhotoSize size)
    {
        return front.database->read([&](db::Snapshot& s) { return photo_bytes(s, front.blobs, id, size); });
    }
    std::optional<Photo> find(FileId id)
    {
        return front.database->read([&](db::Snapshot& s) { return find_photo(s, id); });
    }
};

}

TEST_CASE("forms: a photo comes out upright and smaller, and does not say where or with what it was taken")
{
    Camera camera;
    auto const original = phone_photo(3000, 2000);
    CHECK(original.find("Canary Phones") != std::string::npos);
    CHECK(look_at(original).metadata.size() > 3);

    CHECK(camera.send(original).location == "/services/report-everything/contact");
    CHECK(camera.asha.get(photo_path).has("You have added a photo."));
    CHECK(camera.asha.get("/services/report-everything/check").has("1 photo"));
    camera.submit();
    auto const id = camera.front.last_submission().answers.find("photo")->files.at(0).id;
    CHECK(camera.find(id)->state == PhotoState::waiting);
    CHECK_FALSE(camera.bytes(id, PhotoSize::full)); // an unchecked file is never served

    camera.front.run_jobs();
    CHECK(camera.find(id)->state == PhotoState::ready);
    CHECK(camera.find(id)->submission == camera.front.last_submission().id);
    auto const full = camera.bytes(id, PhotoSize::full).value();
    CHECK(full.find("Canary") == std::string::npos);
    auto const seen = look_at(full);
    CHECK(seen.metadata.empty());
    CHECK(seen.height == 2000);
    CHECK(seen.width < seen.height);
    auto const thumbnail = look_at(camera.bytes(id, PhotoSize::thumbnail).value());
    CHECK(thumbnail.height == 320);
    // The original is gone from the disk, and what is there is sealed.
    auto const files = camera.blob_files();
    CHECK(files.size() == 2);
    for (auto const& file : files) CHECK(std::ifstream{file, std::ios::binary}.get() != 0xFF);

    auto const subject = camera.front.last_submission().subject;
    camera.front.database->write(Actor::system(), [&](db::Tx& tx) { tx.forget(subject); }).wait();
    CHECK_FALSE(camera.bytes(id, PhotoSize::full));
}

TEST_CASE("forms: JPEG, PNG, WebP and HEIC are read by their bytes, whatever they are called")
{
    auto const png =
        saved([](VipsImage* i, void** b, std::size_t* s) { return vips_pngsave_buffer(i, b, s, nullptr); });
    auto const webp =
        saved([](VipsImage* i, void** b, std::size_t* s) { return vips_webpsave_buffer(i, b, s, nullptr); });
    // Noise, written once by libvips: its encoder of HEIC leaks, which the address sanitizer takes for ours.
    auto const heic =
        bytes_of(std::filesystem::path{GUILDHALL_SOURCE_DIR} / "src/modules/forms/tests/photos/noise.heic");
    Camera camera;
    for (auto const& bytes : {phone_photo(), png, webp, heic}) {
        CHECK(camera.send(bytes).status == 303);
        auto const pictures = re_encode(bytes);
        REQUIRE(pictures);
        CHECK(pictures->full.starts_with("\xFF\xD8\xFF"));
        CHECK(look_at(pictures->full).metadata.empty());
    }
}

TEST_CASE("forms: what is no photo is refused beside its field, and nothing of it is kept")
{
    Camera camera;
    std::string const svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (auto const& bytes :
         {svg, std::string{"GIF89a"}, std::string{"MZ"}, std::string{"RIFFxxxxWAVE"}, std::string{"x"}}) {
        auto const again = camera.send(bytes);
        CHECK(again.status == 422);
        CHECK(again.has("href=\"#photo\">The file must be a photo (JPEG, PNG, WebP or HEIC) or a PDF"));
    }
    auto const large = camera.send("\xFF\xD8\xFF" + std::string(10 * 1024 * 1024, 'x'));
    CHECK(large.status == 422);
    CHECK(large.has("href=\"#photo\">The file must be smaller than 10 MB"));
    CHECK(camera.blob_files().empty());
    // A file input that was left empty is no photo.
    CHECK(camera.send("").location == "/services/report-everything/contact");
}

TEST_CASE("forms: nobody fills the disk with photos, and the answers of whoever came too late stay (R2)")
{
    Camera camera;
    auto const small = saved([](VipsImage* image, void** buffer, std::size_t* size) {
        return vips_jpegsave_buffer(image, buffer, size, nullptr);
    });
    for (int i = 0; i < 100; ++i) REQUIRE(camera.send(small).status == 303);
    auto const files = camera.blob_files().size();
    auto const refused = camera.send(small);
    CHECK(refused.status == 429);
    CHECK(refused.has("Go on without one, or wait an hour"));
    CHECK(camera.blob_files().size() == files);
    CHECK(camera.asha.get("/services/report-everything/check").has("Words"));
    camera.front.database.clock.advance(std::chrono::minutes{61});
    CHECK(camera.send(small).status == 303);
}

TEST_CASE("forms: a photo is replaced and removed, and the old file goes")
{
    Camera camera;
    CHECK(camera.send(phone_photo()).status == 303);
    CHECK(camera.blob_files().size() == 1);
    auto const first = camera.blob_files().front();
    camera.page = camera.asha.get(photo_path);
    CHECK(camera.send(phone_photo(500, 300)).status == 303);
    REQUIRE(camera.blob_files().size() == 1);
    CHECK(camera.blob_files().front() != first);
    // Going on without choosing anything keeps it.
    camera.asha.submit(camera.asha.get(photo_path), photo_path, {});
    CHECK(camera.blob_files().size() == 1);
    auto const shown = camera.asha.get(photo_path);
    auto const box = shown.body.find("value=\"", shown.body.find("name=\"photo-remove\""));
    REQUIRE(box != std::string::npos);
    auto const which = shown.body.substr(box + 7, shown.body.find('"', box + 7) - box - 7);
    camera.asha.submit(shown, photo_path, {{"photo-remove", which}});
    CHECK(camera.blob_files().empty());
    CHECK_FALSE(camera.asha.get(photo_path).has("You have added a photo."));
    camera.front.run_jobs(); // jobs of files that are gone end well
    CHECK(camera.front.database->read([](db::Snapshot& s) { return db::dead_letters(s).empty(); }));
}

TEST_CASE("forms: end and clear deletes photos too, finished or not")
{
    Camera camera;
    camera.send(phone_photo());
    camera.front.run_jobs();
    CHECK(camera.blob_files().size() == 2);
    auto const page = camera.asha.get(photo_path);
    camera.asha.submit(page, "/services/report-everything/clear", {});
    CHECK(camera.blob_files().empty());
}

TEST_CASE("forms: a photo that cannot be read, or would unfold into gigabytes, ends as unreadable and is deleted")
{
    auto* black = static_cast<VipsImage*>(nullptr);
    re_encode("");
    REQUIRE(vips_black(&black, 9000, 8000, nullptr) == 0);
    void* buffer = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_pngsave_buffer(black, &buffer, &size, "compression", 1, nullptr) == 0);
    g_object_unref(black);
    auto const bomb = taken(buffer, size);
    CHECK(bomb.size() < 2'000'000);
    CHECK_FALSE(re_encode(bomb));

    Camera camera;
    CHECK(camera.send("\xFF\xD8\xFF and then nothing that is a photo").status == 303);
    auto const check_path = "/services/report-everything/check";
    CHECK_FALSE(camera.asha.get(check_path).has("We cannot read your photo."));
    camera.front.run_jobs();
    CHECK(camera.asha.get(check_path).has("We cannot read your photo."));
    camera.submit();
    auto const id = camera.front.last_submission().answers.find("photo")->files.at(0).id;
    CHECK(camera.find(id)->state == PhotoState::unreadable);
    CHECK_FALSE(camera.bytes(id, PhotoSize::full));
    CHECK(camera.blob_files().empty());
}

TEST_CASE("forms: files may come only where a page asks for one, asked before they reach the disk")
{
    Camera camera;
    auto r = camera.asha.request(http::Method::post, "/services/report-everything/contact");
    r.headers.emplace_back("content-type", "multipart/form-data; boundary=x");
    CHECK(camera.asha.send(r).status == 415);
    auto const match = camera.front.router.find(http::Method::post, photo_path);
    CHECK(match.route->limits.upload == 16 * 1024 * 1024);
    CHECK(match.route->limits.uploads == 20);
    CHECK(camera.front.router.find(http::Method::post, "/services/report-everything/start").route->limits.upload == 0);
}

TEST_CASE("forms: a photo of a draft that was not sent belongs to no case")
{
    Camera camera;
    camera.send(phone_photo());
    camera.front.run_jobs();
    static constexpr db::Query newest{"test.file", "select id from form_file"};
    auto const id =
        camera.front.database->read([](db::Snapshot& s) { return FileId{s.value<std::int64_t>(newest).value()}; });
    CHECK_FALSE(camera.find(id));
    CHECK(camera.bytes(id, PhotoSize::full));
}
