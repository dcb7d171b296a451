// The one inline script: it tells the styles, before anything is drawn, that scripts run (as govuk-frontend asks).
#pragma once

#include <ui/html.hpp>

namespace guildhall::ui {

inline constexpr Markup inline_snippet =
    "document.body.className+=' js-enabled'+('noModule'in HTMLScriptElement.prototype?' govuk-frontend-supported':'')"_html;

}
