// Several people at once: threads with a browser each that take on what is to be done, in the order given.
#pragma once

#include "browser.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace guildhall::replay {

class Workers {
public:
    Workers(int threads, std::uint16_t port, std::string const& host)
    {
        for (int i = 0; i < threads; ++i) threads_.emplace_back([this, port, host] { work(port, host); });
    }
    ~Workers()
    {
        {
            std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        changed_.notify_all();
    }
    Workers(Workers const&) = delete;

    /// Calls f(browser) on one of the threads; what it throws comes out of the future.
    template <class F> auto post(F f) -> std::future<std::invoke_result_t<F&, Browser&>>
    {
        auto const task =
            std::make_shared<std::packaged_task<std::invoke_result_t<F&, Browser&>(Browser&)>>(std::move(f));
        {
            std::lock_guard lock{mutex_};
            waiting_.push_back([task](Browser& browser) { (*task)(browser); });
        }
        changed_.notify_one();
        return task->get_future();
    }

private:
    void work(std::uint16_t port, std::string const& host)
    {
        Browser browser{port, host};
        while (true) {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            auto const task = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            task(browser);
        }
    }

    std::mutex mutex_; // guards what follows
    std::condition_variable changed_;
    std::deque<std::function<void(Browser&)>> waiting_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_; ///< last: they end before what they use
};

}
