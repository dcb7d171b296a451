// What a page of questions gave, decoded and checked.
#pragma once

#include <forms/answers.hpp>

#include <string>
#include <vector>

namespace guildhall::forms {

enum class FileKind { photo, pdf };

/// A file that came with a page.
struct NewFile {
    std::string question;
    std::string document; ///< which of the question's documents it is; "": it asks for none
    std::size_t upload;   ///< its place among the request's uploads
    FileKind kind = FileKind::photo;
};

struct PageInput {
    Answers answers;                    ///< complete but for new files
    std::vector<std::string> undecided; ///< address questions where one of the offers is still to be chosen
    std::vector<NewFile> files;
    std::vector<FileId> removed;
};

}
