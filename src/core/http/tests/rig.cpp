#include "rig.hpp"

#include <base/secret.hpp>
#include <http/forms_guard.hpp>

#include <fmt/format.h>

#include <fstream>
#include <thread>

namespace guildhall::http::test {

std::string Log::line_with(std::string_view text)
{
    for (int tries = 0; tries < 200; ++tries) {
        for (auto const& line : lines()) {
            if (line.find(text) != std::string::npos) return line;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return {};
}

int Log::count(std::string_view text)
{
    int found = 0;
    for (auto const& line : lines()) found += line.find(text) != std::string::npos;
    return found;
}

Rig::Rig()
    : folder{std::filesystem::temp_directory_path() / ("guildhall-http-" + random_token(9))},
      before_{spdlog::default_logger()}
{
    std::filesystem::create_directories(folder / "uploads");
    std::ofstream{folder / "file.bin", std::ios::binary} << "0123456789";
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", log));
    options.port = 0;
    options.io_threads = 2;
    options.workers = 2;
    options.requests_per_minute = 0;
    options.upload_folder = folder / "uploads";
    for (int i = 0; i < 400; ++i) page += fmt::format("<p>Paragraph {} of a long page about bins.</p>\n", i);
    asset = make_asset(page, "text/css; charset=utf-8", true);
    site = {.name = "larkmoor",
            .router = &router,
            .secret = std::string(32, 's'),
            .content_security_policy = "default-src 'none'"};
    site.problem_page = [](Request const& request, int status) {
        return text(status, fmt::format("problem {} {}", status, request.id));
    };
}

Rig::~Rig()
{
    server.reset();
    spdlog::set_default_logger(before_);
    std::filesystem::remove_all(folder);
}

void Rig::start()
{
    add_pages();
    add_forms();
    server = std::make_unique<Server>(options, clock, [this](std::string_view host) {
        return host == "localhost" || host == "127.0.0.1" ? &site : nullptr;
    });
    server->start();
}

std::size_t Rig::files_in_upload_folder() const
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder / "uploads"}, {}));
}

void Rig::add_pages()
{
    router.get("/", anyone(), [](Request const&) { return text(200, "home"); });
    router.get("/page", anyone(), [this](Request const&) { return text(200, page, "text/html; charset=utf-8"); });
    router.get("/huge", anyone(),
               [](Request const&) { return text(200, std::string(30'000'000, 'x'), "application/octet-stream"); });
    router.get("/token", anyone(), [](Request const& request) { return text(200, request.csrf_token()); });
    router.get("/shown", anyone(), [](Request const& request) { return text(200, signed_time(request)); });
    router.get("/asset", anyone(), [this](Request const&) {
        Response response;
        response.body = &asset;
        return response;
    });
    router.get("/file", anyone(), [this](Request const&) {
        Response response;
        response.body = FileBody{folder / "file.bin", "application/octet-stream"};
        return response;
    });
    router.get("/missing-file", anyone(), [this](Request const&) {
        Response response;
        response.body = FileBody{folder / "nowhere.bin", "application/octet-stream"};
        return response;
    });
    router.get("/events", anyone(), [this](Request const&) {
        Response response;
        response.body = channel;
        return response;
    });
    router.get("/held", anyone(), [this](Request const&) {
        ++held;
        gate.wait();
        return text(200, "let go");
    });
    router.get("/boom", anyone(), [](Request const&) -> Response { throw std::runtime_error("the disk is full"); });
    router.get("/odd", anyone(), [](Request const&) -> Response { throw 1; });
    router.get("/halt", anyone(), [](Request const& request) -> Response { halt(request, 404); });
    router.get("/forbidden", {"nobody", [](Request const& request) { return std::optional{problem(request, 403)}; }},
               [](Request const&) { return text(200, "secret"); });
    router.get("/items/{item:id}", anyone(),
               [](Request const& request) { return text(200, std::string{request.path_text("item")}); });
    router.get("/echo/{text}", anyone(), [](Request const& request) {
        return text(
            200, fmt::format("{}|{}|{}", request.path_text("text"), request.query.value("q"), request.cookie("taste")));
    });
    router.get("/rest/{path*}", anyone(),
               [](Request const& request) { return text(200, std::string{request.path_text("path")}); });
    router.get("/who", anyone(), [](Request const& request) {
        return text(200, fmt::format("{} {} {}", request.client, request.secure ? "secure" : "plain", request.host));
    });
    router.get("/cookie", anyone(), [](Request const&) {
        auto response = text(200, "kept");
        response.cookies.push_back({"staff", "value", std::chrono::hours{1}});
        response.cookies.push_back({"old", "", std::chrono::seconds{0}});
        response.headers.emplace_back("X-Split", "a\r\nSet-Cookie: evil=1");
        return response;
    });
}

void Rig::add_forms()
{
    auto const echo = [](Request const& request) -> Task<Response> {
        std::string out = std::to_string(request.form.fields().size());
        for (auto const& [name, value] : request.form.fields()) out += "\n" + name + "=" + value;
        for (auto const& upload : request.uploads) {
            out += fmt::format("\n{}:{}:{}:{}:{}", upload.field, upload.filename, upload.content_type, upload.size,
                               sha256_hex(upload.read()).substr(0, 8));
        }
        co_return text(200, std::move(out));
    };
    router.post("/form", anyone(), echo);
    router.add({.method = Method::post,
                .pattern = "/open",
                .access = anyone(),
                .limits = {.body = 2'000'000},
                .csrf = false,
                .write = echo});
    router.add({.method = Method::post,
                .pattern = "/raw",
                .access = anyone(),
                .csrf = false,
                .write = [](Request const& request) -> Task<Response> { co_return text(200, request.body); }});
    Access const with_ticket{"ticket", [this](Request const& request) -> std::optional<Response> {
                                 ++access_checks;
                                 if (request.header("x-ticket") == "yes") return {};
                                 return problem(request, 403);
                             }};
    router.add({.method = Method::post,
                .pattern = "/upload",
                .access = with_ticket,
                .limits = {.upload = 100'000, .uploads = 2},
                .csrf = false,
                .write = echo});
    router.post("/guarded", anyone(), [](Request const& request) -> Task<Response> {
        switch (check_guard(request)) {
        case GuardVerdict::person: co_return text(200, "person");
        case GuardVerdict::too_fast: co_return text(200, "too fast");
        case GuardVerdict::bot: co_return text(200, "bot");
        }
        co_return text(500, "");
    });
}

}
