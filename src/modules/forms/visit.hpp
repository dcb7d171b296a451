// What the handlers of this room share: who came to which service, and the frame around what is answered.
#pragma once

#include "assisted.hpp"
#include "drafts.hpp"
#include "pages.hpp"
#include "walks.hpp"

#include <http/request.hpp>
#include <http/response.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace guildhall::forms {

/// A browser at a service. Pointers are into the catalogue, which it holds.
struct Visit {
    std::shared_ptr<services::Catalogue const> catalogue;
    services::Version const* current = nullptr;
    std::optional<Draft> draft; ///< this browser's, or that of the person whom staff help
    std::optional<Assistance> assistance;
    Surroundings around;
    std::string at;                   ///< the address of the start page: /services/{id}, or a try's
    bool is_try = false;              ///< by an editor: see tries.hpp
    std::string language = "en";      ///< that the reader chose
    bool draft_is_unreadable = false; ///< there is one, of a version that this release cannot read

    /// The version of the draft; the current one where there is no draft.
    [[nodiscard]] services::Version const& version() const;
    /// In the reader's language, as far as it is translated.
    [[nodiscard]] services::Definition const& definition() const { return version().in(language); }
    [[nodiscard]] Answers const& answers() const;
    [[nodiscard]] bool is_sent() const { return draft && draft->is_sent(); }
    [[nodiscard]] bool is_under_way() const { return draft && !draft->is_sent(); }
    /// Who writes: the member of staff who helps, else nobody that we know.
    [[nodiscard]] Actor const& actor() const { return actor_of(assistance); }
    /// The start page, or a place below it: path({"ends", "too-late"}).
    [[nodiscard]] std::string path() const { return at; }
    [[nodiscard]] std::string path(std::string_view place) const { return path({place}); }
    [[nodiscard]] std::string path(std::initializer_list<std::string_view> places) const;
    [[nodiscard]] std::string path(Step const& step) const;
    /// The way of the draft's answers, which must stay where they are while it is used. It is worked out anew each
    /// time: a handler asks for it once and hands it on.
    [[nodiscard]] Way way() const { return {definition(), answers(), around}; }
};

/// The council's clock, what other rooms know, and what this browser (or the person helped) sent before.
Surroundings surroundings_of(http::Request const& request, Deps& deps, Visit const& visit);

/// The service of the path; a 404 where it is not offered. Without the draft.
Visit at_service(http::Request const& request, Deps& deps);
/// The same, with the browser's draft (one query, none for a browser that comes for the first time).
Visit look(http::Request const& request, Deps& deps);

/// The draft that a visit goes on with. One of a version that this release cannot read is none, and
/// `draft_is_unreadable` says so: the start page tells why, and offers a new one.
void go_on_with(Visit& visit, Deps& deps, std::optional<Draft> draft);

Whose whose(http::Request const& request, Deps& deps, Visit const& visit);
/// Whether the page that was sent was made for another draft than the one that is there, or for another version.
bool is_of_another_draft(Whose const& who, Visit const& visit);
/// For the figures: the version that is walked through, and with what.
Walker walker_of(http::Request const& request, Deps& deps, Visit const& visit);
Seal seal_for(http::Request const& request, Deps& deps, Visit const& visit);

/// A page of another site that posts here gets a 403. Anything else without a good CSRF token is a person whose session
/// was lost, and the handlers show their page again.
void refuse_other_sites(http::Request const& request);

/// Where somebody is who goes on: the first gap, an early end, or check your answers.
std::string where_you_left(Visit const& visit);
std::string where_you_left(Visit const& visit, Way const& way);
/// The page itself; of a list without rows that needs one, the first page of a new row.
std::string path_to(Visit const& visit, Way const& way, Step const& step);

void delete_blobs(Deps& deps, std::vector<std::string> const& blobs);

struct Framing {
    int status = 200;
    std::string title;
    bool has_errors = false;
    std::string path;
    std::string back; ///< empty: no link
};
/// Pages of forms are English within the frame that the reader chose; those of a service's own words that are
/// translated say so (`said`).
ui::Translator translator(Deps& deps);
http::Response framed(http::Request const& request, Deps& deps, Framing const& framing, ui::Html const& content);

/// What a row is called: its caption, else "Child 2".
std::string name_of_row(Way const& way, services::Page const& group, RowId row);

/// The list of a repeat group, and what somebody says there.
http::Response show_list(http::Request const& request, Deps& deps, Visit const& visit, Way const& way,
                         Step const& step);
http::Response answer_list(http::Request const& request, Deps& deps, Visit const& visit, Way const& way,
                           Step const& step);

// ---- handlers, by file

/// Where the pages of forms stand, and who may come.
struct Stand {
    std::string at; ///< pattern of the start page
    http::Access access;
};

void add_way_routes(http::Router& router, Deps& deps, Stand const& stand);       ///< all of the next five
void add_start_routes(http::Router& router, Deps& deps, Stand const& stand);     ///< start page
void add_answering_routes(http::Router& router, Deps& deps, Stand const& stand); ///< questions
void add_row_routes(http::Router& router, Deps& deps, Stand const& stand);       ///< rows of repeat groups
void add_ending_routes(http::Router& router, Deps& deps, Stand const& stand);    ///< early ends
void add_sending_routes(http::Router& router, Deps& deps, Stand const& stand);   ///< check, submission, sent
void add_saved_routes(http::Router& router, Deps& deps);                         ///< /saved
void add_assisted_routes(http::Router& router, Deps& deps);                      ///< /desk/assisted
void add_copies_routes(http::Router& router, Deps& deps);                        ///< /answers
void add_feedback_routes(http::Router& router, Deps& deps);                      ///< /feedback

/// Above the page of a form that staff fill in for somebody; nothing for everybody else.
ui::Html assisted_bar(http::Request const& request, ui::Translator const& t);

}
