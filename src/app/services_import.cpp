// guildhall services import FORMAT FILE: another builder's form as a YAML file to begin with.
#include "commands.hpp"

#include <base/file.hpp>
#include <services/import.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace guildhall::app {

namespace {

struct Wishes {
    std::string format;
    std::string file;
    std::string folder;
    services::ImportAs as;
};

void write(std::filesystem::path const& file, std::string const& yaml)
{
    if (std::filesystem::exists(file))
        throw std::runtime_error(
            fmt::format("{} is there already. Give another name with --id, or remove it.", file.string()));
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out{file, std::ios::binary};
    out << yaml;
    out.flush();
    if (!out) throw std::runtime_error(fmt::format("{} cannot be written. Is the disk full?", file.string()));
}

int import(Wishes const& wishes)
{
    auto const imported = services::import_form(wishes.format, read_file(wishes.file), wishes.as);
    if (!imported)
        throw std::runtime_error(
            fmt::format("{}: {} {}", wishes.file, imported.error().sentence, imported.error().remedy));
    auto* const to = wishes.folder.empty() ? stderr : stdout;
    if (wishes.folder.empty()) {
        fmt::print("{}", imported->yaml);
    } else {
        auto const area = wishes.as.area.empty() ? "imported" : wishes.as.area;
        auto const file = std::filesystem::path{wishes.folder} / area / (imported->id + ".yaml");
        write(file, imported->yaml);
        fmt::print("Written to {}. Next: guildhall services check {}\n", file.string(), wishes.folder);
    }
    fmt::print(to, "{} things were not carried over:\n", imported->notes.size());
    for (auto const& note : imported->notes) fmt::print(to, "  {}: {}\n", note.place, note.sentence);
    return 0;
}

}

void add_services_import(CLI::App& services, Run& run)
{
    auto const wishes = std::make_shared<Wishes>();
    auto* command = services.add_subcommand("import", "Another builder's form as a YAML file to begin with");
    command
        ->add_option("FORMAT", wishes->format, fmt::format("One of: {}", fmt::join(services::import_formats(), ", ")))
        ->required();
    command->add_option("FILE", wishes->file, "Their file")->required();
    command->add_option("--to", wishes->folder, "Folder of definitions to write into; without it the YAML is printed");
    command->add_option("--id", wishes->as.id, "Id of the service; else made from the form's name");
    command->add_option("--area", wishes->as.area, "Area, such as waste; else imported");
    command->add_option("--owner", wishes->as.owner, "Team that does the work; else contact-centre");
    command->footer("Examples:\n  guildhall services import moj-forms form.json\n  guildhall services import moj-forms "
                    "form.json --to /etc/guildhall/larkmoor/services --area parking");
    command->callback([wishes, &run] { run = [wishes] { return import(*wishes); }; });
}

}
