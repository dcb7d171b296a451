#include "fields.hpp"

#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

namespace guildhall::forms {

namespace {

using services::Question;
using services::QuestionType;

constexpr std::size_t longest_search = 200; ///< bytes: no address is longer

/// What a required question says when its definition has no sentence for it.
Message missing(Question const& question)
{
    if (!question.missing.empty()) return Message::verbatim(question.missing);
    switch (question.type) {
    case QuestionType::choice: return {"Choose one of the answers"};
    case QuestionType::several: return {"Choose at least one of the answers"};
    case QuestionType::yes_no: return {"Choose yes or no"};
    case QuestionType::number:
    case QuestionType::money:
    case QuestionType::date:
    case QuestionType::postcode:
    case QuestionType::person:
    case QuestionType::business:
    case QuestionType::vehicle:
    case QuestionType::ni_number:
    case QuestionType::nearest:
    case QuestionType::consent:
    case QuestionType::declaration:
    case QuestionType::text:
    case QuestionType::long_text: return {"Enter an answer"};
    case QuestionType::email: return {"Enter an email address"};
    case QuestionType::phone: return {"Enter a phone number"};
    case QuestionType::address: return {"Enter a postcode or part of the address"};
    case QuestionType::location: return {"Tell us where it is"};
    case QuestionType::file: return {"Choose a photo"};
    }
    return {"Enter an answer"};
}

/// Whether these are the first bytes of a kind of photo that we read. What a browser claims does not count.
bool looks_like_photo(std::filesystem::path const& file)
{
    std::array<char, 12> bytes{};
    std::ifstream in{file, std::ios::binary};
    in.read(bytes.data(), bytes.size());
    std::string_view const head{bytes.data(), static_cast<std::size_t>(in.gcount())};
    if (head.starts_with("\xFF\xD8\xFF") || head.starts_with("\x89PNG\r\n\x1A\n")) return true;
    if (head.size() < bytes.size()) return false;
    auto const brand = head.substr(8);
    if (head.starts_with("RIFF")) return brand == "WEBP";
    static constexpr std::array heic{"heic", "heix", "heim", "heis", "mif1", "msf1"};
    return head.substr(4, 4) == "ftyp" && std::ranges::find(heic, brand) != heic.end();
}

std::optional<double> number_in(std::string_view text)
{
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

class PageReader {
public:
    PageReader(http::Request const& request, Offers const& offers, Answers const& kept, council::Council const& council)
        : request_{request}, form_{request.form}, offers_{offers}, kept_{kept}, council_{council}
    {}

    void read(Question const& q)
    {
        switch (q.type) {
        case QuestionType::choice: return choice(q);
        case QuestionType::several: return several(q);
        case QuestionType::yes_no: return yes_no(q);
        case QuestionType::number:
        case QuestionType::money:
        case QuestionType::date:
        case QuestionType::postcode:
        case QuestionType::person:
        case QuestionType::business:
        case QuestionType::vehicle:
        case QuestionType::ni_number:
        case QuestionType::nearest:
        case QuestionType::consent:
        case QuestionType::declaration:
        case QuestionType::text: return text(q, collapsed(form_.value(q.id)), 200);
        case QuestionType::long_text: return text(q, std::string{trimmed(form_.value(q.id))}, 4000);
        case QuestionType::email: return email(q);
        case QuestionType::phone: return phone(q);
        case QuestionType::address: return address(q);
        case QuestionType::location: return location(q);
        case QuestionType::file: return file(q);
        }
    }

    Parsed<PageInput> result()
    {
        if (!errors_.empty()) return std::unexpected{std::move(errors_)};
        return std::move(input_);
    }

private:
    void wrong(std::string field, Message message) { errors_.push_back({std::move(field), std::move(message)}); }
    void none(Question const& q)
    {
        if (q.required) wrong(q.id, missing(q));
    }
    void answer(Question const& q, std::string value) { input_.answers.set(q.id, {.values = {std::move(value)}}); }

    void choice(Question const& q)
    {
        auto const value = form_.value(q.id);
        if (value.empty()) return none(q);
        if (!q.option(value)) return wrong(q.id, {"Choose one of the answers in the list"});
        answer(q, std::string{value});
    }

    void several(Question const& q)
    {
        Answer chosen;
        for (auto const value : form_.values(q.id)) {
            if (value.empty()) continue;
            if (!q.option(value)) return wrong(q.id, {"Choose only answers in the list"});
            if (std::ranges::find(chosen.values, value) == chosen.values.end()) chosen.values.emplace_back(value);
        }
        if (chosen.empty()) return none(q);
        input_.answers.set(q.id, std::move(chosen));
    }

    void yes_no(Question const& q)
    {
        auto const value = form_.value(q.id);
        if (value.empty()) return none(q);
        if (value != "yes" && value != "no") return wrong(q.id, {"Choose yes or no"});
        answer(q, std::string{value});
    }

    void text(Question const& q, std::string value, int usual_length)
    {
        if (value.empty()) return none(q);
        auto const most = static_cast<std::size_t>(q.max_length > 0 ? q.max_length : usual_length);
        if (length_of(value) > most)
            return wrong(q.id, {"Your answer must be {max} characters or fewer", {{"max", std::to_string(most)}}});
        answer(q, std::move(value));
    }

    void email(Question const& q)
    {
        auto const typed = trimmed(form_.value(q.id));
        if (typed.empty()) return none(q);
        auto const email = Email::parse(typed);
        if (!email) return wrong(q.id, {"Enter an email address in the correct format, like name@example.com"});
        answer(q, email->str());
    }

    void phone(Question const& q)
    {
        auto const typed = trimmed(form_.value(q.id));
        if (typed.empty()) return none(q);
        auto const phone = Phone::parse(typed);
        if (!phone) return wrong(q.id, {"Enter a phone number, like 01632 960 001 or 07700 900 982"});
        answer(q, phone->e164());
    }

    void address(Question const& q)
    {
        switch (address_step(q, form_)) {
        case AddressStep::search: return searched_address(q);
        case AddressStep::choose: return chosen_address(q);
        case AddressStep::by_hand: return typed_address(q);
        }
    }

    void searched_address(Question const& q)
    {
        if (trimmed(form_.value(q.id)).empty()) return none(q);
        if (offered(q).empty()) return wrong(q.id, {"We cannot find that address. Check it, or enter it by hand"});
        input_.undecided.push_back(q.id);
    }

    void chosen_address(Question const& q)
    {
        auto const uprn = form_.value(q.id + "-uprn");
        if (uprn.empty()) return wrong(q.id + "-uprn", {"Choose an address"});
        auto const found = std::ranges::find(offered(q), uprn, &places::Address::uprn);
        if (found == offered(q).end()) return wrong(q.id + "-uprn", {"Choose an address in the list"});
        input_.answers.set(
            q.id, {.address = Address{fmt::format("{}, {}", found->line, found->town), found->postcode, found->uprn}});
    }

    void typed_address(Question const& q)
    {
        auto const line = collapsed(form_.value(q.id + "-line"));
        auto const town = collapsed(form_.value(q.id + "-town"));
        auto const typed = trimmed(form_.value(q.id + "-postcode"));
        if (!q.required && line.empty() && town.empty() && typed.empty()) return;
        auto const before = errors_.size();
        auto const check = [&](std::string const& part, std::string const& value, Message empty) {
            if (value.empty())
                wrong(q.id + part, std::move(empty));
            else if (length_of(value) > 200)
                wrong(q.id + part, {"Your answer must be {max} characters or fewer", {{"max", "200"}}});
        };
        check("-line", line, {"Enter the house number or name, and the street"});
        check("-town", town, {"Enter the town or city"});
        auto const postcode = Postcode::parse(typed);
        if (typed.empty())
            wrong(q.id + "-postcode", {"Enter the postcode"});
        else if (!postcode)
            wrong(q.id + "-postcode", {"Enter a full UK postcode, like ZZ1 1AA"});
        if (errors_.size() == before)
            input_.answers.set(q.id, {.address = Address{fmt::format("{}, {}", line, town), postcode->str(), ""}});
    }

    [[nodiscard]] std::vector<places::Address> const& offered(Question const& q) const
    {
        static std::vector<places::Address> const nothing;
        auto const found = offers_.find(q.id);
        return found == offers_.end() ? nothing : found->second;
    }

    void location(Question const& q)
    {
        Location where{.words = collapsed(form_.value(q.id))};
        auto const lon = trimmed(form_.value(q.id + "-lon"));
        auto const lat = trimmed(form_.value(q.id + "-lat"));
        if (!lon.empty() || !lat.empty()) {
            auto const x = number_in(lon);
            auto const y = number_in(lat);
            where.point = geo::Point{x.value_or(0), y.value_or(0)};
            if (!x || !y || !geo::is_valid(*where.point))
                return wrong(q.id, {"We cannot read that place. Tell us in words where it is"});
            if (!council_.is_inside(*where.point)) {
                return wrong(
                    q.id, {"That place is outside the area of {council}. Give another place, or ask the council there",
                           {{"council", council_.brand().name}}});
            }
        }
        if (where.words.empty() && !where.point) return none(q);
        auto const most = static_cast<std::size_t>(q.max_length > 0 ? q.max_length : 500);
        if (length_of(where.words) > most)
            return wrong(q.id, {"Your answer must be {max} characters or fewer", {{"max", std::to_string(most)}}});
        input_.answers.set(q.id, {.location = std::move(where)});
    }

    void file(Question const& q)
    {
        auto const* kept = kept_.find(q.id);
        if (auto const* upload = upload_for(request_, q.id)) {
            if (upload->size > largest_photo) return wrong(q.id, {"The photo must be smaller than 10 MB"});
            if (!looks_like_photo(upload->path))
                return wrong(q.id, {"The photo must be a JPEG, PNG, WebP or HEIC file"});
            input_.photos.push_back(q.id);
            return;
        }
        if (form_.value(q.id + "-remove") == "yes" && kept) {
            if (q.required) return none(q);
            input_.removed.push_back(q.id);
            return;
        }
        if (kept)
            input_.answers.set(q.id, *kept);
        else
            none(q);
    }

    http::Request const& request_;
    http::Form const& form_;
    Offers const& offers_;
    Answers const& kept_;
    council::Council const& council_;
    PageInput input_;
    std::vector<FieldError> errors_;
};

void add_address(http::Form& typed, std::string const& id, Address const& address)
{
    if (!address.uprn.empty()) {
        typed.add(id + "-uprn", address.uprn);
        return;
    }
    auto const comma = address.lines.rfind(", ");
    typed.add(id + "-line", address.lines.substr(0, comma));
    typed.add(id + "-town", comma == std::string::npos ? "" : address.lines.substr(comma + 2));
    typed.add(id + "-postcode", address.postcode);
}

}

http::Upload const* upload_for(http::Request const& request, std::string_view question)
{
    auto const found =
        std::ranges::find_if(request.uploads, [&](http::Upload const& u) { return u.field == question && u.size > 0; });
    return found == request.uploads.end() ? nullptr : &*found;
}

AddressStep address_step(Question const& question, http::Form const& form)
{
    if (form.has(question.id + "-line")) return AddressStep::by_hand;
    if (form.has(question.id + "-uprn") || form.has(question.id + "-words")) return AddressStep::choose;
    return AddressStep::search;
}

Offers look_up(db::Snapshot& snapshot, Step const& step, http::Form const& form)
{
    Offers offers;
    for (auto const* q : step.questions) {
        if (q->type != QuestionType::address) continue;
        auto const how = address_step(*q, form);
        if (how == AddressStep::by_hand) continue;
        auto const words = trimmed(form.value(how == AddressStep::search ? q->id : q->id + "-words"));
        auto& found = offers[q->id];
        if (!words.empty() && words.size() <= longest_search) found = places::find(snapshot, words);
        auto const uprn = form.value(q->id + "-uprn");
        // Chosen before, or from a list that has changed since.
        if (uprn.empty() || std::ranges::find(found, uprn, &places::Address::uprn) != found.end()) continue;
        if (auto chosen = places::with_uprn(snapshot, uprn)) found.insert(found.begin(), std::move(*chosen));
    }
    return offers;
}

Parsed<PageInput> read_page(Step const& step, http::Request const& request, Offers const& offers, Answers const& kept,
                            council::Council const& council)
{
    PageReader reader{request, offers, kept, council};
    for (auto const* question : step.questions) reader.read(*question);
    return reader.result();
}

http::Form as_typed(Step const& step, Answers const& answers)
{
    http::Form typed;
    for (auto const* question : step.questions) {
        auto const* answer = answers.find(question->id);
        if (!answer) continue;
        for (auto const& value : answer->values) {
            auto const phone = question->type == QuestionType::phone ? Phone::parse(value) : std::nullopt;
            typed.add(question->id, phone ? phone->shown() : value);
        }
        if (answer->address) add_address(typed, question->id, *answer->address);
        if (answer->location) {
            typed.add(question->id, answer->location->words);
            if (auto const& point = answer->location->point) {
                typed.add(question->id + "-lon", fmt::format("{:.6f}", point->lon));
                typed.add(question->id + "-lat", fmt::format("{:.6f}", point->lat));
            }
        }
    }
    return typed;
}

}
