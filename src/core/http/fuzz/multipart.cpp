// multipart/form-data, cut where the input says. Bytes below 8 stand for whole phrases, so that the fuzzer gets past
// the headers soon.
#include "multipart.hpp"
#include "decode.hpp"

#include <support/fuzz.hpp>

using namespace guildhall::http;
using guildhall::fuzz::must;

namespace {

std::string with_phrases(std::string_view text)
{
    static constexpr std::string_view phrases[] = {std::string_view{"\0", 1},
                                                   "Content-Disposition: form-data; name=\"",
                                                   "\"; filename=\"",
                                                   "\r\n--XX\r\n",
                                                   "\r\n--XX--",
                                                   "\r\n\r\n",
                                                   "Content-Type: image/png",
                                                   "--XX\r\n"};
    std::string out;
    for (unsigned char const c : text) {
        if (c < 8)
            out += phrases[c];
        else
            out += static_cast<char>(c);
    }
    return out;
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 1) return 0;
    std::size_t const piece = 1 + data[0];
    auto const body = with_phrases(guildhall::fuzz::text(data + 1, size - 1));
    std::string_view rest{body};
    auto const folder = std::filesystem::temp_directory_path();
    MultipartReader reader{"XX", {.body = 1000, .fields = 10, .upload = 1000, .uploads = 2}, folder};
    while (!rest.empty()) {
        reader.feed(rest.substr(0, piece));
        rest.remove_prefix(std::min(piece, rest.size()));
    }
    if (reader.state() != MultipartReader::State::done) return 0;
    auto const form = reader.take_form();
    must(form.fields().size() <= 10);
    std::size_t bytes = 0;
    for (auto const& [name, value] : form.fields()) {
        must(is_clean_text(name) && is_clean_text(value) && as_typed(value) == value);
        bytes += value.size();
    }
    must(bytes <= 1000);
    auto const uploads = reader.take_uploads();
    must(uploads.size() <= 2);
    for (auto const& upload : uploads) {
        must(upload.size <= 1000 && upload.filename.find('/') == std::string::npos && is_clean_text(upload.filename));
        must(std::filesystem::file_size(upload.path) == upload.size);
        std::filesystem::remove(upload.path);
    }
    return 0;
}
