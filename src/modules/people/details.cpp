#include <people/details.hpp>

#include <base/date.hpp>
#include <boost/json.hpp>

#include <array>
#include <utility>

namespace guildhall::people {

namespace {

constexpr std::array<std::pair<std::string_view, std::string Details::*>, 10> texts{{
    {"first", &Details::first},
    {"last", &Details::last},
    {"organisation", &Details::organisation},
    {"company", &Details::company_number},
    {"email", &Details::email},
    {"phone", &Details::phone},
    {"address", &Details::address},
    {"postcode", &Details::postcode},
    {"uprn", &Details::uprn},
    {"reference", &Details::reference},
}};

}

bool Details::is_anonymous() const
{
    return !has_name() && email.empty() && phone.empty();
}

std::string Details::name() const
{
    if (first.empty() && last.empty()) return organisation;
    if (first.empty() || last.empty()) return first + last;
    return first + " " + last;
}

std::string Details::to_json() const
{
    boost::json::object object;
    for (auto const& [name, member] : texts)
        if (auto const& text = this->*member; !text.empty()) object[name] = text;
    if (born) object["born"] = iso_date(*born);
    return boost::json::serialize(object);
}

Details Details::from_json(std::string_view json)
{
    Details details;
    auto const value = boost::json::parse({json.data(), json.size()});
    auto const& object = value.as_object();
    for (auto const& [name, member] : texts)
        if (auto const* found = object.if_contains(name)) details.*member = std::string{found->as_string()};
    if (auto const* found = object.if_contains("born")) {
        auto const& text = found->as_string();
        details.born = parse_iso_date({text.data(), text.size()});
    }
    return details;
}

}
