// A coroutine that a handler is when it writes. Its only suspension is `co_await database.write(...)`, so nobody
// blocks while a commit is shared. A Task starts when it is started or awaited, and is resumed on its Executor.
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace guildhall {

/// Where a suspended Task goes on: the http layer's pool. post() is thread-safe.
class Executor {
public:
    virtual ~Executor() = default;
    virtual void post(std::coroutine_handle<> task) = 0;
};

template <class T> class [[nodiscard]] Task {
public:
    struct promise_type {
        Executor* executor = nullptr; ///< set by start(), or by the awaiting Task
        std::coroutine_handle<> continuation;
        std::function<void()> on_done;
        std::optional<T> value;
        std::exception_ptr error;

        Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        auto final_suspend() noexcept
        {
            struct Final {
                bool await_ready() noexcept { return false; }
                std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept
                {
                    auto& promise = self.promise();
                    if (promise.continuation) return promise.continuation;
                    if (promise.on_done) {
                        auto done = std::move(promise.on_done); // may destroy the frame
                        done();
                    }
                    return std::noop_coroutine();
                }
                void await_resume() noexcept {}
            };
            return Final{};
        }
        template <class U> void return_value(U&& u) { value.emplace(std::forward<U>(u)); }
        void unhandled_exception() { error = std::current_exception(); }
    };

    Task(Task&& other) noexcept : handle_{std::exchange(other.handle_, {})} {}
    Task& operator=(Task&& other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Task()
    {
        if (handle_) handle_.destroy();
    }

    /// Runs until the first suspension; later parts run on `executor`. `on_done` is called once, on whichever
    /// thread finishes, and may destroy this Task.
    void start(Executor& executor, std::function<void()> on_done)
    {
        handle_.promise().executor = &executor;
        handle_.promise().on_done = std::move(on_done);
        handle_.resume();
    }
    /// The value, or the exception that ended the task. Once, after on_done.
    T take()
    {
        auto& promise = handle_.promise();
        if (promise.error) std::rethrow_exception(promise.error);
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): without an error, co_return has set it
        return std::move(*promise.value);
    }

    bool await_ready() noexcept { return false; }
    template <class P> std::coroutine_handle<> await_suspend(std::coroutine_handle<P> caller) noexcept
    {
        handle_.promise().executor = caller.promise().executor;
        handle_.promise().continuation = caller;
        return handle_;
    }
    T await_resume() { return take(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_{handle} {}
    std::coroutine_handle<promise_type> handle_;
};

}
