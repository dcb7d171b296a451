// How the large values are shared: what lies behind a Value's pointer, with its measures.
#pragma once

#include <feel/function.hpp>
#include <feel/value.hpp>

namespace guildhall::feel {

struct Measure {
    std::uint64_t weight = 1;
    int depth = 1;
    void holds(Value const& part);
};

struct Value::Text {
    std::string text;
};
struct Value::Items {
    List list;
    Measure measure;
};
struct Value::Entries {
    Context context;
    Measure measure;
};

/// What FEEL's own functions have that a host's do not need.
struct FunctionAccess {
    static void measure(Function& function, Measure measure) { function.measure_ = {measure.weight, measure.depth}; }
    static Builtin const* builtin(Function const& function) { return function.builtin_; }
    static void is(Function& function, Builtin const& builtin) { function.builtin_ = &builtin; }
};

}
