// A service as it lies on the editor's table: its draft if there is one, what is published, and what the check says.
#pragma once

#include "frame.hpp"

#include <services/drafts.hpp>
#include <services/source.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::editor {

struct Work {
    std::string service;
    std::optional<services::Draft> draft;
    services::Source files;               ///< the draft's, else the published ones
    std::optional<services::Sheet> sheet; ///< nothing where the text is no YAML
    std::optional<services::Problem> unreadable;
    services::Examined examined;
    std::shared_ptr<services::Catalogue const> catalogue;
    services::Version const* current = nullptr; ///< null: never published
    std::vector<identity::StaffMember> members;
    std::vector<std::string> languages; ///< of the council, besides English: "cy"

    [[nodiscard]] std::string title() const;
    [[nodiscard]] services::SeenDraft seen() const;
    [[nodiscard]] std::string name_of(PersonId person, ui::Translator const& t) const;
    [[nodiscard]] bool is_withdrawn() const { return current && current->definition.withdrawn; }
};

/// The service of the path; 404 where there is neither a draft nor a version.
Work look_at(http::Request const& request, Deps& deps);
/// The same, with a draft; 404 where there is none.
Work at_draft(http::Request const& request, Deps& deps);

/// Errors first, then hard words, then what is worth a look.
std::vector<services::Problem> sorted(std::vector<services::Problem> problems);
/// Problems of an item and of what lies in it: "pages/bin".
std::vector<services::Problem> problems_below(std::vector<services::Problem> const& problems, std::string_view item);

/// Where one is in a service, on every page of it.
enum class Tab { edit, source, review, versions, history, trying }; ///< trying: leads out of the editor
struct Around {
    int status = 200;
    Tab tab = Tab::edit;
    std::string item;    ///< marked in the outline
    std::string preview; ///< path of the page on the phone; empty: none
    std::string title;   ///< of the page; empty: the service's
    bool has_outline = true;
};
http::Response room_page(http::Request const& request, Deps const& deps, Work const& work, Around const& around,
                         ui::Html const& content);

/// What a refused change is called, in a sentence for a person.
Message sentence_of(services::DraftRefusal refusal);
int status_of(services::DraftRefusal refusal);

/// The parts of the definition, with links to their forms and with how many problems each has.
ui::Html outline(Work const& work, std::string_view current, ui::Translator const& t);
/// The messages that a service names, with when each is sent in words.
std::vector<std::pair<std::string, std::string>> messages_of(services::Sheet const& sheet, ui::Translator const& t);
/// The lists of choices that its questions name: "schools".
std::vector<std::string> lists_of(services::Sheet const& sheet);
/// What the check says, each with a link to where it is mended.
ui::Html problem_list(Work const& work, std::vector<services::Problem> const& problems, ui::Translator const& t);
/// A file that goes with the definition: the draft's, else the library's; "" where there is none.
std::string text_of_file(Work const& work, services::Library const& library, std::string_view name);
/// Writes it into the draft, or takes it out where it is empty.
services::Source with_file(services::Source files, std::string const& name, std::string text);
std::string name_of_language(std::string_view tag, ui::Translator const& t);
/// What this release lacks for it: "paying online, signing in"; empty: nothing.
std::string what_it_waits_for(services::Catalogue const& catalogue, services::Definition const& definition, Date today);
/// "Draft", "In review", ...
std::string state_words(Work const& work, ui::Translator const& t);

}
