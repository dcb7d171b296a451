#include "shared.hpp"

#include <algorithm>

namespace guildhall::feel {

void Measure::holds(Value const& part)
{
    weight += part.weight();
    depth = std::max(depth, part.depth() + 1);
}

Value::Value(std::string value) : data_{std::make_shared<Text const>(Text{std::move(value)})} {}
Value::Value(guildhall::Date value)
    : data_{Date{static_cast<int>(value.year()), static_cast<std::uint8_t>(static_cast<unsigned>(value.month())),
                 static_cast<std::uint8_t>(static_cast<unsigned>(value.day()))}}
{}
Value::Value(TimeOfDay value) : data_{std::make_shared<TimeOfDay const>(std::move(value))} {}
Value::Value(DateTime value) : data_{std::make_shared<DateTime const>(std::move(value))} {}
Value::Value(Range range) : data_{std::make_shared<Range const>(std::move(range))} {}
Value::Value(Function function) : data_{std::make_shared<Function const>(std::move(function))} {}

Value::Value(List items)
{
    Measure measure;
    for (auto const& item : items) measure.holds(item);
    data_ = std::make_shared<Items const>(Items{std::move(items), measure});
}

Value::Value(Context entries)
{
    Measure measure;
    for (auto const& [name, value] : entries.entries()) measure.holds(value);
    data_ = std::make_shared<Entries const>(Entries{std::move(entries), measure});
}

bool Value::is_true() const
{
    auto const* value = boolean();
    return value && *value;
}
bool Value::is_false() const
{
    auto const* value = boolean();
    return value && !*value;
}

namespace {

template <class Shared, class Variant> auto const* behind(Variant const& data)
{
    auto const* pointer = std::get_if<Shared>(&data);
    return pointer ? pointer->get() : nullptr;
}

}

std::string const* Value::string() const
{
    auto const* text = behind<Shared<Text>>(data_);
    return text ? &text->text : nullptr;
}
TimeOfDay const* Value::time() const
{
    return behind<Shared<TimeOfDay>>(data_);
}
DateTime const* Value::date_time() const
{
    return behind<Shared<DateTime>>(data_);
}
List const* Value::list() const
{
    auto const* items = behind<Shared<Items>>(data_);
    return items ? &items->list : nullptr;
}
Context const* Value::context() const
{
    auto const* entries = behind<Shared<Entries>>(data_);
    return entries ? &entries->context : nullptr;
}
Range const* Value::range() const
{
    return behind<Shared<Range>>(data_);
}
Function const* Value::function() const
{
    return behind<Shared<Function>>(data_);
}

std::uint64_t Value::weight() const
{
    if (auto const* text = string()) return 1 + text->size() / 32;
    if (auto const* items = behind<Shared<Items>>(data_)) return items->measure.weight;
    if (auto const* entries = behind<Shared<Entries>>(data_)) return entries->measure.weight;
    if (auto const* ends = range()) return 1 + ends->low.weight() + ends->high.weight();
    if (auto const* called = function()) return called->measure().first;
    return 1;
}

int Value::depth() const
{
    if (auto const* items = behind<Shared<Items>>(data_)) return items->measure.depth;
    if (auto const* entries = behind<Shared<Entries>>(data_)) return entries->measure.depth;
    if (auto const* ends = range()) return 1 + std::max(ends->low.depth(), ends->high.depth());
    if (auto const* called = function()) return called->measure().second;
    return 1;
}

// ---- contexts

namespace {

constexpr std::size_t many = 12;
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

}

Context::Context(std::initializer_list<Entry> entries)
{
    for (auto const& [name, value] : entries) put(name, value);
}

std::size_t Context::place_of(std::string_view name) const
{
    if (entries_.size() <= many) {
        auto const found = std::ranges::find(entries_, name, &Entry::first);
        return found == entries_.end() ? nowhere : static_cast<std::size_t>(found - entries_.begin());
    }
    auto const name_at = [this](std::uint32_t place) -> std::string_view { return entries_[place].first; };
    auto const found = std::ranges::lower_bound(sorted_, name, {}, name_at);
    return found == sorted_.end() || name_at(*found) != name ? nowhere : *found;
}

void Context::put(std::string name, Value value)
{
    if (auto const place = place_of(name); place != nowhere) {
        entries_[place].second = std::move(value);
        return;
    }
    entries_.emplace_back(std::move(name), std::move(value));
    auto const name_at = [this](std::uint32_t place) -> std::string_view { return entries_[place].first; };
    if (entries_.size() <= many) return;
    if (sorted_.empty()) {
        for (std::uint32_t place = 0; place < entries_.size(); ++place) sorted_.push_back(place);
        std::ranges::sort(sorted_, {}, name_at);
        return;
    }
    auto const last = static_cast<std::uint32_t>(entries_.size() - 1);
    sorted_.insert(std::ranges::lower_bound(sorted_, name_at(last), {}, name_at), last);
}

Value const* Context::find(std::string_view name) const
{
    auto const place = place_of(name);
    return place == nowhere ? nullptr : &entries_[place].second;
}

}
