#include "multipart.hpp"

#include "decode.hpp"

#include <base/secret.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace guildhall::http {

namespace {

constexpr std::size_t max_boundary = 70; // RFC 2046, 5.1.1
constexpr std::size_t max_part_headers = 8 * 1024;

std::filesystem::path new_private_file(std::filesystem::path const& folder)
{
    auto path = folder / ("upload-" + random_token(16));
    int const fd = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0) ::close(fd);
    return path;
}

/// The last part of what some browsers send as a whole path.
std::string plain_filename(std::string name)
{
    auto const slash = name.find_last_of("/\\");
    if (slash != std::string::npos) name.erase(0, slash + 1);
    if (name.size() > 200) name.erase(0, name.size() - 200);
    return name;
}

std::string_view header_value(std::string_view headers, std::string_view lower_case_name)
{
    while (!headers.empty()) {
        auto const end = std::min(headers.find("\r\n"), headers.size());
        auto const line = headers.substr(0, end);
        headers.remove_prefix(std::min(end + 2, headers.size()));
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        auto const same = std::ranges::equal(line.substr(0, colon), lower_case_name,
                                             [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
        if (!same) continue;
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        return value;
    }
    return {};
}

}

MultipartReader::MultipartReader(std::string const& boundary, Limits limits, std::filesystem::path folder)
    : delimiter_{"\r\n--" + boundary}, limits_{limits}, folder_{std::move(folder)}, buffer_{"\r\n"}
{
    if (boundary.empty() || boundary.size() > max_boundary) state_ = State::broken;
}

MultipartReader::~MultipartReader()
{
    std::error_code ignored; // a temporary file that is already gone is what we want
    for (auto const& upload : uploads_) std::filesystem::remove(upload.path, ignored);
}

MultipartReader::State MultipartReader::feed(std::string_view bytes)
{
    bool more = state_ == State::reading;
    if (more) buffer_.append(bytes); // what follows the last boundary is nobody's
    while (more && state_ == State::reading) {
        switch (step_) {
        case Step::preamble: more = read_boundary_line(); break;
        case Step::headers: more = read_headers(); break;
        case Step::body: more = read_body(); break;
        }
    }
    return state_;
}

bool MultipartReader::read_boundary_line()
{
    auto const at = buffer_.find(delimiter_);
    if (at == std::string::npos) {
        if (buffer_.size() > 4 * max_part_headers) return fail(State::broken);
        return false;
    }
    auto const after = at + delimiter_.size();
    if (buffer_.size() < after + 2) return false;
    if (buffer_.compare(after, 2, "--") == 0) {
        state_ = State::done;
        return false;
    }
    if (buffer_.compare(after, 2, "\r\n") != 0) return fail(State::broken);
    buffer_.erase(0, after + 2);
    step_ = Step::headers;
    return true;
}

bool MultipartReader::read_headers()
{
    auto const end = buffer_.find("\r\n\r\n");
    if (end == std::string::npos) {
        if (buffer_.size() > max_part_headers) return fail(State::broken);
        return false;
    }
    if (!begin_part(std::string_view{buffer_}.substr(0, end))) return false;
    buffer_.erase(0, end + 4);
    step_ = Step::body;
    return true;
}

bool MultipartReader::begin_part(std::string_view headers)
{
    auto const disposition = header_value(headers, "content-disposition");
    auto name = header_parameter(disposition, "name");
    if (!disposition.starts_with("form-data") || !name || !is_clean_text(*name)) return fail(State::broken);
    auto filename = header_parameter(disposition, "filename");
    if (filename && !(filename = as_typed(*filename))) return fail(State::broken); // people name their files
    if (++fields_ > limits_.fields) return fail(State::too_many);
    name_ = std::move(*name);
    value_.clear();
    is_file_ = filename.has_value();
    if (!is_file_) return true;
    // A file input that was left empty is sent as a file without name and bytes; it counts when bytes come.
    if (uploads_.size() >= limits_.uploads && !filename->empty()) return fail(State::too_many);
    upload_ = {.field = name_,
               .filename = plain_filename(std::move(*filename)),
               .content_type = std::string{header_value(headers, "content-type")}};
    if (!is_clean_text(upload_.content_type)) return fail(State::broken);
    return true;
}

/// Nothing touches the disk before a file has a byte or a name.
bool MultipartReader::open_file()
{
    if (uploads_.size() >= limits_.uploads) return fail(State::too_many);
    upload_.path = new_private_file(folder_);
    uploads_.push_back(std::move(upload_));
    file_.open(uploads_.back().path, std::ios::binary | std::ios::trunc);
    if (!file_) throw std::runtime_error("The folder for uploads cannot be written to.");
    return true;
}

bool MultipartReader::read_body()
{
    auto const at = buffer_.find(delimiter_);
    if (at != std::string::npos) {
        if (!keep(std::string_view{buffer_}.substr(0, at)) || !end_part()) return false;
        buffer_.erase(0, at);
        step_ = Step::preamble;
        return true;
    }
    // What might be the beginning of a delimiter waits for more bytes.
    if (buffer_.size() <= delimiter_.size()) return false;
    auto const safe = buffer_.size() - delimiter_.size();
    if (!keep(std::string_view{buffer_}.substr(0, safe))) return false;
    buffer_.erase(0, safe);
    return false;
}

bool MultipartReader::keep(std::string_view bytes)
{
    if (!is_file_) {
        field_bytes_ += bytes.size();
        if (field_bytes_ > limits_.body) return fail(State::too_large);
        value_.append(bytes);
        return true;
    }
    if (bytes.empty()) return true;
    if (!file_.is_open() && !open_file()) return false;
    auto& upload = uploads_.back();
    upload.size += bytes.size();
    if (upload.size > limits_.upload) return fail(State::too_large);
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file_) throw std::runtime_error("The disk for uploads is full or cannot be written to.");
    return true;
}

bool MultipartReader::end_part()
{
    if (!is_file_) {
        auto value = as_typed(value_);
        if (!value) return fail(State::broken);
        form_.add(std::move(name_), std::move(*value));
        return true;
    }
    if (!file_.is_open() && !upload_.filename.empty() && !open_file()) return false; // a file of no bytes
    if (!file_.is_open()) return true;
    file_.close();
    if (!file_) throw std::runtime_error("The disk for uploads is full or cannot be written to.");
    return true;
}

bool MultipartReader::fail(State why)
{
    state_ = why;
    return false;
}

}
