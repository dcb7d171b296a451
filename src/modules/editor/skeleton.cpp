#include "skeleton.hpp"

#include <services/source.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace guildhall::editor {

namespace {

using services::Sheet;
using services::Written;

constexpr std::string_view plain = R"yaml(id: service
title: Title
summary: Summary
area: area
verb: request
owner: owner
promise: { acknowledge: at once, working_days: 5 }
what_happens:
  - We look at what you sent.
  - A team does the work.
  - If you give us an email address, we tell you when it is done.
privacy: We use your answers only to deal with this request.
pages:
  - id: contact
    title: How can we reach you?
    text: You can leave both empty. You can then follow your request with its reference.
    questions:
      - id: email
        type: email
        label: Email address
        purpose: Sends updates about this request.
        required: false
      - id: phone
        type: phone
        label: Phone number
        purpose: Lets the team ask about this request.
        required: false
received: received
stages:
  - id: received
    title: We have your request
    text: We look at what you sent.
    next: [working, done, could-not-do]
  - id: working
    title: We are working on it
    next: [done, could-not-do]
  - id: done
    title: Done
    text: We have done what you asked for.
    closes: done
    message: done
  - id: could-not-do
    title: We could not do this
    text: The reason is below.
    closes: not done
    message: could-not-do
could_not_do:
  - We could not find the place or the person
  - We need more from you
  - Somebody else does this
retention_days: 365
)yaml";

constexpr std::string_view report_pages = R"yaml(pages:
  - id: where
    questions:
      - id: place
        type: location
        label: Where is it?
        purpose: Tells the team where to go.
  - id: what
    questions:
      - id: details
        type: long text
        label: What is wrong?
        purpose: Tells the team what to bring.
        max_length: 1000
  - id: photo
    questions:
      - id: photo
        type: file
        label: Can you add a photo?
        purpose: Shows the team what it is about.
        required: false
)yaml";

constexpr std::string_view request_pages = R"yaml(pages:
  - id: where
    questions:
      - id: property
        type: address
        label: What is your address?
        purpose: Tells the team where to come.
  - id: what
    questions:
      - id: details
        type: long text
        label: What do you need?
        purpose: Tells the team what to bring.
        max_length: 1000
)yaml";

constexpr std::string_view apply_pages = R"yaml(pages:
  - id: who
    questions:
      - id: applicant
        type: person
        label: What is your name?
        purpose: Tells us who applies.
  - id: home
    questions:
      - id: home
        type: address
        label: What is your address?
        purpose: Shows that you live in our area.
  - id: why
    questions:
      - id: reasons
        type: long text
        label: Why do you apply?
        purpose: Helps the team to decide.
        max_length: 2000
  - id: papers
    questions:
      - id: papers
        type: file
        label: Add your papers
        purpose: Shows that what you say is so.
)yaml";

constexpr std::array all_templates{Template{"report", "A report: where, what, a photo"},
                                   Template{"request", "A request: an address, and what is needed"},
                                   Template{"apply", "An application: who, where, why, papers"}};

std::string_view pages_of(std::string_view name)
{
    if (name == "report") return report_pages;
    if (name == "request") return request_pages;
    return name == "apply" ? apply_pages : std::string_view{};
}

services::SourceFile message(std::string const& name, std::string_view subject, std::string_view words)
{
    return {"messages/" + name + ".txt",
            fmt::format("Subject: {0}\nSMS: ((council)): {0}. See it: ((tracking link))\n\n{1}", subject, words)};
}

services::Source messages_for(std::string const& id)
{
    constexpr std::string_view follow =
        "\n\nFollow your request: ((tracking link))\n\nYour reference is ((reference)). "
        "If you want to talk to us, call ((phone)) and say it.\n";
    return {
        message(id + "-received", "We have your request ((reference))",
                fmt::format("Thank you for telling us.\n\n# What happens next\n* We look at it by ((promise date)).\n"
                            "* We tell you when something changes.{}",
                            follow)),
        message(id + "-done", "Done: your request ((reference))", fmt::format("((stage text))\n\n((words)){}", follow)),
        message(id + "-could-not-do", "We could not do this: your request ((reference))",
                fmt::format("We are sorry. We could not do what you asked for.\n\nThe reason: ((reason)){}", follow))};
}

bool name_it(Sheet& sheet, Beginning const& beginning)
{
    auto const set = [&](char const* key, std::string const& words) {
        return words.empty() || sheet.set({key}, Written::of(words));
    };
    return set("id", beginning.id) && set("title", beginning.title) && set("summary", beginning.summary) &&
           set("area", beginning.area) && set("verb", beginning.verb) && set("owner", beginning.owner) &&
           sheet.set({"promise", "working_days"}, Written::of(std::to_string(beginning.working_days)));
}

}

std::span<Template const> templates()
{
    return all_templates;
}

std::optional<services::Source> skeleton(Beginning const& beginning, std::string_view template_name)
{
    if (!template_name.empty() && pages_of(template_name).empty()) return std::nullopt;
    auto sheet = Sheet::read(std::string{plain}).value();
    auto const& id = beginning.id;
    bool is_sound = name_it(sheet, beginning) && sheet.set({"received"}, Written::of(id + "-received")) &&
                    sheet.set({"stages", "done", "message"}, Written::of(id + "-done")) &&
                    sheet.set({"stages", "could-not-do", "message"}, Written::of(id + "-could-not-do"));
    if (!template_name.empty()) {
        auto const pages = Sheet::read(std::string{pages_of(template_name)}).value().value({"pages"});
        for (std::size_t i = 0; i < pages.items.size(); ++i)
            is_sound = is_sound && sheet.insert({"pages"}, i, pages.items[i]);
    }
    if (!is_sound) return std::nullopt;
    services::Source files{{id + ".yaml", sheet.text()}};
    for (auto& one : messages_for(id)) files.push_back(std::move(one));
    return files;
}

std::optional<services::Source> copy_of(services::Source files, Beginning const& beginning)
{
    auto sheet = Sheet::read(files.front().text);
    if (!sheet || !name_it(*sheet, beginning)) return std::nullopt;
    sheet->remove({"withdrawn"});
    sheet->remove({"successor"});
    sheet->remove({"open"});
    files.front() = {beginning.id + ".yaml", sheet->text()};
    return files;
}

}
