// Guards of public forms against bots, without a captcha: a field that people do not see (honeypot) and a signed
// time below which nobody can have read the page. Whoever is too fast is asked to send again and loses nothing.
#pragma once

#include <http/request.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace guildhall::http {

constexpr std::string_view honeypot_field = "website"; ///< hidden by style and from assistive technology
constexpr std::string_view signed_time_field = "shown";

/// The moment that a page was shown, signed with the site's secret. Goes into a hidden field. It is good for what the
/// page was about alone ("draft 12"), so that it cannot be used for another one.
std::string signed_time(Request const& request, std::string_view about = {});

enum class GuardVerdict { person, too_fast, bot };
/// `least`: what a fast person needs. A time that is missing, forged or of another page is a bot's; a day-old one is a
/// person's with an old page.
GuardVerdict check_guard(Request const& request, std::string_view about = {},
                         std::chrono::milliseconds least = std::chrono::seconds{2});

}
