// The desk's frame around the pages of this room.
#pragma once

#include <identity/identity.hpp>

#include <ui/components/blocks.hpp>

#include <functional>

namespace guildhall::identity {

/// A page of the desk before anybody is signed in; `errors` become the summary that links to the fields.
http::Response framed(http::Request const& request, Deps& deps, int status, Sentence title,
                      std::vector<FieldError> const& errors,
                      std::function<ui::Html(ui::Translator const&)> const& content);

}
