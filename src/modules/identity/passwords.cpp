#include <identity/identity.hpp>

#include "passwords.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace guildhall::identity {

namespace {

// OWASP asks for at least 19 MiB and two passes; 32 MiB and three take some 50 ms of one core.
constexpr unsigned long long passes = 3;
constexpr std::size_t memory = 32u << 20;
constexpr std::size_t shortest = 10;
constexpr std::size_t longest = 512; // a hash of a megabyte would be a way to keep the cores busy

constexpr std::size_t most_waiting = 64; // some three seconds

class Threads {
public:
    Threads()
    {
        auto const count = std::max(1u, std::thread::hardware_concurrency() / 2);
        for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this](std::stop_token const& stop) { work(stop); });
    }
    bool try_submit(std::move_only_function<void()> job)
    {
        std::lock_guard lock{mutex_};
        if (jobs_.size() >= most_waiting) return false;
        jobs_.push_back(std::move(job));
        wake_.notify_one();
        return true;
    }

private:
    void work(std::stop_token const& stop)
    {
        std::unique_lock lock{mutex_};
        while (wake_.wait(lock, stop, [this] { return !jobs_.empty(); })) {
            auto job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<std::move_only_function<void()>> jobs_;
    std::vector<std::jthread> threads_; ///< last, so that they end first
};

// Passwords of ten and more characters that head every published list of stolen ones.
constexpr std::array common_passwords = {
    "0123456789",   "0987654321",    "1111111111",       "123123123123",  "1234567890",    "12345678910",
    "123456789a",   "1234567890a",   "1q2w3e4r5t",       "1q2w3e4r5t6y",  "1qaz2wsx3edc",  "a123456789",
    "abc1234567",   "abcd123456",    "abcdefghij",       "administrator", "changeme123",   "chelsea123",
    "football123",  "iloveyou123",   "letmein123",       "letmein1234",   "liverpool1",    "liverpool123",
    "manchester",   "password01",    "password10",       "password11",    "password12",    "password123",
    "password1234", "password12345", "passwordpassword", "princess123",   "q1w2e3r4t5",    "qazwsxedcrfv",
    "qwerty1234",   "qwerty12345",   "qwerty123456",     "qwertyuiop",    "qwertyuiop123", "sunshine123",
    "superman123",  "welcome123",    "welcome1234",      "zaq12wsxcde3",  "zxcvbnm123",
};

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return out;
}

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_common(std::string const& password)
{
    return std::ranges::find(common_passwords, password) != common_passwords.end() ||
           std::ranges::all_of(password, [&](char c) { return c == password.front(); });
}

}

PasswordHash hash_password(Secret const& password)
{
    std::array<char, crypto_pwhash_STRBYTES> out{};
    auto const text = password.reveal();
    if (sodium_init() < 0 || crypto_pwhash_str(out.data(), text.data(), text.size(), passes, memory) != 0)
        throw std::runtime_error("there is not enough memory to hash a password");
    return {out.data()};
}

bool verify_password(std::string const& hash, Secret const& password)
{
    auto const text = password.reveal().substr(0, longest);
    return sodium_init() >= 0 && crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

std::string const& hash_of_nobody()
{
    static std::string const hash = hash_password(Secret{random_token()}).text;
    return hash;
}

bool try_hashing(std::move_only_function<void()> work)
{
    static Threads threads;
    return threads.try_submit(std::move(work));
}

std::optional<Message> password_problem(std::string_view password, std::string_view email)
{
    if (password.empty()) return Message{"Enter a password"};
    if (characters(password) < shortest) return Message{"Password must be 10 characters or more"};
    if (password.size() > longest) return Message{"Password must be 500 characters or less"};
    auto const wished = lower(password);
    if (is_common(wished)) return Message{"Choose a password that is harder to guess"};
    if (!email.empty() && wished == lower(email)) return Message{"Your password must not be your email address"};
    return std::nullopt;
}

}
