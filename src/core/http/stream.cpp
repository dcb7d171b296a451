#include <http/stream.hpp>

#include <utility>

namespace guildhall::http {

bool Channel::publish(std::string_view event, std::string_view data)
{
    std::function<void()> wake;
    {
        std::lock_guard lock{mutex_};
        if (closed_) return false;
        waiting_.append("event: ").append(event).append("\n");
        while (true) {
            auto const end = data.find('\n');
            waiting_.append("data: ").append(data.substr(0, end)).append("\n");
            if (end == std::string_view::npos) break;
            data.remove_prefix(end + 1);
        }
        waiting_.append("\n");
        if (waiting_.size() > most_waiting) closed_ = true;
        wake = wake_;
    }
    if (wake) wake();
    return true;
}

void Channel::close()
{
    std::function<void()> wake;
    {
        std::lock_guard lock{mutex_};
        closed_ = true;
        wake = wake_;
    }
    if (wake) wake();
}

void Channel::on_news(std::function<void()> wake)
{
    std::lock_guard lock{mutex_};
    wake_ = std::move(wake);
}

std::string Channel::take()
{
    std::lock_guard lock{mutex_};
    return std::exchange(waiting_, {});
}

bool Channel::is_closed() const
{
    std::lock_guard lock{mutex_};
    return closed_;
}

}
