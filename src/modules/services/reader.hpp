// Reading one definition file: shape and words of the language. What needs other files is check.cpp's business.
#pragma once

#include "fields.hpp"
#include "yaml.hpp"

#include <services/definition.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

struct Read {
    Definition definition;
    std::vector<Problem> problems; ///< empty: the definition is sound in itself
    Node tree;                     ///< for the places of problems that are found later
    Names names;
    Expressions expressions;
};
Read read_definition(std::string const& file, std::string const& text, Lists const& lists = {});

/// A list of choices: services/lists/NAME.yaml.
struct ReadList {
    std::vector<Choice> choices;
    std::vector<Problem> problems;
};
ReadList read_list(std::string const& file, std::string const& text);

/// A message template: "Subject: ..." on the first line, "SMS: ..." on the second where it has a text, an
/// empty line, the body.
struct ReadMessage {
    Message message;
    std::vector<Problem> problems;
};
ReadMessage read_message(std::string const& file, std::string_view text);

// The parts of a definition, each in a file of its own.
std::vector<Page> read_pages(Fields& definition);
Question read_question(Reading& reading, Node const& node, std::string const& path);
/// value, label and hint of each choice.
std::vector<Choice> read_choices(Reading& reading, Node const& list, std::string const& path);
std::vector<Check> read_checks(Fields& of);
std::vector<Computed> read_values(Fields& definition);
std::vector<Decision> read_decisions(Fields& definition);
std::vector<Ending> read_ends(Fields& definition);
std::vector<Route> read_route(Fields& definition);
std::optional<Duplicates> read_duplicates(Fields& definition);
std::vector<Stage> read_stages(Fields& definition);

}
