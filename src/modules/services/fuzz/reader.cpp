// Definition files: the input is a file of its own, or edits of the shipped ones; each is read, or refused with lines.
#include <services/services.hpp>
#include <support/fuzz.hpp>

#include <algorithm>

using namespace guildhall;
using fuzz::must;

namespace {

/// Edits of the shipped library, five bytes and a phrase each: which file, where, how much goes, what comes.
services::Source edited(std::string_view edits)
{
    static services::Source const shipped = services::shipped_source();
    auto source = shipped;
    while (edits.size() >= 4) {
        auto const byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(edits[i])); };
        auto& text = source[byte(0) % source.size()].text;
        auto const at = text.empty() ? 0 : (byte(1) * 256 + byte(2)) % text.size();
        auto const gone = byte(3) % 32;
        edits.remove_prefix(4);
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
