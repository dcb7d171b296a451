// Lines of folded text, one for each record, one after the other in memory. A search reads them from end to end, which
// at 400,000 people takes a few milliseconds; see docs/adr/0020 for what was measured and what else was looked at.
#include <people/search.hpp>

#include "scan.hpp"
#include "store.hpp"

#include <base/text.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

namespace guildhall::people {

namespace {

constexpr std::size_t most_hits = 400; ///< of which the best are shown
constexpr int at_a_time = 2000;
/// Ids hold the millisecond of their transaction in the upper bits. One that took longer than this, or a node whose
/// clock is further behind, would be missed.
constexpr auto late_commit = std::chrono::seconds{20};

/// Letters and digits, "@" and spaces; nothing that people leave out or put in: "O'Brien" is "obrien".
void add_searchable(std::string& out, std::string_view text)
{
    if (text.empty()) return;
    for (char const c : folded(text)) {
        auto const byte = static_cast<unsigned char>(c);
        bool const is_kept = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '@';
        bool const is_gap = c == ' ' || c == ',' || c == '\n';
        if (is_kept) out += c;
        if (is_gap) out += ' ';
    }
    out += ' ';
}

std::string line_of(Details const& details)
{
    std::string line = " ";
    for (auto const* text : {&details.first, &details.last, &details.organisation, &details.email})
        add_searchable(line, *text);
    if (!details.phone.empty()) {
        add_searchable(line, details.phone);
        if (details.phone.starts_with("+44")) add_searchable(line, "0" + details.phone.substr(3));
    }
    std::string postcode = details.postcode;
    std::erase(postcode, ' ');
    add_searchable(line, postcode);
    for (auto const* text : {&details.address, &details.reference, &details.company_number})
        add_searchable(line, *text);
    return line;
}

std::vector<std::string> words_in(std::string_view typed)
{
    std::string text;
    add_searchable(text, typed);
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        if (end > at) words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    // The longest is the rarest, and the others are looked for in its lines alone.
    std::ranges::stable_sort(words, std::greater{}, &std::string::size);
    return words;
}

/// Who may see a line, in four bytes: 0 is everybody, else the team's place in a list.
using Scope = std::uint32_t;

struct Line {
    std::uint64_t start = 0;
    std::uint32_t size = 0;
    Scope scope = 0;
    RecordId record;
};

class Lines {
public:
    void set(RecordId record, std::string_view line, Scope scope)
    {
        forget(record);
        if (line.empty()) return;
        at_[record] = lines_.size();
        lines_.push_back({text_.size(), static_cast<std::uint32_t>(line.size()), scope, record});
        text_ += line;
        text_ += '\n';
    }
    void forget(RecordId record)
    {
        auto const found = at_.find(record);
        if (found == at_.end()) return;
        auto& line = lines_[found->second];
        std::fill_n(text_.begin() + static_cast<std::ptrdiff_t>(line.start), line.size, '\0');
        gone_ += line.size;
        line.record = {};
        at_.erase(found);
        if (gone_ > 1'000'000 && gone_ > text_.size() / 4) close_gaps();
    }
    /// Calls each(line, text) for the lines that hold the word, until it answers false.
    template <class F> void each_with(std::string_view word, F each) const
    {
        for (std::size_t from = 0; from < text_.size();) {
            auto const hit = find_in(text_, word, from);
            if (hit == std::string_view::npos) return;
            auto const line = std::prev(std::ranges::upper_bound(lines_, hit, {}, &Line::start));
            if (!each(*line, std::string_view{text_}.substr(line->start, line->size))) return;
            from = line->start + line->size + 1;
        }
    }
    void shrink()
    {
        text_.shrink_to_fit();
        lines_.shrink_to_fit();
    }
    [[nodiscard]] std::size_t bytes() const
    {
        // A node of the map is the key, the place and two pointers.
        return text_.capacity() + lines_.capacity() * sizeof(Line) + at_.size() * 32 + at_.bucket_count() * 8;
    }

private:
    void close_gaps()
    {
        std::string text;
        std::vector<Line> lines;
        for (auto line : lines_) {
            if (!line.record) continue;
            auto const start = text.size();
            text.append(text_, line.start, line.size + 1);
            line.start = start;
            at_[line.record] = lines.size();
            lines.push_back(line);
        }
        std::fill(text_.begin(), text_.end(), '\0');
        text_ = std::move(text);
        lines_ = std::move(lines);
        gone_ = 0;
    }

    std::string text_;
    std::vector<Line> lines_; ///< by start
    std::unordered_map<RecordId, std::size_t> at_;
    std::size_t gone_ = 0;
};

struct Changed {
    RecordId id;
    std::int64_t touched = 0;
    std::string sealed;
    std::string team;
    bool restricted = false;
};

Changed read_changed(db::Row const& row)
{
    return {row.get<RecordId>(0), row.integer(1), std::string{row.bytes(2)}, row.get<std::string>(3), row.get<bool>(4)};
}

/// With what they say, in the order of their changes.
std::vector<Changed> records_after(db::Snapshot& snapshot, std::int64_t touched, RecordId after)
{
    static constexpr db::Query select{"people.records_after", R"sql(
        select id, touched, details, team, restricted from people_record
        where (touched, id) > ($1, $2) order by touched, id limit $3)sql"};
    return snapshot.all(select, read_changed, touched, after, at_a_time);
}

/// Which changed, and when; read from the index alone.
struct Change {
    RecordId id;
    std::int64_t touched = 0;
};
std::vector<Change> changes_since(db::Snapshot& snapshot, std::int64_t touched)
{
    static constexpr db::Query select{"people.changes_since",
                                      "select id, touched from people_record where touched > $1 order by touched"};
    return snapshot.all(
        select,
        [](db::Row const& row) {
            return Change{row.get<RecordId>(0), row.integer(1)};
        },
        touched);
}

std::vector<Changed> records_of(db::Snapshot& snapshot, std::vector<Change> const& changes)
{
    static constexpr db::Query select{"people.changed_record", R"sql(
        select id, touched, details, team, restricted from people_record where id = $1)sql"};
    std::vector<Changed> records;
    for (auto const& change : changes)
        if (auto record = snapshot.one(select, read_changed, change.id)) records.push_back(std::move(*record));
    return records;
}

/// The id that would be made at this moment.
std::int64_t id_at(Time at)
{
    constexpr Time start = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
    return (at - start).count() << 22;
}

}

struct Search::State {
    explicit State(db::Database& database) : database{database} {}

    db::Database& database;
    mutable std::shared_mutex mutex; // guards everything below but the atomics
    Lines lines;
    std::vector<std::string> teams;                    ///< a scope of 1 is the first
    std::int64_t settled = 0;                          ///< up to here every change was read, and none can come any more
    std::unordered_map<RecordId, std::int64_t> recent; ///< changes since, which were read
    std::atomic<bool> is_ready = false;
    std::atomic<bool> is_ending = false;
    std::once_flag started;
    std::thread thread;

    Scope scope_of(Changed const& one)
    {
        if (!one.restricted) return 0;
        auto const found = std::ranges::find(teams, one.team);
        auto const place = found - teams.begin();
        if (found == teams.end()) teams.push_back(one.team);
        return static_cast<Scope>(place + 1);
    }
    bool may_see(Actor const& actor, Scope scope) const { return scope == 0 || actor.in_team(teams[scope - 1]); }

    void read(db::Snapshot& snapshot, std::vector<Changed> const& changes)
    {
        struct Opened {
            Changed const* change;
            std::string line;
        };
        std::vector<Opened> opened;
        opened.reserve(changes.size());
        for (auto const& one : changes) {
            auto const json = one.sealed.empty() ? std::nullopt : snapshot.unseal(one.sealed);
            opened.push_back({&one, json ? line_of(Details::from_json(*json)) : std::string{}});
        }
        std::unique_lock const lock{mutex};
        for (auto const& [one, line] : opened) {
            lines.set(one->id, line, scope_of(*one));
            if (one->touched > settled) recent[one->id] = one->touched;
        }
    }
    void build()
    {
        settled = safe_now();
        for (std::int64_t touched = 0, id = 0; !is_ending;) {
            bool const is_over = database.read([&](db::Snapshot& snapshot) {
                auto const records = records_after(snapshot, touched, RecordId{id});
                if (records.empty()) return true;
                read(snapshot, records);
                touched = records.back().touched;
                id = records.back().id.value;
                return false;
            });
            if (is_over) break;
        }
        std::unique_lock const lock{mutex};
        lines.shrink();
        is_ready = !is_ending;
    }
    [[nodiscard]] std::int64_t safe_now() const { return id_at(database.clock().now() - late_commit); }

    /// Changes of the last seconds are looked for again each time, because a transaction may commit after one that
    /// began later.
    void catch_up(db::Snapshot& snapshot)
    {
        auto const safe = safe_now();
        std::vector<Change> changes;
        {
            std::shared_lock const lock{mutex};
            changes = changes_since(snapshot, settled);
            std::erase_if(changes, [&](Change const& one) {
                auto const known = recent.find(one.id);
                return known != recent.end() && known->second == one.touched;
            });
        }
        if (!changes.empty()) read(snapshot, records_of(snapshot, changes));
        std::shared_lock shared{mutex};
        if (safe <= settled || recent.empty()) return;
        shared.unlock();
        std::unique_lock const lock{mutex};
        settled = std::max(settled, safe);
        std::erase_if(recent, [&](auto const& one) { return one.second <= settled; });
    }
};

Search::Search(db::Database& database) : state_{std::make_unique<State>(database)} {}

Search::~Search()
{
    state_->is_ending = true;
    if (state_->thread.joinable()) state_->thread.join();
}

void Search::start()
{
    std::call_once(state_->started, [this] {
        state_->thread = std::thread{[this] {
            try {
                state_->build();
            } catch (std::exception const& fault) {
                spdlog::error("people: the search could not be made ready; whole email addresses, phone numbers and "
                              "postcodes are found all the same: {}",
                              fault.what());
            }
        }};
    });
}

void Search::build()
{
    state_->build();
}

bool Search::is_ready() const
{
    return state_->is_ready;
}

std::vector<RecordId> Search::find(db::Snapshot& snapshot, Actor const& actor, std::string_view typed,
                                   std::size_t at_most)
{
    auto const words = words_in(typed);
    if (words.empty() || length_of(words.front()) < 2 || !may_see_people(actor) || !is_ready()) return {};
    state_->catch_up(snapshot);
    struct Hit {
        std::size_t begun; ///< words of the line that begin with what was typed
        RecordId record;
    };
    std::vector<Hit> hits;
    {
        std::shared_lock const lock{state_->mutex};
        state_->lines.each_with(words.front(), [&](Line const& line, std::string_view text) {
            bool const has_all = std::ranges::all_of(words, [&](auto const& word) { return text.contains(word); });
            if (!line.record || !has_all || !state_->may_see(actor, line.scope)) return true;
            auto const begins = [&](auto const& word) { return text.contains(" " + word); };
            hits.push_back({static_cast<std::size_t>(std::ranges::count_if(words, begins)), line.record});
            return hits.size() < most_hits;
        });
    }
    std::ranges::stable_sort(hits, [](Hit const& a, Hit const& b) {
        return std::pair{a.begun, a.record} > std::pair{b.begun, b.record};
    });
    std::vector<RecordId> records;
    for (auto const& hit : hits) {
        if (records.size() == at_most) break;
        records.push_back(hit.record);
    }
    return records;
}

void Search::forget(RecordId record)
{
    std::unique_lock const lock{state_->mutex};
    state_->lines.forget(record);
}

std::size_t Search::bytes() const
{
    std::shared_lock const lock{state_->mutex};
    return state_->lines.bytes();
}

}
