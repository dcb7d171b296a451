// The handlers of this room, by file, and what several of them share.
#pragma once

#include "work.hpp"

namespace guildhall::editor {

void add_list_routes(http::Router& router, Deps& deps, http::Access const& editor);     ///< list, new, copy
void add_item_routes(http::Router& router, Deps& deps, http::Access const& editor);     ///< parts of a draft
void add_addition_routes(http::Router& router, Deps& deps, http::Access const& editor); ///< new parts
void add_source_routes(http::Router& router, Deps& deps, http::Access const& editor);   ///< YAML and messages
void add_word_routes(http::Router& router, Deps& deps, http::Access const& editor);     ///< translations, lists
void add_decision_routes(http::Router& router, Deps& deps, http::Access const& editor); ///< decision tables
void add_review_routes(http::Router& router, Deps& deps, http::Access const& editor);   ///< review, publishing
void add_version_routes(http::Router& router, Deps& deps, http::Access const& editor);  ///< versions, history, shipped
void add_preview_routes(http::Router& router, Deps& deps, http::Access const& editor);  ///< the phone

/// The revision that the form was made from.
services::SeenDraft seen_in(http::Request const& request, Work const& work);
/// What a person is told whose words were not saved.
Message stale_words(services::DraftRefusal refusal);
/// A page that says why nothing happened, with a way back.
http::Response refused_page(http::Request const& request, Deps const& deps, Work const& work,
                            services::DraftRefusal refusal);

}
