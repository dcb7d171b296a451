#include "web.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <mutex>
#include <stdexcept>
#include <vector>

namespace guildhall::notify {

namespace {

constexpr std::size_t most_bytes = 1024 * 1024;

struct CurlDelete {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CurlDelete>;

struct ListDelete {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// Fewer bytes taken than given end the transfer.
std::size_t take(char* bytes, std::size_t size, std::size_t count, void* body)
{
    auto& text = *static_cast<std::string*>(body);
    auto const n = size * count;
    if (text.size() + n > most_bytes) return 0;
    text.append(bytes, n);
    return n;
}

}

struct Web::Pool {
    Pool(Duration connect_timeout, Duration timeout) : connect_timeout{connect_timeout}, timeout{timeout} {}

    Duration const connect_timeout, timeout;
    std::mutex mutex;
    std::vector<Handle> idle;

    Handle out()
    {
        {
            std::lock_guard lock{mutex};
            if (!idle.empty()) {
                auto handle = std::move(idle.back());
                idle.pop_back();
                return handle;
            }
        }
        Handle handle{curl_easy_init()};
        if (!handle) throw std::runtime_error("libcurl has no memory");
        auto* const curl = handle.get();
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_timeout.count()));
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
        return handle;
    }
    void back(Handle handle)
    {
        std::lock_guard lock{mutex};
        idle.push_back(std::move(handle));
    }
};

Web::Web(Duration connect_timeout, Duration timeout) : pool_{std::make_unique<Pool>(connect_timeout, timeout)}
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Web::~Web() = default;

std::expected<WebAnswer, std::string> Web::ask(WebRequest const& request)
{
    auto handle = pool_->out();
    auto* const curl = handle.get();
    auto const authorization = "Authorization: Bearer " + request.bearer;
    std::unique_ptr<curl_slist, ListDelete> headers{curl_slist_append(nullptr, authorization.c_str())};
    curl_slist_append(headers.get(), "Content-Type: application/json");
    curl_slist_append(headers.get(), "Accept: application/json");
    WebAnswer answer;
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    if (request.json.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.json.size()));
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, request.json.c_str());
    }
    auto const code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, nullptr);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, nullptr);
    if (code != CURLE_OK) return std::unexpected{std::string{curl_easy_strerror(code)}}; // the connection goes, too
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    pool_->back(std::move(handle));
    return answer;
}

}
