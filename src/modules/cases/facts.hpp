// The facts of this room's events: ids and words of the service definition, never answers.
#pragma once

#include <cases/cases.hpp>

#include <string>
#include <string_view>

namespace guildhall::cases {

std::string opened_facts(Case const& one, std::string_view channel); ///< channel: "self", "phone", ...
std::string moved_facts(std::string_view from, std::string_view to);
std::string assigned_facts(PersonId assignee);
std::string noted_facts(NoteId note, NoteKind kind);
std::string closed_facts(std::string_view outcome, std::string_view stage, NoteId words); ///< no note: no words
std::string note_facts(NoteId note);                                                      ///< information, abuse

/// What a timeline needs of them.
struct Facts {
    std::string stage;
    std::string outcome;
    PersonId assignee;
    NoteId note;
    std::string channel;
};
Facts read_facts(std::string_view json);

}
