// Definition files: the input is a file of its own, or edits of the shipped ones; each is read, or refused with lines.
#include <services/services.hpp>
#include <support/fuzz.hpp>

#include <algorithm>

using namespace guildhall;
using fuzz::must;

namespace {

/// One shipped file, chosen by the first byte, with edits of four bytes and a phrase each: where, how much goes, what
/// comes. It stands alone with the word lists, for the whole library takes a second to check: what it names elsewhere
/// is missing, and that is said.
services::Source edited(std::string_view edits)
{
    static services::Source const shipped = services::shipped_source();
    services::Source source;
    if (edits.empty()) return source;
    auto const byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(edits[i])); };
    auto const chosen = byte(0) % shipped.size();
    edits.remove_prefix(1);
    for (std::size_t i = 0; i < shipped.size(); ++i)
        if (i == chosen || shipped[i].name.starts_with("lists/")) source.push_back(shipped[i]);
    auto& text = std::ranges::find(source, shipped[chosen].name, &services::SourceFile::name)->text;
    while (edits.size() >= 3) {
        auto const at = text.empty() ? 0 : (byte(0) * 256 + byte(1)) % text.size();
        auto const gone = byte(2) % 32;
        edits.remove_prefix(3);
        text.replace(at, std::min(gone, text.size() - at), fuzz::take(edits, '\0'));
    }
    return source;
}

}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const input = fuzz::text(data, size);
    auto const source =
        input.starts_with("id:") ? services::Source{{"waste/thing.yaml", std::string{input}}} : edited(input);
    auto const checked = services::check(source);
    auto said = checked.problems;
    said.insert(said.end(), checked.advice.begin(), checked.advice.end());
    for (auto const& problem : said) {
        auto const named = std::ranges::find(source, problem.file, &services::SourceFile::name);
        must(named != source.end() && problem.line >= 1 && !problem.sentence.empty() && !problem.remedy.empty());
        must(problem.line <= 2 + std::ranges::count(named->text, '\n'));
    }
    for (auto const& definition : checked.good) must(!definition.id.empty() && !definition.pages.empty());
    return 0;
}
