#include "pool.hpp"

namespace guildhall::http {

Pool::Pool(int workers, std::size_t max_waiting) : max_waiting_{max_waiting}
{
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

Pool::~Pool()
{
    stop();
}

void Pool::stop()
{
    {
        std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

bool Pool::try_submit(Job job)
{
    if (waiting() >= max_waiting_) return false;
    push(std::move(job));
    return true;
}

void Pool::post(std::coroutine_handle<> task)
{
    push([task] { task.resume(); });
}

void Pool::push(Job job)
{
    std::lock_guard lock{mutex_};
    jobs_.push_back(std::move(job));
    waiting_.store(jobs_.size(), std::memory_order_relaxed);
    // A wake-up costs more than a page: not for workers that are awake. Under the lock, because the pool may be gone
    // after it.
    if (idle_ > 0) wake_.notify_one();
}

void Pool::work()
{
    std::unique_lock lock{mutex_};
    for (;;) {
        while (jobs_.empty() && !stopping_) {
            ++idle_;
            wake_.wait(lock);
            --idle_;
        }
        if (jobs_.empty()) return;
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        waiting_.store(jobs_.size(), std::memory_order_relaxed);
        lock.unlock();
        job();
        job = {};
        lock.lock();
    }
}

}
