#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <http/router.hpp>

using namespace guildhall;
using namespace guildhall::http;

namespace {

ReadHandler page()
{
    return [](Request const&) { return text(200, ""); };
}

std::string pattern_of(Router const& router, std::string_view path, Method method = Method::get)
{
    auto const match = router.find(method, path);
    return match.route ? match.route->pattern : match.other_method ? "405" : "404";
}

}

TEST_CASE("router: the more exact route wins, whatever the order of registration")
{
    Router router;
    router.get("/{rest*}", anyone(), page());
    router.get("/services/{id}", anyone(), page());
    router.get("/services/{number:id}", anyone(), page());
    router.get("/services/all", anyone(), page());
    router.get("/services/{id}/{page}", anyone(), page());
    router.get("/", anyone(), page());
    CHECK(pattern_of(router, "/") == "/");
    CHECK(pattern_of(router, "/services/all") == "/services/all");
    CHECK(pattern_of(router, "/services/12") == "/services/{number:id}");
    CHECK(pattern_of(router, "/services/bins") == "/services/{id}");
    CHECK(pattern_of(router, "/services/bins/where") == "/services/{id}/{page}");
    CHECK(pattern_of(router, "/services/all/where") ==
          "/services/{id}/{page}"); // back out of a literal that leads nowhere
    CHECK(pattern_of(router, "/services/bins/where/now") == "/{rest*}");
    CHECK(pattern_of(router, "/services/" + std::string(300, 'x')) == "/{rest*}");
}

TEST_CASE("router: parameters are handed over by name, and another method is told apart from nothing")
{
    Router router;
    router.get("/a/{one}/b/{two:id}", anyone(), page());
    router.post("/a/{one}/b/{two:id}", anyone(), [](Request const&) -> Task<Response> { co_return text(200, ""); });
    auto const match = router.find(Method::head, "/a/x/b/7");
    REQUIRE(match.route);
    REQUIRE(match.parameters.size() == 2);
    CHECK(match.parameters[0] == std::pair<std::string_view, std::string>{"one", "x"});
    CHECK(match.parameters[1] == std::pair<std::string_view, std::string>{"two", "7"});
    auto const other = router.find(Method::put, "/a/x/b/7");
    CHECK(other.other_method);
    CHECK(other.allowed == std::vector{Method::get, Method::post});
    CHECK(pattern_of(router, "/a/x/b/seven") == "404");
    CHECK(pattern_of(router, "/a//b/7") == "404");
}

TEST_CASE("router: a route without an access rule, a handler, or a pattern of its own does not start (S1)")
{
    Router router;
    CHECK_THROWS_WITH(router.add({.method = Method::get, .pattern = "/x", .read = page()}),
                      doctest::Contains("does not say who may call it"));
    CHECK_THROWS_WITH(router.add({.method = Method::get, .pattern = "/x", .access = anyone()}),
                      doctest::Contains("exactly one handler"));
    CHECK_THROWS(router.get("x", anyone(), page()));
    CHECK_THROWS(router.get("/{x", anyone(), page()));
    CHECK_THROWS(router.get("/{x:colour}", anyone(), page()));
    router.get("/x", anyone(), page());
    CHECK_THROWS_WITH(router.get("/x", anyone(), page()), doctest::Contains("is there twice"));
    CHECK(router.routes().size() == 1);
}

TEST_CASE("router: any path is answered by a route or by nothing")
{
    Router router;
    router.get("/services/{id}/{page}", anyone(), page());
    router.get("/track/{reference:ref}", anyone(), page());
    router.get("/assets/{path*}", anyone(), page());
    auto const piece = rc::gen::element(std::string{"/"}, std::string{"services"}, std::string{"track"},
                                        std::string{"assets"}, std::string{"1"}, std::string{"{id}"}, std::string{" "});
    CHECK(rc::check([&] {
        std::string path = "/";
        for (auto const& one : *rc::gen::container<std::vector<std::string>>(piece)) path += one;
        (void)router.find(Method::get, path);
    }));
}
