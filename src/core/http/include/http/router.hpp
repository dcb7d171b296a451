// Routes of one site (one council). Every route declares who may call it: a route without an access rule does not
// compile, and the server lists route and rule for the access matrix (quality goal S1).
//
//   router.get("/services/{id}", anyone(), [&deps](Request const& r) { return start_page(r, deps); });
//   router.post("/desk/cases/{case:id}/notes", staff(deps), [&deps](Request const& r) { return add_note(r, deps); });
//
// Parameters: {name} one segment of text (1-200 bytes), {name:id} a positive 63-bit number, {name:ref} a Reference as
// shown or stored, {name*} the rest of the path. A segment that does not fit its type is a 404. Literal segments win
// over parameters.
#pragma once

#include <base/task.hpp>
#include <http/request.hpp>
#include <http/response.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::http {

/// Who may call a route. `check` returns nothing to let pass, or the answer that refuses (403, or 303 to sign in).
/// It runs on the pool before the body of an upload touches the disk.
struct Access {
    std::string name; ///< for the matrix: "anyone", "staff", "administrator", "operator"
    std::function<std::optional<Response>(Request const&)> check;
};
Access anyone();

/// What a route may receive. The server refuses more with 413 before reading it.
struct Limits {
    std::size_t body = 64 * 1024;
    std::size_t fields = 200;
    std::size_t upload = 0; ///< bytes of one file; 0: no files
    std::size_t uploads = 0;
};

using ReadHandler = std::function<Response(Request const&)>;
using WriteHandler = std::function<Task<Response>(Request const&)>;

struct Route {
    Method method;
    std::string pattern;
    Access access;
    Limits limits;
    bool csrf = true; ///< off only where the handler asks csrf_matches() itself (docs/adr/0007), or a machine has its
                      ///< own credentials
    ReadHandler read;
    WriteHandler write;
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;

    void get(std::string_view pattern, Access access, ReadHandler handler);
    void post(std::string_view pattern, Access access, WriteHandler handler, Limits limits = {});
    void add(Route route); ///< anything else; throws std::logic_error on a broken or doubled pattern

    [[nodiscard]] std::vector<Route> const& routes() const; ///< in the order added

    struct Match {
        Route const* route = nullptr;
        std::vector<std::pair<std::string_view, std::string>> parameters;
        bool other_method = false;   ///< the path exists with another method: 405
        std::vector<Method> allowed; ///< then: the methods it knows
    };
    [[nodiscard]] Match find(Method method, std::string_view decoded_path) const;

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

}
