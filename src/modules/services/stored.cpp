#include "stored.hpp"

#include "reader.hpp"
#include "soundness.hpp"
#include "translation.hpp"

#include <algorithm>

namespace guildhall::services {

namespace {

// "\n%%% message missed-bin-done\nSubject: ...": what follows until the next mark is that file.
constexpr std::string_view mark = "\n%%% ";

struct Part {
    std::string kind; ///< "message", "list", "language"
    std::string name;
    std::string text;
};

std::string stem(std::string_view name)
{
    auto const slash = name.rfind('/');
    name = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return std::string{name.substr(0, name.rfind('.'))};
}

std::string in_quotes(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + "\"";
}

std::string text_of(std::vector<Choice> const& choices)
{
    std::string out;
    for (auto const& choice : choices)
        out += "- { value: " + in_quotes(choice.value) + ", label: " + in_quotes(choice.label) +
               (choice.hint.empty() ? "" : ", hint: " + in_quotes(choice.hint)) + " }\n";
    return out;
}

std::string text_of(std::map<std::string, std::string, std::less<>> const& sentences)
{
    std::string out;
    for (auto const& [english, other] : sentences) out += "? " + in_quotes(english) + "\n: " + in_quotes(other) + "\n";
    return out.empty() ? "{}\n" : out;
}

void add(std::string& out, Part const& part)
{
    out.append(mark).append(part.kind).append(" ").append(part.name).append("\n").append(part.text);
}

void add_lists(std::string& out, Definition const& definition)
{
    Ids added;
    auto const add_of = [&](Page const& page) {
        for (auto const& question : page.questions) {
            if (!question.list.empty() && added.insert(question.list).second)
                add(out, {.kind = "list", .name = question.list, .text = text_of(question.options)});
        }
    };
    for (auto const& page : definition.pages) {
        add_of(page);
        for (auto const& of_row : page.pages) add_of(of_row);
    }
}

/// What a file of a draft is: its kind and name.
Part part_of(SourceFile const& file)
{
    if (file.name.starts_with("messages/")) return {"message", stem(file.name), file.text};
    if (file.name.starts_with("lists/")) return {"list", stem(file.name), file.text};
    auto const translated = translated_name(file.name);
    return {"language", translated ? translated->language : "", file.text};
}

std::vector<Part> parts_of(std::string const& source)
{
    std::vector<Part> parts;
    for (auto at = source.find(mark); at != std::string::npos;) {
        at += mark.size();
        auto const line_end = std::min(source.find('\n', at), source.size());
        auto const next = source.find(mark, line_end);
        auto const end = std::min(next, source.size());
        auto const head = std::string_view{source}.substr(at, line_end - at);
        auto const space = std::min(head.find(' '), head.size());
        auto const from = std::min(line_end + 1, end);
        parts.push_back({std::string{head.substr(0, space)}, std::string{head.substr(std::min(space + 1, head.size()))},
                         source.substr(from, end - from)});
        at = next;
    }
    return parts;
}

std::string definition_in(std::string const& source)
{
    return source.substr(0, std::min(source.find(mark), source.size()));
}

}

std::string stored_source(Definition const& definition, std::string_view text)
{
    std::string out{text};
    for (auto const& [name, message] : definition.messages)
        add(out, {.kind = "message", .name = name, .text = text_of(message)});
    add_lists(out, definition);
    for (auto const& [language, translation] : definition.translations) {
        add(out, {.kind = "language", .name = language, .text = text_of(translation.sentences)});
        for (auto const& [name, message] : translation.messages)
            add(out, {.kind = "message", .name = name + "." + language, .text = text_of(message)});
    }
    return out;
}

std::string stored_source(Source const& files)
{
    auto out = files.front().text;
    for (std::size_t i = 1; i < files.size(); ++i) add(out, part_of(files[i]));
    return out;
}

Source stored_files(std::string_view service, std::string const& source)
{
    Source files{{std::string{service} + ".yaml", definition_in(source)}};
    for (auto& part : parts_of(source)) {
        auto name = part.kind == "message" ? "messages/" + part.name + ".txt"
                    : part.kind == "list"  ? "lists/" + part.name + ".yaml"
                                           : std::string{service} + "." + part.name + ".yaml";
        files.push_back({std::move(name), std::move(part.text)});
    }
    return files;
}

Result<Definition, Problem> read_stored(std::string const& source, Capabilities const& capabilities)
{
    auto const parts = parts_of(source);
    Lists lists;
    for (auto const& part : parts) {
        if (part.kind == "list") lists[part.name] = read_list("stored list", part.text).choices;
    }
    auto read = read_definition("stored version", definition_in(source), lists);
    if (!read.problems.empty()) return Refused{read.problems.front()};
    auto& d = read.definition;
    d.needs = needs_of(read, capabilities);
    for (auto const& part : parts) {
        if (part.kind == "language") {
            d.translations[part.name].sentences = read_translation("stored translation", part.text).sentences;
        } else if (part.kind == "message") {
            auto message = read_message("stored message", part.text).message;
            if (auto const translated = translated_name(part.name + ".txt"))
                d.translations[translated->language].messages[translated->stem] = std::move(message);
            else
                d.messages[part.name] = std::move(message);
        }
    }
    return std::move(d);
}

}
