// Search over the services of one catalogue, by everyday words. Made anew when the catalogue changes; small enough to
// stay in memory. Thread-safe.
#pragma once

#include <services/services.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::portal {

struct Found {
    std::vector<services::Version const*> services; ///< best first
    std::string did_you_mean; ///< the words with their spelling mended; empty where nothing was to be mended
};

class Search {
public:
    explicit Search(std::shared_ptr<services::Catalogue const> catalogue);
    ~Search();
    /// Each word may be a beginning, in another form ("potholes") or have a slip of the finger.
    [[nodiscard]] Found find(std::string_view typed) const;
    [[nodiscard]] services::Catalogue const& catalogue() const { return *catalogue_; }

private:
    struct Index;
    std::shared_ptr<services::Catalogue const> catalogue_;
    std::unique_ptr<Index> index_;
};

/// Keeps the search of the library's present catalogue.
class SearchOf {
public:
    explicit SearchOf(services::Library const& library) : library_{library} {}
    [[nodiscard]] std::shared_ptr<Search const> current();

private:
    services::Library const& library_;
    std::mutex mutex_;
    std::shared_ptr<Search const> search_;
};

}
