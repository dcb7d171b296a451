#include <http/response.hpp>

#include <http/site.hpp>

#include <fmt/format.h>

namespace guildhall::http {

Response page(int status, ui::Html html)
{
    Response response;
    response.status = status;
    response.body = std::move(html).take();
    return response;
}

Response page(ui::Html html)
{
    return page(200, std::move(html));
}

Response see_other(std::string path)
{
    // "//host" and "https://host" would lead away from us.
    if (!path.starts_with('/') || path.starts_with("//")) path = "/";
    Response response;
    response.status = 303;
    response.content_type.clear();
    response.headers.emplace_back("Location", std::move(path));
    return response;
}

Response text(int status, std::string body, std::string content_type)
{
    Response response;
    response.status = status;
    response.content_type = std::move(content_type);
    response.body = std::move(body);
    return response;
}

Response json(int status, std::string body)
{
    return text(status, std::move(body), "application/json");
}

namespace {

void make_download(Response& response, std::string_view filename)
{
    std::string safe;
    for (char const c : filename) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                           c == '-' || c == '_';
        safe += plain ? c : '_';
    }
    response.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", safe));
    response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
}

}

Response download(std::string bytes, std::string content_type, std::string_view filename)
{
    auto response = text(200, std::move(bytes), std::move(content_type));
    make_download(response, filename);
    return response;
}

Response download(PiecesBody pieces, std::string content_type, std::string_view filename)
{
    auto response = text(200, {}, std::move(content_type));
    response.body = std::move(pieces);
    make_download(response, filename);
    return response;
}

Response problem(Request const& request, int status)
{
    if (request.site && request.site->problem_page) {
        auto response = request.site->problem_page(request, status);
        response.status = status;
        return response;
    }
    return text(status, fmt::format("Sorry, this did not work ({}). If you contact us, say: {}\n", status, request.id));
}

void halt(Request const& request, int status)
{
    throw Halt{problem(request, status)};
}

}
