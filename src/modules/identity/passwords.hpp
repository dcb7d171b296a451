// Argon2id, which takes a core for some 50 ms on purpose. Routes have it done by threads of its own, so that a crowd of
// sign-ins keeps no worker from anybody's page.
#pragma once

#include <base/secret.hpp>
#include <base/task.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace guildhall::identity {

bool verify_password(std::string const& hash, Secret const& password);
/// A hash that no password fits, made once with the same cost: verifying against it takes as long as a real one.
std::string const& hash_of_nobody();

/// Has it done by the threads that hash: one for every two cores, for the whole process, as the cores are. False where
/// more are waiting than people would wait for.
bool try_hashing(std::move_only_function<void()> work);

/// `Hashed hashed{work}; auto const value = co_await hashed;` gives what the work returned, or nothing where too many
/// wait. Neither moves nor outlives the await.
template <std::invocable Work> class [[nodiscard]] Hashed {
public:
    using Value = std::invoke_result_t<Work&>;

    explicit Hashed(Work work) : work_{std::move(work)} {}
    Hashed(Hashed const&) = delete;

    bool await_ready() const noexcept { return false; }
    template <class P> bool await_suspend(std::coroutine_handle<P> caller)
    {
        executor_ = caller.promise().executor;
        caller_ = caller;
        return try_hashing([this] { run(); });
    }
    std::optional<Value> await_resume()
    {
        if (fault_) std::rethrow_exception(fault_);
        return std::move(value_);
    }

private:
    void run()
    {
        try {
            value_.emplace(work_());
        } catch (...) {
            fault_ = std::current_exception();
        }
        executor_->post(caller_);
    }

    Work work_;
    std::optional<Value> value_;
    std::exception_ptr fault_;
    Executor* executor_ = nullptr;
    std::coroutine_handle<> caller_;
};

}
