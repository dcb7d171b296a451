#include <http/router.hpp>

#include <base/reference.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <stdexcept>

namespace guildhall::http {

namespace {

enum class Kind { text, id, reference, rest };

struct Segment {
    bool is_literal = true;
    Kind kind = Kind::text;
    std::string text; ///< the literal, or the parameter's name
};

std::vector<std::string_view> split(std::string_view path)
{
    std::vector<std::string_view> parts;
    path.remove_prefix(1);
    while (true) {
        auto const slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        path.remove_prefix(slash + 1);
    }
}

Segment parse_segment(std::string_view text)
{
    if (!text.starts_with('{')) return {true, Kind::text, std::string{text}};
    if (!text.ends_with('}')) throw std::logic_error("A route's parameter has no closing brace.");
    auto name = text.substr(1, text.size() - 2);
    if (name.ends_with('*')) return {false, Kind::rest, std::string{name.substr(0, name.size() - 1)}};
    auto const colon = name.find(':');
    auto const type = colon == std::string_view::npos ? "" : name.substr(colon + 1);
    name = name.substr(0, colon);
    if (type.empty()) return {false, Kind::text, std::string{name}};
    if (type == "id") return {false, Kind::id, std::string{name}};
    if (type == "ref") return {false, Kind::reference, std::string{name}};
    throw std::logic_error("A route's parameter has an unknown type.");
}

bool fits(Kind kind, std::string_view text)
{
    switch (kind) {
    case Kind::text: return !text.empty() && text.size() <= 200;
    case Kind::id: {
        std::int64_t value = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc{} && end == text.data() + text.size() && value > 0;
    }
    // A wrong check character is the tracking page's business: it tells the person so beside the field.
    case Kind::reference: return !text.empty() && text.size() <= 40;
    case Kind::rest: return true;
    }
    return false;
}

/// Literals before typed parameters before text before the rest, so that the order of registration does not matter.
int rank(Segment const& segment)
{
    if (segment.is_literal) return 0;
    switch (segment.kind) {
    case Kind::id: return 1;
    case Kind::reference: return 2;
    case Kind::text: return 3;
    case Kind::rest: return 4;
    }
    return 5;
}

}

struct Router::Table {
    struct Node {
        Segment segment;
        std::vector<std::unique_ptr<Node>> children; ///< sorted by rank
        std::map<Method, std::size_t> routes;        ///< index into `all`

        Node& child(Segment const& wanted)
        {
            for (auto const& node : children) {
                auto const& have = node->segment;
                if (have.is_literal == wanted.is_literal && have.kind == wanted.kind && have.text == wanted.text)
                    return *node;
            }
            auto node = std::make_unique<Node>();
            node->segment = wanted;
            auto const at =
                std::ranges::find_if(children, [&](auto const& other) { return rank(other->segment) > rank(wanted); });
            return **children.insert(at, std::move(node));
        }
    };

    Node root;
    std::vector<Route> all;

    using Parameters = std::vector<std::pair<std::string_view, std::string>>;

    static Node const* walk(Node const& node, std::string_view rest, Parameters& parameters)
    {
        auto const slash = rest.find('/');
        auto const part = rest.substr(0, slash);
        for (auto const& child : node.children) {
            auto const& segment = child->segment;
            if (segment.is_literal ? segment.text != part : !fits(segment.kind, part)) continue;
            auto const kept = parameters.size();
            if (!segment.is_literal) parameters.emplace_back(segment.text, segment.kind == Kind::rest ? rest : part);
            if (segment.kind == Kind::rest && !segment.is_literal) return child.get();
            if (slash == std::string_view::npos) {
                if (!child->routes.empty()) return child.get();
            } else if (auto const* found = walk(*child, rest.substr(slash + 1), parameters)) {
                return found;
            }
            parameters.resize(kept);
        }
        return nullptr;
    }
};

Access anyone()
{
    return {"anyone", [](Request const&) -> std::optional<Response> { return {}; }};
}

Router::Router() : table_{std::make_unique<Table>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::get(std::string_view pattern, Access access, ReadHandler handler)
{
    add({.method = Method::get,
         .pattern = std::string{pattern},
         .access = std::move(access),
         .read = std::move(handler)});
}

void Router::post(std::string_view pattern, Access access, WriteHandler handler, Limits limits)
{
    add({.method = Method::post,
         .pattern = std::string{pattern},
         .access = std::move(access),
         .limits = limits,
         .write = std::move(handler)});
}

void Router::add(Route route)
{
    if (!route.pattern.starts_with('/')) throw std::logic_error("A route begins with a slash: " + route.pattern);
    if (!route.access.check || route.access.name.empty()) {
        throw std::logic_error("Route " + route.pattern + " does not say who may call it: give it an access rule.");
    }
    if (!route.read == !route.write) throw std::logic_error("Route " + route.pattern + " needs exactly one handler.");
    auto* node = &table_->root;
    for (auto const part : split(route.pattern)) node = &node->child(parse_segment(part));
    if (!node->routes.emplace(route.method, table_->all.size()).second) {
        throw std::logic_error("Route " + std::string{name_of(route.method)} + " " + route.pattern +
                               " is there twice.");
    }
    table_->all.push_back(std::move(route));
}

std::vector<Route> const& Router::routes() const
{
    return table_->all;
}

Router::Match Router::find(Method method, std::string_view decoded_path) const
{
    Match match;
    auto const* node = Table::walk(table_->root, decoded_path.substr(1), match.parameters);
    if (!node) return match;
    auto found = node->routes.find(method);
    if (found == node->routes.end() && method == Method::head) found = node->routes.find(Method::get);
    if (found == node->routes.end()) {
        match.other_method = true;
        for (auto const& [other, index] : node->routes) match.allowed.push_back(other);
        return match;
    }
    match.route = &table_->all[found->second];
    return match;
}

}
