#include "walk.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <stdexcept>

namespace bench {

namespace {

/// The value of an attribute of the tag at the front of `tag`, with the entities that a form needs undone.
std::string attribute(std::string_view tag, std::string_view name)
{
    auto const at = tag.find(" " + std::string{name} + "=\"");
    if (at == std::string_view::npos) return {};
    auto const from = at + name.size() + 3;
    std::string value{tag.substr(from, tag.find('"', from) - from)};
    for (std::size_t amp = 0; (amp = value.find("&amp;", amp)) != std::string::npos; ++amp) value.replace(amp, 5, "&");
    return value;
}

/// What somebody types into a field of this kind.
std::string typed_into(std::string_view tag)
{
    auto const type = attribute(tag, "type");
    auto const keyboard = attribute(tag, "inputmode");
    if (type == "hidden" || type == "radio" || type == "checkbox") return attribute(tag, "value");
    if (type == "email") { // one each: what is sent with one address is limited
        static std::atomic<int> number = 0;
        return "resident" + std::to_string(++number) + "@load.example";
    }
    if (type == "tel") return "01632 960123";
    if (type == "number" || keyboard == "numeric" || keyboard == "decimal") return "12";
    return tag.starts_with("<textarea") ? "A hole as wide as a bicycle wheel. It has been there for a week."
                                        : "Heather Row by the bakery";
}

bool is_typed_into(std::string_view tag)
{
    auto const type = attribute(tag, "type");
    bool const is_trap = attribute(tag, "tabindex") == "-1"; // for programs that fill in everything
    return !attribute(tag, "name").empty() && type != "file" && type != "submit" && !is_trap;
}

/// The next input or text area, or nothing.
std::string_view next_field(std::string_view form, std::size_t& at)
{
    at = std::min(form.find("<input", at), form.find("<textarea", at));
    if (at == std::string_view::npos) return {};
    auto const tag = form.substr(at, form.find('>', at) - at);
    at += tag.size();
    return tag;
}

}

Filled filled_in(std::string_view page, std::string_view action)
{
    for (std::size_t at = 0; (at = page.find("<form", at)) != std::string_view::npos; ++at) {
        auto const form = page.substr(at, page.find("</form", at) - at);
        auto const head = form.substr(0, form.find('>'));
        Filled filled{.action = attribute(head, "action"), .body = {}};
        if (attribute(head, "method") != "post" || !filled.action.ends_with(action)) continue;
        std::set<std::string> names; // of several radio buttons the first
        std::size_t in = head.size();
        for (auto tag = next_field(form, in); !tag.empty(); tag = next_field(form, in)) {
            auto const name = attribute(tag, "name");
            if (!is_typed_into(tag) || !names.insert(name).second) continue;
            if (!filled.body.empty()) filled.body += '&';
            filled.body += url_encode(name) + "=" + url_encode(typed_into(tag));
        }
        return filled;
    }
    return {};
}

std::string client_header(int number)
{
    return "X-Forwarded-For: 10." + std::to_string(number / 62500 % 250) + "." + std::to_string(number / 250 % 250) +
           "." + std::to_string(number % 250 + 1) + "\r\n";
}

void Walk::take(Answer const& answer)
{
    for (auto const& cookie : answer.headers("set-cookie")) {
        auto const pair = cookie.substr(0, cookie.find(';'));
        auto const equals = std::min(pair.find('='), pair.size() - 1);
        cookies_[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    if (answer.status == 302 || answer.status == 303) {
        path_ = answer.header("location");
        is_open_ = false;
        return;
    }
    if (answer.status != 200 || is_open_)
        throw std::runtime_error("the form answered " + std::to_string(answer.status) + " at " + path_);
    page_ = answer.body;
    is_open_ = true;
}

std::string Walk::answer(std::string_view headers) const
{
    auto const form = filled_in(page_);
    return post(form.action.empty() ? path_ : form.action, form.body, headers);
}

std::string Walk::headers() const
{
    std::string all;
    for (auto const& [name, value] : cookies_)
        all.append(all.empty() ? "" : "; ").append(name).append("=").append(value);
    return client_ + (all.empty() ? "" : "Cookie: " + all + "\r\n");
}

std::vector<Walk> walk_all(std::uint16_t port, int count, int connections, std::string_view start,
                           std::string_view page)
{
    std::vector<Walk> walks;
    for (int i = 0; i < count; ++i) walks.emplace_back(i, start);
    std::vector<int> current(static_cast<std::size_t>(connections), -1);
    int waiting = 0;
    auto const next = [&](int connection) -> std::string {
        auto& at = current[static_cast<std::size_t>(connection)];
        if (at < 0 || walks[static_cast<std::size_t>(at)].is_at(page)) {
            if (waiting == count) return {};
            at = waiting++;
        }
        return walks[static_cast<std::size_t>(at)].request();
    };
    auto const done = [&](int connection, Answer const& answer) {
        walks[static_cast<std::size_t>(current[static_cast<std::size_t>(connection)])].take(answer);
    };
    run(port, connections, 0, next, done);
    return walks;
}

}
