// The one translation unit that sees Beast: sockets, time-outs, parsing and writing. What a request means is
// exchange.cpp's business.
#include <http/server.hpp>

#include "exchange.hpp"
#include "head.hpp"
#include "sending.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <list>
#include <system_error>
#include <thread>

namespace guildhall::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;
using asio::awaitable;
using asio::use_awaitable;
constexpr auto no_throw = asio::as_tuple(use_awaitable);

namespace {

constexpr std::size_t max_head = 16 * 1024;
constexpr std::size_t max_target = 8 * 1024;
constexpr std::size_t max_headers = 100;
/// A head, or what a chunk says of itself, and one read behind it. Without an end, a chunk's extension or a trailer
/// would be kept for as long as somebody sends it.
constexpr std::size_t most_buffered = 64 * 1024;
constexpr std::size_t slowest_body = 1024; ///< bytes a second: who sends less is cut off after the time-out
constexpr std::size_t most_discarded = 64 * 1024 * 1024;
constexpr std::chrono::seconds drain_patience{10};

std::optional<Method> method_of(bhttp::verb verb)
{
    switch (verb) {
    case bhttp::verb::get: return Method::get;
    case bhttp::verb::head: return Method::head;
    case bhttp::verb::post: return Method::post;
    case bhttp::verb::put: return Method::put;
    case bhttp::verb::patch: return Method::patch;
    case bhttp::verb::delete_: return Method::del;
    case bhttp::verb::options: return Method::options;
    default: return {};
    }
}

std::shared_ptr<asio::ssl::context> read_certificate(Options const& options)
{
    if (options.certificate.empty()) return {};
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    try {
        context->use_certificate_chain_file(options.certificate);
        context->use_private_key_file(options.key, asio::ssl::context::pem);
    } catch (boost::system::system_error const& error) {
        throw std::runtime_error(fmt::format("The certificate {} or its key {} cannot be read: {}. Give two PEM files.",
                                             options.certificate, options.key, error.what()));
    }
    return context;
}

/// How to wake the streams of events that are open, so that draining can end them.
class OpenStreams {
public:
    using Wake = std::function<void()>;
    std::list<Wake>::iterator add(Wake wake)
    {
        std::lock_guard lock{mutex_};
        return wakes_.insert(wakes_.end(), std::move(wake));
    }
    void remove(std::list<Wake>::iterator one)
    {
        std::lock_guard lock{mutex_};
        wakes_.erase(one);
    }
    void wake_all()
    {
        std::lock_guard lock{mutex_};
        for (auto const& wake : wakes_) wake();
    }

private:
    std::mutex mutex_;
    std::list<Wake> wakes_;
};

std::string_view text_in(beast::flat_buffer const& buffer)
{
    return {static_cast<char const*>(buffer.data().data()), buffer.size()};
}

}

struct Server::State {
    State(Options options, Clock const& clock, SiteFinder sites)
        : shared{std::move(options), clock, std::move(sites)}, certificate{read_certificate(shared.options)}
    {}

    Shared shared;
    std::shared_ptr<asio::ssl::context> certificate; ///< replaced whole by reload()
    std::mutex certificate_mutex;
    std::vector<std::unique_ptr<asio::io_context>> contexts;
    std::vector<std::thread> threads;
    std::unique_ptr<tcp::acceptor> acceptor;
    std::uint16_t port = 0;
    std::atomic<bool> draining{false};
    std::atomic<int> in_hand{0};
    OpenStreams open_streams;

    awaitable<void> accept();
    template <class Stream> awaitable<void> talk(Stream& stream, std::string peer, bool tls);
    template <class Stream>
    awaitable<bool> one_exchange(Stream& stream, beast::flat_buffer& buffer, std::string const& peer, bool tls);
    /// What came of reading a head: 0 where the peer has gone or is too slow, 431 or 414 where it is too long, 400
    /// where it is unsound, 200 where it was parsed.
    template <class Stream>
    awaitable<int> read_head(Stream& stream, beast::flat_buffer& buffer,
                             bhttp::request_parser<bhttp::buffer_body>& parser);
    Exchange::Body begin(Exchange& exchange, bhttp::request_parser<bhttp::buffer_body> const& parser);
    template <class Stream>
    awaitable<bool> read_body(Stream& stream, beast::flat_buffer& buffer,
                              bhttp::request_parser<bhttp::buffer_body>& parser, Exchange& exchange,
                              Exchange::Body body);
    template <class Stream> awaitable<bool> write(Stream& stream, Exchange& exchange, Outgoing out);
    template <class Stream> awaitable<bool> write_pieces(Stream& stream, Exchange& exchange, Outgoing::Pieces how);
    /// Makes the next piece on the pool; begun is begun, so where the pool is too busy it waits.
    awaitable<Exchange::Piece> next_piece(Exchange& exchange, std::string& text);
    template <class Stream> awaitable<void> write_events(Stream& stream, std::shared_ptr<Channel> channel);
    template <class Stream> awaitable<void> discard(Stream& stream);
    awaitable<void> serve_plain(tcp::socket socket, std::string peer);
    awaitable<void> serve_tls(tcp::socket socket, std::string peer);
    /// Runs `job` on the pool and comes back here; false where the pool is too busy. `job` gets what to call at its
    /// end.
    awaitable<bool> on_pool(std::move_only_function<void(std::function<void()>)> job);
    void listen();
};

awaitable<bool> Server::State::on_pool(std::move_only_function<void(std::function<void()>)> job)
{
    auto executor = co_await asio::this_coro::executor;
    co_return co_await asio::async_initiate<decltype(use_awaitable), void(bool)>(
        [this, executor](auto handler, auto work) {
            using Handler = decltype(handler);
            auto shared_handler = std::make_shared<Handler>(std::move(handler));
            auto done = [executor, shared_handler](bool ran) {
                asio::post(executor, [shared_handler, ran] { std::move (*shared_handler)(ran); });
            };
            bool const accepted =
                shared.pool.try_submit([work = std::move(work), done]() mutable { work([done] { done(true); }); });
            if (!accepted) done(false);
        },
        use_awaitable, std::move(job));
}

awaitable<void> Server::State::accept()
{
    for (std::size_t next = 0; !draining; ++next) {
        auto& context = *contexts[next % contexts.size()];
        auto [error, socket] = co_await acceptor->async_accept(context, no_throw);
        if (error) {
            if (error == asio::error::operation_aborted || !acceptor->is_open()) co_return;
            // No file descriptors left: wait until some connection has gone.
            asio::steady_timer timer{co_await asio::this_coro::executor, std::chrono::milliseconds{50}};
            co_await timer.async_wait(no_throw);
            continue;
        }
        if (shared.metrics.connections.load() >= static_cast<std::int64_t>(shared.options.max_connections)) {
            ++shared.metrics.rejected;
            continue;
        }
        beast::error_code ignored; // the peer may have gone already; the first read says so
        socket.set_option(tcp::no_delay{true}, ignored);
        auto const endpoint = socket.remote_endpoint(ignored);
        auto peer = endpoint.address().to_string();
        if (certificate) {
            asio::co_spawn(context, serve_tls(std::move(socket), std::move(peer)), asio::detached);
        } else {
            asio::co_spawn(context, serve_plain(std::move(socket), std::move(peer)), asio::detached);
        }
    }
}

awaitable<void> Server::State::serve_plain(tcp::socket socket, std::string peer)
{
    beast::tcp_stream stream{std::move(socket)};
    co_await talk(stream, std::move(peer), false);
    beast::error_code ignored; // closing a connection that the peer has closed is no news
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

awaitable<void> Server::State::serve_tls(tcp::socket socket, std::string peer)
{
    std::shared_ptr<asio::ssl::context> context;
    {
        std::lock_guard lock{certificate_mutex};
        context = certificate;
    }
    // Not beast::ssl_stream: it ends a write early when Asio hands it an empty buffer before a long one.
    asio::ssl::stream<beast::tcp_stream> stream{beast::tcp_stream{std::move(socket)}, *context};
    beast::get_lowest_layer(stream).expires_after(shared.options.header_timeout);
    auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, no_throw);
    if (error) co_return;
    co_await talk(stream, std::move(peer), true);
    beast::get_lowest_layer(stream).expires_after(std::chrono::seconds{5});
    co_await stream.async_shutdown(no_throw);
}

template <class Stream> awaitable<void> Server::State::talk(Stream& stream, std::string peer, bool tls)
{
    ++shared.metrics.connections;
    beast::flat_buffer buffer{most_buffered};
    try {
        while (co_await one_exchange(stream, buffer, peer, tls)) {
        }
    } catch (std::exception const& error) {
        spdlog::error("a connection ended: {}", error.what());
    }
    --shared.metrics.connections;
}

template <class Stream>
awaitable<bool> Server::State::one_exchange(Stream& stream, beast::flat_buffer& buffer, std::string const& peer,
                                            bool tls)
{
    auto& transport = beast::get_lowest_layer(stream);
    if (buffer.size() == 0) { // between requests: idle, and nothing is lost by closing
        transport.expires_after(draining ? std::chrono::milliseconds{1000} : shared.options.idle_timeout);
        auto [idle_error, count] = co_await stream.async_read_some(buffer.prepare(8192), no_throw);
        if (idle_error) co_return false;
        buffer.commit(count);
    }
    struct InHand {
        std::atomic<int>& count;
        explicit InHand(std::atomic<int>& counter) : count{counter} { ++count; }
        ~InHand() { --count; }
    } in_hand_now{in_hand};

    transport.expires_after(shared.options.header_timeout);
    bhttp::request_parser<bhttp::buffer_body> parser;
    auto const status = co_await read_head(stream, buffer, parser);
    if (status == 0) co_return false;

    Exchange exchange{shared, peer, tls};
    exchange.knows_chunks = status != 200 || parser.get().version() >= 11;
    auto body = Exchange::Body::refuse;
    bool keep_alive = status == 200 && parser.get().keep_alive() && !draining;
    if (status == 200) {
        body = begin(exchange, parser);
    } else {
        exchange.reject(status);
    }
    bool unread = status != 200 || parser.chunked() || parser.content_length().value_or(0) > 0;
    if (body != Exchange::Body::refuse) {
        bool ready = true;
        if (body != Exchange::Body::none) ready = co_await read_body(stream, buffer, parser, exchange, body);
        unread = !parser.is_done();
        if (ready) {
            transport.expires_never();
            if (!co_await on_pool([&](std::function<void()> const& done) { exchange.run(done); })) {
                ++shared.metrics.rejected;
                exchange.refuse(503);
            }
        }
    }
    // The rest of a refused body is not served: the connection ends after the answer.
    bool const goes_on = co_await write(stream, exchange, exchange.finish(keep_alive && !unread && !draining));
    if (unread) co_await discard(stream);
    co_return goes_on;
}

template <class Stream>
awaitable<int> Server::State::read_head(Stream& stream, beast::flat_buffer& buffer,
                                        bhttp::request_parser<bhttp::buffer_body>& parser)
{
    static constexpr std::string_view blank_line = "\r\n\r\n";
    std::size_t end = std::string_view::npos;
    while (true) {
        if (text_in(buffer).starts_with("\r\n"))
            buffer.consume(2); // some clients send a line break too many (RFC 9112, 2.2)
        end = text_in(buffer).find(blank_line);
        if (end != std::string_view::npos || buffer.size() > max_head) break;
        auto [error, count] = co_await stream.async_read_some(buffer.prepare(8192), no_throw);
        if (error) co_return 0;
        buffer.commit(count);
    }
    auto const whole = text_in(buffer);
    if (end > max_head) co_return whole.find("\r\n") > max_head ? 414 : 431;
    if (!is_sound_head(whole.substr(0, end + blank_line.size()))) co_return 400;
    parser.header_limit(static_cast<std::uint32_t>(2 * max_head)); // the limit was kept above
    parser.body_limit(boost::none);
    beast::error_code error;
    buffer.consume(parser.put(buffer.data(), error));
    if (error || !parser.is_header_done()) co_return 400;
    auto const& head = parser.get();
    if (std::distance(head.begin(), head.end()) > static_cast<std::ptrdiff_t>(max_headers)) co_return 431;
    co_return head.target().size() > max_target ? 414 : 200;
}

Exchange::Body Server::State::begin(Exchange& exchange, bhttp::request_parser<bhttp::buffer_body> const& parser)
{
    auto const& head = parser.get();
    for (auto const& field : head) {
        std::string name{field.name_string()};
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        exchange.request.headers.emplace_back(std::move(name), std::string{field.value()});
    }
    auto const length = parser.content_length();
    return exchange.begin(method_of(head.method()), {head.target().data(), head.target().size()},
                          length ? static_cast<std::int64_t>(*length) : -1, parser.chunked());
}

template <class Stream>
awaitable<bool> Server::State::read_body(Stream& stream, beast::flat_buffer& buffer,
                                         bhttp::request_parser<bhttp::buffer_body>& parser, Exchange& exchange,
                                         Exchange::Body body)
{
    auto& transport = beast::get_lowest_layer(stream);
    bool const is_multipart = body == Exchange::Body::multipart;
    if (is_multipart && exchange.limits().uploads > 0) {
        bool allowed = false;
        transport.expires_never();
        bool const ran = co_await on_pool([&](std::function<void()> const& done) {
            allowed = exchange.may_upload();
            done();
        });
        if (!ran) exchange.refuse(503);
        if (!ran || !allowed) co_return false;
    }
    if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        transport.expires_after(shared.options.body_timeout);
        auto [error, sent] = co_await asio::async_write(stream, asio::buffer(go_on), no_throw);
        if (error) co_return false;
    }
    std::string collected;
    std::size_t received = 0;
    auto const began = std::chrono::steady_clock::now();
    char chunk[16 * 1024];
    while (!parser.is_done()) {
        auto const patience = std::chrono::seconds{received / slowest_body} + shared.options.body_timeout;
        transport.expires_at(
            std::min(began + patience, std::chrono::steady_clock::now() + shared.options.body_timeout));
        parser.get().body().data = chunk;
        parser.get().body().size = sizeof chunk;
        auto [error, size] = co_await bhttp::async_read(stream, buffer, parser, no_throw);
        if (error && error != bhttp::error::need_buffer) {
            exchange.refuse(error == beast::error::timeout ? 408 : 400);
            co_return false;
        }
        std::string_view const got{chunk, sizeof chunk - parser.get().body().size};
        received += got.size();
        if (received > exchange.most_body()) {
            exchange.refuse(413);
            co_return false;
        }
        if (!is_multipart) {
            collected.append(got);
        } else if (!exchange.feed(got)) {
            co_return false;
        }
    }
    co_return exchange.accept_body(std::move(collected));
}

template <class Stream> awaitable<bool> Server::State::write(Stream& stream, Exchange& exchange, Outgoing out)
{
    std::array<asio::const_buffer, 2> const buffers{asio::buffer(out.head),
                                                    asio::buffer(out.body().data(), out.body().size())};
    if (!co_await send(stream, buffers, shared.options.body_timeout)) co_return false;
    if (out.file_size > 0 && !co_await send_file(stream, out, shared.options.body_timeout)) co_return false;
    if (out.pieces != Outgoing::Pieces::none && !co_await write_pieces(stream, exchange, out.pieces)) co_return false;
    if (out.stream) {
        co_await write_events(stream, out.stream);
        co_return false;
    }
    co_return out.keep_alive;
}

template <class Stream>
awaitable<bool> Server::State::write_pieces(Stream& stream, Exchange& exchange, Outgoing::Pieces how)
{
    static constexpr std::string_view nothing;
    auto const patience = shared.options.body_timeout;
    auto& transport = beast::get_lowest_layer(stream);
    while (true) {
        transport.expires_never();
        std::string text;
        auto const piece = co_await next_piece(exchange, text);
        if (piece == Exchange::Piece::broken) break;
        if (piece == Exchange::Piece::end)
            co_return how == Outgoing::Pieces::until_closed || co_await send_framed(stream, nothing, how, patience);
        for (std::string_view left{text}; !left.empty();) {
            auto const part = left.substr(0, most_sent);
            left.remove_prefix(part.size());
            if (!co_await send_framed(stream, part, how, patience)) co_return false;
        }
    }
    // A reset, not an end: HTTP/1.0 would take the end of the connection for the end of the body.
    beast::error_code ignored; // it may have gone already
    transport.socket().set_option(asio::socket_base::linger{true, 0}, ignored);
    transport.close();
    co_return false;
}

awaitable<Exchange::Piece> Server::State::next_piece(Exchange& exchange, std::string& text)
{
    auto made = Exchange::Piece::broken;
    auto const make = [&](std::function<void()> const& done) {
        made = exchange.make_piece(text);
        done();
    };
    asio::steady_timer pause{co_await asio::this_coro::executor};
    while (!co_await on_pool(make)) {
        pause.expires_after(std::chrono::milliseconds{50});
        co_await pause.async_wait(no_throw);
    }
    co_return made;
}

template <class Stream> awaitable<void> Server::State::write_events(Stream& stream, std::shared_ptr<Channel> channel)
{
    auto executor = co_await asio::this_coro::executor;
    auto timer = std::make_shared<asio::steady_timer>(executor);
    auto const wake = [executor, timer] { asio::post(executor, [timer] { timer->cancel(); }); };
    channel->on_news(wake);
    auto const here = open_streams.add(wake);
    while (!draining) {
        auto text = channel->take();
        if (text.empty() && channel->is_closed()) break;
        if (text.empty()) {
            timer->expires_after(std::chrono::seconds{15});
            auto [woken] = co_await timer->async_wait(no_throw);
            if (woken) continue;
            text = ": still here\n\n"; // proxies cut silent connections
        }
        auto const bytes = asio::buffer(text);
        if (!co_await send(stream, bytes, shared.options.body_timeout)) break;
    }
    open_streams.remove(here);
    channel->on_news({});
    channel->close();
}

/// Takes what a refused client still sends, for a while: closing at once would make its system throw the answer away.
template <class Stream> awaitable<void> Server::State::discard(Stream& stream)
{
    auto& transport = beast::get_lowest_layer(stream);
    transport.expires_after(shared.options.body_timeout);
    beast::error_code ignored; // whether it has gone shows at the first read
    if constexpr (std::is_same_v<Stream, beast::tcp_stream>)
        transport.socket().shutdown(tcp::socket::shutdown_send, ignored);
    char chunk[16 * 1024];
    for (std::size_t taken = 0; taken < most_discarded && !draining;) {
        auto [error, count] = co_await stream.async_read_some(asio::buffer(chunk), no_throw);
        if (error) break;
        taken += count;
    }
}

void Server::State::listen()
{
    auto const& options = shared.options;
    auto& context = *contexts.front();
    acceptor = std::make_unique<tcp::acceptor>(context);
    if (options.inherited_socket >= 0) {
        acceptor->assign(tcp::v4(), options.inherited_socket);
    } else {
        beast::error_code error;
        auto const address =
            asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, error);
        if (error)
            throw std::runtime_error(
                fmt::format("\"{}\" is not an address to listen on: write 127.0.0.1 or 0.0.0.0.", options.address));
        tcp::endpoint const here{address, options.port};
        acceptor->open(here.protocol());
        acceptor->set_option(asio::socket_base::reuse_address{true});
        acceptor->bind(here, error);
        if (error == asio::error::address_in_use) {
            throw std::runtime_error(fmt::format(
                "Port {} is in use. Choose another with --port, or stop the program that has it.", options.port));
        }
        if (error == asio::error::access_denied) {
            throw std::runtime_error(fmt::format(
                "Port {} needs more rights. Choose one above 1023 and let the reverse proxy have it.", options.port));
        }
        if (error)
            throw std::runtime_error(
                fmt::format("Cannot listen on {}:{}: {}.", options.address, options.port, error.message()));
        acceptor->listen(1024);
    }
    port = acceptor->local_endpoint().port();
}

Server::Server(Options options, Clock const& clock, SiteFinder sites)
{
    if (!is_loopback(options.address) && options.certificate.empty() && !options.plain_beyond_loopback) {
        throw std::runtime_error(
            fmt::format("Plain HTTP on {} would show residents' answers to the network. Give a certificate, or put a "
                        "reverse proxy with TLS in front and name it under trusted_proxies.",
                        options.address));
    }
    if (options.upload_folder.empty()) options.upload_folder = std::filesystem::temp_directory_path();
    // Better told now than to the first person who sends a photo.
    if (::access(options.upload_folder.c_str(), W_OK | X_OK) != 0)
        throw std::runtime_error(fmt::format(
            "Photos cannot be put into {}: {}. Name a folder under upload_folder that this user may write to.",
            options.upload_folder.string(), std::generic_category().message(errno)));
    if (options.io_threads <= 0)
        options.io_threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    state_ = std::make_unique<State>(std::move(options), clock, std::move(sites));
}

Server::~Server() // NOLINT(bugprone-exception-escape): a thread that cannot be joined leaves nothing to go on with
{
    drain();
}

void Server::start()
{
    auto& state = *state_;
    for (int i = 0; i < state.shared.options.io_threads; ++i)
        state.contexts.push_back(std::make_unique<asio::io_context>(1));
    state.listen();
    asio::co_spawn(*state.contexts.front(), state.accept(), asio::detached);
    for (auto& context : state.contexts) {
        state.threads.emplace_back([&context] {
            auto guard = asio::make_work_guard(*context);
            context->run();
        });
    }
}

void Server::drain()
{
    auto& state = *state_;
    if (state.threads.empty()) return;
    state.draining = true;
    asio::post(*state.contexts.front(), [&state] {
        beast::error_code ignored; // it is going away
        state.acceptor->close(ignored);
    });
    state.open_streams.wake_all();
    auto const deadline = std::chrono::steady_clock::now() + drain_patience;
    while (state.in_hand > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    for (auto& context : state.contexts) context->stop();
    for (auto& thread : state.threads) thread.join();
    state.threads.clear();
    state.shared.pool.stop(); // a handler that outlived the patience still refers to its exchange
    state.acceptor.reset();
    state.contexts.clear(); // closes idle connections
}

void Server::reload()
{
    auto fresh = read_certificate(state_->shared.options);
    std::lock_guard lock{state_->certificate_mutex};
    state_->certificate = std::move(fresh);
}

std::uint16_t Server::port() const
{
    return state_->port;
}

std::string Server::metrics() const
{
    return state_->shared.metrics.text(state_->shared.pool.waiting());
}

}
