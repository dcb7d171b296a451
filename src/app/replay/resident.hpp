// What a resident does with one record: from the start page to the reference, through the forms as they are shown.
#pragma once

#include "browser.hpp"
#include "records.hpp"

#include <base/reference.hpp>

#include <optional>
#include <string>

namespace guildhall::replay {

/// A way through a service, at "check your answers" and not sent yet.
struct Application {
    Visitor visitor;
    Form submission;
    std::string refusal; ///< what the page said that would not go on; "" where everything was accepted
};

/// Answers one page after another until the answers can be checked, or until a page refuses.
Application fill_in(Browser& browser, Map const& map, Record const& record, std::string client);

/// Presses "Send". Changes `refusal` where that is refused.
void send(Browser& browser, Application& application);

/// Reads the reference from the panel of the confirmation page.
std::optional<Reference> read_reference(Browser& browser, Application& application, Map const& map);

}
