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

/// The moment that a page was shown, signed with the site's secret. Goes into a hidden field.
std::string signed_time(Request const& request);

enum class GuardVerdict { person, too_fast, bot };
/// `least`: what a fast person needs. A missing, forged or day-old time is a person with an old page, not a bot.
GuardVerdict check_guard(Request const& request, std::chrono::milliseconds least = std::chrono::seconds{2});

}
