// Photos and papers that prove something.
#include "reading.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace guildhall::forms {

namespace {

using services::Question;

std::string head_of(std::filesystem::path const& file)
{
    std::array<char, 12> bytes{};
    std::ifstream in{file, std::ios::binary};
    in.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

/// Whether these are the first bytes of a kind of photo that we read. What a browser claims does not count.
bool looks_like_photo(std::string_view head)
{
    if (head.starts_with("\xFF\xD8\xFF") || head.starts_with("\x89PNG\r\n\x1A\n")) return true;
    if (head.size() < 12) return false;
    auto const brand = head.substr(8);
    if (head.starts_with("RIFF")) return brand == "WEBP";
    static constexpr std::array heic{"heic", "heix", "heim", "heis", "mif1", "msf1"};
    return head.substr(4, 4) == "ftyp" && std::ranges::find(heic, brand) != heic.end();
}

std::optional<FileKind> kind_of(std::filesystem::path const& file)
{
    auto const head = head_of(file);
    if (looks_like_photo(head)) return FileKind::photo;
    if (head.starts_with("%PDF-")) return FileKind::pdf;
    return {};
}

/// Every document of the question; one without a name where it asks for none.
std::vector<std::string> documents_of(Question const& q)
{
    std::vector<std::string> ids;
    for (auto const& evidence : q.documents) {
        for (auto const& document : evidence.any_of) ids.push_back(document.id);
    }
    if (ids.empty()) ids.emplace_back();
    return ids;
}

/// The files that came for one input; nothing where one of them is not taken.
bool take_uploads(Reading& r, Question const& q, std::string const& document, std::vector<NewFile>& came)
{
    auto const field = file_field(q, document);
    for (std::size_t i = 0; i < r.request.uploads.size(); ++i) {
        auto const& upload = r.request.uploads[i];
        if (upload.field != field || upload.size == 0) continue; // an input that was left empty
        if (upload.size > largest_file) return r.wrong(field, {"The file must be smaller than 10 MB"}), false;
        auto const kind = kind_of(upload.path);
        if (!kind) return r.wrong(field, {"The file must be a photo (JPEG, PNG, WebP or HEIC) or a PDF"}), false;
        came.push_back({q.id, document, i, *kind});
    }
    return true;
}

/// The files that were there, without those that are to go: because somebody said so, or because a new one takes the
/// place of an old one where there is no room for both.
std::vector<AnsweredFile> stay(Reading& r, Question const& q, std::vector<NewFile> const& came)
{
    auto const* kept = r.kept.find(q.id);
    std::vector<AnsweredFile> files = kept ? kept->files : std::vector<AnsweredFile>{};
    auto const drop = [&](AnsweredFile const& file) {
        r.input.removed.push_back(file.id);
        std::erase(files, file);
    };
    for (auto const value : r.form().values(q.id + "-remove")) {
        auto const named =
            std::ranges::find_if(files, [&](auto const& f) { return std::to_string(f.id.value) == value; });
        if (named != files.end()) drop(AnsweredFile{*named});
    }
    for (auto const& file : came) {
        if (files.size() + came.size() <= most_files(q)) break;
        auto const same = std::ranges::find(files, file.document, &AnsweredFile::document);
        if (same != files.end()) drop(AnsweredFile{*same});
    }
    return files;
}

/// The first document of the first thing that nothing shows.
services::Document const* first_missing(Question const& q, std::vector<AnsweredFile> const& files,
                                        std::vector<NewFile> const& came)
{
    for (auto const& evidence : q.documents) {
        bool const is_shown = std::ranges::any_of(evidence.any_of, [&](services::Document const& document) {
            return std::ranges::find(files, document.id, &AnsweredFile::document) != files.end() ||
                   std::ranges::find(came, document.id, &NewFile::document) != came.end();
        });
        if (!is_shown && !evidence.any_of.empty()) return &evidence.any_of.front();
    }
    return nullptr;
}

}

std::string file_field(Question const& question, std::string_view document)
{
    return document.empty() ? question.id : question.id + "-" + std::string{document};
}

std::size_t most_files(Question const& question)
{
    return std::max(static_cast<std::size_t>(std::max(question.files, 1)), question.documents.size());
}

void read_files(Reading& r, Question const& q)
{
    std::vector<NewFile> came;
    for (auto const& document : documents_of(q)) {
        if (!take_uploads(r, q, document, came)) return;
    }
    auto files = stay(r, q, came);
    bool const later = q.later && r.typed(q, "-later") == "yes";
    if (files.size() + came.size() > most_files(q))
        return r.wrong(file_field(q, came.empty() ? "" : came.front().document),
                       {"You can add up to {n} files", {{"n", std::to_string(most_files(q))}}});
    if (q.required && !later) {
        auto const* lacks = first_missing(q, files, came);
        if (lacks) {
            return r.wrong(file_field(q, lacks->id),
                           q.missing.empty() ? Message{"Choose a file: {document}", {{"document", lacks->label}}}
                                             : Message::verbatim(q.missing));
        }
        if (files.empty() && came.empty()) return r.none(q);
    }
    r.input.answers.set(q.id, {.files = std::move(files), .later = later});
    r.input.files.insert(r.input.files.end(), came.begin(), came.end());
}

}
