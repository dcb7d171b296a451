#include "fault_disk.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>

namespace guildhall::db {

/// What SQLite allocates for an open file: ours, then the real one right behind it.
struct FaultDisk::File {
    sqlite3_file base;
    FaultDisk* disk;
    Track* track; ///< none for temporary files
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
};

struct FaultDisk::Methods {
    static FaultDisk& disk(sqlite3_vfs* vfs) { return *static_cast<FaultDisk*>(vfs->pAppData); }
    static sqlite3_vfs* real(sqlite3_vfs* vfs) { return disk(vfs).real_; }

    static int open(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags)
    {
        auto& self = File::of(file);
        self.base.pMethods = nullptr;
        self.disk = &disk(vfs);
        self.track = nullptr;
        if (self.disk->off_) return SQLITE_CANTOPEN;
        int const code = real(vfs)->xOpen(real(vfs), name, self.real(), flags, out_flags);
        if (code != SQLITE_OK) return code;
        if (name) {
            std::lock_guard lock{self.disk->mutex_};
            auto const [track, fresh] = self.disk->tracks_.try_emplace(name);
            self.track = &track->second;
            if (fresh) self.real()->pMethods->xFileSize(self.real(), &track->second.synced_size);
        }
        self.base.pMethods = methods();
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, char const* name, int sync)
    {
        if (disk(vfs).off_) return SQLITE_IOERR_DELETE;
        int const code = real(vfs)->xDelete(real(vfs), name, sync);
        std::lock_guard lock{disk(vfs).mutex_};
        if (auto const found = disk(vfs).tracks_.find(name); found != disk(vfs).tracks_.end()) found->second = {};
        return code;
    }

    static int close(sqlite3_file* file) { return File::of(file).real()->pMethods->xClose(File::of(file).real()); }
    static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset)
    {
        auto& self = File::of(file);
        if (self.disk->off_) return SQLITE_IOERR_READ;
        return self.real()->pMethods->xRead(self.real(), to, size, offset);
    }
    static int write(sqlite3_file* file, void const* from, int size, sqlite3_int64 offset)
    {
        auto& self = File::of(file);
        auto& disk = *self.disk;
        std::lock_guard lock{disk.mutex_};
        if (disk.off_) return SQLITE_IOERR_WRITE;
        sqlite3_int64 now = 0;
        self.real()->pMethods->xFileSize(self.real(), &now);
        if (disk.full_ && offset + size > now) return SQLITE_FULL;
        if (self.track && disk.remember(self, offset, offset + size) != SQLITE_OK) return SQLITE_IOERR_WRITE;
        if (disk.lose_power_here()) {
            size = static_cast<int>(disk.random_() % static_cast<unsigned>(size + 1)); // a short write, then darkness
            if (size > 0) self.real()->pMethods->xWrite(self.real(), from, size, offset);
            return SQLITE_IOERR_WRITE;
        }
        return self.real()->pMethods->xWrite(self.real(), from, size, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size)
    {
        auto& self = File::of(file);
        std::lock_guard lock{self.disk->mutex_};
        if (self.disk->off_) return SQLITE_IOERR_TRUNCATE;
        sqlite3_int64 now = 0;
        self.real()->pMethods->xFileSize(self.real(), &now);
        if (self.track && self.disk->remember(self, size, now) != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
        return self.real()->pMethods->xTruncate(self.real(), size);
    }
    static int sync(sqlite3_file* file, int flags)
    {
        auto& self = File::of(file);
        auto& disk = *self.disk;
        std::lock_guard lock{disk.mutex_};
        if (disk.off_ || disk.bad_sync_ || disk.lose_power_here()) return SQLITE_IOERR_FSYNC;
        int const code = self.real()->pMethods->xSync(self.real(), flags & ~SQLITE_SYNC_DATAONLY);
        if (code == SQLITE_OK && self.track) {
            self.track->before.clear();
            self.real()->pMethods->xFileSize(self.real(), &self.track->synced_size);
        }
        return code;
    }

    // The rest is the real file's.
    static sqlite3_io_methods const& under(sqlite3_file* f) { return *File::of(f).real()->pMethods; }
    static sqlite3_file* real_file(sqlite3_file* f) { return File::of(f).real(); }
    static sqlite3_io_methods const* methods()
    {
        static sqlite3_io_methods const all = [] {
            sqlite3_io_methods m{};
            m.iVersion = 2;
            m.xClose = close;
            m.xRead = read;
            m.xWrite = write;
            m.xTruncate = truncate;
            m.xSync = sync;
            m.xFileSize = [](auto* f, auto* size) { return under(f).xFileSize(real_file(f), size); };
            m.xLock = [](auto* f, int level) { return under(f).xLock(real_file(f), level); };
            m.xUnlock = [](auto* f, int level) { return under(f).xUnlock(real_file(f), level); };
            m.xCheckReservedLock = [](auto* f, int* out) { return under(f).xCheckReservedLock(real_file(f), out); };
            m.xFileControl = [](auto*, int, void*) { return SQLITE_NOTFOUND; };
            m.xSectorSize = [](auto*) { return sector; };
            m.xDeviceCharacteristics = [](auto*) { return 0; };
            m.xShmMap = [](auto* f, int page, int size, int extend, void volatile** out) {
                return under(f).xShmMap(real_file(f), page, size, extend, out);
            };
            m.xShmLock = [](auto* f, int offset, int n, int flags) {
                return under(f).xShmLock(real_file(f), offset, n, flags);
            };
            m.xShmBarrier = [](auto* f) { under(f).xShmBarrier(real_file(f)); };
            m.xShmUnmap = [](auto* f, int remove) { return under(f).xShmUnmap(real_file(f), remove); };
            return m;
        }();
        return &all;
    }
};

FaultDisk::FaultDisk(char const* name, unsigned seed) : name_{name}, real_{sqlite3_vfs_find(nullptr)}, random_{seed}
{
    vfs_ = *real_;
    vfs_.zName = name_.c_str();
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pAppData = this;
    vfs_.pNext = nullptr;
    vfs_.xOpen = Methods::open;
    vfs_.xDelete = Methods::remove;
    sqlite3_vfs_register(&vfs_, 0);
}

FaultDisk::~FaultDisk()
{
    sqlite3_vfs_unregister(&vfs_);
}

void FaultDisk::cut_power_after(int writes_and_syncs)
{
    countdown_ = writes_and_syncs;
}

void FaultDisk::cut_power()
{
    std::lock_guard lock{mutex_};
    off_ = true;
}

bool FaultDisk::lose_power_here()
{
    if (countdown_ > 0 && --countdown_ == 0) off_ = true;
    return off_;
}

/// Keeps what the sectors from `offset` to `end` held at the last sync.
int FaultDisk::remember(File& file, sqlite3_int64 offset, sqlite3_int64 end)
{
    auto& track = *file.track;
    for (auto at = offset / sector * sector; at < std::min(end, track.synced_size); at += sector) {
        if (track.before.contains(at)) continue;
        std::string old(sector, '\0');
        int const code = file.real()->pMethods->xRead(file.real(), old.data(), sector, at);
        if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) return code;
        track.before.emplace(at, std::move(old));
    }
    return SQLITE_OK;
}

void FaultDisk::power_on()
{
    std::lock_guard lock{mutex_};
    for (auto& [path, track] : tracks_) take_back(path, track);
    tracks_.clear();
    countdown_ = -1;
    off_ = false;
}

/// Loses a random part of what was written since the last sync: old sectors come back, new ones are zeros or not there.
void FaultDisk::take_back(std::string const& path, Track& track)
{
    namespace fs = std::filesystem;
    if (!fs::exists(path)) return;
    auto const mood = random_() % 3; // nothing, everything or each sector by itself
    auto lost = [&] { return mood == 1 || (mood == 2 && random_() % 2 == 0); };
    auto const size = static_cast<sqlite3_int64>(fs::file_size(path));
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    auto put = [&](sqlite3_int64 at, std::string const& bytes) {
        file.seekp(at).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    };
    for (auto const& [at, bytes] : track.before) {
        auto const held = std::min<sqlite3_int64>(sector, track.synced_size - at);
        if (held > 0 && (lost() || at >= size)) put(at, bytes.substr(0, static_cast<std::size_t>(held)));
    }
    for (auto at = (track.synced_size + sector - 1) / sector * sector; at < size; at += sector) {
        if (lost()) put(at, std::string(static_cast<std::size_t>(std::min<sqlite3_int64>(sector, size - at)), '\0'));
    }
    file.close();
    if (size > track.synced_size && lost()) fs::resize_file(path, static_cast<std::uintmax_t>(track.synced_size));
}

}
