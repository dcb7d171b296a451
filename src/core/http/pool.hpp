// The worker pool: one thread per core runs handlers. The queue of new requests is bounded; coroutines that go on are
// never refused, because they hold work that has begun.
#pragma once

#include <base/task.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace guildhall::http {

class Pool final : public Executor {
public:
    using Job = std::move_only_function<void()>;

    Pool(int workers, std::size_t max_waiting);
    ~Pool() override;

    void stop(); ///< runs what is queued, then joins

    /// False where too many requests wait already.
    bool try_submit(Job job);
    void post(std::coroutine_handle<> task) override;
    [[nodiscard]] std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

private:
    void push(Job job);
    void work();

    std::size_t max_waiting_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    std::atomic<std::size_t> waiting_{0};
    int idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}
