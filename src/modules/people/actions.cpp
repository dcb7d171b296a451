// What staff do on a person's page: one resource for each act, and the sentence that a refusal becomes.
#include "routes.hpp"

#include <base/date.hpp>
#include <base/email.hpp>
#include <base/phone.hpp>
#include <base/postcode.hpp>
#include <base/text.hpp>
#include <council/council.hpp>

namespace guildhall::people {

namespace {

std::string text_in(http::Request const& request, std::string_view field)
{
    return std::string{trimmed(request.form.value(field))};
}

RecordId other_in(http::Request const& request)
{
    return RecordId{number_in(request.form.value("other"))};
}

int status_of(Refusal refusal)
{
    switch (refusal) {
    case Refusal::not_found: return 404;
    case Refusal::not_allowed: return 403;
    case Refusal::not_joined:
    case Refusal::kept_by_cases: return 409;
    case Refusal::same_person:
    case Refusal::other_kind:
    case Refusal::words_missing:
    case Refusal::words_too_long:
    case Refusal::day_missing:
    case Refusal::unknown_kind: return 422;
    }
    std::unreachable();
}

FieldError problem_of(Refusal refusal)
{
    switch (refusal) {
    case Refusal::not_found: return {"words", Message{"This person is not here"}};
    case Refusal::not_allowed: return {"words", Message{"You may look at people, but not change what is kept"}};
    case Refusal::same_person: return {"words", Message{"This is one and the same person. Choose somebody else"}};
    case Refusal::other_kind:
        return {"words", Message{"A person, a business and a group cannot be one and the same. Choose another one"}};
    case Refusal::not_joined: return {"words", Message{"This record is not joined to another one any more"}};
    case Refusal::words_missing: return {"words", Message{"Enter some words"}};
    case Refusal::words_too_long: return {"words", Message{"Enter 500 characters or less"}};
    case Refusal::day_missing:
        return {"review", Message{"Enter a day in the next 12 months on which the alert is looked at again"}};
    case Refusal::unknown_kind: return {"kind", Message{"Choose what it is"}};
    case Refusal::kept_by_cases:
        return {"words",
                Message{"Cases still hold these details. They are deleted when the time of the cases is over"}};
    }
    std::unreachable();
}

/// The page again with what is to be mended. It is a look like any other.
Task<http::Response> refused(http::Request const& request, Deps& deps, Refusal refusal, Typed typed)
{
    if (refusal == Refusal::not_found) co_return http::problem(request, 404);
    typed.errors.push_back(problem_of(refusal));
    co_return co_await looked_at(request, deps, status_of(refusal), "change", std::move(typed));
}
Task<http::Response> refused(http::Request const& request, Deps& deps, Refusal refusal)
{
    return refused(request, deps, refusal, Typed{});
}

// POST .../joins
Task<http::Response> join_people(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto verb = [&](db::Tx& tx) {
        // Staff follow a suggestion: why it was made is kept with the join.
        std::string because;
        if (auto const person = People{tx}.visible_to(actor).find(person_in(request)))
            for (auto const& one : suggestions_of(tx, actor, *person))
                if (one.other.id == other_in(request)) because = one.because;
        return join(tx, actor, person_in(request), other_in(request), because);
    };
    auto const root = co_await deps.council.database.write(actor, std::move(verb));
    if (!root) co_return co_await refused(request, deps, root.error());
    co_return http::see_other(path_of(*root));
}

// POST .../separations: they are two people
Task<http::Response> separate(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto verb = [&](db::Tx& tx) { return keep_apart(tx, actor, person_in(request), other_in(request)); };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error());
    co_return http::see_other(path_of(person_in(request)));
}

// POST .../partings: a record is somebody else's
Task<http::Response> part_record(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    RecordId const record{number_in(request.form.value("record"))};
    auto verb = [&](db::Tx& tx) { return part(tx, actor, record); };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error());
    co_return http::see_other(path_of(*done));
}

// POST .../facts
Task<http::Response> write_fact(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    Typed typed{.kind = text_in(request, "kind"),
                .words = text_in(request, "words"),
                .review = text_in(request, "review"),
                .errors = {}};
    NewFact const fact{.kind = typed.kind, .words = typed.words, .review = parse_iso_date(typed.review)};
    auto const today = deps.council.today();
    auto verb = [&](db::Tx& tx) { return add_fact(tx, actor, person_in(request), fact, today); };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error(), std::move(typed));
    co_return http::see_other(path_of(person_in(request)));
}

// POST .../facts/{fact:id}/ending
Task<http::Response> take_away_fact(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto const fact = request.path_id<FactId>("fact");
    auto verb = [&](db::Tx& tx) { return end_fact(tx, actor, person_in(request), fact); };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error());
    co_return http::see_other(path_of(person_in(request)));
}

// POST .../relations: "same" joins them
Task<http::Response> relate_people(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto const kind = text_in(request, "kind");
    auto verb = [&](db::Tx& tx) -> Result<RecordId, Refusal> {
        if (kind == "same") return join(tx, actor, person_in(request), other_in(request));
        auto const done = relate(tx, actor, person_in(request), other_in(request), kind);
        if (!done) return Refused{done.error()};
        return person_in(request);
    };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error());
    co_return http::see_other(path_of(*done));
}

// POST .../relations/{relation:id}/ending
Task<http::Response> take_away_relation(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto const relation = request.path_id<RelationId>("relation");
    auto verb = [&](db::Tx& tx) { return end_relation(tx, actor, person_in(request), relation); };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error());
    co_return http::see_other(path_of(person_in(request)));
}

// POST .../erasure
Task<http::Response> erase_person(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    auto verb = [&](db::Tx& tx) { return erase(tx, actor, person_in(request)); };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return co_await refused(request, deps, done.error());
    co_return http::see_other("/desk/people");
}

// ---- somebody new

Kind kind_named(std::string_view name)
{
    return name == "business" ? Kind::business : name == "group" ? Kind::group : Kind::person;
}

void check_lengths(Details const& details, std::vector<FieldError>& errors)
{
    for (auto const& [field, text] : {std::pair{"first", &details.first},
                                      {"last", &details.last},
                                      {"organisation", &details.organisation},
                                      {"address", &details.address},
                                      {"company_number", &details.company_number}})
        if (length_of(*text) > 200) errors.push_back({field, Message{"Enter 200 characters or less"}});
}

/// What is wrong stands in view.errors.
Details details_of(NewView& view, Date today)
{
    Details details{.first = collapsed(view.first),
                    .last = collapsed(view.last),
                    .born = parse_iso_date(view.born),
                    .organisation = collapsed(view.organisation),
                    .company_number = collapsed(view.company_number),
                    .email = {},
                    .phone = {},
                    .address = collapsed(view.address),
                    .postcode = {},
                    .uprn = {},
                    .reference = {}};
    auto const check = [&](char const* field, std::string const& typed, auto const& parsed, Message wrong) {
        if (!typed.empty() && !parsed) view.errors.push_back({field, std::move(wrong)});
    };
    auto const email = Email::parse(view.email);
    auto const phone = Phone::parse(view.phone);
    auto const postcode = Postcode::parse(view.postcode);
    check("email", view.email, email, Message{"Enter an email address like name@example.com"});
    check("phone", view.phone, phone, Message{"Enter a phone number, like 01632 960 001"});
    check("postcode", view.postcode, postcode, Message{"Enter a full postcode, like ZZ1 1AA"});
    check("born", view.born, details.born && *details.born <= today, Message{"Enter a real date of birth"});
    if (email) details.email = email->str();
    if (phone) details.phone = phone->e164();
    if (postcode) details.postcode = postcode->str();
    check_lengths(details, view.errors);
    if (view.errors.empty() && details.is_anonymous())
        view.errors.push_back({"first", Message{"Enter a name, an email address or a phone number"}});
    return details;
}

/// Where more is written down about somebody, whose page it is; halts where the reader may not see them.
void set_whose(NewView& view, http::Request const& request, Deps& deps, RecordId to)
{
    view.csrf = request.csrf_token();
    if (!to) return;
    auto const person = deps.council.database.read(
        [&](db::Snapshot& snapshot) { return People{snapshot}.visible_to(identity::actor_of(request)).find(to); });
    if (!person) http::halt(request, 404);
    view.to = person->id;
    view.to_name = person->name();
}

// GET /desk/people/new
http::Response show_new(http::Request const& request, Deps& deps)
{
    NewView view;
    set_whose(view, request, deps, RecordId{number_in(request.query.value("to"))});
    auto const t = translator_of(request, deps);
    return framed(request, deps, 200, t("Write down somebody new"), new_page(view, t));
}

// POST /desk/people
Task<http::Response> save_new(http::Request const& request, Deps& deps)
{
    auto const& actor = identity::actor_of(request);
    NewView view{.to = {},
                 .to_name = {},
                 .kind = text_in(request, "kind"),
                 .first = text_in(request, "first"),
                 .last = text_in(request, "last"),
                 .born = text_in(request, "born"),
                 .organisation = text_in(request, "organisation"),
                 .company_number = text_in(request, "company_number"),
                 .email = text_in(request, "email"),
                 .phone = text_in(request, "phone"),
                 .address = text_in(request, "address"),
                 .postcode = text_in(request, "postcode"),
                 .errors = {},
                 .csrf = {}};
    set_whose(view, request, deps, RecordId{number_in(request.form.value("to"))});
    auto const details = details_of(view, deps.council.today());
    auto const t = translator_of(request, deps);
    if (!view.errors.empty()) co_return framed(request, deps, 422, t("Write down somebody new"), new_page(view, t));
    auto verb = [&](db::Tx& tx) {
        return write_down(tx, deps.council.secret, actor, kind_named(view.kind), details, view.to);
    };
    auto const done = co_await deps.council.database.write(actor, std::move(verb));
    if (!done) co_return http::problem(request, status_of(done.error()));
    co_return http::see_other(path_of(*done));
}

}

void add_actions(http::Router& router, Deps& deps, http::Access const& serve)
{
    router.get("/desk/people/new", serve, [&deps](auto const& r) { return show_new(r, deps); });
    router.post("/desk/people", serve, [&deps](auto const& r) { return save_new(r, deps); });
    router.post("/desk/people/{person:id}/joins", serve, [&deps](auto const& r) { return join_people(r, deps); });
    router.post("/desk/people/{person:id}/separations", serve, [&deps](auto const& r) { return separate(r, deps); });
    router.post("/desk/people/{person:id}/partings", serve, [&deps](auto const& r) { return part_record(r, deps); });
    router.post("/desk/people/{person:id}/facts", serve, [&deps](auto const& r) { return write_fact(r, deps); });
    router.post("/desk/people/{person:id}/facts/{fact:id}/ending", serve,
                [&deps](auto const& r) { return take_away_fact(r, deps); });
    router.post("/desk/people/{person:id}/relations", serve, [&deps](auto const& r) { return relate_people(r, deps); });
    router.post("/desk/people/{person:id}/relations/{relation:id}/ending", serve,
                [&deps](auto const& r) { return take_away_relation(r, deps); });
    router.post("/desk/people/{person:id}/erasure", identity::administrator(deps.identity),
                [&deps](auto const& r) { return erase_person(r, deps); });
}

}
