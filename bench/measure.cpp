// The load that `./dev bench` puts on a running council, one phase for each call:
//   bench_measure PORT pages CONNECTIONS SECONDS [ENCODING]     form pages, each connection with its own draft
//   bench_measure PORT mixed CONNECTIONS SECONDS                90% form pages, 10% kept answers
//   bench_measure PORT submissions CONNECTIONS COUNT            COUNT drafts are filled in first; only the last POST
//   counts bench_measure PORT page FILE                                saves one form page as it is served
//   bench_measure PORT raw CONNECTIONS SECONDS                  the same GET on whatever answers there: the ceiling
// Prints `name value` lines. Every draft is a client of its own (X-Forwarded-For), so limits stay on.
#include "client.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view service = "/services/report-street-problem";

/// One resident on the way through the form.
struct Resident {
    std::string headers; ///< cookie and client
    std::string path;    ///< of the page that comes next
    std::string page;    ///< body of the page that is open
    enum class Step { start_page, start, open_page, keep, check, ready } step = Step::start_page;
};

std::string typed_on(std::string_view path)
{
    if (path.ends_with("/what")) return "&category=pothole";
    if (path.ends_with("/where")) return "&location=Heather+Row+by+the+bakery";
    if (path.ends_with("/details")) return "&details=A+hole+as+wide+as+a+bicycle+wheel.+It+has+been+there+for+a+week.";
    if (path.ends_with("/contact")) return "&email=resident%40load.example&phone=";
    return "";
}

std::string client_header(int number)
{
    return "X-Forwarded-For: 10." + std::to_string(number / 62500 % 250) + "." + std::to_string(number / 250 % 250) +
           "." + std::to_string(number % 250 + 1) + "\r\n";
}

/// Walks residents to their check page. Each step is one request.
class Walk {
public:
    explicit Walk(int number) : client_{client_header(number)} { resident_.path = service; }

    [[nodiscard]] bool is_ready() const { return resident_.step == Resident::Step::ready; }
    [[nodiscard]] std::string request() const
    {
        using enum Resident::Step;
        switch (resident_.step) {
        case start:
            return bench::post(std::string{service} + "/start", bench::hidden_fields(resident_.page, "/start"),
                               headers());
        case keep:
            return bench::post(resident_.path,
                               bench::hidden_fields(resident_.page, resident_.path) + typed_on(resident_.path),
                               headers());
        default: return bench::get(resident_.path, headers());
        }
    }
    void take(bench::Answer const& answer)
    {
        using enum Resident::Step;
        if (auto const cookie = answer.header("set-cookie"); !cookie.empty())
            cookie_ = cookie.substr(0, cookie.find(';'));
        if (answer.status == 303) {
            resident_.path = answer.header("location");
            resident_.step = resident_.path.ends_with("/check") ? check : open_page;
            return;
        }
        if (answer.status != 200)
            throw std::runtime_error("the form answered " + std::to_string(answer.status) + " at " + resident_.path);
        resident_.page = answer.body;
        resident_.step = resident_.step == start_page ? start : resident_.step == check ? ready : keep;
    }
    [[nodiscard]] std::string submission() const
    {
        return bench::post(std::string{service} + "/submission", bench::hidden_fields(resident_.page, "/submission"),
                           headers());
    }
    [[nodiscard]] std::string page_path() const { return resident_.path; }
    [[nodiscard]] bool is_at(std::string_view page) const
    {
        return resident_.step == Resident::Step::keep && resident_.path.ends_with(page);
    }
    [[nodiscard]] std::string headers() const
    {
        return client_ + (cookie_.empty() ? "" : "Cookie: " + cookie_ + "\r\n");
    }

private:
    Resident resident_;
    std::string client_;
    std::string cookie_;
};

/// Walks `count` residents, `connections` at a time, until each is ready or at `page`.
std::vector<Walk> walk_all(std::uint16_t port, int count, int connections, std::string_view page = {})
{
    std::vector<Walk> walks;
    for (int i = 0; i < count; ++i) walks.emplace_back(i);
    std::vector<int> current(static_cast<std::size_t>(connections), -1);
    int waiting = 0;
    auto const arrived = [&](Walk const& walk) { return walk.is_ready() || (!page.empty() && walk.is_at(page)); };
    auto const next = [&](int connection) -> std::string {
        auto& at = current[static_cast<std::size_t>(connection)];
        if (at < 0 || arrived(walks[static_cast<std::size_t>(at)])) {
            if (waiting == count) return {};
            at = waiting++;
        }
        return walks[static_cast<std::size_t>(at)].request();
    };
    auto const done = [&](int connection, bench::Answer const& answer) {
        walks[static_cast<std::size_t>(current[static_cast<std::size_t>(connection)])].take(answer);
    };
    bench::run(port, connections, 0, next, done);
    return walks;
}

void print(std::string_view phase, bench::Outcome& outcome)
{
    std::printf("%.*s_per_second %.1f\n%.*s_errors %llu\n%.*s_p50_ms %.2f\n%.*s_p99_ms %.2f\n",
                static_cast<int>(phase.size()), phase.data(), outcome.rate(), static_cast<int>(phase.size()),
                phase.data(), static_cast<unsigned long long>(outcome.errors), static_cast<int>(phase.size()),
                phase.data(), outcome.percentile_ms(0.5), static_cast<int>(phase.size()), phase.data(),
                outcome.percentile_ms(0.99));
}

// A client's limit is 600 requests a minute, so each request comes from the next of many clients, as residents do.
std::string one_of_many(std::string const& request_headers)
{
    static int number = 1'000'000;
    auto const end = request_headers.find("\r\n") + 2;
    return client_header(number++) + request_headers.substr(end);
}

int pages(std::uint16_t port, int connections, double seconds, std::string_view encoding)
{
    auto const walks = walk_all(port, connections, connections, "/details");
    std::string const accept = encoding.empty() ? "" : "Accept-Encoding: " + std::string{encoding} + "\r\n";
    auto const next = [&](int connection) {
        auto const& walk = walks[static_cast<std::size_t>(connection)];
        return bench::get(walk.page_path(), one_of_many(walk.headers()) + accept);
    };
    auto const done = [&](int, bench::Answer const& answer) {
        if (answer.status != 200)
            throw std::runtime_error("a form page was answered with " + std::to_string(answer.status));
    };
    auto outcome = bench::run(port, connections, seconds, next, done);
    print("pages", outcome);
    return 0;
}

int mixed(std::uint16_t port, int connections, double seconds)
{
    auto walks = walk_all(port, connections, connections, "/details");
    std::vector<int> turns(walks.size());
    auto const next = [&](int connection) {
        auto const i = static_cast<std::size_t>(connection);
        auto const headers = one_of_many(walks[i].headers());
        if (++turns[i] % 10 != 0) return bench::get(walks[i].page_path(), headers);
        auto request = walks[i].request();
        auto const body = request.substr(request.find("\r\n\r\n") + 4);
        return bench::post(walks[i].page_path(), body, headers);
    };
    auto outcome = bench::run(port, connections, seconds, next);
    print("mixed", outcome);
    return 0;
}

int submissions(std::uint16_t port, int connections, int count)
{
    auto const walks = walk_all(port, count, connections);
    std::vector<std::string> requests;
    for (auto const& walk : walks) requests.push_back(walk.submission());
    std::this_thread::sleep_for(
        std::chrono::milliseconds{2100}); // whoever sends sooner than a person can is asked again
    std::size_t sent = 0;
    std::uint64_t accepted = 0;
    auto const next = [&](int) -> std::string { return sent < requests.size() ? requests[sent++] : std::string{}; };
    auto const done = [&](int, bench::Answer const& answer) {
        if (answer.status == 303 && answer.header("location").ends_with("/sent")) ++accepted;
    };
    auto outcome = bench::run(port, connections, 0, next, done);
    print("submissions", outcome);
    std::printf("submissions_accepted %llu\n", static_cast<unsigned long long>(accepted));
    return accepted == static_cast<std::uint64_t>(count) ? 0 : 1;
}

int raw(std::uint16_t port, int connections, double seconds)
{
    auto const request = bench::get("/services/report-street-problem/details",
                                    client_header(1) + "Cookie: browser=" + std::string(43, 'x') + "\r\n");
    bench::Next const next = [&](int) { return request; };
    auto outcome = bench::run(port, connections, seconds, next);
    print("raw", outcome);
    return 0;
}

int page(std::uint16_t port, char const* file)
{
    auto const walks = walk_all(port, 1, 1, "/details");
    auto sent = false;
    auto const next = [&](int) {
        return std::exchange(sent, true) ? std::string{} : bench::get(walks[0].page_path(), walks[0].headers());
    };
    auto const done = [&](int, bench::Answer const& answer) { std::ofstream{file, std::ios::binary} << answer.body; };
    bench::run(port, 1, 0, next, done);
    return 0;
}

}

int main(int count, char** words)
{
    std::vector<std::string> const given(words + 1, words + count);
    if (given.size() < 3) {
        std::fputs("usage: bench_measure PORT pages|mixed|submissions|page ... (see the top of measure.cpp)\n", stderr);
        return 2;
    }
    auto const port = static_cast<std::uint16_t>(std::atoi(given[0].c_str()));
    try {
        if (given[1] == "page") return page(port, given[2].c_str());
        auto const connections = std::atoi(given[2].c_str());
        auto const amount = std::atof(given.at(3).c_str());
        if (given[1] == "pages") return pages(port, connections, amount, given.size() > 4 ? given[4] : "");
        if (given[1] == "raw") return raw(port, connections, amount);
        if (given[1] == "mixed") return mixed(port, connections, amount);
        if (given[1] == "submissions") return submissions(port, connections, static_cast<int>(amount));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
