// How long a search for a person takes, and what the index costs, with as many people as a large council knows.
//   bench_people [PEOPLE] [FOLDER]     (400000, a folder that is deleted afterwards)
#include <db/database.hpp>
#include <db/migrations.hpp>
#include <people/people.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

using namespace guildhall;
using Clock_ = std::chrono::steady_clock;

namespace {

double since(Clock_::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock_::now() - start).count();
}

/// Names made of syllables: some 8,000 surnames and 600 first names, the common ones far more often.
class Town {
public:
    people::Details next()
    {
        people::Details one;
        one.first = word(2, 25);
        one.last = word(3, 20);
        auto const number = ++count_;
        one.email = fmt::format("{}.{}{}@mail{}.example", one.first, one.last, number % 977, number % 40);
        one.phone = fmt::format("+447{:09}", (number * 2654435761U) % 1'000'000'000U);
        one.address = fmt::format("{} {} Row, Larkmoor", number % 90 + 1, word(2, 25));
        one.postcode = fmt::format("ZZ{} {}{}{}", number % 20 + 1, number / 20 % 10, char('A' + number / 200 % 26),
                                   char('A' + number / 5200 % 26));
        one.uprn = std::to_string(10'000'000 + number / 2);
        one.reference = fmt::format("{:011}", (number * 11400714819323198485ULL) % 99'999'999'999ULL);
        if (number % 3 != 0)
            one.born = std::chrono::year_month_day{
                std::chrono::sys_days{std::chrono::days{static_cast<int>((number * 7919U) % 25'000U) - 10'000}}};
        return one;
    }

private:
    std::string word(int syllables, int spread)
    {
        static constexpr char const* parts[] = {"ka", "po", "or",  "mar", "low", "ash", "a",   "be", "ric", "don",
                                                "el", "wy", "tha", "sun", "ni",  "va",  "pel", "to", "bi",  "as"};
        std::string out;
        std::geometric_distribution<int> pick{1.0 / spread};
        for (int i = 0; i < syllables; ++i) out += parts[pick(random_) % 20];
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
        return out;
    }
    std::mt19937 random_{7};
    std::uint64_t count_ = 0;
};

std::vector<db::Migration> migrations()
{
    auto all = identity::migrations();
    for (auto const& one : people::migrations()) all.push_back(one);
    return all;
}

void fill(db::Database& database, std::string const& secret, int people, std::vector<people::Details>& samples)
{
    Town town;
    constexpr int at_a_time = 2000;
    for (int done = 0; done < people; done += at_a_time) {
        std::vector<people::Details> batch;
        for (int i = 0; i < at_a_time && done + i < people; ++i) batch.push_back(town.next());
        if (samples.size() < 200) samples.push_back(batch.front());
        auto const write = [&](db::Tx& tx) {
            std::int64_t submission = done;
            for (auto const& details : batch)
                people::meet(
                    tx, secret, people::Kind::person, details,
                    {.submission = ++submission, .subject = tx.new_id<db::SubjectId>(), .team = "contact-centre"});
        };
        database.write(Actor::system(), write).wait();
    }
}

/// Of this thread: what it takes however busy the machine is.
double cpu_now()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void report(char const* what, std::vector<double> times, std::vector<double> cpu)
{
    std::ranges::sort(times);
    std::ranges::sort(cpu);
    auto const p99 = [](auto const& all) { return all[all.size() * 99 / 100]; };
    fmt::print("{:<36} p50 {:6.2f} ms   p99 {:6.2f} ms   CPU p50 {:6.2f} ms   p99 {:6.2f} ms\n", what,
               times[times.size() / 2], p99(times), cpu[cpu.size() / 2], p99(cpu));
}

}

int main(int argc, char** argv)
{
    int const people = argc > 1 ? std::atoi(argv[1]) : 400'000;
    std::filesystem::path const folder = argc > 2 ? argv[2] : std::filesystem::temp_directory_path() / "bench_people";
    std::filesystem::create_directories(folder);
    SystemClock const clock;
    auto const all = migrations();
    db::Database database{{.folder = folder, .master_key = std::string(32, 'm')}, all, clock};
    std::string const secret(32, 's');
    std::vector<people::Details> samples;
    auto start = Clock_::now();
    fill(database, secret, people, samples);
    fmt::print("{} people met and matched in {:.1f} s\n", people, since(start) / 1000);

    people::Search search{database};
    start = Clock_::now();
    search.build();
    fmt::print("index built in {:.1f} s, {:.1f} MB of memory\n", since(start) / 1000,
               static_cast<double>(search.bytes()) / 1e6);

    Actor actor;
    actor.kind = ActorKind::staff;
    actor.roles = {Role::agent};
    auto const measure = [&](char const* what, auto const& fragment_of) {
        std::vector<double> times, cpu;
        for (auto const& one : samples) {
            auto const fragment = fragment_of(one);
            auto const began = Clock_::now();
            auto const cpu_began = cpu_now();
            database.read([&](db::Snapshot& snapshot) {
                std::size_t shown = 0;
                for (auto const id : search.find(snapshot, actor, fragment)) {
                    if (shown == 20) break;
                    shown += people::People{snapshot}.visible_to(actor).find(id) ? 1 : 0;
                }
            });
            cpu.push_back(cpu_now() - cpu_began);
            times.push_back(since(began));
        }
        report(what, std::move(times), std::move(cpu));
    };
    measure("nobody: the whole index is read", [](auto const&) { return std::string{"xqzj"}; });
    measure("two letters", [](auto const& one) { return one.last.substr(0, 2); });
    measure("first four letters of a surname", [](auto const& one) { return one.last.substr(0, 4); });
    measure("inside a surname", [](auto const& one) { return one.last.substr(2, 4); });
    measure("first name and surname", [](auto const& one) { return one.first + " " + one.last; });
    measure("postcode", [](auto const& one) { return one.postcode; });
    measure("last six digits of a phone number", [](auto const& one) { return one.phone.substr(7); });
    measure("email address", [](auto const& one) { return one.email; });
    measure("reference", [](auto const& one) { return one.reference.substr(0, 6); });
    std::filesystem::remove_all(folder);
}
