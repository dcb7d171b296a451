#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace bench {

namespace {

using Instant = std::chrono::steady_clock::time_point;

double since(Instant start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Link {
    int fd = -1;
    std::string out;
    std::size_t sent = 0;
    std::string in;
    Instant started;
    bool finished = false;
};

int connect_to(std::uint16_t port)
{
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("No server answers on port " + std::to_string(port));
    }
    int const on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

std::string find_header(std::string_view head, std::string_view name)
{
    std::size_t at = 0;
    while ((at = head.find("\r\n", at)) != std::string_view::npos) {
        at += 2;
        auto const colon = head.find(':', at);
        if (colon == std::string_view::npos) break;
        auto const found = head.substr(at, colon - at);
        if (std::ranges::equal(found, name, [](char a, char b) { return std::tolower(a) == std::tolower(b); })) {
            auto const end = head.find("\r\n", colon);
            auto value = head.substr(colon + 1, end - colon - 1);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            return std::string{value};
        }
    }
    return {};
}

/// The size of the complete answer at the front of `in`, or nothing while bytes are missing. Fills `answer`.
std::optional<std::size_t> complete(std::string const& in, Answer& answer)
{
    auto const head_end = in.find("\r\n\r\n");
    if (head_end == std::string::npos) return {};
    answer.head = std::string_view{in}.substr(0, head_end + 2);
    answer.status = std::atoi(in.c_str() + 9);
    auto const length = find_header(answer.head, "content-length");
    if (length.empty() && find_header(answer.head, "transfer-encoding") == "chunked") {
        auto const end = in.find("\r\n0\r\n\r\n", head_end + 2);
        if (end == std::string::npos) return {};
        answer.body = std::string_view{in}.substr(head_end + 4, end - head_end - 4);
        return end + 7;
    }
    std::size_t const size = length.empty() ? 0 : std::stoul(length);
    if (in.size() < head_end + 4 + size) return {};
    answer.body = std::string_view{in}.substr(head_end + 4, size);
    return head_end + 4 + size;
}

class Loop {
public:
    Loop(std::uint16_t port, int connections, double seconds, Next const& next, Done const& done)
        : port_{port}, seconds_{seconds}, next_{next}, done_{done}, links_(static_cast<std::size_t>(connections))
    {
        epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
        outcome_.micros.reserve(1 << 20);
    }
    ~Loop()
    {
        for (auto& link : links_) {
            if (link.fd >= 0) ::close(link.fd);
        }
        ::close(epoll_);
    }

    Outcome run()
    {
        start_ = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < links_.size(); ++i) open(i);
        std::vector<epoll_event> events(links_.size());
        while (active_ > 0) {
            int const count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1000);
            for (int i = 0; i < count; ++i) serve(events[static_cast<std::size_t>(i)]);
            if (seconds_ > 0 && since(start_) > seconds_) break;
        }
        outcome_.seconds = since(start_);
        return std::move(outcome_);
    }

private:
    void open(std::size_t i)
    {
        auto& link = links_[i];
        link.fd = connect_to(port_);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, link.fd, &event);
        ++active_;
        send_next(i);
    }

    void send_next(std::size_t i)
    {
        auto& link = links_[i];
        link.out = next_(static_cast<int>(i));
        if (link.out.empty()) {
            finish(i);
            return;
        }
        link.started = std::chrono::steady_clock::now();
        for (std::size_t sent = 0; sent < link.out.size();) {
            auto const n = ::send(link.fd, link.out.data() + sent, link.out.size() - sent, MSG_NOSIGNAL);
            if (n <= 0) return lost(i);
            sent += static_cast<std::size_t>(n);
        }
    }

    void serve(epoll_event const& event)
    {
        auto const i = static_cast<std::size_t>(event.data.u64);
        auto& link = links_[i];
        if (link.finished) return;
        char bytes[65536];
        auto const n = ::recv(link.fd, bytes, sizeof bytes, 0);
        if (n <= 0) return lost(i);
        link.in.append(bytes, static_cast<std::size_t>(n));
        Answer answer;
        auto const size = complete(link.in, answer);
        if (!size) return;
        outcome_.micros.push_back(static_cast<std::uint32_t>(since(link.started) * 1e6));
        ++outcome_.answers;
        if (answer.status >= 400) ++outcome_.errors;
        bool const closing = find_header(answer.head, "connection") == "close";
        if (done_) done_(static_cast<int>(i), answer);
        link.in.erase(0, *size);
        if (closing) return reopen(i);
        send_next(i);
    }

    void lost(std::size_t i)
    {
        ++outcome_.errors;
        reopen(i);
    }
    void reopen(std::size_t i)
    {
        ::close(links_[i].fd);
        links_[i] = Link{};
        --active_;
        open(i);
    }
    void finish(std::size_t i)
    {
        links_[i].finished = true;
        --active_;
    }

    std::uint16_t port_;
    double seconds_;
    Next const& next_;
    Done const& done_;
    std::vector<Link> links_;
    int epoll_ = -1;
    int active_ = 0;
    Instant start_;
    Outcome outcome_;
};

}

std::string Answer::header(std::string_view name) const
{
    return find_header(head, name);
}

std::vector<std::string> Answer::headers(std::string_view name) const
{
    std::vector<std::string> found;
    for (auto rest = head; !rest.empty(); rest.remove_prefix(std::min(rest.find("\r\n", 2), rest.size()))) {
        auto line = rest.substr(0, std::min(rest.find("\r\n", 2), rest.size()) + 2);
        if (auto value = find_header(line, name); !value.empty()) found.push_back(std::move(value));
    }
    return found;
}

double Outcome::percentile_ms(double share)
{
    if (micros.empty()) return 0;
    std::ranges::sort(micros);
    auto const at = std::min(micros.size() - 1, static_cast<std::size_t>(share * static_cast<double>(micros.size())));
    return micros[at] / 1000.0;
}

Outcome run(std::uint16_t port, int connections, double seconds, Next const& next, Done const& done)
{
    return Loop{port, connections, seconds, next, done}.run();
}

std::string get(std::string_view path, std::string_view headers)
{
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers} + "\r\n";
}

std::string post(std::string_view path, std::string_view form, std::string_view headers)
{
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
           std::to_string(form.size()) + "\r\n" + std::string{headers} + "\r\n" + std::string{form};
}

std::string url_encode(std::string_view text)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (unsigned char c : text) {
        if (std::isalnum(c) || c == '-' || c == '_' || c == '.') {
            out += static_cast<char>(c);
        } else {
            out += '%';
            out += hex[c >> 4];
            out += hex[c & 15];
        }
    }
    return out;
}

}
