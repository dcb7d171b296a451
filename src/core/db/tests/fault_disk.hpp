// A disk that breaks. An SQLite VFS over the real one that remembers what was on the disk before each write that was
// not synced; at a power cut any part of those writes is taken back, sector by sector, as a real disk may lose them.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>

namespace guildhall::db {

class FaultDisk {
public:
    /// Registers a VFS of this name, for Options::vfs.
    FaultDisk(char const* name, unsigned seed);
    ~FaultDisk();
    FaultDisk(FaultDisk const&) = delete;

    void cut_power_after(int writes_and_syncs); ///< then every operation fails, as in a machine that is off
    void cut_power();
    [[nodiscard]] bool is_off() const { return off_; }
    /// After every file was closed: loses some of what was not synced, and works again.
    void power_on();

    void set_full(bool full) { full_ = full; } ///< files cannot grow
    void fail_syncs(bool fail) { bad_sync_ = fail; }

private:
    static constexpr int sector = 512;
    struct Track {
        sqlite3_int64 synced_size = 0;
        std::map<sqlite3_int64, std::string> before; ///< by sector: what the last sync left there
    };
    struct File;
    struct Methods;
    bool lose_power_here();
    int remember(File& file, sqlite3_int64 offset, sqlite3_int64 end);
    void take_back(std::string const& path, Track& track);

    std::string name_;
    sqlite3_vfs vfs_{};
    sqlite3_vfs* real_;
    std::mt19937 random_;
    std::mutex mutex_;
    std::map<std::string, Track> tracks_;
    std::atomic<bool> off_{false};
    std::atomic<bool> full_{false};
    std::atomic<bool> bad_sync_{false};
    std::atomic<int> countdown_{-1};
};

}
