// DEFRA and XGov form designer: pages by path with components, lists, and conditions either on the links between pages
// (the older shape) or on the pages themselves (schema 2).
#include "foreign_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace guildhall::services {

namespace {

struct Kind {
    std::string_view theirs;
    std::string_view ours;
};
constexpr std::array kinds{Kind{"TextField", "text"},
                           Kind{"MultilineTextField", "long text"},
                           Kind{"FreeTextField", "long text"},
                           Kind{"EmailAddressField", "email"},
                           Kind{"TelephoneNumberField", "phone"},
                           Kind{"NumberField", "number"},
                           Kind{"DatePartsField", "date"},
                           Kind{"DateField", "date"},
                           Kind{"YesNoField", "yes/no"},
                           Kind{"RadiosField", "choice"},
                           Kind{"SelectField", "choice"},
                           Kind{"AutocompleteField", "choice"},
                           Kind{"CheckboxesField", "several"},
                           Kind{"UkAddressField", "address"},
                           Kind{"FileUploadField", "file"},
                           Kind{"DeclarationField", "declaration"}};
constexpr std::array wordings{"Html", "Markdown", "Para", "InsetText", "Details", "List", "FlashCard"};

std::string scalar(json::value const& value)
{
    if (value.is_string()) return std::string{value.get_string()};
    return json::serialize(value);
}

class DefraForm {
public:
    explicit DefraForm(json::object const& theirs) : theirs_{theirs} {}

    ForeignForm read()
    {
        auto const& pages = array_of(theirs_, "pages");
        if (pages.empty() || !pages.front().is_object() || text_of(pages.front().get_object(), "path").empty())
            throw std::runtime_error("This is not a form of DEFRA's designer: it has no \"pages\" with a \"path\".");
        form_.title = text_of(theirs_, "name");
        if (form_.title.empty()) form_.title = text_of(pages.front().get_object(), "title");
        if (form_.title.empty()) form_.title = "A form from elsewhere";
        form_.summary = form_.title;
        for (auto const& value : pages) {
            if (value.is_object()) add_page(value.get_object());
        }
        begin_where_they_begin();
        for (std::size_t page = 0; page < ours_.size(); ++page) lead_on(page);
        return std::move(form_);
    }

private:
    struct Known {
        std::string question;
        std::string type;
        std::map<std::string, std::string, std::less<>> values; ///< theirs (value or item's id) -> ours
    };

    void add_page(json::object const& page)
    {
        auto const path = text_of(page, "path");
        auto const controller = text_of(page, "controller");
        if (controller.find("Summary") != std::string::npos || path == "/summary" || path == "/status") return;
        bool const ends = controller.find("Terminal") != std::string::npos;
        ForeignPage out{.id = page_ids_.make(path),
                        .kind = ends ? ForeignPage::Kind::exit : ForeignPage::Kind::asks,
                        .title = text_of(page, "title")};
        if (controller.find("Repeat") != std::string::npos)
            form_.note(place(page), "It is asked several times there. Here it is asked once: write it under repeat:.");
        for (auto const& value : array_of(page, "components")) {
            if (value.is_object()) add_component(page, value.get_object(), out);
        }
        if (out.title.empty()) out.title = out.questions.empty() ? form_.title : out.questions.front().label;
        index_[path] = form_.pages.size();
        form_.pages.push_back(std::move(out));
        ours_.push_back(&page);
    }

    [[nodiscard]] static std::string place(json::object const& page)
    {
        return fmt::format("page \"{}\"", text_of(page, "path"));
    }

    void add_component(json::object const& page, json::object const& component, ForeignPage& out)
    {
        auto const type = text_of(component, "type");
        if (std::ranges::find(wordings, type) != wordings.end()) {
            auto const words = without_tags(text_of(component, "content"));
            if (!words.empty()) out.text = out.text.empty() ? words : out.text + "\n\n" + words;
            return;
        }
        auto name = text_of(component, "name");
        Known known{.question = ids_.make(name), .type = type};
        auto label = text_of(component, "title");
        if (label.empty()) label = out.title.empty() ? name : out.title;
        ForeignQuestion q{
            .id = known.question, .type = "text", .label = label, .hint = without_tags(text_of(component, "hint"))};
        auto const& options = object_of(component, "options");
        if (auto const* required = options.if_contains("required"))
            q.required = !required->is_bool() || required->get_bool();
        auto const where = fmt::format("{}, {} \"{}\"", place(page), type, label);
        auto const kind = std::ranges::find(kinds, type, &Kind::theirs);
        if (kind == kinds.end())
            form_.note(where, fmt::format("There is no type \"{}\" here, so people type.", type));
        else
            q.type = kind->ours;
        if (q.type == "choice" || q.type == "several") add_options(component, where, known, q);
        add_rules(component, where, q);
        components_[name] = known;
        if (auto const id = text_of(component, "id"); !id.empty()) components_[id] = std::move(known);
        out.questions.push_back(std::move(q));
    }

    void add_options(json::object const& component, std::string const& where, Known& known, ForeignQuestion& q)
    {
        auto const wanted = text_of(component, "list");
        Ids values;
        for (auto const& value : array_of(theirs_, "lists")) {
            if (!value.is_object()) continue;
            auto const& list = value.get_object();
            if (wanted.empty() || (text_of(list, "name") != wanted && text_of(list, "id") != wanted)) continue;
            for (auto const& entry : array_of(list, "items")) {
                if (!entry.is_object()) continue;
                auto const& item = entry.get_object();
                auto const ours = values.make(text_of(item, "text"));
                if (auto const* theirs = item.if_contains("value")) known.values[scalar(*theirs)] = ours;
                if (auto const id = text_of(item, "id"); !id.empty()) known.values[id] = ours;
                q.options.push_back({ours, text_of(item, "text"), text_of(item, "description")});
            }
            break;
        }
        if (q.options.size() > 12 && q.type == "choice") q.more.emplace_back("list: true");
        if (q.options.size() >= 2) return;
        form_.note(where, q.options.empty() ? "Its list is not in the file, so people type."
                                            : "A question with one option is a box to tick here.");
        if (q.options.size() == 1) q.label = q.options.front().label;
        q.type = q.options.empty() ? "text" : "declaration";
        q.options.clear();
    }

    void add_rules(json::object const& component, std::string const& where, ForeignQuestion& q)
    {
        auto const& schema = object_of(component, "schema");
        if (q.type == "text" || q.type == "long text") {
            if (auto const most = number_of(schema, "max"); most > 0)
                q.more.push_back(fmt::format("max_length: {}", std::min(most, 20'000)));
            if (!text_of(schema, "regex").empty())
                form_.note(where, "Its pattern is left out: theirs matches a part of the answer, ours the whole. Write "
                                  "it under pattern:.");
        }
        if (q.type == "number") {
            if (schema.if_contains("min") && schema.at("min").is_number())
                q.more.push_back("least: " + json::serialize(schema.at("min")));
            if (schema.if_contains("max") && schema.at("max").is_number())
                q.more.push_back("most: " + json::serialize(schema.at("max")));
        }
        if (q.type == "file")
            form_.note(where, "Photos and PDF are taken, up to 10 MB each. Other kinds of file are not.");
    }

    void begin_where_they_begin()
    {
        auto const first = index_.find(text_of(theirs_, "startPage"));
        if (first == index_.end() || first->second == 0) return;
        auto const at = first->second;
        std::swap(form_.pages[0], form_.pages[at]);
        std::swap(ours_[0], ours_[at]);
        for (auto& [path, page] : index_) {
            if (page == 0)
                page = at;
            else if (page == at)
                page = 0;
        }
    }

    void lead_on(std::size_t page)
    {
        auto& out = form_.pages[page];
        if (out.kind == ForeignPage::Kind::exit) return;
        if (number_of(theirs_, "schema") >= 2 || !ours_[page]->if_contains("next")) return lead_in_order(page);
        std::vector<ForeignPage::Edge> otherwise;
        for (auto const& value : array_of(*ours_[page], "next")) {
            if (!value.is_object()) continue;
            auto const& link = value.get_object();
            auto const found = index_.find(text_of(link, "path"));
            auto const to = found == index_.end() ? the_end : found->second;
            auto const name = text_of(link, "condition");
            auto const condition = name.empty() ? std::string{} : condition_named(name);
            if (!name.empty() && condition.empty()) continue;
            (condition.empty() ? otherwise : out.edges).push_back({condition, to});
        }
        if (otherwise.empty()) otherwise.push_back({"", the_end});
        out.edges.push_back(otherwise.front());
    }

    /// Pages follow each other, and each may have a condition of its own: a way past it for whoever it is not for.
    void lead_in_order(std::size_t page)
    {
        auto& out = form_.pages[page];
        for (auto next = page + 1; next < form_.pages.size(); ++next) {
            auto const name = text_of(*ours_[next], "condition");
            auto const condition = name.empty() ? std::string{} : condition_named(name);
            bool const is_exit = form_.pages[next].kind == ForeignPage::Kind::exit;
            if (is_exit && condition.empty()) continue;
            out.edges.push_back({condition, next});
            if (condition.empty()) return;
        }
        out.edges.push_back({"", the_end});
    }

    std::string condition_named(std::string const& name, int depth = 0)
    {
        for (auto const& value : array_of(theirs_, "conditions")) {
            if (!value.is_object()) continue;
            auto const& condition = value.get_object();
            if (text_of(condition, "name") != name && text_of(condition, "id") != name) continue;
            auto const* rule = condition.if_contains("value");
            auto const& items =
                rule && rule->is_object() ? array_of(rule->get_object(), "conditions") : array_of(condition, "items");
            auto found = depth > 10 ? std::string{} : joined(items, text_of(condition, "coordinator"), depth);
            if (found.empty())
                form_.note(fmt::format("condition \"{}\"", name), "It could not be read, and is left out.");
            return found;
        }
        form_.note(fmt::format("condition \"{}\"", name), "It is not in the file, and is left out.");
        return {};
    }

    std::string joined(json::array const& items, std::string const& together, int depth)
    {
        std::string out;
        int count = 0;
        for (auto const& value : items) {
            if (!value.is_object()) return {};
            auto const& item = value.get_object();
            auto const other = text_of(item, "conditionId");
            auto const one = other.empty() ? comparison(item) : condition_named(other, depth + 1);
            if (one.empty()) return {};
            auto const glue = together.empty() ? text_of(item, "coordinator") : together;
            out += count == 0 ? one : fmt::format(" {} {}", glue == "or" ? "or" : "and", one);
            ++count;
        }
        return count > 1 ? "(" + out + ")" : out;
    }

    std::string comparison(json::object const& item)
    {
        auto name = text_of(item, "componentId");
        if (name.empty()) name = text_of(object_of(item, "field"), "name");
        if (auto const dot = name.rfind('.'); dot != std::string::npos) name.erase(0, dot + 1);
        auto const known = components_.find(name);
        auto const* value = item.if_contains("value");
        if (known == components_.end() || !value) return {};
        auto theirs = scalar(*value);
        if (value->is_object()) {
            auto const& ref = value->get_object();
            theirs = ref.if_contains("itemId")  ? text_of(ref, "itemId")
                     : ref.if_contains("value") ? scalar(ref.at("value"))
                                                : std::string{};
        }
        return compare(known->second, text_of(item, "operator"), theirs);
    }

    static std::string compare(Known const& q, std::string const& operation, std::string const& theirs)
    {
        bool const is = operation == "is" || operation == "contains";
        bool const is_not = operation == "is not" || operation == "does not contain";
        if (is || is_not) {
            std::string ours = theirs;
            if (q.type == "YesNoField") ours = theirs == "true" ? "yes" : "no";
            if (auto const value = q.values.find(theirs); value != q.values.end()) ours = value->second;
            if (ours.find('"') != std::string::npos || ours.find('\\') != std::string::npos) return {};
            std::string held = q.type == "NumberField"       ? fmt::format("{} = {}", q.question, ours)
                               : q.type == "CheckboxesField" ? fmt::format("({} != null and list contains({}, \"{}\"))",
                                                                           q.question, q.question, ours)
                                                             : fmt::format("{} = \"{}\"", q.question, ours);
            return is ? held : fmt::format("not({})", held);
        }
        constexpr std::array signs{std::pair{"is at least", ">="}, std::pair{"is at most", "<="},
                                   std::pair{"is more than", ">"}, std::pair{"is less than", "<"}};
        bool const is_number = !theirs.empty() && theirs.find_first_not_of("0123456789.-") == std::string::npos;
        for (auto const& [words, sign] : signs) {
            if (operation == words && is_number && q.type == "NumberField")
                return fmt::format("({} != null and {} {} {})", q.question, q.question, sign, theirs);
        }
        return {};
    }

    json::object const& theirs_;
    ForeignForm form_;
    Ids ids_, page_ids_;
    std::vector<json::object const*> ours_; ///< their page of each of ours
    std::map<std::string, std::size_t, std::less<>> index_;
    std::map<std::string, Known, std::less<>> components_;
};

}

ForeignForm read_defra_form(std::string_view text)
{
    auto const theirs = object_from(text);
    return DefraForm{theirs}.read();
}

}
