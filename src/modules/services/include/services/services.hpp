// Services: definitions checked, versioned and offered. Owns table service_version; nobody else reads or writes it.
#pragma once

#include <services/capabilities.hpp>
#include <services/definition.hpp>
#include <services/readability.hpp>

#include <db/database.hpp>
#include <db/migrations.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace guildhall::services {

std::vector<db::Migration> migrations();

/// One file of a library: a definition or a message template.
struct SourceFile {
    std::string name; ///< "waste/report-missed-bin.yaml", "messages/missed-bin-received.txt"
    std::string text;
};
using Source = std::vector<SourceFile>;
Source shipped_source();                                   ///< the library inside the binary
Source folder_source(std::filesystem::path const& folder); ///< a council's own services/
Source overlaid(Source shipped, Source const& own);        ///< files of the same name: the council's own win

/// Contributed by the room that fills messages in, because it knows what they may hold: what is wrong with one, `file`
/// left empty.
using MessageCheck = std::function<std::vector<Problem>(std::string_view text)>;

struct Checked {
    std::vector<Definition> good;            ///< without errors
    std::vector<Problem> problems;           ///< errors, and words that are hard to read
    std::vector<Problem> advice;             ///< warnings
    std::set<std::string, std::less<>> hard; ///< ids of those in `good` whose words are too hard to publish as they are
};
/// Checks a library as a whole: every reference resolves, every stage and page can be reached, every condition is
/// sound, every message can be filled in, every way ends, and the words are plain.
Checked check(Source const& source, MessageCheck const& message_check = {},
              Capabilities const& capabilities = announced());

/// What people read of a definition, in its order and each once: what a translation says in another language.
std::vector<std::string> sentences_of(Definition const& definition);
/// The languages of translations, by their tags.
std::vector<std::string_view> languages_of_translations();

/// What the library makes of files that are not published yet.
struct Examined {
    Definition definition;         ///< as far as it can be read
    bool is_sound = false;         ///< it could be published
    std::vector<Problem> problems; ///< of each severity
};

struct Version {
    VersionId id;
    std::int64_t number = 0; ///< 1, 2, 3 within the service
    Definition definition;
    std::map<std::string, Definition, std::less<>> translated = {}; ///< by language: "cy"
    /// In a language ("cy"), as far as it is translated.
    [[nodiscard]] Definition const& in(std::string_view language) const;
};

/// Where a version lies, without what it says.
struct VersionPlace {
    VersionId id;
    std::string service;
    std::int64_t number = 0;
};

using TrialId = Id<struct TrialTag>;
/// Two published versions of a service that new visitors get by turns (trials.hpp).
struct Trial {
    TrialId id;
    std::string service;
    VersionId control;
    VersionId variant;
    int share = 50;      ///< of a hundred browsers get the variant
    VersionId settled{}; ///< it is answered: everybody gets this one until somebody decides; none: it still runs
    [[nodiscard]] bool gets_variant(std::string_view browser) const; ///< the same browser always the same
};

class Shelf; ///< versions that have been read; private to the room

/// The services as they stood at one moment. Immutable, but that a version is read when it is first asked for.
class Catalogue {
public:
    /// `lost`: services whose newest version came from a file that is no longer there.
    Catalogue(std::vector<VersionPlace> places, std::vector<Trial> trials, std::shared_ptr<Shelf> shelf,
              Capabilities capabilities, std::set<std::string, std::less<>> lost = {});
    /// The newest version, also of a withdrawn service; null for a service that was never published. See offer().
    [[nodiscard]] Version const* current(std::string_view service) const;
    /// The version that a new visitor with this browser gets: of a running trial, one of the two.
    [[nodiscard]] Version const* current(std::string_view service, std::string_view browser) const;
    /// Any version ever published; null for an unknown id, and for one that this release cannot read (which is logged).
    /// It lives as long as the catalogue does.
    [[nodiscard]] Version const* version(VersionId id) const;
    /// The version published last; none where there is none.
    [[nodiscard]] VersionId newest() const { return newest_; }
    /// Current versions by title, of what is on offer: for lists and search.
    [[nodiscard]] std::vector<Version const*> all() const;
    /// The same with those that are not: for staff, whose cases go on.
    [[nodiscard]] std::vector<Version const*> every() const;
    /// Neither withdrawn nor without its file.
    [[nodiscard]] bool is_on_offer(Definition const& definition) const;
    /// Its file was taken out of the library, and nobody has said what becomes of it. Until somebody does it is not on
    /// offer, as if it were withdrawn.
    [[nodiscard]] bool has_lost_its_file(std::string_view service) const { return lost_.contains(service); }
    /// Where the address of a service that is not on offer leads: to the first of its successors that is. Null:
    /// nowhere.
    [[nodiscard]] Version const* successor(Definition const& definition) const;
    /// Whether it can be begun today, and if not, why.
    [[nodiscard]] Offer offer(Definition const& definition, Date today) const;
    [[nodiscard]] Trial const* trial(std::string_view service) const; ///< null where none runs
    [[nodiscard]] Capabilities const& capabilities() const { return capabilities_; }
    /// The same, but this version is its service's current one: for whoever tries out what is not published.
    [[nodiscard]] std::shared_ptr<Catalogue const> with(std::shared_ptr<Version const> tried) const;

private:
    std::map<std::string, VersionId, std::less<>> current_;
    std::set<VersionId> ids_;
    std::map<std::string, Trial, std::less<>> trials_;
    std::shared_ptr<Shelf> shelf_;
    Capabilities capabilities_;
    VersionId newest_;
    std::shared_ptr<Version const> tried_;
    std::set<std::string, std::less<>> lost_;
};

/// Publishes what has changed, and loads. Thread-safe.
class Library {
public:
    explicit Library(db::Database& database, MessageCheck message_check = {}, Capabilities capabilities = announced());
    /// Checks `source` and stores new versions; the files with problems keep their last good version. A service whose
    /// newest version came from a file that is not in `source` is on offer no longer, until the file is back or
    /// somebody decides in the editor. Returns the problems.
    std::vector<Problem> publish(Source const& source);
    [[nodiscard]] std::shared_ptr<Catalogue const> catalogue() const;
    /// A service's own file as it was read last, then the messages that it names; none where there is no such file.
    [[nodiscard]] Source files_of(std::string_view service) const;
    /// Checks a service's files, the definition first, as part of the library as it was read last. Only their problems.
    [[nodiscard]] Examined examine(std::string_view service, Source const& files) const;
    /// Of services/words.txt as it was read last.
    [[nodiscard]] NecessaryWords necessary_words() const;
    /// Reads the versions again, after one was stored.
    void reload();
    [[nodiscard]] db::Database& database() const { return database_; }
    [[nodiscard]] Capabilities const& capabilities() const { return capabilities_; }
    /// The same, read again where it does not know the version yet: another node may have published it.
    [[nodiscard]] std::shared_ptr<Catalogue const> catalogue_knowing(VersionId version);

private:
    void load();
    db::Database& database_;
    MessageCheck message_check_;
    Capabilities capabilities_;
    std::shared_ptr<Shelf> shelf_;
    std::mutex publishing_;
    mutable std::mutex mutex_;
    std::shared_ptr<Catalogue const> catalogue_;
    std::shared_ptr<Source const> source_; ///< what was published last
};

}
