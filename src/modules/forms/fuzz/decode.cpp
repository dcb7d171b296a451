// What browsers post to pages of the shipped services, in any order, whether they are asked or not. (Urlencoded and
// multipart bodies have fuzzers of their own, in core/http; here are the fields and files that come out of them.)
//
// The first byte picks the service. Then, until the input ends: a byte for the page, a byte for the row, a byte that
// says whether a file comes, and fields up to a zero byte. Bytes below 32 stand for the page's own names and values, so
// that the fuzzer gets past them soon.
#include "pages.hpp"
#include "rules.hpp"

#include <forms/forms.hpp>
#include <services/services.hpp>

#include <base/text.hpp>
#include <db/testing.hpp>
#include <support/fuzz.hpp>

#include <algorithm>
#include <fstream>

using namespace guildhall;
using namespace guildhall::forms;
using fuzz::must;

namespace {

struct World {
    db::TestDatabase database;
    db::TestFolder folder;
    db::BlobStore blobs{folder.path() / "blobs"};
    council::Council council{{}, folder.path(), std::string(32, 'c'), *database, blobs};
    std::vector<services::Definition> definitions = services::check(services::shipped_source()).good;
    Surroundings around{.clock = &database.clock, .zone = "Europe/London", .names = {{"account", feel::Value{}}}};
    ui::Translator t{ui::Language::en, "Europe/London"};
    places::Address const address{.uprn = "1001",
                                  .line = "12 Heather Row",
                                  .town = "Larkmoor",
                                  .postcode = "ZZ1 1AA",
                                  .usrn = "900001",
                                  .ward = "east",
                                  .depot = "north",
                                  .point = {-1.5, 53.5}};
};

World& world()
{
    static World one;
    return one;
}

std::uint8_t take_byte(std::string_view& rest)
{
    auto const byte = rest.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
    return byte;
}

std::vector<Step> pages_of(services::Definition const& definition, Answers const& answers, std::uint8_t row)
{
    std::vector<Step> steps;
    for (auto const& page : definition.pages) {
        if (!page.repeat) steps.push_back(whole(page));
        auto const& rows = answers.rows(page.id);
        auto const at = row % (rows.size() + 1);
        for (auto const& of_row : page.pages)
            steps.push_back(whole(of_row, &page, at == rows.size() ? new_row : rows[at].id));
    }
    return steps;
}

/// What a byte below 32 says on this page.
std::vector<std::string> phrases_of(Step const& step)
{
    std::vector<std::string> phrases{"yes", "no", "true", "12", "2027", "1001", "ZZ1 1AA", "-1.5", "53.5", "\n"};
    for (auto const* q : step.questions) {
        for (auto const* part : {"", "-first", "-line", "-day", "-month", "-year", "-how", "-lon", "-lat", "-uprn"})
            phrases.push_back(q->id + part);
        for (auto const& option : q->options) phrases.push_back(option.value);
    }
    return phrases;
}

/// "name=value&name=value" as the http room hands it over: clean text.

http::Form form_of(std::string_view text, std::vector<std::string> const& phrases)
{
    std::string written;
    for (unsigned char const c : text) {
        if (c < 32)
            written += phrases[c % phrases.size()];
        else if (c < 0x7F)
            written += static_cast<char>(c);
        else
            written += "\xC3\xA9"; // é stands for all that is not ASCII
    }
    http::Form form;
    for (std::string_view rest{written}; !rest.empty() && form.fields().size() < 200;) {
        auto field = fuzz::take(rest, '&');
        auto const name = fuzz::take(field, '=');
        form.add(std::string{name}, std::string{field});
    }
    return form;
}

Offers offers_for(Step const& step)
{
    Offers offers;
    for (auto const* q : step.questions) {
        auto& offer = offers[q->id];
        offer.addresses = {world().address};
        offer.places = {{"school-1", "A school", 120.0}, {"school-2", "Another", std::nullopt}};
        offer.choices = {{"one", "One", {}}, {"two", "Two", {}}};
        offer.ward = "east";
    }
    return offers;
}

bool is_asked(Step const& step, std::string_view id)
{
    return std::ranges::any_of(step.questions, [&](auto const* q) { return q->id == id; });
}

/// What is kept is an answer to the page's own questions, and no larger than it may be.
void look_at(Step const& step, PageInput const& input, Offers const& offers)
{
    must(input.answers.groups().empty() && input.answers.ends_passed().empty());
    for (auto const& [id, answer] : input.answers.all()) {
        must(is_asked(step, id));
        auto const& q =
            **std::ranges::find(step.questions, id, [](auto const* one) { return std::string_view{one->id}; });
        auto const& choices = choices_of(q, offers);
        bool const is_choice = q.type == services::QuestionType::choice || q.type == services::QuestionType::several;
        must(answer.values.size() <= (is_choice ? choices.size() : 1));
        must(q.type != services::QuestionType::choice || answer.values.size() <= 1);
        for (auto const& value : answer.values) {
            if (is_choice) must(std::ranges::find(choices, value, &services::Choice::value) != choices.end());
            must(length_of(value) <= static_cast<std::size_t>(std::max(q.max_length, 4000)));
        }
        must(answer.files.size() <= most_files(q));
        if (answer.person) must(length_of(answer.person->first) <= 200 && length_of(answer.person->last) <= 200);
        if (answer.location) must(length_of(answer.location->words) <= 500);
        if (answer.address) must(length_of(answer.address->lines) <= 402);
        if (answer.consent) must(length_of(answer.consent->reason) <= 1000);
    }
    for (auto const& id : input.undecided) must(is_asked(step, id));
    for (auto const& file : input.files) must(is_asked(step, file.question) && file.upload == 0);
}

/// What is shown in the fields of a page reads as what it was made from.
void read_again(Step const& step, Answers const& answers, Offers const& offers, Answers const& kept)
{
    http::Request request;
    request.form = as_typed(step, answers);
    auto const again = read_page(step, request, offers, kept, world().council);
    must(again.has_value() && again->answers.to_json() == answers.to_json());
}

/// As `keep_page` does.
void merge(Answers& all, Step step, PageInput const& input)
{
    if (step.group && !all.row(step.group->id, step.row)) step.row = all.add_row(step.group->id);
    auto& into = step.group ? all.row(step.group->id, step.row)->answers : all;
    for (auto const* q : step.questions) {
        auto const* answer = input.answers.find(q->id);
        into.set(q->id, answer ? *answer : Answer{});
    }
    for (auto const& file : input.files) {
        auto answer = into.find(file.question) ? *into.find(file.question) : Answer{};
        answer.files.push_back({FileId{static_cast<std::int64_t>(answer.files.size()) + 1}, file.document});
        into.set(file.question, answer);
    }
}

void draw(services::Definition const& definition, Step const& step, http::Form const& typed,
          std::vector<FieldError> errors, Offers const& offers)
{
    QuestionView const view{.definition = definition,
                            .step = step,
                            .path = "/",
                            .text = step.page->text,
                            .seal = {},
                            .typed = typed,
                            .errors = std::move(errors),
                            .offers = offers,
                            .by_hand = {},
                            .searching = {},
                            .files = {}};
    auto const page = question_page(view, world().t);
    must(page.str().find("<form") != std::string::npos);
}

/// Everything that a draft holds is an answer to something that is asked, and a way can be made of it at any time.
void look_at_draft(services::Definition const& definition, Answers const& answers)
{
    must(Answers::from_json(answers.to_json()).to_json() == answers.to_json());
    auto past_all_ends = answers;
    for (auto const& end : definition.ends) past_all_ends.go_past(end.id);
    Way const way{definition, past_all_ends, world().around};
    auto const asked = way.answers();
    for (auto const& [id, answer] : answers.all()) must(asked.find(id) != nullptr);
    for (auto const& [group, rows] : answers.groups()) {
        auto const* page = definition.page(group);
        must(page && page->repeat && rows.rows.size() <= static_cast<std::size_t>(page->repeat->most));
    }
    Way const own{definition, answers, world().around};
    for (auto const& step : own.steps()) must(own.find(step) == &step);
    (void)answer_lines(definition, own.answers());
}

bool is_on_the_way(Way const& way, Step const& step)
{
    if (!step.group || step.row != new_row) return way.find(step) != nullptr;
    auto const* first = way.first_of_new_row(step.group->id);
    return first && first->page == step.page;
}

/// One post: the answers that the draft has afterwards.
void post(services::Definition const& definition, Answers& draft, std::string_view& rest)
{
    auto const which = take_byte(rest);
    auto const steps = pages_of(definition, draft, take_byte(rest));
    auto step = steps[which % steps.size()];
    Way const way{definition, draft, world().around};
    if (!is_on_the_way(way, step)) return; // changes nothing, says answering.cpp
    if (auto const* asked = way.find(step)) step = *asked;
    auto const file = take_byte(rest);

    http::Request request;
    auto const fields = fuzz::take(rest, '\0');
    request.form = form_of(fields, phrases_of(step));
    auto const path = world().folder.path() / "upload";
    if (file % 4 == 1 && !step.questions.empty()) {
        auto const* q = step.questions[file / 4 % step.questions.size()];
        auto const bytes = "%PDF-" + std::string{fields};
        std::ofstream{path, std::ios::binary} << bytes;
        auto const document = q->documents.empty() ? std::string{} : q->documents.front().any_of.front().id;
        http::Upload upload;
        upload.field = file_field(*q, document);
        upload.path = path;
        upload.size = bytes.size();
        request.uploads.push_back(std::move(upload));
    }
    auto const offers = offers_for(step);
    auto const kept = way.answers_of(step);
    auto const facts = way.facts_before(step);
    auto parsed = read_page(step, request, offers, kept, world().council);
    if (!parsed) {
        must(!parsed.error().empty());
        draw(definition, step, request.form, parsed.error(), offers);
        return;
    }
    look_at(step, *parsed, offers);
    draw(definition, step, as_typed(step, parsed->answers), broken_rules(step, parsed->answers, facts), offers);
    if (!parsed->undecided.empty() || !broken_rules(step, parsed->answers, facts).empty()) return;
    if (parsed->files.empty()) read_again(step, parsed->answers, offers, kept);
    merge(draft, step, *parsed);
    draft = answers_asked(definition, draft, world().around);
    look_at_draft(definition, draft);
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto rest = fuzz::text(data, size);
    auto const& definitions = world().definitions;
    auto const& definition = definitions[take_byte(rest) % definitions.size()];
    Answers draft;
    for (int posts = 0; !rest.empty() && posts < 40; ++posts) post(definition, draft, rest);
    return 0;
}
