// The resume token in the body of each form page (docs/adr/0007): who holds it may bind the draft to their browser, so
// that a lost cookie loses no answers. Signed with the council's secret for one service, good for 24 hours, worthless
// once the draft is deleted. It also says which version of the service the page was made from.
#pragma once

#include <forms/forms.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace guildhall::forms {

struct Ticket {
    DraftId draft;
    services::VersionId version;
    bool operator==(Ticket const&) const = default;
};

std::string make_ticket(std::string_view secret, std::string_view service, Ticket ticket, Time now);
/// Nothing where it is forged, too old or of another service.
std::optional<Ticket> read_ticket(std::string_view secret, std::string_view service, std::string_view text, Time now);

}
