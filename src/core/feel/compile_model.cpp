// Files become one graph of nodes: requirements are followed by namespace and id, ordered, and refused where they lead
// nowhere or in a circle. Then each node is compiled, those that it needs before it.
#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace guildhall::feel {

namespace {

constexpr std::size_t most_problems = 200;

bool names_type(std::string_view text)
{
    return text.find("instance") != std::string_view::npos || text.find("function") != std::string_view::npos;
}

/// Few expressions name a type; the others need not know them all.
bool names_type(Boxed const& boxed)
{
    if (names_type(boxed.text) || std::ranges::any_of(boxed.parts, [](Boxed const& part) { return names_type(part); }))
        return true;
    return boxed.table && std::ranges::any_of(boxed.table->rules, [](Rule const& rule) {
               auto const in_cell = [](std::string const& cell) { return names_type(std::string_view{cell}); };
               return std::ranges::any_of(rule.tests, in_cell) || std::ranges::any_of(rule.outputs, in_cell);
           });
}

class Linking {
public:
    explicit Linking(std::vector<Definitions> files) : files_{std::move(files)} {}

    Result<ProgramPtr, DmnError> whole()
    {
        program_->name = files_.front().name;
        for (auto const& file : files_) program_->spaces.push_back(file.space);
        if (auto const fault = check_imports()) return Refused{*fault};
        add_nodes();
        if (auto const fault = add_edges()) return Refused{*fault};
        if (auto const fault = put_in_order()) return Refused{*fault};
        compile_nodes();
        if (boxed_.is_exhausted()) return Refused{DmnError{"The model is too large: too many names inside names.", 1}};
        return ProgramPtr{std::move(program_)};
    }

private:
    std::vector<Definitions> files_;
    std::shared_ptr<Model::Program> program_ = std::make_shared<Model::Program>();
    std::vector<DrgNode const*> sources_;
    std::map<std::pair<std::size_t, std::string>, std::size_t> by_id_;
    std::vector<std::size_t> order_;
    ItemTypes types_{files_, [this](std::string sentence, int line) { problem(std::move(sentence), line); }};
    BoxedCompiler boxed_{types_, [this](std::string sentence, int line) { problem(std::move(sentence), line); }};

    void problem(std::string sentence, int line)
    {
        if (program_->problems.size() < most_problems) program_->problems.push_back({std::move(sentence), line});
    }

    std::optional<DmnError> check_imports()
    {
        // Nothing that is taken from another file can lead back: each file is visited once on any way.
        std::vector<int> state(files_.size(), 0); // 1: on the way, 2: done
        std::vector<std::pair<std::size_t, std::size_t>> way{{0, 0}};
        state[0] = 1;
        while (!way.empty()) {
            auto& [file, next] = way.back();
            if (next == files_[file].imports.size()) {
                state[file] = 2;
                way.pop_back();
                continue;
            }
            auto const& import = files_[file].imports[next++];
            if (!import.is_dmn) continue;
            auto const other = file_of(files_, import.space);
            if (!other)
                return DmnError{fmt::format("The import \"{}\" is not there: no file has the namespace {}.",
                                            import.name, import.space),
                                import.line};
            if (state[*other] == 1)
                return DmnError{fmt::format("The import \"{}\" leads in a circle.", import.name), import.line};
            if (state[*other] == 0) {
                state[*other] = 1;
                way.emplace_back(*other, 0);
            }
        }
        return std::nullopt;
    }

    void add_nodes()
    {
        for (std::size_t file = 0; file < files_.size(); ++file) {
            for (auto const& source : files_[file].nodes) {
                by_id_.try_emplace({file, source.id}, program_->nodes.size());
                program_->nodes.push_back(
                    {.kind = source.kind, .file = file, .id = source.id, .name = source.variable.name});
                sources_.push_back(&source);
            }
        }
    }

    /// "#id", or "namespace#id" of this file or another.
    std::optional<std::size_t> target(std::size_t file, std::string_view href) const
    {
        auto const hash = href.find('#');
        auto const space = hash == std::string_view::npos ? std::string_view{} : href.substr(0, hash);
        auto const id = hash == std::string_view::npos ? href : href.substr(hash + 1);
        auto const where = space.empty() || space == files_[file].space ? std::optional{file} : file_of(files_, space);
        if (!where) return std::nullopt;
        auto const found = by_id_.find({*where, std::string{id}});
        if (found == by_id_.end()) return std::nullopt;
        return found->second;
    }

    [[nodiscard]] std::string prefix(std::size_t file, std::size_t other) const
    {
        if (file == other) return {};
        for (auto const& import : files_[file].imports)
            if (import.space == files_[other].space) return import.name;
        return {};
    }

    std::optional<DmnError> dangling(DrgNode const& source, std::string_view href) const
    {
        return DmnError{fmt::format("\"{}\" requires {}, and nothing has this id.", source.name, href), source.line};
    }

    std::optional<DmnError> add_edges()
    {
        for (std::size_t at = 0; at < sources_.size(); ++at) {
            auto const& source = *sources_[at];
            auto& node = program_->nodes[at];
            for (auto const& href : source.requires_) {
                auto const other = target(node.file, href);
                if (!other) return dangling(source, href);
                // A knowledge model that calls itself knows its own name anyway.
                if (*other == at && node.kind == NodeKind::knowledge) continue;
                node.needs.push_back({*other, prefix(node.file, program_->nodes[*other].file)});
            }
            for (auto const* hrefs : {&source.input_data, &source.input_decisions, &source.outputs}) {
                for (auto const& href : *hrefs) {
                    auto const other = target(node.file, href);
                    if (!other) return dangling(source, href);
                    (hrefs == &source.outputs ? node.outputs : node.parameters).push_back(*other);
                }
            }
        }
        return std::nullopt;
    }

    /// What must be ranked before it. A service comes after what it decides.
    [[nodiscard]] std::vector<std::size_t> before(ModelNode const& node) const
    {
        std::vector<std::size_t> all = node.outputs;
        for (auto const& need : node.needs) all.push_back(need.node);
        return all;
    }

    std::optional<DmnError> put_in_order()
    {
        auto const count = program_->nodes.size();
        std::vector<std::size_t> waits(count, 0);
        std::vector<std::vector<std::size_t>> after(count);
        for (std::size_t at = 0; at < count; ++at) {
            for (auto const other : before(program_->nodes[at])) {
                after[other].push_back(at);
                ++waits[at];
            }
        }
        for (std::size_t at = 0; at < count; ++at)
            if (waits[at] == 0) order_.push_back(at);
        for (std::size_t done = 0; done < order_.size(); ++done) {
            program_->nodes[order_[done]].rank = done;
            for (auto const next : after[order_[done]])
                if (--waits[next] == 0) order_.push_back(next);
        }
        if (order_.size() == count) return std::nullopt;
        auto const stuck = std::ranges::find_if(waits, [](std::size_t open) { return open > 0; });
        auto const& source = *sources_[static_cast<std::size_t>(stuck - waits.begin())];
        return DmnError{fmt::format("What \"{}\" requires leads in a circle, back to itself.", source.name),
                        source.line};
    }

    Names names_for(ModelNode const& node)
    {
        Names names;
        std::map<std::string, Names> imported;
        for (auto const& need : node.needs) {
            auto const& other = program_->nodes[need.node];
            auto& into = need.prefix.empty() ? names : imported[need.prefix];
            boxed_.add(into, other.name, other.type, other.members);
        }
        for (auto& [prefix, inside] : imported) names.add(prefix, std::move(inside));
        return names;
    }

    void compile_nodes()
    {
        for (auto const at : order_) {
            auto& node = program_->nodes[at];
            auto const& source = *sources_[at];
            node.type = types_.find(node.file, source.variable.type, source.line);
            if (node.kind != NodeKind::decision && node.kind != NodeKind::knowledge) continue;
            boxed_.enter(node.file, source.name);
            auto names = names_for(node);
            if (node.kind == NodeKind::knowledge) names.add(node.name);
            if (names_type(source.logic)) types_.add_all(node.file, names);
            if (!boxed_.spend(names)) return;
            node.logic = boxed_.compile(source.logic, names, node.members, node.type);
        }
    }
};

}

Result<ProgramPtr, DmnError> compile_model(std::vector<Definitions> files)
{
    return Linking{std::move(files)}.whole();
}

}
