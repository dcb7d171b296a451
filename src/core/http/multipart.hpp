// multipart/form-data as a stream: fields go into a Form, files into temporary files that die with the reader's owner.
// Limits are enforced while bytes arrive, so too large a file is refused long before it is complete.
#pragma once

#include <http/router.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::http {

class MultipartReader {
public:
    enum class State { reading, done, broken, too_large, too_many };

    /// `boundary` as Content-Type gave it. Temporary files are made in `folder` with mode 0600.
    MultipartReader(std::string const& boundary, Limits limits, std::filesystem::path folder);
    ~MultipartReader(); ///< deletes files that were not taken

    State feed(std::string_view bytes);
    [[nodiscard]] State state() const { return state_; }

    Form take_form() { return std::move(form_); }
    std::vector<Upload> take_uploads() { return std::exchange(uploads_, {}); }

private:
    enum class Step { preamble, headers, body };
    bool read_boundary_line();
    bool read_headers();
    bool read_body();
    bool begin_part(std::string_view headers);
    bool end_part();
    bool keep(std::string_view bytes);
    bool open_file();
    bool fail(State why);

    std::string delimiter_; ///< CRLF, two hyphens, boundary
    Limits limits_;
    std::filesystem::path folder_;
    Step step_ = Step::preamble;
    State state_ = State::reading;
    std::string buffer_;
    Form form_;
    std::vector<Upload> uploads_;
    std::size_t fields_ = 0;
    std::size_t field_bytes_ = 0;
    // The part in hand.
    std::string name_;
    std::string value_;
    bool is_file_ = false;
    Upload upload_; ///< of a file; joins uploads_ when its first byte comes
    std::ofstream file_;
};

}
