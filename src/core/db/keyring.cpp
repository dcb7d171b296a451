#include "keyring.hpp"

#include "engine.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>

namespace guildhall::db {

namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t most_cached = 4096;
constexpr SubjectId master_check{0};

constexpr char key_table[] = R"sql(
    create table subject_key (
        subject @id primary key,
        wrapped @bytes
    );)sql";

constexpr Query find_key{"keys.find", "select wrapped from subject_key where subject = $1"};
constexpr Query insert_key{"keys.insert", R"sql(
    insert into subject_key (subject, wrapped) values ($1, $2) on conflict (subject) do nothing)sql"};
constexpr Query list_forgotten{"keys.forgotten",
                               "select subject from subject_key where wrapped is null order by subject"};
constexpr Query erase_key{"keys.erase", R"sql(
    insert into subject_key (subject, wrapped) values ($1, null) on conflict (subject) do update set wrapped = null)sql"};

/// The first bytes of everything sealed: what it is and whose. They are authenticated with it.
struct Header {
    static constexpr std::size_t size = 9;
    static constexpr char version = 1;

    static std::string make(SubjectId subject)
    {
        auto const swapped = __builtin_bswap64(static_cast<std::uint64_t>(subject.value));
        std::string header(1, version);
        header.append(reinterpret_cast<char const*>(&swapped), sizeof swapped);
        return header;
    }
    static SubjectId subject_of(std::string_view sealed)
    {
        if (sealed.size() < size + nonce_size + tag_size || sealed[0] != version)
            throw Fault{"This is not a sealed value."};
        std::uint64_t swapped;
        std::memcpy(&swapped, sealed.data() + 1, sizeof swapped);
        return SubjectId{static_cast<std::int64_t>(__builtin_bswap64(swapped))};
    }
};

unsigned char const* raw(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* raw(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

/// nonce and ciphertext; `header` is authenticated beside them.
std::string encrypt(SubjectKey const& key, std::string_view header, std::string_view plain)
{
    std::string out(nonce_size + plain.size() + tag_size, '\0');
    randombytes_buf(out.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + nonce_size, nullptr, raw(plain), plain.size(), raw(header),
                                               header.size(), nullptr, raw(out), key.bytes.data());
    return out;
}

std::optional<std::string> decrypt(SubjectKey const& key, std::string_view header, std::string_view sealed)
{
    if (sealed.size() < nonce_size + tag_size) return std::nullopt;
    auto const cipher = sealed.substr(nonce_size);
    std::string plain(cipher.size() - tag_size, '\0');
    int const wrong =
        crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(cipher), cipher.size(),
                                                   raw(header), header.size(), raw(sealed), key.bytes.data());
    if (wrong != 0) return std::nullopt;
    return plain;
}

template <class F> void reading(Connection& store, F&& f)
{
    store.begin_read(); // makes a connection that was cut anew
    try {
        Snapshot snapshot{store};
        f(snapshot);
        store.commit();
    } catch (...) {
        store.rollback();
        throw;
    }
}

template <class F> void in_transaction(Connection& store, F&& f)
{
    store.begin_write(Isolation::read_committed);
    try {
        f();
        store.commit();
    } catch (...) {
        store.rollback();
        throw;
    }
}

}

SubjectKey::~SubjectKey()
{
    sodium_memzero(bytes.data(), bytes.size());
}

Keyring::Keyring(std::unique_ptr<Connection> store, std::string_view master_key, std::chrono::seconds cached_for)
    : store_{std::move(store)}, cached_for_{cached_for}
{
    if (sodium_init() < 0) throw Fault{"The system has no source of random numbers."};
    if (master_key.size() != master_.bytes.size()) throw Fault{"The master key must have 32 bytes."};
    std::memcpy(master_.bytes.data(), master_key.data(), master_key.size());
    Migration const tables[]{{"keys", "0001_subject_key", key_table}};
    migrate(*store_, tables, store_->engine.clock.now());
    check_master_key();
}

Keyring::~Keyring() = default;

/// Subject 0 is nobody: its key only shows whether this master key is the one that wrapped the others.
void Keyring::check_master_key()
{
    SubjectKey key;
    if (load(master_check, key) == State::present) return;
    randombytes_buf(key.bytes.data(), key.bytes.size());
    store({{{master_check, key}}});
}

// Sealing

std::string Keyring::seal(SubjectId subject, std::string_view plain, std::vector<NewKey>& created)
{
    if (!subject) throw std::logic_error{"sealing needs a subject"};
    SubjectKey key;
    switch (find(subject, created, key)) {
    case State::present: break;
    case State::forgotten: throw Fault{"A value cannot be sealed for a person who was forgotten."};
    case State::absent: randombytes_buf(key.bytes.data(), key.bytes.size()); created.push_back({subject, key});
    }
    auto sealed = Header::make(subject);
    sealed += encrypt(key, sealed, plain);
    return sealed;
}

std::optional<std::string> Keyring::unseal(std::string_view sealed, std::span<NewKey const> created)
{
    auto const subject = Header::subject_of(sealed);
    SubjectKey key;
    switch (find(subject, created, key)) {
    case State::present: break;
    case State::forgotten: return std::nullopt;
    case State::absent:
        spdlog::error(
            "db: a sealed value has no key, and its subject was not forgotten: is the key store an old copy?");
        return std::nullopt;
    }
    auto plain = decrypt(key, sealed.substr(0, Header::size), sealed.substr(Header::size));
    if (!plain) throw Fault{"A sealed value was damaged."};
    return plain;
}

Keyring::State Keyring::find(SubjectId subject, std::span<NewKey const> created, SubjectKey& key)
{
    if (auto const fresh = std::ranges::find(created, subject, &NewKey::subject); fresh != created.end()) {
        key = fresh->key;
        return State::present;
    }
    std::lock_guard lock{mutex_};
    if (std::ranges::find(not_yet_erased_, subject) != not_yet_erased_.end()) return State::forgotten;
    auto const cached = cache_.find(subject.value);
    if (cached != cache_.end() && cached->second.until > std::chrono::steady_clock::now()) {
        key = cached->second.key;
        return State::present;
    }
    auto const state = load(subject, key);
    if (state == State::present) remember(subject, key);
    return state;
}

Keyring::State Keyring::load(SubjectId subject, SubjectKey& key)
{
    auto state = State::absent;
    auto read = [&](Row const& row) {
        state = row.is_null(0) ? State::forgotten : State::present;
        if (state == State::present) key = unwrap(subject, row.bytes(0));
    };
    reading(*store_, [&](Snapshot& snapshot) { snapshot.for_each(find_key, read, subject); });
    return state;
}

void Keyring::remember(SubjectId subject, SubjectKey const& key)
{
    if (cache_.size() >= most_cached) cache_.clear();
    cache_[subject.value] = {key, std::chrono::steady_clock::now() + cached_for_};
}

std::string Keyring::wrap(SubjectId subject, SubjectKey const& key) const
{
    return encrypt(master_, Header::make(subject), {reinterpret_cast<char const*>(key.bytes.data()), key.bytes.size()});
}

SubjectKey Keyring::unwrap(SubjectId subject, std::string_view wrapped) const
{
    auto plain = decrypt(master_, Header::make(subject), wrapped);
    SubjectKey key;
    if (!plain || plain->size() != key.bytes.size()) {
        throw Fault{"The master key does not fit this key store. Start with the key that belongs to it."};
    }
    std::memcpy(key.bytes.data(), plain->data(), plain->size());
    sodium_memzero(plain->data(), plain->size());
    return key;
}

// Keeping and forgetting

bool Keyring::store(std::span<NewKey const> keys)
{
    std::lock_guard lock{mutex_};
    bool all_ours = true;
    in_transaction(*store_, [&] {
        for (auto const& [subject, key] : keys) {
            auto const wrapped = wrap(subject, key);
            if (store_->execute(insert_key, params(subject, Bytes{wrapped})) == 0) all_ours = false;
        }
    });
    if (all_ours) {
        for (auto const& [subject, key] : keys) remember(subject, key);
    }
    return all_ours;
}

void Keyring::forget(std::span<SubjectId const> subjects) noexcept
{
    std::lock_guard lock{mutex_};
    for (auto subject : subjects) {
        cache_.erase(subject.value);
        not_yet_erased_.push_back(subject);
    }
    if (not_yet_erased_.empty()) return;
    try {
        in_transaction(*store_, [&] {
            for (auto subject : not_yet_erased_) store_->execute(erase_key, params(subject));
        });
        not_yet_erased_.clear();
        // The log of the key store still holds the page with the old key until it is cut.
        if (store_->dialect() == Dialect::sqlite) store_->script("pragma wal_checkpoint(truncate)");
    } catch (std::exception const& error) {
        spdlog::error("db: keys of forgotten people could not be deleted, trying again later: {}", error.what());
    }
}

std::vector<SubjectId> Keyring::forgotten()
{
    std::lock_guard lock{mutex_};
    std::vector<SubjectId> found;
    auto read = [&](Row const& row) { found.push_back(row.get<SubjectId>(0)); };
    reading(*store_, [&](Snapshot& snapshot) { snapshot.for_each(list_forgotten, read); });
    return found;
}

}
