// Values as text: what string() gives.
#include <feel/function.hpp>
#include <feel/value.hpp>

namespace guildhall::feel {

std::string_view name_of(Kind kind)
{
    switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "boolean";
    case Kind::number: return "number";
    case Kind::string: return "string";
    case Kind::date: return "date";
    case Kind::time: return "time";
    case Kind::date_time: return "date and time";
    case Kind::days_duration: return "days and time duration";
    case Kind::months_duration: return "years and months duration";
    case Kind::list: return "list";
    case Kind::context: return "context";
    case Kind::range: return "range";
    case Kind::function: return "function";
    }
    return {};
}

namespace {

void write(std::string& out, Value const& value);

void write_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

void write_list(std::string& out, List const& list)
{
    out += '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) out += ", ";
        write(out, list[i]);
    }
    out += ']';
}

bool is_plain_key(std::string_view key)
{
    return !key.empty() && key.find_first_of("{}[]()\":,") == std::string_view::npos;
}

void write_context(std::string& out, Context const& context)
{
    out += '{';
    bool first = true;
    for (auto const& [name, value] : context.entries()) {
        if (!std::exchange(first, false)) out += ", ";
        if (is_plain_key(name))
            out += name;
        else
            write_quoted(out, name);
        out += ": ";
        write(out, value);
    }
    out += '}';
}

void write_range(std::string& out, Range const& range)
{
    if (range.form == Range::Form::interval) {
        out += range.low_closed ? '[' : '(';
        write(out, range.low);
        out += "..";
        write(out, range.high);
        out += range.high_closed ? ']' : ')';
        return;
    }
    bool const low = !range.low.is_null();
    out += '(';
    if (range.form == Range::Form::unequal)
        out += "!=";
    else if (range.low_closed && range.high_closed)
        out += '=';
    else if (low)
        out += range.low_closed ? ">=" : ">";
    else
        out += range.high_closed ? "<=" : "<";
    out += ' ';
    write(out, low ? range.low : range.high);
    out += ')';
}

void write(std::string& out, Value const& value)
{
    switch (value.kind()) {
    case Kind::null: out += "null"; break;
    case Kind::boolean: out += *value.boolean() ? "true" : "false"; break;
    case Kind::number: out += value.number()->to_string(); break;
    case Kind::string: write_quoted(out, *value.string()); break;
    case Kind::date: out += to_string(*value.date()); break;
    case Kind::time: out += to_string(*value.time()); break;
    case Kind::date_time: out += to_string(*value.date_time()); break;
    case Kind::days_duration: out += to_string(*value.days_duration()); break;
    case Kind::months_duration: out += to_string(*value.months_duration()); break;
    case Kind::list: write_list(out, *value.list()); break;
    case Kind::context: write_context(out, *value.context()); break;
    case Kind::range: write_range(out, *value.range()); break;
    case Kind::function: {
        out += "function(";
        bool first = true;
        for (auto const& parameter : value.function()->parameters()) {
            if (!std::exchange(first, false)) out += ", ";
            out += parameter.name;
        }
        out += ')';
        break;
    }
    }
}

}

std::string to_string(Value const& value)
{
    if (auto const* text = value.string()) return *text;
    std::string out;
    write(out, value);
    return out;
}

}
