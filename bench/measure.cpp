// The load that `./dev bench` puts on a running server, one phase for each call. START is where a form begins, PAGE the
// end of the address of one of its pages; everybody is walked there first, and only what comes then is measured.
//   bench_measure PORT get START PAGE CONNECTIONS SECONDS [ENCODING]   the page, each connection with its own draft
//   bench_measure PORT post START PAGE CONNECTIONS SECONDS             its answer, kept again and again
//   bench_measure PORT mixed START PAGE CONNECTIONS SECONDS            90% the page, 10% its answer
//   bench_measure PORT submissions START CONNECTIONS COUNT             COUNT forms are filled in; only the last POST
//   bench_measure PORT page START PAGE FILE                            saves the page as it is served
//   bench_measure PORT raw PATH CONNECTIONS SECONDS                    a GET on whatever answers there: the ceiling
// Prints `name value` lines. Every draft is a client of its own (X-Forwarded-For), so limits stay on.
#include "walk.hpp"

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

using Words = std::vector<std::string>;

void print(bench::Outcome& outcome)
{
    std::printf("per_second %.1f\nerrors %llu\np50_ms %.2f\np99_ms %.2f\n", outcome.rate(),
                static_cast<unsigned long long>(outcome.errors), outcome.percentile_ms(0.5),
                outcome.percentile_ms(0.99));
}

// A client's limit is 600 requests a minute, so each request comes from the next of many clients, as residents do.
std::string one_of_many(std::string const& request_headers)
{
    static int number = 1'000'000;
    auto const end = request_headers.find("\r\n") + 2;
    return bench::client_header(number++) + request_headers.substr(end);
}

/// Of `in_ten` requests out of ten, the page; of the others its answer.
void form_page(std::uint16_t port, int in_ten, Words const& words)
{
    auto const connections = std::stoi(words.at(2));
    auto const walks = bench::walk_all(port, connections, connections, words[0], words[1]);
    std::string const accept = words.size() > 4 ? "Accept-Encoding: " + words[4] + "\r\n" : "";
    std::vector<int> turns(walks.size());
    std::vector<bool> posted(walks.size());
    auto const next = [&](int connection) {
        auto const i = static_cast<std::size_t>(connection);
        posted[i] = turns[i]++ % 10 >= in_ten;
        auto const headers = one_of_many(walks[i].headers()) + accept;
        return posted[i] ? walks[i].answer(headers) : walks[i].open(headers);
    };
    auto const done = [&](int connection, bench::Answer const& answer) {
        bool const is_redirect = answer.status == 302 || answer.status == 303;
        if (posted[static_cast<std::size_t>(connection)] ? !is_redirect : answer.status != 200)
            throw std::runtime_error("a form page was answered with " + std::to_string(answer.status));
    };
    auto outcome = bench::run(port, connections, std::stod(words.at(3)), next, done);
    print(outcome);
}

void submissions(std::uint16_t port, Words const& words)
{
    auto const connections = std::stoi(words.at(1));
    auto const walks = bench::walk_all(port, std::stoi(words.at(2)), connections, words[0], "/check");
    std::vector<std::string> requests;
    for (auto const& walk : walks) requests.push_back(walk.answer(walk.headers()));
    std::this_thread::sleep_for(
        std::chrono::milliseconds{2100}); // whoever sends sooner than a person can is asked again
    std::size_t sent = 0;
    auto const next = [&](int) -> std::string { return sent < requests.size() ? requests[sent++] : std::string{}; };
    auto const done = [&](int, bench::Answer const& answer) {
        if (answer.status != 303 || !answer.header("location").ends_with("/sent"))
            throw std::runtime_error("a submission was answered with " + std::to_string(answer.status));
    };
    auto outcome = bench::run(port, connections, 0, next, done);
    print(outcome);
}

void raw(std::uint16_t port, Words const& words)
{
    auto const headers = bench::client_header(1) + "Cookie: browser=" + std::string(43, 'x') + "\r\n";
    auto const request = bench::get(words[0], headers);
    auto const next = [&](int) { return request; };
    auto outcome = bench::run(port, std::stoi(words.at(1)), std::stod(words.at(2)), next);
    print(outcome);
}

void page(std::uint16_t port, Words const& words)
{
    auto const walk = bench::walk_all(port, 1, 1, words[0], words.at(1)).front();
    auto sent = false;
    auto const next = [&](int) { return std::exchange(sent, true) ? std::string{} : walk.open(walk.headers()); };
    auto const done = [&](int, bench::Answer const& answer) {
        std::ofstream{words.at(2), std::ios::binary} << answer.body;
    };
    bench::run(port, 1, 0, next, done);
}

bool measure(std::uint16_t port, std::string_view phase, Words const& words)
{
    if (phase == "get") return form_page(port, 10, words), true;
    if (phase == "post") return form_page(port, 0, words), true;
    if (phase == "mixed") return form_page(port, 9, words), true;
    if (phase == "submissions") return submissions(port, words), true;
    if (phase == "page") return page(port, words), true;
    if (phase == "raw") return raw(port, words), true;
    return false;
}

}

int main(int count, char** words)
{
    Words const given(words + 1, words + count);
    if (given.size() < 5) {
        std::fputs("usage: bench_measure PORT get|post|mixed|submissions|page|raw ... (see the top of measure.cpp)\n",
                   stderr);
        return 2;
    }
    try {
        auto const port = static_cast<std::uint16_t>(std::stoi(given[0]));
        return measure(port, given[1], {given.begin() + 2, given.end()}) ? 0 : 2;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
