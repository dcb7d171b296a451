#include <base/csv.hpp>

#include <algorithm>
#include <cctype>

namespace guildhall::csv {

namespace {

bool is_number(std::string_view text)
{
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    bool digits = false;
    int dots = 0;
    for (char const c : text) {
        if (c == '.') {
            ++dots;
        } else if (!std::isdigit(static_cast<unsigned char>(c))) {
            return false;
        } else {
            digits = true;
        }
    }
    return digits && dots <= 1;
}

bool would_run(std::string_view field)
{
    return !field.empty() && std::string_view{"=+-@\t\r\n"}.find(field.front()) != std::string_view::npos &&
           !is_number(field);
}

}

std::expected<std::vector<Record>, Problem> read(std::string_view text)
{
    auto lines = read_lines(text);
    if (!lines) return std::unexpected{std::move(lines.error())};
    std::vector<Record> records;
    records.reserve(lines->size());
    for (auto& line : *lines) records.push_back(std::move(line.fields));
    return records;
}

std::expected<std::vector<Line>, Problem> read_lines(std::string_view text, char delimiter)
{
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    char const ends[] = {delimiter, '\r', '\n'};
    std::string_view const ends_field{ends, sizeof ends};
    std::vector<Line> records;
    std::size_t line = 1;
    std::size_t i = 0;
    while (i < text.size()) {
        Record record;
        auto const first_line = line;
        for (bool more = true; more;) {
            std::string field;
            if (i < text.size() && text[i] == '"') {
                ++i;
                while (true) {
                    if (i >= text.size())
                        return std::unexpected{Problem{first_line, "A quoted field has no closing quote."}};
                    if (text[i] == '"') {
                        if (i + 1 >= text.size() || text[i + 1] != '"') break;
                        ++i;
                    }
                    line += text[i] == '\n';
                    field += text[i++];
                }
                ++i;
                if (i < text.size() && text[i] != delimiter && text[i] != '\r' && text[i] != '\n') {
                    return std::unexpected{Problem{first_line, "Text stands behind the closing quote of a field."}};
                }
            } else {
                auto const end = std::min(text.find_first_of(ends_field, i), text.size());
                field = text.substr(i, end - i);
                i = end;
            }
            record.push_back(std::move(field));
            more = i < text.size() && text[i] == delimiter;
            if (more) ++i;
        }
        if (i < text.size() && text[i] == '\r') ++i;
        if (i < text.size() && text[i] == '\n') ++i;
        ++line;
        records.push_back({first_line, std::move(record)});
    }
    return records;
}

void write(std::string& out, std::vector<std::string_view> const& fields)
{
    bool first = true;
    for (auto const field : fields) {
        if (!first) out += ',';
        first = false;
        bool const guard = would_run(field);
        bool const quote = guard || field.find_first_of(",\"\r\n") != std::string_view::npos ||
                           field.starts_with(' ') || field.ends_with(' ');
        if (!quote) {
            out += field;
            continue;
        }
        out += '"';
        if (guard) out += '\'';
        for (char const c : field) {
            if (c == '"') out += '"';
            out += c;
        }
        out += '"';
    }
    out += "\r\n";
}

}
