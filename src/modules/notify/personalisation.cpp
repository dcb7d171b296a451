#include <notify/template.hpp>

namespace guildhall::notify {

namespace {

// Notify compares "Promise date", "promise_date" and "promise-date" as the same name.
std::string key_of(std::string_view name)
{
    std::string key;
    for (auto const c : name) {
        if (c == ' ' || c == '-' || c == '_' || c == '\t') continue;
        key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return key;
}

}

Personalisation::Personalisation(std::initializer_list<std::pair<std::string_view, std::string>> values)
{
    for (auto const& [name, value] : values) set(name, value);
}

void Personalisation::set(std::string_view name, std::string value)
{
    values_[key_of(name)] = {.items = {std::move(value)}};
}

void Personalisation::set(std::string_view name, std::vector<std::string> values)
{
    values_[key_of(name)] = {.items = std::move(values)};
}

void Personalisation::set_link(std::string_view name, std::string address)
{
    values_[key_of(name)] = {.items = {std::move(address)}, .is_link = true};
}

Personalisation::Value const* Personalisation::find(std::string_view name) const
{
    auto const found = values_.find(key_of(name));
    return found == values_.end() ? nullptr : &found->second;
}

}
