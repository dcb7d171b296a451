// Built-in functions on lists.
#include "builtins.hpp"
#include "tree.hpp"

#include <algorithm>

namespace guildhall::feel {

namespace {

/// Pays for comparing with every item.
std::optional<bool> contains_item(Arguments const& given, std::span<Value const> list, Value const& wanted)
{
    for (auto const& item : list) {
        if (!given.evaluation().pay(std::min(item.weight(), wanted.weight()))) return {};
        if (equal(item, wanted) == true) return true;
    }
    return false;
}

Value list_contains(Arguments const& given)
{
    auto const list = given.list(0);
    if (!list) return given.null("list contains() wants a list.");
    return contains_item(given, *list, given[1]);
}

Value count(Arguments const& given)
{
    auto const list = given.list(0);
    return list ? Value{list->size()} : given.null("count() wants a list.");
}

/// The place of a position that is counted from 1, or from the end with -1. `room`: how many places there are.
std::optional<std::size_t> place_of(std::optional<std::int64_t> position, std::size_t room)
{
    auto const size = static_cast<std::int64_t>(room);
    if (!position || *position == 0 || *position > size || *position < -size) return {};
    return static_cast<std::size_t>(*position > 0 ? *position - 1 : size + *position);
}

Value sublist(Arguments const& given)
{
    auto const list = given.list(0);
    auto const start = list ? place_of(given.integer(1), list->size()) : std::nullopt;
    if (!start) return given.null("sublist() wants a list and a position in it.");
    auto length = static_cast<std::int64_t>(list->size() - *start);
    if (given.size() > 2) {
        auto const wanted = given.integer(2);
        if (!wanted || *wanted < 0 || *wanted > length) return given.null("The list has not so many items from there.");
        length = *wanted;
    }
    auto const part = list->subspan(*start, static_cast<std::size_t>(length));
    return List{part.begin(), part.end()};
}

Value append(Arguments const& given)
{
    auto const first = given.list(0);
    if (!first) return given.null("append() wants a list.");
    List result{first->begin(), first->end()};
    result.insert(result.end(), given.all().begin() + 1, given.all().end());
    return result;
}

/// Nothing where one of the arguments is null.
std::optional<List> joined(Arguments const& given)
{
    List result;
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto const part = given.list(i);
        if (!part) return {};
        result.insert(result.end(), part->begin(), part->end());
    }
    return result;
}

Value concatenate(Arguments const& given)
{
    auto all = joined(given);
    return all ? Value{*std::move(all)} : given.null("concatenate() wants lists.");
}

List without_doubles(Arguments const& given, std::span<Value const> list)
{
    List result;
    for (auto const& item : list) {
        auto const found = contains_item(given, result, item);
        if (!found) return {};
        if (!*found) result.push_back(item);
    }
    return result;
}

Value union_of(Arguments const& given)
{
    auto const all = joined(given);
    return all ? Value{without_doubles(given, *all)} : given.null("union() wants lists.");
}

Value distinct_values(Arguments const& given)
{
    auto const list = given.list(0);
    return list ? Value{without_doubles(given, *list)} : given.null("distinct values() wants a list.");
}

/// What is there more than once, each once.
Value duplicate_values(Arguments const& given)
{
    auto const list = given.list(0);
    if (!list) return given.null("duplicate values() wants a list.");
    List seen, twice;
    for (auto const& item : *list) {
        auto const before = contains_item(given, seen, item), told = contains_item(given, twice, item);
        if (!before || !told) return {};
        if (*before && !*told) twice.push_back(item);
        if (!*before) seen.push_back(item);
    }
    return twice;
}

Value insert_before(Arguments const& given)
{
    auto const list = given.list(0);
    auto const place = list ? place_of(given.integer(1), list->size()) : std::nullopt;
    if (!place) return given.null("insert before() wants a list and a position in it.");
    List result{list->begin(), list->end()};
    result.insert(result.begin() + static_cast<std::ptrdiff_t>(*place), given[2]);
    return result;
}

Value remove(Arguments const& given)
{
    auto const list = given.list(0);
    auto const place = list ? place_of(given.integer(1), list->size()) : std::nullopt;
    if (!place) return given.null("remove() wants a list and a position in it.");
    List result{list->begin(), list->end()};
    result.erase(result.begin() + static_cast<std::ptrdiff_t>(*place));
    return result;
}

/// At a position, or wherever a function of the item and the new item says so.
Value list_replace(Arguments const& given)
{
    auto const list = given.list(0);
    if (!list || given[0].is_null()) return given.null("list replace() wants a list.");
    List result{list->begin(), list->end()};
    auto const& where = given.item(1);
    if (auto const* matches = where.function()) {
        for (auto& item : result) {
            Value const pair[] = {item, given[2]};
            auto const answer = matches->call(pair, given.evaluation());
            if (!answer.boolean()) return given.null("The function must say true or false for each item.");
            if (answer.is_true()) item = given[2];
        }
        return result;
    }
    auto const place = place_of(given.integer(1), result.size());
    if (!place) return given.null("list replace() wants a position in the list, or a function.");
    result[*place] = given[2];
    return result;
}

Value reverse(Arguments const& given)
{
    auto const list = given.list(0);
    if (!list) return given.null("reverse() wants a list.");
    return List{list->rbegin(), list->rend()};
}

Value index_of(Arguments const& given)
{
    auto const list = given.list(0);
    if (!list) return given.null("index of() wants a list.");
    List found;
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (!given.evaluation().pay(std::min((*list)[i].weight(), given[1].weight()))) return {};
        if (equal((*list)[i], given[1]) == true) found.push_back(i + 1);
    }
    return found;
}

bool flatten_into(Evaluation& evaluation, List& out, std::span<Value const> list)
{
    for (auto const& item : list) {
        if (!evaluation.pay()) return false;
        if (auto const* inner = item.list()) {
            if (!flatten_into(evaluation, out, *inner)) return false;
        } else {
            out.push_back(item);
        }
    }
    return true;
}

Value flatten(Arguments const& given)
{
    auto const list = given.list(0);
    if (!list) return given.null("flatten() wants a list.");
    List out;
    if (!flatten_into(given.evaluation(), out, *list)) return {};
    return out;
}

/// Merge sort, which comes to an end however a precedence function contradicts itself.
class Sorting {
public:
    Sorting(Arguments const& given, Function const* precedes) : given_{given}, precedes_{precedes} {}

    std::optional<List> sorted(List list)
    {
        for (std::size_t width = 1; width < list.size() && ok_; width *= 2) {
            List merged;
            merged.reserve(list.size());
            for (std::size_t from = 0; from < list.size() && ok_; from += 2 * width) merge(list, from, width, merged);
            list = std::move(merged);
        }
        if (!ok_) return {};
        return list;
    }

private:
    void merge(List& list, std::size_t from, std::size_t width, List& out)
    {
        auto left = from, right = std::min(from + width, list.size());
        auto const left_end = right, right_end = std::min(from + 2 * width, list.size());
        while (left < left_end || right < right_end) {
            bool const take_right = left == left_end || (right < right_end && comes_first(list[right], list[left]));
            out.push_back(std::move(list[take_right ? right++ : left++]));
        }
    }
    bool comes_first(Value const& a, Value const& b)
    {
        if (!ok_ || !given_.evaluation().pay(std::min(a.weight(), b.weight()))) return ok_ = false;
        if (!precedes_) {
            auto const found = order(a, b);
            ok_ = found.has_value();
            return ok_ && *found < 0;
        }
        Value const pair[] = {a, b};
        auto const answer = precedes_->call(pair, given_.evaluation());
        ok_ = answer.boolean() != nullptr;
        return answer.is_true();
    }

    Arguments const& given_;
    Function const* precedes_;
    bool ok_ = true;
};

Value sort(Arguments const& given)
{
    auto const list = given.list(0);
    auto const* precedes = given.item(1).function();
    if (!list || (given.size() > 1 && !precedes)) return given.null("sort() wants a list and a function of two items.");
    auto result = Sorting{given, precedes}.sorted({list->begin(), list->end()});
    return result ? Value{*std::move(result)} : given.null("These items cannot be put in order.");
}

/// Lists of so many items each; the last may be shorter.
Value partition(Arguments const& given)
{
    auto const list = given.list(0);
    auto const size = given.integer(1);
    if (!list || !size || *size < 1) return given.null("partition() wants a list and a size from 1.");
    List parts;
    for (std::size_t from = 0; from < list->size();) {
        auto const length = std::min(static_cast<std::size_t>(*size), list->size() - from);
        auto const part = list->subspan(from, length);
        parts.push_back(List{part.begin(), part.end()});
        from += length;
    }
    return parts;
}

constexpr Builtin functions[] = {
    {"list contains", "list, element", list_contains},
    {"count", "list", count},
    {"sublist", "list, start position, length?", sublist},
    {"append", "list, item...", append},
    {"concatenate", "list...", concatenate},
    {"union", "list...", union_of},
    {"distinct values", "list", distinct_values},
    {"duplicate values", "list", duplicate_values},
    {"insert before", "list, position, newItem", insert_before},
    {"remove", "list, position", remove},
    {"list replace", "list, position, newItem | list, match, newItem", list_replace},
    {"reverse", "list", reverse},
    {"index of", "list, match", index_of},
    {"flatten", "list", flatten},
    {"sort", "list, precedes?", sort},
    {"partition", "list, size", partition},
};

}

std::span<Builtin const> list_builtins()
{
    return functions;
}

}
