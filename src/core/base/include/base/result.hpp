// How a function says "no": four kinds, four shapes (see docs/adr/0004-four-kinds-of-error.md).
//   Parsed<T>        what a person typed is a value, or every error at once, each tied to its field
//   Result<T, Enum>  a business refusal, handled by a switch without default
//   http::Halt       a guard that ends a request, caught once in the http layer
//   std::exception   a fault that nobody here can mend: logged once, plain page
#pragma once

#include <base/message.hpp>

#include <expected>
#include <string>
#include <vector>

namespace guildhall {

template <class T, class E> using Result = std::expected<T, E>;

template <class E> using Refused = std::unexpected<E>;

/// One thing to mend in what a person typed. `field` is the name of the input it stands beside.
struct FieldError {
    std::string field;
    Message message;
    bool operator==(FieldError const&) const = default;
};

template <class T> using Parsed = std::expected<T, std::vector<FieldError>>;

}
