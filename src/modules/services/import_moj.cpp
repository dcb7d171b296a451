// MoJ Forms: service metadata with pages, components and a flow of pages and branches by id.
#include "foreign_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace guildhall::services {

namespace json = boost::json;

namespace {

class MojForm {
public:
    explicit MojForm(json::object const& service) : service_{service} {}

    ForeignForm read()
    {
        if (!service_.if_contains("pages") || !service_.if_contains("flow"))
            throw std::runtime_error("This is not a form of MoJ Forms: it has no \"pages\" and no \"flow\".");
        form_.title = text_of(service_, "service_name");
        if (form_.title.empty()) form_.title = "A form from elsewhere";
        for (auto const& value : array_of(service_, "pages")) {
            if (value.is_object()) remember(value.get_object());
        }
        for (auto const* page : theirs_) add_page(*page);
        begin_where_they_begin();
        for (std::size_t page = 0; page < form_.pages.size(); ++page) lead_on(page);
        for (auto const& value : array_of(service_, "standalone_pages")) {
            if (value.is_object())
                form_.note(fmt::format("standalone page \"{}\"", text_of(value.get_object(), "heading")),
                           "It is left out: such pages are the council's own here.");
        }
        if (form_.summary.empty()) form_.summary = form_.title;
        return std::move(form_);
    }

private:
    struct Component {
        std::string question;                                   ///< id of ours
        std::string type;                                       ///< of theirs
        std::map<std::string, std::string, std::less<>> values; ///< option's uuid -> value of ours
    };

    void remember(json::object const& page)
    {
        theirs_.push_back(&page);
        for (auto const* key : {"components", "extra_components"}) {
            for (auto const& value : array_of(page, key)) {
                if (value.is_object()) remember_component(value.get_object());
            }
        }
    }
    void remember_component(json::object const& component)
    {
        auto const type = text_of(component, "_type");
        // Two components can have one id of theirs: conditions look at the first.
        if (type == "content" || components_.contains(text_of(component, "_uuid"))) return;
        Component known{.question = ids_.make(text_of(component, "_id")), .type = type};
        Ids values;
        for (auto const& item : array_of(component, "items")) {
            if (!item.is_object()) continue;
            auto const& option = item.get_object();
            known.values[text_of(option, "_uuid")] = values.make(text_of(option, "label"));
        }
        components_[text_of(component, "_uuid")] = std::move(known);
    }

    void add_page(json::object const& page)
    {
        auto const type = text_of(page, "_type");
        auto const uuid = text_of(page, "_uuid");
        if (type == "page.start") return start(page, uuid);
        if (type == "page.checkanswers" || type == "page.confirmation") return last_pages(page, type);
        auto name = text_of(page, "url");
        if (name.starts_with('/')) name.erase(0, 1);
        ForeignPage out{.id = page_ids_.make(name.empty() ? text_of(page, "_id") : name),
                        .kind = type == "page.exit" ? ForeignPage::Kind::exit : ForeignPage::Kind::asks,
                        .title = text_of(page, "heading"),
                        .text = without_tags(text_of(page, "body"))};
        if (auto const lede = text_of(page, "lede"); !lede.empty() && lede != "This is the lede")
            out.text = out.text.empty() ? lede : lede + "\n\n" + out.text;
        if (auto const over = text_of(page, "section_heading"); !over.empty())
            form_.note(place(page), fmt::format("The words over the heading, \"{}\", are left out.", over));
        if (out.title.empty()) out.title = form_.title;
        for (auto const& value : array_of(page, "components")) {
            if (value.is_object()) add_component(page, value.get_object(), out);
        }
        if (type == "page.multiplequestions" && out.title == form_.title && !out.questions.empty())
            out.title = out.questions.front().label;
        index_[uuid] = form_.pages.size();
        form_.pages.push_back(std::move(out));
    }

    void start(json::object const& page, std::string const& uuid)
    {
        start_ = uuid;
        auto lines = lines_of(without_tags(text_of(page, "body")));
        if (!lines.empty()) {
            form_.summary = lines.front();
            lines.erase(lines.begin());
        }
        form_.before_you_start = std::move(lines);
        for (auto& line : lines_of(without_tags(text_of(page, "before_you_start"))))
            if (line != "Before you start") form_.before_you_start.push_back(std::move(line));
    }

    void last_pages(json::object const& page, std::string const& type)
    {
        bool const said = !without_tags(text_of(page, "body")).empty() || !array_of(page, "extra_components").empty() ||
                          !array_of(page, "components").empty();
        if (said && type == "page.checkanswers")
            form_.note(place(page),
                       "Its own words are left out: check your answers looks alike in every service here.");
        else if (said)
            form_.note(place(page), "Its own words are left out. Write them under what_happens and in the messages.");
    }

    [[nodiscard]] static std::string place(json::object const& page)
    {
        return fmt::format("page \"{}\"", text_of(page, "url"));
    }

    void add_component(json::object const& page, json::object const& component, ForeignPage& out)
    {
        auto const type = text_of(component, "_type");
        if (type == "content") return add_content(component, out);
        auto const& known = components_[text_of(component, "_uuid")];
        auto label = text_of(component, "legend");
        if (label.empty()) label = text_of(component, "label");
        if (label.empty()) label = out.title;
        bool const is_first = asked_.insert(known.question).second;
        ForeignQuestion q{.id = is_first ? known.question : ids_.make(text_of(component, "_id")),
                          .type = "text",
                          .label = label,
                          .hint = text_of(component, "hint")};
        auto const& rules = object_of(component, "validation");
        auto const* required = rules.if_contains("required");
        q.required = !required || !required->is_bool() || required->get_bool();
        auto const where = fmt::format("{}, {} \"{}\"", place(page), type, label);
        add_type(component, type, rules, where, known, q);
        out.questions.push_back(std::move(q));
    }

    void add_type(json::object const& component, std::string const& type, json::object const& rules,
                  std::string const& where, Component const& known, ForeignQuestion& q)
    {
        if (type == "radios" || type == "checkboxes") return add_options(component, type, where, known, q);
        if (type == "text" || type == "textarea") {
            q.type = type == "text" ? "text" : "long text";
            if (auto const most = number_of(rules, "max_length"); most > 0)
                q.more.push_back(fmt::format("max_length: {}", std::min(most, 20'000)));
            auto const least = number_of(rules, "min_length");
            if (auto const pattern = text_of(rules, "pattern"); !pattern.empty())
                form_.note(
                    where,
                    fmt::format("The pattern {} is left out: theirs matches a part of the answer, ours the whole. "
                                "Write it as pattern: and say under wrong: what fits.",
                                pattern));
            if (least > 1)
                form_.note(where, fmt::format("At least {} characters: write it as a check if it matters.", least));
            return;
        }
        if (type == "email" || type == "number" || type == "date" || type == "address") {
            q.type = type;
            return;
        }
        if (type == "upload" || type == "multiupload") {
            q.type = "file";
            if (auto const most = number_of(rules, "max_files"); most > 1)
                q.more.push_back(fmt::format("files: {}", std::min(most, 20)));
            form_.note(where, "Photos and PDF are taken, up to 10 MB each. Other kinds of file are not.");
            return;
        }
        if (type == "autocomplete")
            form_.note(where, "Its list is not in this file, so people type. Put the list into services/lists and name "
                              "it under options:.");
        else
            form_.note(where, fmt::format("There is no type \"{}\" here, so people type.", type));
    }

    void add_options(json::object const& component, std::string const& type, std::string const& where,
                     Component const& known, ForeignQuestion& q)
    {
        for (auto const& item : array_of(component, "items")) {
            if (!item.is_object()) continue;
            auto const& option = item.get_object();
            auto const value = known.values.find(text_of(option, "_uuid"));
            if (value != known.values.end())
                q.options.push_back({value->second, text_of(option, "label"), text_of(option, "hint")});
        }
        q.type = type == "radios" ? "choice" : "several";
        if (q.options.size() >= 2) return;
        q.type = "declaration";
        if (q.options.size() == 1) q.label = q.options.front().label;
        q.options.clear();
        form_.note(where, "A question with one option is a box to tick here.");
    }

    /// Words that depend on answers become a named value, shown where the words stood.
    void add_content(json::object const& component, ForeignPage& out)
    {
        auto const text = without_tags(text_of(component, "content"));
        auto const display = text_of(component, "display");
        if (text.empty() || display == "never") return;
        auto const condition = any_of(array_of(component, "conditionals"));
        auto words = text;
        if (display == "conditional" || (display.empty() && !condition.empty())) {
            auto const name = ids_.make("words-" + text_of(component, "_id"));
            std::string literal;
            for (char const c : text) {
                if (c == '"' || c == '\\') literal += '\\';
                literal += c == '\n' ? ' ' : c;
            }
            form_.values.push_back({name, fmt::format("if {} then \"{}\" else \"\"", condition, literal)});
            words = "((" + name + "))";
        }
        out.text = out.text.empty() ? words : out.text + "\n\n" + words;
    }

    // ---- the flow

    void begin_where_they_begin()
    {
        auto first = target(next_of(start_));
        if (start_.empty()) first = form_.pages.empty() ? the_end : 0;
        if (first == the_end || first == 0) return;
        std::swap(form_.pages[0], form_.pages[first]);
        for (auto& [uuid, at] : index_) {
            if (at == 0)
                at = first;
            else if (at == first)
                at = 0;
        }
    }

    [[nodiscard]] json::object const& step(std::string const& uuid) const
    {
        return object_of(object_of(service_, "flow"), uuid);
    }
    [[nodiscard]] std::string next_of(std::string const& uuid) const
    {
        return text_of(object_of(step(uuid), "next"), "default");
    }
    [[nodiscard]] std::size_t target(std::string const& uuid) const
    {
        auto const found = index_.find(uuid);
        return found == index_.end() ? the_end : found->second;
    }

    void lead_on(std::size_t page)
    {
        for (auto const& [uuid, at] : index_) {
            if (at != page) continue;
            if (form_.pages[page].kind == ForeignPage::Kind::asks) follow(page, next_of(uuid), "", 0);
            return;
        }
    }

    /// Edges from a page to `uuid`, which may be a branch, and that may lead to another.
    void follow(std::size_t page, std::string const& uuid, std::string const& under, int depth)
    {
        auto& edges = form_.pages[page].edges;
        auto const& branch = step(uuid);
        if (text_of(branch, "_type") != "flow.branch" || depth > 20) {
            if (depth > 20) form_.note("flow", "A branch leads to itself and is cut there.");
            edges.push_back({under, target(uuid)});
            return;
        }
        std::string earlier;
        for (auto const& value : array_of(object_of(branch, "next"), "conditionals")) {
            if (!value.is_object()) continue;
            auto const condition = condition_of(value.get_object());
            if (condition.empty()) continue;
            auto const both = under.empty() ? condition : fmt::format("{} and ({})", under, condition);
            follow(page, text_of(value.get_object(), "next"), both, depth + 1);
        }
        follow(page, text_of(object_of(branch, "next"), "default"), under, depth + 1);
    }

    std::string any_of(json::array const& conditionals)
    {
        std::string out;
        for (auto const& value : conditionals) {
            if (!value.is_object()) continue;
            auto const one = condition_of(value.get_object());
            if (!one.empty()) out += out.empty() ? one : " or " + one;
        }
        return out;
    }

    std::string condition_of(json::object const& conditional)
    {
        auto const glue = text_of(conditional, "_type") == "and" ? " and " : " or ";
        std::string out;
        int count = 0;
        for (auto const& value : array_of(conditional, "expressions")) {
            if (!value.is_object()) continue;
            auto const one = expression_of(value.get_object());
            if (one.empty()) continue;
            out += out.empty() ? one : glue + one;
            ++count;
        }
        return count > 1 ? "(" + out + ")" : out;
    }

    std::string expression_of(json::object const& expression)
    {
        auto const component = components_.find(text_of(expression, "component"));
        auto const operation = text_of(expression, "operator");
        if (component == components_.end()) {
            form_.note("flow", "A condition looks at a question that is not there, and is left out.");
            return {};
        }
        auto const& q = component->second;
        if (operation == "is_answered") return fmt::format("{} != null", q.question);
        if (operation == "is_not_answered") return fmt::format("{} = null", q.question);
        bool const is = operation == "is" || operation == "contains";
        auto const value = q.values.find(text_of(expression, "field"));
        if (value == q.values.end() || (!is && operation != "is_not" && operation != "does_not_contain")) {
            form_.note("flow", fmt::format("A condition on \"{}\" could not be read, and is left out.", q.question));
            return {};
        }
        std::string held = fmt::format("{} = \"{}\"", q.question, value->second);
        if (q.values.size() == 1)
            held = fmt::format("{} = true", q.question);
        else if (q.type == "checkboxes")
            held = fmt::format("({} != null and list contains({}, \"{}\"))", q.question, q.question, value->second);
        return is ? held : fmt::format("not({})", held);
    }

    json::object const& service_;
    ForeignForm form_;
    Ids ids_, page_ids_;
    std::vector<json::object const*> theirs_;
    std::map<std::string, Component, std::less<>> components_;
    std::map<std::string, std::size_t, std::less<>> index_; ///< their page's uuid -> ours
    std::set<std::string> asked_;
    std::string start_;
};

}

ForeignForm read_moj_form(std::string_view text)
{
    auto const service = object_from(text);
    return MojForm{service}.read();
}

}
