// Other builders' forms as definitions of ours: a start for a content designer, not a finished service. What could not
// be carried over is said, place by place. Pure: text in, text out.
#pragma once

#include <services/definition.hpp>

#include <base/result.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

/// The formats that are read: "moj-forms" (Ministry of Justice, service metadata), "defra-forms" (DEFRA and XGov form
/// designer, JSON).
std::span<std::string_view const> import_formats();

struct ImportAs {
    std::string id;    ///< of the service; empty: made from the form's name
    std::string area;  ///< "imported" unless given
    std::string owner; ///< "contact-centre" unless given
};

struct Imported {
    std::string id;
    std::string yaml; ///< services/AREA/ID.yaml
    struct Note {
        std::string place;    ///< where in their file: "page \"multi\", radios \"Colour\""
        std::string sentence; ///< what was not carried over, and what to do
    };
    std::vector<Note> notes;
};

/// A file that is not of the format is one Problem, which names what is wrong with it.
Result<Imported, Problem> import_form(std::string_view format, std::string_view text, ImportAs const& as = {});

}
