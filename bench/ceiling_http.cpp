// The ceiling for an HTTP server on this machine: a bare Beast program that answers every request with the same bytes.
//   ceiling_http PORT THREADS BODY_FILE [HEADER: VALUE]...
// One io_context for each thread, keep-alive, no routing, no database.
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

struct Answer {
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

asio::awaitable<void> serve(tcp::socket socket, Answer const& answer)
{
    beast::tcp_stream stream{std::move(socket)};
    stream.socket().set_option(tcp::no_delay{true});
    beast::flat_buffer buffer;
    for (;;) {
        http::request<http::empty_body> request;
        stream.expires_after(std::chrono::seconds{30});
        auto [error, size] = co_await http::async_read(stream, buffer, request, asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        http::response<http::span_body<char const>> response{http::status::ok, request.version()};
        response.set(http::field::content_type, "text/html; charset=utf-8");
        for (auto const& [name, value] : answer.headers) response.set(name, value);
        response.body() = beast::span<char const>{answer.body.data(), answer.body.size()};
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        auto [failed, written] = co_await http::async_write(stream, response, asio::as_tuple(asio::use_awaitable));
        if (failed || !request.keep_alive()) co_return;
    }
}

asio::awaitable<void> listen(unsigned short port, Answer const& answer)
{
    auto executor = co_await asio::this_coro::executor;
    tcp::endpoint const here{asio::ip::make_address("127.0.0.1"), port};
    tcp::acceptor acceptor{executor};
    acceptor.open(here.protocol());
    acceptor.set_option(asio::socket_base::reuse_address{true});
    acceptor.set_option(asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>{true});
    acceptor.bind(here);
    acceptor.listen(1024);
    for (;;) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(executor, serve(std::move(socket), answer), asio::detached);
    }
}

}

int main(int count, char** words)
{
    if (count < 4) {
        std::cerr << "usage: ceiling_http PORT THREADS BODY_FILE [HEADER: VALUE]...\n";
        return 2;
    }
    Answer answer;
    std::ostringstream file;
    file << std::ifstream{words[3], std::ios::binary}.rdbuf();
    answer.body = file.str();
    for (int i = 4; i < count; ++i) {
        std::string const header = words[i];
        auto const colon = header.find(": ");
        answer.headers.emplace_back(header.substr(0, colon), header.substr(colon + 2));
    }
    auto const port = static_cast<unsigned short>(std::atoi(words[1]));
    std::vector<std::thread> threads;
    for (int i = 0; i < std::atoi(words[2]); ++i) {
        threads.emplace_back([&] {
            asio::io_context context{1};
            asio::co_spawn(context, listen(port, answer), asio::detached);
            context.run();
        });
    }
    for (auto& thread : threads) thread.join();
}
