#include <feel/json.hpp>

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <optional>

namespace guildhall::feel {

namespace json = boost::json;

Value from_json(json::value const& value)
{
    switch (value.kind()) {
    case json::kind::null: return {};
    case json::kind::bool_: return value.get_bool();
    case json::kind::int64: return value.get_int64();
    case json::kind::uint64: return Decimal::parse(std::to_string(value.get_uint64()));
    case json::kind::double_: return Decimal::from_double(value.get_double());
    case json::kind::string: return std::string_view{value.get_string()};
    case json::kind::array: {
        List list;
        for (auto const& item : value.get_array()) list.push_back(from_json(item));
        return list;
    }
    case json::kind::object: {
        Context context;
        for (auto const& [name, item] : value.get_object()) context.put(std::string{name}, from_json(item));
        return context;
    }
    }
    return {};
}

namespace {

/// Boost's own values would make doubles of numbers; this keeps every digit.
class Builder {
public:
    static constexpr std::size_t max_object_size = 100'000;
    static constexpr std::size_t max_array_size = 1'000'000;
    static constexpr std::size_t max_key_size = 10'000;
    static constexpr std::size_t max_string_size = 10'000'000;
    using Error = json::error_code;

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_array_begin(Error&) { return open(true); }
    bool on_object_begin(Error&) { return open(false); }
    bool on_array_end(std::size_t, Error&)
    {
        Value list{std::move(open_.back().list)};
        open_.pop_back();
        return add(std::move(list));
    }
    bool on_object_end(std::size_t, Error&)
    {
        Value context{std::move(open_.back().context)};
        open_.pop_back();
        return add(std::move(context));
    }
    bool on_string_part(std::string_view part, std::size_t, Error&) { return text_.append(part), true; }
    bool on_string(std::string_view part, std::size_t, Error&)
    {
        text_.append(part);
        return add(std::exchange(text_, {}));
    }
    bool on_key_part(std::string_view part, std::size_t, Error&) { return text_.append(part), true; }
    bool on_key(std::string_view part, std::size_t, Error&)
    {
        text_.append(part);
        open_.back().key = std::exchange(text_, {});
        return true;
    }
    bool on_number_part(std::string_view part, Error&) { return text_.append(part), true; }
    bool on_int64(std::int64_t, std::string_view part, Error&) { return number(part); }
    bool on_uint64(std::uint64_t, std::string_view part, Error&) { return number(part); }
    bool on_double(double, std::string_view part, Error&) { return number(part); }
    bool on_bool(bool value, Error&) { return add(value); }
    bool on_null(Error&) { return add({}); }
    bool on_comment_part(std::string_view, Error&) { return true; }
    bool on_comment(std::string_view, Error&) { return true; }

    Value take() { return std::move(whole_); }

private:
    struct Open {
        bool is_list = false;
        List list = {};
        Context context = {};
        std::string key = {};
    };
    bool open(bool is_list)
    {
        open_.push_back({is_list});
        return true;
    }
    bool number(std::string_view part)
    {
        text_.append(part);
        return add(Decimal::parse(std::exchange(text_, {})));
    }
    bool add(Value value)
    {
        if (open_.empty())
            whole_ = std::move(value);
        else if (open_.back().is_list)
            open_.back().list.push_back(std::move(value));
        else
            open_.back().context.put(std::exchange(open_.back().key, {}), std::move(value));
        return true;
    }

    std::vector<Open> open_;
    std::string text_;
    Value whole_;
};

}

std::optional<Value> from_json(std::string_view text)
{
    json::basic_parser<Builder> parser{json::parse_options{.max_depth = 100}};
    json::error_code error;
    auto const read = parser.write_some(false, text.data(), text.size(), error);
    if (error || !parser.done()) return {};
    if (text.substr(read).find_first_not_of(" \t\r\n") != std::string_view::npos) return {};
    return parser.handler().take();
}

namespace {

void write(std::string& out, Value const& value)
{
    if (value.is_null()) {
        out += "null";
    } else if (value.boolean() || value.number()) {
        out += to_string(value);
    } else if (auto const* list = value.list()) {
        char separator = '[';
        for (auto const& item : *list) {
            out += std::exchange(separator, ',');
            write(out, item);
        }
        out += list->empty() ? "[]" : "]";
    } else if (auto const* context = value.context()) {
        char separator = '{';
        for (auto const& [name, item] : context->entries()) {
            out += std::exchange(separator, ',');
            out += json::serialize(json::string{name}) + ":";
            write(out, item);
        }
        out += context->empty() ? "{}" : "}";
    } else {
        out += json::serialize(json::string{to_string(value)});
    }
}

}

std::string to_json(Value const& value)
{
    std::string out;
    write(out, value);
    return out;
}

}
