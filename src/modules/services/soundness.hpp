// The rules of a definition that has been read, each in a function of its own. check.cpp calls them.
#pragma once

#include "reader.hpp"

#include <services/capabilities.hpp>
#include <services/readability.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::services {

using Ids = std::set<std::string, std::less<>>;

/// What stands around a definition.
struct Surroundings {
    Ids services;                                               ///< of the library
    Ids questions;                                              ///< of every service
    std::map<std::string, std::string, std::less<>> successors; ///< of the services that name one
    std::map<std::string, Message, std::less<>> messages;
    Capabilities capabilities;
    NecessaryWords necessary;
};

/// Each page with where it stands, and the list whose row it is a page of; null for others.
template <class F> void for_each_page(Definition const& d, F const& f)
{
    for (auto const& page : d.pages) {
        f(page, "pages/" + page.id, static_cast<Page const*>(nullptr));
        for (auto const& of_row : page.pages) f(of_row, "pages/" + page.id + "/pages/" + of_row.id, &page);
    }
}

/// Takes problems down with their places.
class Findings {
public:
    Findings(std::string file, Read const& read) : file_{std::move(file)}, read_{read} {}
    void add(std::string const& path, std::string sentence, std::string remedy,
             Problem::Severity severity = Problem::Severity::error);
    [[nodiscard]] bool has_errors() const;
    std::vector<Problem> take() { return std::move(problems_); }

private:
    std::string file_;
    Read const& read_;
    std::vector<Problem> problems_;
};

/// "a, b and 5 more" for remedies.
[[nodiscard]] std::string listed(std::vector<std::string> const& names);

void check_ids(Read const& read, Findings& findings);
void check_references(Read const& read, Surroundings const& around, Findings& findings);
void check_conditions(Read const& read, Surroundings const& around, Findings& findings);
/// One expression, as far as its words show it: options, parts of answers, look-ups.
void check_words(std::string const& path, WrittenRule const& written, Read const& read, Surroundings const& around,
                 Findings& findings);
void check_ways(Read const& read, Findings& findings);
void check_stages(Read const& read, Findings& findings);
/// Decision tables: rules that contradict each other; and as warnings, rules never used and gaps.
void check_tables(Read const& read, Findings& findings);
/// What does not block: long forms, what nobody uses, what is not translated.
void advise(Read const& read, Findings& findings);
/// Reading age and long sentences.
void check_reading(Read const& read, NecessaryWords const& necessary, Findings& findings);

/// What the definition needs of other rooms, sorted.
[[nodiscard]] std::vector<std::string> needs_of(Read const& read, Capabilities const& capabilities);
[[nodiscard]] bool is_known_name(Names const& names, std::string_view word);

}
