// SMTP through libcurl. A handle keeps its connection open, and handles wait in a pool between messages, so that a
// thousand mails need a handful of connections.
#include <notify/notify.hpp>

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace guildhall::notify {

namespace {

struct CurlDelete {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CurlDelete>;

struct ListDelete {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// What is still to be sent of a message.
struct Rest {
    std::string_view bytes;
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* rest)
{
    auto& bytes = static_cast<Rest*>(rest)->bytes;
    auto const n = std::min(size * count, bytes.size());
    std::memcpy(buffer, bytes.data(), n);
    bytes.remove_prefix(n);
    return n;
}

std::string host_of(std::string_view address)
{
    return std::string{address.substr(address.find('@') + 1)};
}

/// Servers quote the recipient in their answers, so only the number is kept.
db::JobFailure failure_of(CURLcode code, long answer)
{
    if (answer >= 500 && answer < 600 && code != CURLE_LOGIN_DENIED)
        return {.reason = fmt::format("The mail server refused the message for good ({})", answer), .permanent = true};
    if (answer >= 400 && answer < 500)
        return {.reason = fmt::format("The mail server asked to try later ({})", answer)};
    return {.reason = fmt::format("The mail server could not be used: {}", curl_easy_strerror(code))};
}

class SmtpSender final : public Sender {
public:
    explicit SmtpSender(SmtpOptions options) : options_{std::move(options)}
    {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    }

    std::expected<void, db::JobFailure> send(Mail const& mail) override
    {
        auto handle = take();
        auto const code = perform(handle.get(), mail);
        if (code == CURLE_OK) {
            put_back(std::move(handle));
            return {};
        }
        long answer = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer);
        return std::unexpected{failure_of(code, answer)}; // and the connection goes with the handle
    }

private:
    CURLcode perform(CURL* curl, Mail const& mail)
    {
        auto const message = mime_of(mail);
        Rest rest{message};
        auto const sender = "<" + mail.from + ">";
        auto const recipient = "<" + mail.to + ">";
        std::unique_ptr<curl_slist, ListDelete> const recipients{curl_slist_append(nullptr, recipient.c_str())};
        auto const url = address(mail);
        curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, &give);
        curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
        auto const code = curl_easy_perform(curl);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, nullptr);
        curl_easy_setopt(curl, CURLOPT_READDATA, nullptr);
        return code;
    }

    std::string address(Mail const& mail) const
    {
        auto const scheme = options_.tls == SmtpOptions::Tls::implicit ? "smtps" : "smtp";
        return fmt::format("{}://{}:{}/{}", scheme, options_.host, options_.port,
                           options_.hello.empty() ? host_of(mail.from) : options_.hello);
    }

    Handle take()
    {
        {
            std::lock_guard lock{mutex_};
            if (!idle_.empty()) {
                auto handle = std::move(idle_.back());
                idle_.pop_back();
                return handle;
            }
        }
        return fresh();
    }

    Handle fresh() const
    {
        Handle handle{curl_easy_init()};
        if (!handle) throw std::runtime_error("libcurl has no memory");
        auto* const curl = handle.get();
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
        curl_easy_setopt(curl, CURLOPT_USE_SSL,
                         options_.tls == SmtpOptions::Tls::none ? static_cast<long>(CURLUSESSL_NONE)
                                                                : static_cast<long>(CURLUSESSL_ALL));
        if (!options_.user.empty()) {
            curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
            curl_easy_setopt(curl, CURLOPT_PASSWORD, std::string{options_.password.reveal()}.c_str());
        }
        return handle;
    }

    void put_back(Handle handle)
    {
        std::lock_guard lock{mutex_};
        idle_.push_back(std::move(handle));
    }

    SmtpOptions options_;
    std::mutex mutex_;
    std::vector<Handle> idle_;
};

}

std::unique_ptr<Sender> smtp_sender(SmtpOptions options)
{
    return std::make_unique<SmtpSender>(std::move(options));
}

}
