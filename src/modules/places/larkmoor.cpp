// Larkmoor is a town that does not exist, on an island that does not exist. It is drawn, not listed: seven wards lie
// like slices around an inner one; each has a main road with nine rows of houses on either side. The same dice fall
// each time.
#include "plane.hpp"

#include <places/places.hpp>

#include <council/council.hpp>

#include <array>
#include <cstdint>
#include <fmt/format.h>

namespace guildhall::places {

namespace {

constexpr geo::Point middle{-4.775, 53.71};
constexpr std::size_t all_addresses = 5'000;
constexpr int slices = 7;
constexpr int rows = 9;
constexpr double inner_radius = 950; // of the ward in the middle
constexpr double turn = 2 * std::numbers::pi;

constexpr std::array<std::pair<char const*, char const*>, slices + 1> ward_names{{{"guildhall", "Guildhall"},
                                                                                  {"northmoor", "Northmoor"},
                                                                                  {"kelpwick", "Kelpwick"},
                                                                                  {"saltmarsh", "Saltmarsh"},
                                                                                  {"harbour-side", "Harbour Side"},
                                                                                  {"oldmill", "Oldmill"},
                                                                                  {"fellgarth", "Fellgarth"},
                                                                                  {"eastings", "Eastings"}}};

constexpr std::array first_names{
    "Heather",  "Larch",    "Rookery",    "Tollgate", "Cooper",   "Lantern",   "Kittiwake",   "Thimble",
    "Barley",   "Ropewalk", "Bracken",    "Curlew",   "Saffron",  "Weaver",    "Beacon",      "Juniper",
    "Anchor",   "Fennel",   "Quarry",     "Skylark",  "Tanner",   "Alder",     "Pebble",      "Chandler",
    "Wren",     "Sorrel",   "Cobble",     "Drover",   "Hazel",    "Plover",    "Samphire",    "Glazier",
    "Rowan",    "Kestrel",  "Millrace",   "Teasel",   "Ferry",    "Marigold",  "Heron",       "Sexton",
    "Bilberry", "Lapwing",  "Cartwright", "Gorse",    "Dunlin",   "Spinner",   "Foxglove",    "Linnet",
    "Orchard",  "Fuller",   "Sandpiper",  "Thistle",  "Windlass", "Primrose",  "Bellfounder", "Avocet",
    "Tamarisk", "Smithy",   "Redshank",   "Clover",   "Mallard",  "Honeycomb", "Saddler",     "Turnstone"};
constexpr std::array last_names{"Row",  "Street",  "Lane", "Close", "Terrace", "Avenue",
                                "Rise", "Gardens", "Walk", "Way",   "Court",   "Drive"};
constexpr std::array cottages{"Lantern Cottage", "The Old Forge", "Rose Cottage", "Pilot's House",
                              "The Net Loft",    "Miller's Barn", "Quince House", "The Gatehouse"};
constexpr std::array<std::pair<char const*, char const*>, 6> park_names{{{"guildhall-gardens", "Guildhall Gardens"},
                                                                         {"heron-water", "Heron Water Park"},
                                                                         {"kelpwick-green", "Kelpwick Green"},
                                                                         {"saltmarsh-common", "Saltmarsh Common"},
                                                                         {"oldmill-meadow", "Oldmill Meadow"},
                                                                         {"fellgarth-wood", "Fellgarth Wood"}}};

/// The same numbers on every machine: SplitMix64.
class Dice {
public:
    [[nodiscard]] std::uint64_t roll()
    {
        auto z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    [[nodiscard]] bool one_in(std::uint64_t n) { return roll() % n == 0; }
    [[nodiscard]] double between(double low, double high)
    {
        return low + (high - low) * static_cast<double>(roll() >> 11) / 9007199254740992.0;
    }

private:
    std::uint64_t state_ = 1835; // the year of the Municipal Corporations Act
};

Metres towards(double angle)
{
    return {std::cos(angle), std::sin(angle)};
}

double ray(int n)
{
    return turn / 4 + n * turn / slices;
}

/// The town's land, seen from the middle.
class Land {
public:
    explicit Land(geo::Polygon const& boundary)
    {
        for (auto const& point : boundary.at(0)) coast_.push_back(plane_.at(point));
    }
    /// Where somebody who walks from the middle meets the boundary.
    [[nodiscard]] Metres edge(double angle) const
    {
        auto const way = towards(angle);
        Metres found;
        for (std::size_t i = 0; i < coast_.size(); ++i) {
            auto const a = coast_[i], b = coast_[(i + 1) % coast_.size()], side = b - a;
            auto const cross = way.east * side.north - way.north * side.east;
            auto const far = (a.east * side.north - a.north * side.east) / cross;
            auto const share = (a.east * way.north - a.north * way.east) / cross;
            if (far > 0 && share >= 0 && share <= 1) found = way * far;
        }
        return found;
    }
    /// The boundary's stretch between two rays, both ends included.
    [[nodiscard]] std::vector<Metres> stretch(double from, double to) const
    {
        std::vector<std::pair<double, Metres>> corners;
        for (auto const& corner : coast_) {
            auto const angle = std::fmod(std::atan2(corner.north, corner.east) - from + 2 * turn, turn);
            if (angle > 0 && angle < to - from) corners.emplace_back(angle, corner);
        }
        std::ranges::sort(corners, {}, [](auto const& corner) { return corner.first; });
        std::vector<Metres> line{edge(from)};
        for (auto const& [angle, corner] : corners) line.push_back(corner);
        line.push_back(edge(to));
        return line;
    }
    [[nodiscard]] geo::Ring ring(std::vector<Metres> const& line) const
    {
        geo::Ring points;
        for (auto const& at : line) points.push_back(plane_.point(at));
        return points;
    }
    [[nodiscard]] geo::Point point(Metres at) const { return plane_.point(at); }

private:
    Plane plane_{middle};
    std::vector<Metres> coast_;
};

std::vector<Area> wards(Land const& land)
{
    std::vector<Metres> inner;
    for (int n = 0; n < slices; ++n) inner.push_back(towards(ray(n)) * inner_radius);
    std::vector<Area> areas{{"ward", ward_names[0].first, ward_names[0].second, {land.ring(inner)}}};
    for (int n = 0; n < slices; ++n) {
        auto line = land.stretch(ray(n), ray(n + 1));
        line.push_back(towards(ray(n + 1)) * inner_radius);
        line.push_back(towards(ray(n)) * inner_radius);
        auto const& [slug, name] = ward_names[static_cast<std::size_t>(n) + 1];
        areas.push_back({"ward", slug, name, {land.ring(line)}});
    }
    return areas;
}

/// Which crews go where: three slices of the whole, so the middle is shared.
std::vector<Area> depots(Land const& land)
{
    auto const depot = [&](char const* slug, char const* name, int from, int to) {
        auto line = land.stretch(ray(from), ray(to));
        line.push_back({0, 0});
        return Area{"depot", slug, name, {land.ring(line)}};
    };
    return {depot("west-yard", "West Yard", 0, 2), depot("quay-yard", "Quay Yard", 2, 5),
            depot("east-yard", "East Yard", 5, 7)};
}

std::vector<Area> parks(Land const& land, Dice& dice)
{
    std::vector<Area> areas;
    constexpr std::array where{-1, 0, 1, 2, 4, 5}; // the slice; -1: in the middle, where no row reaches
    for (std::size_t i = 0; i < park_names.size(); ++i) {
        bool const inner = where[i] < 0;
        auto const heart =
            inner ? Metres{-650, 0} : towards(ray(where[i]) + turn / slices / 2) * dice.between(2'300, 2'600);
        std::vector<Metres> line;
        for (int corner = 0; corner < 10; ++corner) {
            line.push_back(heart +
                           towards(corner * turn / 10) * (inner ? dice.between(95, 130) : dice.between(200, 320)));
        }
        areas.push_back({"park", park_names[i].first, park_names[i].second, {land.ring(line)}});
    }
    return areas;
}

struct Road {
    std::size_t ward;
    std::string name;
    std::vector<Metres> line;
    bool has_houses = true;
    [[nodiscard]] double length() const
    {
        double sum = 0;
        for (std::size_t i = 1; i < line.size(); ++i) sum += (line[i] - line[i - 1]).length();
        return sum;
    }
    [[nodiscard]] double built_up() const { return has_houses ? length() : 0; }
    /// A place beside it: so far along, so far to the left.
    [[nodiscard]] Metres beside(double along, double left) const
    {
        for (std::size_t i = 1;; ++i) {
            auto const leg = line[i] - line[i - 1];
            if (along > leg.length() && i + 1 < line.size()) {
                along -= leg.length();
                continue;
            }
            auto const way = leg * (1 / leg.length());
            return line[i - 1] + way * along + Metres{-way.north, way.east} * left;
        }
    }
};

std::string invented_name(std::size_t n)
{
    return fmt::format("{} {}", first_names[n % first_names.size()],
                       last_names[(n * 7 + n / first_names.size()) % last_names.size()]);
}

/// Where the middle ends: a ring of road, without houses, on the edge of its ward.
Road ringway()
{
    Road road{.ward = 0, .name = "Ringway", .line = {}, .has_houses = false};
    for (int n = 0; n <= slices; ++n) road.line.push_back(towards(ray(n)) * inner_radius);
    return road;
}

/// How long a row may be on each side of the main road: slices grow wider outwards, and the middle has a park in its
/// west.
double longest_row(bool inner, double out)
{
    return inner ? 440 : std::min(620.0, 0.44 * out - 60);
}

std::vector<Road> roads_of(std::size_t ward, Dice& dice, std::size_t& names)
{
    bool const inner = ward == 0;
    auto const along = inner ? Metres{0, 1} : towards(ray(static_cast<int>(ward) - 1) + turn / slices / 2);
    Metres const across{-along.north, along.east};
    auto const start = inner ? -380.0 : 1'040.0;
    constexpr double gap = 90;
    std::vector<Road> roads;
    for (int n = 0; n < rows; ++n) {
        auto const out = start + (rows / 2 + n) % rows * gap; // the oldest stand in the middle
        for (double const side : {1.0, -1.0}) {
            auto const length = roads.empty() && inner ? 160.0 : dice.between(200, longest_row(inner, out));
            auto const from = along * out + across * (side * 35);
            auto const to = from + across * (side * length);
            auto const bend = (from + to) * 0.5 + along * dice.between(-14, 14);
            roads.push_back({ward, invented_name(names++), {from, bend, to}});
        }
    }
    auto const first = inner ? -850.0 : 862.0, last = inner ? 935.0 : 1'950.0;
    roads.push_back({ward,
                     inner ? "High Street" : fmt::format("{} Road", ward_names[ward].second),
                     {along * first, along * ((first + last) / 2) + across * dice.between(-6, 6), along * last}});
    return roads;
}

std::vector<Road> all_roads(Dice& dice)
{
    std::vector<Road> roads;
    std::size_t names = 0;
    for (std::size_t ward = 0; ward < ward_names.size(); ++ward) {
        for (auto& road : roads_of(ward, dice, names)) roads.push_back(std::move(road));
    }
    roads.front().name = "Market Square";
    roads.push_back(ringway());
    return roads;
}

/// Postcodes of the area ZZ, which was never given out: up to 24 addresses of one street share one.
class Postcodes {
public:
    explicit Postcodes(std::size_t ward) : ward_{ward} {}
    void next_street() { shared_ = most_; }
    std::string next()
    {
        if (shared_ == most_) {
            shared_ = 0;
            ++unit_;
        }
        ++shared_;
        constexpr std::string_view letters = "ABDEFGHJLNPQRSTUWXYZ";
        auto const n = static_cast<std::size_t>(unit_);
        return fmt::format("ZZ{} {}A{}", ward_ + 1, 1 + n / letters.size(), letters[n % letters.size()]);
    }

private:
    static constexpr int most_ = 24;
    std::size_t ward_;
    int unit_ = -1;
    int shared_ = most_;
};

std::string house(Road const& road, std::size_t number, Dice& dice)
{
    if (number > 1 && dice.one_in(40)) return fmt::format("{}, {}", cottages[dice.roll() % cottages.size()], road.name);
    return fmt::format("{} {}", number, road.name);
}

class Town {
public:
    Town() : land_{council::larkmoor().boundary}
    {
        gazetteer_.boundary = council::larkmoor().boundary;
        for (auto& area : wards(land_)) gazetteer_.areas.push_back(std::move(area));
        for (auto& area : depots(land_)) gazetteer_.areas.push_back(std::move(area));
        for (auto& area : parks(land_, dice_)) gazetteer_.areas.push_back(std::move(area));
    }
    Gazetteer build()
    {
        auto const roads = all_roads(dice_);
        double metres = 0;
        for (auto const& road : roads) metres += road.built_up();
        Postcodes postcodes{0};
        double so_far = 0;
        for (std::size_t i = 0; i < roads.size(); ++i) {
            if (i > 0 && roads[i].ward != roads[i - 1].ward) postcodes = Postcodes{roads[i].ward};
            postcodes.next_street();
            so_far += roads[i].built_up();
            auto const until = static_cast<std::size_t>(so_far / metres * all_addresses);
            settle(roads[i], until - gazetteer_.addresses.size(), postcodes);
        }
        open_schools();
        return std::move(gazetteer_);
    }

private:
    /// Invented schools, spread over the island; some are full.
    void open_schools()
    {
        struct School {
            std::string_view id, name, properties;
        };
        static constexpr std::string_view primary = R"({"admitting":true,"age-from":4,"age-to":11})";
        static constexpr std::string_view secondary = R"({"admitting":true,"age-from":11,"age-to":16})";
        static constexpr std::string_view full = R"({"admitting":false,"age-from":4,"age-to":11})";
        static constexpr std::array schools{School{"alder-lane-primary", "Alder Lane Primary School", primary},
                                            School{"brook-street-primary", "Brook Street Primary School", full},
                                            School{"castle-hill-primary", "Castle Hill Primary School", primary},
                                            School{"drovers-green-primary", "Drovers Green Primary School", primary},
                                            School{"elmfield-academy", "Elmfield Academy", secondary},
                                            School{"fairwater-school", "Fairwater School", secondary},
                                            School{"greyfriars-high", "Greyfriars High School", secondary},
                                            School{"heathside-school", "Heathside School", full}};
        auto const apart = gazetteer_.addresses.size() / schools.size();
        for (std::size_t i = 0; i < schools.size(); ++i) {
            auto const& beside = gazetteer_.addresses[i * apart + apart / 2];
            gazetteer_.features.push_back({"schools", std::string{schools[i].id}, std::string{schools[i].name},
                                           beside.point, std::string{schools[i].properties}});
        }
    }

    /// Puts a street on the map with so many addresses: odd numbers on the left, even ones on the right.
    void settle(Road const& road, std::size_t count, Postcodes& postcodes)
    {
        auto const usrn = fmt::format("999{:05}", gazetteer_.streets.size() + 1);
        gazetteer_.streets.push_back(
            {usrn, road.name, land_.point(road.beside(road.length() / 2, 0)), land_.ring(road.line)});
        auto const step = road.length() / static_cast<double>(count / 2 + 1);
        auto const last = gazetteer_.addresses.size() + count;
        for (std::size_t number = 1; gazetteer_.addresses.size() < last; ++number) {
            auto const along = (static_cast<double>((number - 1) / 2) + 0.5) * step;
            auto const point = land_.point(road.beside(along, number % 2 == 1 ? 12 : -12));
            bool const flats =
                road.ward == 0 && number > 4 && dice_.one_in(12) && gazetteer_.addresses.size() + 3 <= last;
            if (!flats) {
                add(house(road, number, dice_), usrn, postcodes.next(), road.ward, point);
                continue;
            }
            for (int flat = 1; flat <= 3; ++flat) {
                add(fmt::format("Flat {}, {} {}", flat, number, road.name), usrn, postcodes.next(), road.ward, point);
            }
        }
    }
    void add(std::string line, std::string const& usrn, std::string postcode, std::size_t ward, geo::Point point)
    {
        Address address{.uprn = fmt::format("9999{:08}", gazetteer_.addresses.size() + 1),
                        .line = std::move(line),
                        .town = "Larkmoor",
                        .postcode = std::move(postcode),
                        .usrn = usrn,
                        .ward = ward_names[ward].first,
                        .point = point};
        for (auto const& area : gazetteer_.areas) {
            if (area.kind == "depot" && geo::contains(area.outline, point)) address.depot = area.slug;
        }
        gazetteer_.addresses.push_back(std::move(address));
    }

    Dice dice_;
    Land land_;
    Gazetteer gazetteer_;
};

}

Gazetteer larkmoor()
{
    return Town{}.build();
}

}
