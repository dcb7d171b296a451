// A form of another builder between its file and our YAML: pages and where each leads. Readers of formats fill it in;
// foreign_order.cpp lays its branches out in a row, foreign_yaml.cpp writes it down.
#pragma once

#include <services/import.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace guildhall::services {

struct ForeignQuestion {
    std::string id; ///< of ours, unique in the form
    std::string type;
    std::string label;
    std::string hint;
    bool required = true;
    std::vector<Choice> options;
    std::vector<std::string> more; ///< further lines of YAML: "max_length: 40"
};

struct ForeignPage {
    enum class Kind { asks, exit };
    std::string id; ///< of ours, unique in the form
    Kind kind = Kind::asks;
    std::string title;
    std::string text;
    std::vector<ForeignQuestion> questions;
    /// Where it leads: the first whose condition holds. The last one has none. An unknown target is the end of the
    /// form.
    struct Edge {
        std::string condition; ///< FEEL that is true or false, never null; empty: otherwise
        std::size_t to = 0;    ///< index into pages; `the_end` for check your answers
    };
    std::vector<Edge> edges;
};
inline constexpr std::size_t the_end = static_cast<std::size_t>(-1);

struct ForeignForm {
    std::string title;
    std::string summary;
    std::vector<std::string> before_you_start;
    std::vector<ForeignPage> pages; ///< the first is where people begin
    struct Named {
        std::string id;
        std::string is; ///< FEEL
    };
    std::vector<Named> values;
    std::vector<Imported::Note> notes;
    void note(std::string place, std::string sentence) { notes.push_back({std::move(place), std::move(sentence)}); }
};

/// A page in its place, asked where `when` holds (empty: always), with its early ends.
struct LaidOut {
    std::size_t page;
    std::string when;
    struct Exit {
        std::string when;
        std::string end;
    };
    std::vector<Exit> then;
};
/// Pages in an order in which each comes after all that lead to it, with the condition under which it is asked. Edges
/// back to an earlier page are noted and left out, and so are pages that nothing leads to. Adds to `form.values`.
std::vector<LaidOut> lay_out(ForeignForm& form);

std::string write_yaml(ForeignForm const& form, std::vector<LaidOut> const& laid_out, ImportAs const& as);

/// Ids of ours from names of theirs: "multi_radios_1" is "multi-radios-1", and none is given twice.
class Ids {
public:
    std::string make(std::string_view theirs);

private:
    std::map<std::string, int, std::less<>> taken_;
};

// ---- readers, by format; each throws std::runtime_error with a plain sentence where the file is not of its format

ForeignForm read_moj_form(std::string_view json);
ForeignForm read_defra_form(std::string_view json);

}
