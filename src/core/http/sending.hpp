// How bodies leave: part by part, each with its time to be taken. For server.cpp alone, whose streams these are.
#pragma once

#include "exchange.hpp"

#include <boost/asio.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::http {

constexpr std::size_t most_sent = 64 * 1024; ///< bytes that a client has its time-out to take

/// False where the client has gone, or did not take them in time.
template <class Stream, class Buffers>
boost::asio::awaitable<bool> send(Stream& stream, Buffers const& buffers, std::chrono::milliseconds patience)
{
    get_lowest_layer(stream).expires_after(patience); // found beside the stream
    auto [error, sent] =
        co_await boost::asio::async_write(stream, buffers, boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return !error;
}

/// The chosen bytes of the file. False also where the file ends too early.
template <class Stream>
boost::asio::awaitable<bool> send_file(Stream& stream, Outgoing const& out, std::chrono::milliseconds patience)
{
    std::ifstream file{out.file, std::ios::binary};
    file.seekg(static_cast<std::streamoff>(out.file_first));
    std::vector<char> chunk(most_sent);
    for (std::size_t left = out.file_size; left > 0;) {
        auto const want = std::min(left, chunk.size());
        if (!file.read(chunk.data(), static_cast<std::streamsize>(want))) co_return false;
        auto const bytes = boost::asio::buffer(chunk.data(), want);
        if (!co_await send(stream, bytes, patience)) co_return false;
        left -= want;
    }
    co_return true;
}

/// In one chunk where they are used; without text that is the last one.
template <class Stream>
boost::asio::awaitable<bool> send_framed(Stream& stream, std::string_view text, Outgoing::Pieces how,
                                         std::chrono::milliseconds patience)
{
    bool const in_chunks = how == Outgoing::Pieces::chunked;
    auto const size = in_chunks ? fmt::format("{:x}\r\n", text.size()) : std::string{};
    std::string_view const end = in_chunks ? "\r\n" : "";
    std::array<boost::asio::const_buffer, 3> const buffers{boost::asio::buffer(size), boost::asio::buffer(text),
                                                           boost::asio::buffer(end)};
    co_return co_await send(stream, buffers, patience);
}

}
