// The keys of data subjects: 32 random bytes each, wrapped by the master key, in a store of their own with its own
// short-lived backup. Deleting a key is how a person is forgotten. A row without key says that this has happened.
// Thread-safe.
#pragma once

#include <db/event.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace guildhall::db {

class Connection;

/// 32 bytes that are wiped when they go.
struct SubjectKey {
    std::array<unsigned char, 32> bytes{};
    SubjectKey() = default;
    SubjectKey(SubjectKey const&) = default;
    SubjectKey& operator=(SubjectKey const&) = default;
    ~SubjectKey();
};

struct NewKey {
    SubjectId subject;
    SubjectKey key;
};

class Keyring {
public:
    /// Throws Fault where the master key has not 32 bytes or does not fit the store.
    Keyring(std::unique_ptr<Connection> store, std::string_view master_key, std::chrono::seconds cached_for);
    ~Keyring();

    /// Seals with the subject's key. A key made for it is added to `created`; store() makes it durable.
    std::string seal(SubjectId subject, std::string_view plain, std::vector<NewKey>& created);
    /// Nothing where the subject was forgotten. Throws Fault where the value was tampered with.
    std::optional<std::string> unseal(std::string_view sealed, std::span<NewKey const> created);
    /// Durable when it returns. False where another node made a key for one of them first.
    bool store(std::span<NewKey const> keys);
    /// Deletes the keys for good. A disk that refuses is logged and asked again next time; the keys are dead at once.
    void forget(std::span<SubjectId const> subjects) noexcept;

    /// Everybody who was forgotten.
    std::vector<SubjectId> forgotten();
    /// Calls f(store) while nobody else uses the store. For backups.
    template <class F> void with_store(F&& f)
    {
        std::lock_guard lock{mutex_};
        f(*store_);
    }

private:
    enum class State { absent, present, forgotten };
    struct Cached {
        SubjectKey key;
        std::chrono::steady_clock::time_point until;
    };
    State find(SubjectId subject, std::span<NewKey const> created, SubjectKey& key);
    State load(SubjectId subject, SubjectKey& key);
    void remember(SubjectId subject, SubjectKey const& key);
    [[nodiscard]] std::string wrap(SubjectId subject, SubjectKey const& key) const;
    [[nodiscard]] SubjectKey unwrap(SubjectId subject, std::string_view wrapped) const;
    void check_master_key();

    std::mutex mutex_; // guards everything below
    std::unique_ptr<Connection> store_;
    SubjectKey master_;
    std::chrono::seconds cached_for_;
    std::unordered_map<std::int64_t, Cached> cache_;
    std::vector<SubjectId> not_yet_erased_;
};

}
