// Files that cmake's guildhall_embed() made part of the binary.
#pragma once

#include <span>
#include <string_view>

namespace guildhall::base {

struct EmbeddedFile {
    std::string_view name;
    std::string_view bytes;
};

}

#define GUILDHALL_EMBEDDED(symbol)                                                                                     \
    namespace guildhall::embedded {                                                                                    \
    std::span<const base::EmbeddedFile> symbol();                                                                      \
    }
