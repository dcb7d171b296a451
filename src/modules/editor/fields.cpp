#include "fields.hpp"

#include "names.hpp"

#include <algorithm>
#include <array>

namespace guildhall::editor {

namespace {

constexpr std::array sign_in{Fixed{"none", "Nobody signs in"}, Fixed{"optional", "People may sign in"},
                             Fixed{"required", "People must sign in"},
                             Fixed{"two-step", "People must sign in with a second step"}};
constexpr std::array verbs{Fixed{"report", "Report a problem"},
                           Fixed{"request", "Ask for something"},
                           Fixed{"apply", "Apply for something"},
                           Fixed{"book", "Book something"},
                           Fixed{"pay", "Pay for something"},
                           Fixed{"tell", "Tell us about a change"},
                           Fixed{"check", "Check if you can have something"},
                           Fixed{"appeal", "Appeal against a decision"},
                           Fixed{"buy", "Buy something"},
                           Fixed{"view", "Look something up"},
                           Fixed{"refer", "Refer somebody"}};
constexpr std::array audiences{Fixed{"resident", "Residents"},
                               Fixed{"business", "Businesses"},
                               Fixed{"tenant", "Tenants"},
                               Fixed{"councillor", "Councillors"},
                               Fixed{"professional", "Professionals"},
                               Fixed{"partner", "Partner organisations"},
                               Fixed{"carer", "Carers"},
                               Fixed{"young-person", "Young people"},
                               Fixed{"staff", "Staff"}};
constexpr std::array tiers{Fixed{"1", "Done at once"}, Fixed{"2", "A piece of work for a team"},
                           Fixed{"3", "For people who need more help"}};
constexpr std::array closes{Fixed{"", "Work goes on"}, Fixed{"done", "It ends: done"},
                            Fixed{"not done", "It ends: not done"}};
constexpr std::array feedback{Fixed{"", "Ask how it went"}, Fixed{"none", "Ask nothing"}};
constexpr std::array person_parts{Fixed{"date of birth", "Date of birth"}};

constexpr std::array start_fields{
    Field{"title", Input::line, "Title", "What people want to do, in their words."},
    Field{"summary", Input::line, "Summary", "One sentence below the title."},
    Field{"before_you_start", Input::lines, "Before you start", "What people need to know or have. One on each line."},
    Field{"what_happens", Input::lines, "What happens next", "One step on each line."},
    Field{"other_ways", Input::lines, "Other ways to do this",
          "For people who cannot do it online. One on each line."}};

constexpr std::array about_fields{
    Field{"owner", Input::pick, "Team that does the work", "", Choices::teams},
    Field{"promise.acknowledge", Input::line, "When people hear that we have it", "For example: at once"},
    Field{"promise.working_days", Input::line, "Working days until it is done", "A number. This is a promise."},
    Field{"verb", Input::pick, "What people do here", "", Choices::fixed, verbs},
    Field{"area", Input::line, "Area of the council", "One word, for example: waste"},
    Field{"audience", Input::picks, "Who it is for", "None of them: residents.", Choices::fixed, audiences},
    Field{"sign_in", Input::pick, "Signing in", "", Choices::fixed, sign_in},
    Field{"tier", Input::pick, "Kind of service", "", Choices::fixed, tiers},
    Field{"open.from", Input::line, "Opens on", "A day such as 2026-09-01. Empty: open now."},
    Field{"open.to", Input::line, "Closes after", "The last day on which it can be sent. Empty: stays open."},
    Field{"open.closed", Input::area, "What people read while it is closed"},
    Field{"words", Input::lines, "Words that people search by", "Everyday words, one on each line."},
    Field{"life_events", Input::lines, "Life events", "Where it is listed, for example: moving home"},
    Field{"privacy", Input::area, "Privacy notice", "Short. It stands beside the button that sends."},
    Field{"declaration", Input::area, "What people confirm before they send", "Empty: nothing."},
    Field{"restricted", Input::truth, "The team alone sees its cases",
          "Not even administrators: for safeguarding and abuse."},
    Field{"sender", Input::picks, "Questions about the person who fills it in",
          "Their name, address, email and phone, where the form asks about others too.", Choices::questions},
    Field{"about", Input::pick, "Whose case it is", "Where that is not the person who fills it in.", Choices::people},
    Field{"told_by", Input::pick, "Question in which people say how we tell them",
          "Its choices are email, text and letter.", Choices::questions},
    Field{"next", Input::picks, "Services to offer afterwards", "", Choices::services},
    Field{"feedback", Input::pick, "After it is closed", "", Choices::fixed, feedback},
    Field{"retention_days", Input::line, "Days until answers are deleted", "Counted from closing."}};

constexpr std::array route_columns{Column{"when", "If (FEEL; empty: always)", Input::feel},
                                   Column{"team", "Then this team", Input::pick, Choices::teams}};
constexpr std::array outcome_fields{
    Field{"route",
          Input::rows,
          "Other teams",
          "Rules from top to bottom. Where none holds, the team of the service gets it.",
          Choices::none,
          {},
          route_columns},
    Field{"could_not_do", Input::lines, "Why it could not be done",
          "Reasons that staff choose from. One on each line."},
    Field{"received", Input::pick, "Message that says we have it", "", Choices::messages},
    Field{"duplicates.same", Input::picks, "It is the same request where these answers are the same", "",
          Choices::questions},
    Field{"duplicates.within_days", Input::line, "Within so many days"},
    Field{"duplicates.metres", Input::line, "Within so many metres", "For a place on the map."}};

constexpr std::array value_columns{Column{"id", "Name"}, Column{"is", "Worked out as (FEEL)", Input::feel}};
constexpr std::array values_fields{Field{"values",
                                         Input::rows,
                                         "Values",
                                         "Names that conditions and texts may use: ((fee))",
                                         Choices::none,
                                         {},
                                         value_columns}};

constexpr std::array check_columns{Column{"that", "This must hold (FEEL)", Input::feel}, Column{"say", "Else we say"},
                                   Column{"question", "Beside", Input::pick, Choices::questions}};
constexpr std::array steps{Fixed{"", "It asks questions"}, Fixed{"pay", "People pay here"},
                           Fixed{"book", "People choose a time here"}};
constexpr std::array given_columns{Column{"name", "What it is given, such as amount"},
                                   Column{"is", "Worked out as (FEEL)", Input::feel}};
constexpr std::array exit_columns{Column{"when", "If (FEEL; empty: always)", Input::feel},
                                  Column{"end", "Then this early end", Input::pick, Choices::ends}};
constexpr std::array page_fields{
    Field{"title", Input::line, "Title of the page", "A page with one question needs none."},
    Field{"text", Input::area, "Text on the page", "Above the questions. Markdown."},
    Field{"when", Input::condition, "Show this page only if"},
    Field{"step", Input::step, "What happens on this page", "", Choices::fixed, steps, given_columns},
    Field{"repeat.one", Input::line, "Ask this page several times, for each", "For example: child. Empty: once."},
    Field{"repeat.least", Input::line, "At least so many"},
    Field{"repeat.most", Input::line, "At most so many"},
    Field{"repeat.caption", Input::feel, "What each is called in the list", "FEEL, for example: child-name.first"},
    Field{"then", Input::rows, "Where the way ends early", "", Choices::none, {}, exit_columns},
    Field{"checks", Input::rows, "Rules over the answers of this page", "", Choices::none, {}, check_columns}};

constexpr std::array option_columns{Column{"label", "Answer"}, Column{"hint", "Hint, if needed"}};
constexpr std::array document_columns{Column{"label", "Paper"}, Column{"hint", "Hint, if needed"},
                                      Column{"or", "What people may show instead, one on each line", Input::lines}};
constexpr std::array own_check_columns{Column{"that", "This must hold (FEEL)", Input::feel},
                                       Column{"say", "Else we say"}};
constexpr std::array question_fields{
    Field{"label", Input::line, "Question"},
    Field{"hint", Input::line, "Hint", "One short sentence below the question, if people need it."},
    Field{"type", Input::pick, "How people answer"},
    Field{"options", Input::rows, "Answers to choose from", "", Choices::none, {}, option_columns, "|choice|several|"},
    Field{"list",
          Input::truth,
          "Show the answers as a list that opens",
          "Only for more than about ten answers.",
          Choices::none,
          {},
          {},
          "|choice|"},
    Field{"purpose", Input::line, "Why we ask", "Who uses the answer, and for what."},
    Field{"required", Input::truth_off, "It must be answered"},
    Field{"sensitive", Input::truth, "Seal the answer",
          "For health, money, belief and the like. Address, name, email and phone always are."},
    Field{"when", Input::condition, "Only ask if"},
    Field{"max_length", Input::line, "Longest answer", "In characters.", Choices::none, {}, {}, "|text|long text|"},
    Field{"pattern",
          Input::line,
          "Pattern of the answer",
          "A regular expression that the whole answer matches.",
          Choices::none,
          {},
          {},
          "|text|"},
    Field{"least",
          Input::feel,
          "At least",
          "A number; for a date FEEL such as today()",
          Choices::none,
          {},
          {},
          "|number|money|date|"},
    Field{"most", Input::feel, "At most", "", Choices::none, {}, {}, "|number|money|date|"},
    Field{"decimals", Input::line, "Places after the point", "", Choices::none, {}, {}, "|number|"},
    Field{"files", Input::line, "At most so many files", "", Choices::none, {}, {}, "|file|"},
    Field{"documents",
          Input::rows,
          "Papers that people must show",
          "None: any photo or paper will do.",
          Choices::none,
          {},
          document_columns,
          "|file|"},
    Field{"later", Input::truth, "People may send it later", "", Choices::none, {}, {}, "|file|"},
    Field{"layer", Input::line, "Kind of place", "For example: schools", Choices::none, {}, {}, "|nearest|"},
    Field{"near", Input::pick, "Nearest to this answer", "", Choices::addresses, {}, {}, "|nearest|"},
    Field{"only", Input::feel, "Only places where", "FEEL over one place.", Choices::none, {}, {}, "|nearest|"},
    Field{"show", Input::line, "So many places", "", Choices::none, {}, {}, "|nearest|"},
    Field{"with", Input::picks, "Also ask for", "", Choices::fixed, person_parts, {}, "|person|"},
    Field{"missing", Input::line, "What we say when it is empty", "Empty: a sentence is made."},
    Field{"wrong", Input::line, "What we say when it does not fit", "Empty: a sentence is made."},
    Field{"prefill", Input::feel, "Filled in from what we know", "FEEL: earlier.property, account.email"},
    Field{"checks", Input::rows, "Rules over the answer", "", Choices::none, {}, own_check_columns}};

constexpr std::array link_columns{Column{"text", "Link"}, Column{"url", "Address"}};
constexpr std::array ending_fields{
    Field{"title", Input::line, "Title"}, Field{"text", Input::area, "Text", "Say who helps, and how. Markdown."},
    Field{"links", Input::rows, "Links", "", Choices::none, {}, link_columns},
    Field{"next", Input::picks, "Services that help", "", Choices::services},
    Field{"go_on", Input::line, "Words of a button that goes on all the same", "Empty: this is the end."}};

constexpr std::array stage_fields{Field{"title", Input::line, "What people read", "For example: A crew is on its way"},
                                  Field{"text", Input::area, "More words on the tracking page"},
                                  Field{"closes", Input::pick, "Does it end here?", "", Choices::fixed, closes},
                                  Field{"public", Input::truth_off, "People see it on the tracking page"},
                                  Field{"message", Input::pick, "Message that tells the person", "", Choices::messages},
                                  Field{"next", Input::picks, "What may follow", "", Choices::stages}};

constexpr std::array types{TypeOfQuestion{"choice", "Choose one", "Round buttons. For up to ten answers."},
                           TypeOfQuestion{"several", "Choose several", "Boxes to tick."},
                           TypeOfQuestion{"yes/no", "Yes or no", "Two round buttons."},
                           TypeOfQuestion{"text", "A short answer", "One line."},
                           TypeOfQuestion{"long text", "A longer answer", "Several lines, with a count."},
                           TypeOfQuestion{"number", "A number", "Digits only."},
                           TypeOfQuestion{"money", "An amount of money", "Pounds and pence."},
                           TypeOfQuestion{"date", "A date", "Day, month and year."},
                           TypeOfQuestion{"email", "An email address", "We write to it. Always sealed."},
                           TypeOfQuestion{"phone", "A phone number", "Checked. Always sealed."},
                           TypeOfQuestion{"address", "An address", "Found by postcode, or typed. Always sealed."},
                           TypeOfQuestion{"postcode", "A postcode", "Checked by its form."},
                           TypeOfQuestion{"location", "A place on the map", "Words, or where the phone is."},
                           TypeOfQuestion{"person", "A person's name", "First and last name. Always sealed."},
                           TypeOfQuestion{"business", "A business", "Its name, and its company number."},
                           TypeOfQuestion{"vehicle", "A vehicle", "Its registration number."},
                           TypeOfQuestion{"ni number", "A National Insurance number", "Checked. Always sealed."},
                           TypeOfQuestion{"file", "Photos or papers", "Pictures and PDF. Always sealed."},
                           TypeOfQuestion{"nearest", "The nearest places", "Such as schools, with the distance."},
                           TypeOfQuestion{"consent", "Consent", "Yes and how it was given, or why not."},
                           TypeOfQuestion{"declaration", "A box to confirm", "One box that must be ticked."}};

template <std::size_t N> void append(std::vector<Field const*>& out, std::array<Field, N> const& fields)
{
    for (auto const& field : fields) out.push_back(&field);
}

/// Every question in the order in which it is asked, until the item.
class Before {
public:
    Before(services::Sheet const& sheet, Item const& item)
        : item_{item.address}, own_{item.kind == Item::Kind::question}
    {
        walk(sheet.value({"pages"}), "pages");
    }
    std::vector<Asked> asked;

private:
    bool walk(services::Written const& pages, std::string const& at)
    {
        for (auto const& page : pages.items) {
            auto const here = at + "/" + std::string{page.at("id")};
            // A page's own rules may use its questions; whether it is shown may not.
            if (here == item_ && !own_) return true;
            if (auto const* const questions = page.find("questions"))
                for (auto const& question : questions->items) {
                    if (here + "/questions/" + std::string{question.at("id")} == item_) return true;
                    asked.push_back(asked_of(question));
                }
            auto const* const rows = page.find("pages");
            if (rows && walk(*rows, here + "/pages")) return true;
        }
        return false;
    }
    static Asked asked_of(services::Written const& question)
    {
        Asked one{
            std::string{question.at("id")}, std::string{question.at("label")}, std::string{question.at("type")}, {}};
        if (auto const* const options = question.find("options"))
            for (auto const& option : options->items) one.options.emplace_back(option.at("value"), option.at("label"));
        if (one.type == "yes/no") one.options = {{"yes", "Yes"}, {"no", "No"}};
        return one;
    }
    std::string const& item_;
    bool own_;
};

}

std::string Field::name() const
{
    std::string out{key};
    std::ranges::replace(out, '.', '-');
    return out;
}

services::Path Field::path() const
{
    return split_at(key, '.');
}

services::Path Item::at(Field const& field) const
{
    auto out = path;
    auto const rest = field.path();
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
}

std::string Item::problem_path(Field const& field) const
{
    std::string out = path.empty() ? "" : address + "/";
    for (auto const& step : field.path()) out += (out.empty() || out.ends_with('/') ? "" : "/") + step;
    return out;
}

std::optional<Item> item_at(services::Sheet const& sheet, std::string_view address)
{
    using Kind = Item::Kind;
    static constexpr std::array tops{
        std::pair{std::string_view{"start"}, Kind::start}, std::pair{std::string_view{"about"}, Kind::about},
        std::pair{std::string_view{"outcome"}, Kind::outcome}, std::pair{std::string_view{"values"}, Kind::values}};
    for (auto const& [name, kind] : tops)
        if (address == name) return Item{kind, std::string{address}, {}};
    Item item{.address = std::string{address}, .path = split_at(address, '/')};
    auto const depth = item.path.size();
    if (depth < 2 || depth % 2 != 0 || sheet.value(item.path).kind != services::Written::Kind::keys)
        return std::nullopt;
    auto const& list = item.path[depth - 2];
    if (item.path[0] == "pages")
        item.kind = list == "questions" ? Kind::question : Kind::page;
    else if (item.path[0] == "ends" && depth == 2)
        item.kind = Kind::ending;
    else if (item.path[0] == "stages" && depth == 2)
        item.kind = Kind::stage;
    else
        return std::nullopt;
    bool const fits = item.path[0] != "pages" || list == "questions" || list == "pages";
    return fits ? std::optional{item} : std::nullopt;
}

Sentence title_of(Item::Kind kind)
{
    switch (kind) {
    case Item::Kind::start: return "Start page";
    case Item::Kind::about: return "About this service";
    case Item::Kind::outcome: return "Team and duplicates";
    case Item::Kind::values: return "Worked out values";
    case Item::Kind::page: return "Page";
    case Item::Kind::question: return "Question";
    case Item::Kind::ending: return "Early end";
    case Item::Kind::stage: return "Stage";
    }
    return "Page";
}

std::vector<Field const*> fields_of(services::Sheet const& sheet, Item const& item)
{
    std::vector<Field const*> fields;
    switch (item.kind) {
    case Item::Kind::start: append(fields, start_fields); break;
    case Item::Kind::about: append(fields, about_fields); break;
    case Item::Kind::outcome: append(fields, outcome_fields); break;
    case Item::Kind::values: append(fields, values_fields); break;
    case Item::Kind::page: append(fields, page_fields); break;
    case Item::Kind::question: append(fields, question_fields); break;
    case Item::Kind::ending: append(fields, ending_fields); break;
    case Item::Kind::stage: append(fields, stage_fields); break;
    }
    if (item.kind != Item::Kind::question) return fields;
    auto path = item.path;
    path.emplace_back("type");
    auto const type = "|" + sheet.words(path) + "|";
    path.back() = "options";
    // Options that come from a list or from FEEL are changed in the YAML.
    bool const has_own_options = sheet.value(path).kind != services::Written::Kind::keys &&
                                 sheet.value(path).kind != services::Written::Kind::text;
    std::erase_if(fields, [&](Field const* field) {
        if (field->key == "options" && !has_own_options) return true;
        return !field->only_for.empty() && field->only_for.find(type) == std::string_view::npos;
    });
    return fields;
}

std::span<TypeOfQuestion const> types_of_question()
{
    return types;
}

std::vector<Asked> asked_before(services::Sheet const& sheet, Item const& item)
{
    return Before{sheet, item}.asked;
}

Offered offered(Choices choices, std::span<Fixed const> fixed, Work const& work, Item const& item,
                council::Settings const& settings, ui::Translator const& t)
{
    Offered out;
    auto const every_question = [&](auto&& wanted) {
        for (auto const& one : asked_before(*work.sheet, Item{}))
            if (wanted(one)) out.emplace_back(one.id, one.label.empty() ? one.id : one.label);
    };
    auto const below = [&](char const* list) {
        for (auto const& one : work.sheet->value({list}).items)
            if (item.address != std::string{list} + "/" + std::string{one.at("id")})
                out.emplace_back(one.at("id"), one.at("title").empty() ? one.at("id") : one.at("title"));
    };
    switch (choices) {
    case Choices::none: break;
    case Choices::fixed:
        for (auto const& one : fixed) out.emplace_back(one.value, t(one.words));
        break;
    case Choices::teams:
        for (auto const& team : settings.teams) out.emplace_back(team.slug, team.name);
        break;
    case Choices::stages: below("stages"); break;
    case Choices::ends: below("ends"); break;
    case Choices::services:
        for (auto const* version : work.catalogue->all())
            if (version->definition.id != work.service)
                out.emplace_back(version->definition.id, version->definition.title);
        break;
    case Choices::people: every_question([](Asked const& one) { return one.type == "person"; }); break;
    case Choices::addresses:
        every_question([](Asked const& one) { return one.type == "address" || one.type == "location"; });
        break;
    case Choices::questions: every_question([](Asked const&) { return true; }); break;
    case Choices::messages: out = messages_of(*work.sheet, t); break;
    }
    return out;
}

}
