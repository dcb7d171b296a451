// A small web server of ours on a loopback port, for what a provider does on bad days: answers late, or not at all.
#pragma once

#include "loopback.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace guildhall::notify::testing {

struct SinkRequest {
    std::string method, target;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
};

struct SinkAnswer {
    int status = 200;
    std::string body;
    bool hang_up = false; ///< the connection ends without an answer
};

class HttpSink {
public:
    explicit HttpSink(std::function<SinkAnswer(SinkRequest const&)> answer) : answer_{std::move(answer)} {}

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(loopback_.port()); }

private:
    void talk(int client)
    {
        std::string buffer;
        while (auto const request = request_from(client, buffer)) {
            auto const answer = answer_(*request);
            if (answer.hang_up) return;
            auto const text =
                "HTTP/1.1 " + std::to_string(answer.status) +
                " As said\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(answer.body.size()) +
                "\r\n\r\n" + answer.body;
            if (!Loopback::say(client, text)) return;
        }
    }

    static std::optional<SinkRequest> request_from(int client, std::string& buffer)
    {
        auto end = buffer.find("\r\n\r\n");
        for (; end == std::string::npos; end = buffer.find("\r\n\r\n"))
            if (!Loopback::read_more(client, buffer)) return std::nullopt;
        SinkRequest request = read_head(std::string_view{buffer}.substr(0, end));
        std::size_t length = 0;
        auto const& said = request.headers["content-length"];
        std::from_chars(said.data(), said.data() + said.size(), length);
        while (buffer.size() < end + 4 + length)
            if (!Loopback::read_more(client, buffer)) return std::nullopt;
        request.body = buffer.substr(end + 4, length);
        buffer.erase(0, end + 4 + length);
        return request;
    }

    static SinkRequest read_head(std::string_view head)
    {
        SinkRequest request;
        auto const first = head.substr(0, head.find("\r\n"));
        auto const space = first.find(' ');
        request.method = first.substr(0, space);
        request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
        for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
            auto const line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
            std::string name{line.substr(0, line.find(':'))};
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
            request.headers[name] = line.substr(std::min(line.find(':') + 2, line.size()));
        }
        return request;
    }

    std::function<SinkAnswer(SinkRequest const&)> answer_;
    Loopback loopback_{[this](int client) { talk(client); }}; // the last: it is answered as soon as it is there
};

}
