#include <base/csv.hpp>
#include <support/fuzz.hpp>

using namespace guildhall;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const records = csv::read(fuzz::text(data, size));
    if (!records) {
        must(records.error().line >= 1 && !records.error().sentence.empty());
        return 0;
    }
    for (auto const& record : *records) {
        std::string line;
        csv::write(line, {record.begin(), record.end()});
        auto const again = csv::read(line);
        must(again && again->size() == 1 && again->front().size() == record.size());
        for (std::size_t i = 0; i < record.size(); ++i) {
            auto const& got = again->front()[i];
            must(got == record[i] || got == "'" + record[i] || (line.starts_with("\xEF\xBB\xBF") && i == 0));
        }
    }
    return 0;
}
