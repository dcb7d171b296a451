// A real clamd with a database of one line: the signature of the EICAR test file, which every scanner finds and which
// harms nothing.
#include "front.hpp"

#include "image.hpp"
#include "scan.hpp"
#include "store.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vips/vips.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr auto program = "/usr/sbin/clamd";

/// In two halves, so that a scanner on a developer's machine does not take this file away.
std::string eicar()
{
    return std::string{R"(X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-)"} + "ANTIVIRUS-TEST-FILE!$H+H*";
}

/// "58354f21..."
std::string hex(std::string_view bytes)
{
    std::string out;
    for (unsigned char const c : bytes) out += fmt::format("{:02x}", c);
    return out;
}

class Clamd {
public:
    Clamd()
    {
        std::filesystem::create_directory(folder_.path() / "signatures");
        std::ofstream{folder_.path() / "signatures" / "test.ndb"} << "Test.Eicar:0:*:" << hex(eicar()) << "\n";
        std::ofstream{folder_.path() / "clamd.conf"}
            << "LocalSocket " << address() << "\nDatabaseDirectory " << (folder_.path() / "signatures").string()
            << "\nForeground yes\nTemporaryDirectory " << folder_.path().string() << "\n";
    }
    ~Clamd() { stop(); }
    Clamd(Clamd const&) = delete;

    [[nodiscard]] static bool is_there() { return std::filesystem::exists(program); }
    [[nodiscard]] std::string address() const { return (folder_.path() / "clamd").string(); }
    void start()
    {
        process_ = fork();
        if (process_ == 0) {
            static_cast<void>(std::freopen("/dev/null", "w", stdout)); // it talks a lot
            auto const config = "--config-file=" + (folder_.path() / "clamd.conf").string();
            execl(program, program, config.c_str(), nullptr);
            _exit(127);
        }
        for (int i = 0; i < 600; ++i) {
            if (scan(address(), "hello").verdict == ScanResult::Verdict::clean) return;
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        FAIL("clamd did not start");
    }
    void stop()
    {
        if (process_ <= 0) return;
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
        process_ = 0;
    }

private:
    db::TestFolder folder_;
    pid_t process_ = 0;
};

bool skipped()
{
    if (Clamd::is_there()) return false;
    MESSAGE("skipped: clamd is not installed (./dev unit installs clamav-daemon)");
    return true;
}

/// A council with a scanner, and a draft with a file that came in.
struct Scanned : Front {
    explicit Scanned(std::string clamd) : Front{with_scanner(std::move(clamd))} {}
    static council::Settings with_scanner(std::string clamd)
    {
        auto all = settings();
        all.clamd = std::move(clamd);
        return all;
    }

    FileId arrive(std::string const& bytes)
    {
        auto const* version = library.catalogue()->current("report-everything");
        return database
            ->write(Actor::system(),
                    [&](db::Tx& tx) {
                        auto const draft = start_draft(tx, random_token(), *version, Purpose::real);
                        auto const id = tx.new_id<FileId>();
                        auto const blob = blobs.put(tx.seal(draft.subject, bytes));
                        static constexpr db::Query insert{"test.add_file", R"sql(
                insert into form_file (id, draft, subject, question, state, original, created_at)
                values ($1, $2, $3, 'photo', 'waiting', $4, $5))sql"};
                        tx.run(insert, id, draft.id, draft.subject, blob, tx.now());
                        tx.enqueue({.kind = "forms.photo", .payload = std::to_string(id.value)});
                        return id;
                    })
            .wait();
    }
    std::string state(FileId id)
    {
        return database->read([&](db::Snapshot& s) { return find_file(s, id).value().state; });
    }
    void later()
    {
        database.clock.advance(std::chrono::hours{2});
        run_jobs();
    }
};

/// A photo as a phone sends it.
std::string small_photo()
{
    re_encode(""); // starts libvips as the product does
    VipsImage* image = nullptr;
    REQUIRE(vips_black(&image, 30, 20, "bands", 3, nullptr) == 0);
    void* buffer = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_jpegsave_buffer(image, &buffer, &size, nullptr) == 0);
    g_object_unref(image);
    std::string bytes{static_cast<char const*>(buffer), size};
    g_free(buffer);
    return bytes;
}

}

TEST_CASE("scan: clamd finds the test file, also inside a PDF, and lets others pass (R-030)")
{
    if (skipped()) return;
    Clamd clamd;
    clamd.start();
    CHECK(scan(clamd.address(), eicar()).verdict == ScanResult::Verdict::infected);
    CHECK(scan(clamd.address(), eicar()).words.find("Eicar") != std::string::npos);
    CHECK(scan(clamd.address(), "%PDF-1.4\n1 0 obj << >>\nendobj\n" + eicar() + "\n%%EOF").verdict ==
          ScanResult::Verdict::infected);
    CHECK(scan(clamd.address(), "%PDF-1.4\n1 0 obj << >>\nendobj\n%%EOF").verdict == ScanResult::Verdict::clean);
    CHECK(scan(clamd.address(), std::string(300'000, 'x')).verdict == ScanResult::Verdict::clean);
}

TEST_CASE("scan: an infected file is deleted and never served, and a good one goes on (R-030)")
{
    if (skipped()) return;
    Clamd clamd;
    clamd.start();
    Scanned front{clamd.address()};
    auto const bad = front.arrive(eicar());
    auto const good = front.arrive(small_photo());
    front.run_jobs();
    CHECK(front.state(bad) == "infected");
    CHECK(front.state(good) == "ready");
    auto const row = front.database->read([&](db::Snapshot& s) { return find_file(s, bad).value(); });
    CHECK(row.original.empty());
    CHECK(front.database->read([&](db::Snapshot& s) {
        return !photo_bytes(s, front.blobs, bad, PhotoSize::full) && photo_bytes(s, front.blobs, good, PhotoSize::full);
    }));
}

TEST_CASE("scan: while clamd is down files wait, are not lost, are not served, and are checked when it is back (R-030)")
{
    if (skipped()) return;
    Clamd clamd;
    Scanned front{clamd.address()};
    auto const bad = front.arrive(eicar());
    auto const good = front.arrive(small_photo());
    front.run_jobs();
    for (int i = 0; i < 12; ++i) front.later(); // longer than any number of tries
    CHECK(front.state(bad) == "waiting");
    CHECK(front.state(good) == "waiting");
    CHECK(front.database->read([&](db::Snapshot& s) { return !photo_bytes(s, front.blobs, good, PhotoSize::full); }));
    CHECK(front.database->read([&](db::Snapshot& s) { return db::dead_letters(s).empty(); }));
    clamd.start();
    front.later();
    CHECK(front.state(bad) == "infected");
    CHECK(front.state(good) == "ready");
}

TEST_CASE("scan: a scanner that answers nonsense has not said clean")
{
    CHECK(scan("/no/such/socket", "x").verdict == ScanResult::Verdict::unavailable);
    CHECK(scan("127.0.0.1:1", "x").verdict == ScanResult::Verdict::unavailable);
    CHECK(scan("nonsense", "x").verdict == ScanResult::Verdict::unavailable);
}
