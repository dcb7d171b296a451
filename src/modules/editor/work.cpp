#include "work.hpp"

#include <algorithm>

namespace guildhall::editor {

namespace {

services::Problem not_readable(services::Problem problem, std::string const& service)
{
    problem.file = service + ".yaml";
    return problem;
}

}

std::string what_it_waits_for(services::Catalogue const& catalogue, services::Definition const& definition, Date today)
{
    std::string words;
    auto const& needs = services::known_needs();
    for (auto const& missing : catalogue.offer(definition, today).missing) {
        auto const need = std::ranges::find(needs, missing, &services::Need::name);
        auto const* const look_up = catalogue.capabilities().look_up(missing);
        words += words.empty() ? "" : ", ";
        words += need != needs.end() ? std::string{need->words} : look_up != nullptr ? look_up->means : missing;
    }
    return words;
}

std::string text_of_file(Work const& work, services::Library const& library, std::string_view name)
{
    auto const own = std::ranges::find(work.files, name, &services::SourceFile::name);
    if (own != work.files.end()) return own->text;
    for (auto const& one : library.files_of(work.service))
        if (one.name == name) return one.text;
    return {};
}

services::Source with_file(services::Source files, std::string const& name, std::string text)
{
    auto const own = std::ranges::find(files, name, &services::SourceFile::name);
    if (text.empty()) {
        if (own != files.end()) files.erase(own);
    } else if (own != files.end()) {
        own->text = std::move(text);
    } else {
        files.push_back({name, std::move(text)});
    }
    return files;
}

std::string name_of_language(std::string_view tag, ui::Translator const& t)
{
    if (tag == "cy") return t("Welsh");
    return tag == "ar" ? t("Arabic") : std::string{tag};
}

std::string Work::title() const
{
    auto words = sheet ? sheet->words({"title"}) : std::string{};
    if (words.empty() && current) words = current->definition.title;
    return words.empty() ? service : words;
}

services::SeenDraft Work::seen() const
{
    return {service, draft ? draft->revision : 0};
}

std::string Work::name_of(PersonId person, ui::Translator const& t) const
{
    auto const found = std::ranges::find(members, person, &identity::StaffMember::id);
    if (found != members.end()) return found->name;
    return person ? t("Somebody who has left") : t("The system");
}

Work look_at(http::Request const& request, Deps& deps)
{
    Work work{.service = std::string{request.path_text("service")}, .catalogue = deps.library.catalogue()};
    work.current = work.catalogue->current(work.service);
    deps.council.database.read([&](db::Snapshot& snapshot) {
        work.draft = services::find_draft(snapshot, work.service);
        work.members = identity::members(snapshot);
        if (work.draft)
            work.files = work.draft->files;
        else if (work.current)
            work.files = services::files_of_version(snapshot, work.service, work.current->number).value_or(work.files);
    });
    if (work.files.empty()) http::halt(request, 404);
    for (auto const language : deps.council.brand().languages)
        if (language != ui::Language::en) work.languages.emplace_back(ui::tag_of(language));
    work.examined = deps.library.examine(work.service, work.files);
    if (auto sheet = services::Sheet::read(work.files.front().text))
        work.sheet = std::move(*sheet);
    else
        work.unreadable = not_readable(sheet.error(), work.service);
    return work;
}

Work at_draft(http::Request const& request, Deps& deps)
{
    auto work = look_at(request, deps);
    if (!work.draft) http::halt(request, 404);
    return work;
}

std::vector<services::Problem> sorted(std::vector<services::Problem> problems)
{
    std::ranges::stable_sort(problems, {}, &services::Problem::severity);
    return problems;
}

std::vector<services::Problem> problems_below(std::vector<services::Problem> const& problems, std::string_view item)
{
    std::vector<services::Problem> found;
    for (auto const& problem : problems) {
        std::string_view const at{problem.item};
        if (at == item || (at.starts_with(item) && at.substr(item.size()).starts_with('/'))) found.push_back(problem);
    }
    return found;
}

Message sentence_of(services::DraftRefusal refusal)
{
    using enum services::DraftRefusal;
    switch (refusal) {
    case not_allowed: return Message{"Only editors may change services"};
    case not_found: return Message{"This draft is not there any more"};
    case exists_already: return Message{"There is a service with this name already. Choose another title"};
    case changed_meanwhile: return Message{"Somebody saved this draft after you opened it"};
    case own_work: return Message{"You worked on this draft, so somebody else must approve it"};
    case not_sound: return Message{"Mend the errors first"};
    case reason_missing: return Message{"Some words are hard to read. Write why they must stay"};
    case not_now: return Message{"This cannot be done at this point. Look at its state above"};
    case words_missing: return Message{"Enter some words"};
    case too_large: return Message{"This service is too long. Take something out"};
    }
    return Message{"This cannot be done at this point. Look at its state above"};
}

int status_of(services::DraftRefusal refusal)
{
    using enum services::DraftRefusal;
    if (refusal == not_allowed || refusal == own_work) return 403;
    if (refusal == not_found) return 404;
    if (refusal == changed_meanwhile || refusal == not_now || refusal == exists_already) return 409;
    return 422;
}

}
