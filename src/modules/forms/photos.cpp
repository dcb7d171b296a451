// Files after they came: sealed blobs. A job re-encodes photos; what a browser sent of them is never served, and is
// deleted as soon as there is something better. A PDF stays as it came, and whoever shows it has it downloaded.
#include "image.hpp"
#include "scanning.hpp"
#include "store.hpp"

#include <charconv>

namespace guildhall::forms {

namespace {

std::optional<FileId> id_in(std::string const& payload)
{
    FileId id;
    auto const [end, error] = std::from_chars(payload.data(), payload.data() + payload.size(), id.value);
    if (error != std::errc{} || end != payload.data() + payload.size()) return {};
    return id;
}

PhotoState state_of(File const& file)
{
    if (file.state == "ready") return PhotoState::ready;
    if (file.state == "infected") return PhotoState::infected;
    return file.state == "unreadable" ? PhotoState::unreadable : PhotoState::waiting;
}

/// The bytes of a sealed blob; nothing where it is gone or its owner was forgotten.
std::optional<std::string> open_blob(db::Snapshot& snapshot, db::BlobStore const& blobs, std::string const& name)
{
    auto const sealed = blobs.get(name);
    return sealed ? snapshot.unseal(*sealed) : std::nullopt;
}

/// The re-encoded photo as blobs. Only a transaction seals, and what it seals is stored before a row names it.
struct Stored {
    std::string image, thumbnail;
};
Stored store(council::Council& council, File const& file, Pictures const& pictures)
{
    auto const seal = [&](db::Tx& tx) {
        return Pictures{tx.seal(file.subject, pictures.full), tx.seal(file.subject, pictures.thumbnail)};
    };
    auto const sealed = council.database.write(Actor::system(), seal).wait();
    auto image = council.blobs.put(sealed.full);
    return {std::move(image), council.blobs.put(sealed.thumbnail)};
}

/// The original holds where and when; its name stays in the row until it is deleted, so that a crash cannot leave it
/// behind.
void delete_original(council::Council& council, File const& file)
{
    council.blobs.remove(file.original);
    council.database.write(Actor::system(), [&](db::Tx& tx) { original_is_gone(tx, file.id); }).wait();
}

void keep_as_it_came(council::Council& council, File const& file)
{
    auto const keep = [&](db::Tx& tx) {
        if (file_is_ready(tx, file.id, file.original, "")) original_is_gone(tx, file.id);
    };
    council.database.write(Actor::system(), keep).wait();
}

void work_on(council::Council& council, File const& file)
{
    if (file.kind == FileKind::pdf) return keep_as_it_came(council, file);
    auto const original = council.database.read(
        [&](db::Snapshot& snapshot) { return open_blob(snapshot, council.blobs, file.original); });
    auto const pictures = original ? re_encode(*original) : std::nullopt;
    if (!pictures) {
        council.database.write(Actor::system(), [&](db::Tx& tx) { file_is_unreadable(tx, file.id); }).wait();
        return delete_original(council, file);
    }
    auto const stored = store(council, file, *pictures);
    bool const is_kept =
        council.database
            .write(Actor::system(),
                   [&](db::Tx& tx) { return file_is_ready(tx, file.id, stored.image, stored.thumbnail); })
            .wait();
    if (is_kept) return delete_original(council, file);
    for (auto const& blob : {stored.image, stored.thumbnail, file.original})
        council.blobs.remove(blob); // cleared meanwhile
}

}

db::JobKind photo_job(Deps& deps)
{
    auto& council = deps.council;
    auto const run = [&council](db::Job const& job) -> std::expected<void, db::JobFailure> {
        auto const id = id_in(job.payload);
        if (!id) return std::unexpected{db::JobFailure{"The job names no photo.", true}};
        auto const file = council.database.read([&](db::Snapshot& snapshot) { return find_file(snapshot, *id); });
        if (!file) return {}; // cleared before its turn came
        if (file->state == "waiting") {
            if (may_work_on(council, *file)) work_on(council, *file);
        } else if (!file->original.empty())
            delete_original(council, *file);
        return {};
    };
    return {.kind = "forms.photo", .run = run, .attempts = 5};
}

std::optional<Photo> find_photo(db::Snapshot& snapshot, FileId id)
{
    auto const file = find_file(snapshot, id);
    if (!file || !file->submission) return {};
    return Photo{file->submission, state_of(*file), file->kind == FileKind::pdf};
}

std::optional<std::string> photo_bytes(db::Snapshot& snapshot, db::BlobStore const& blobs, FileId id, PhotoSize size)
{
    auto const file = find_file(snapshot, id);
    if (!file || file->state != "ready") return {};
    return open_blob(snapshot, blobs, size == PhotoSize::full ? file->image : file->thumbnail);
}

}
