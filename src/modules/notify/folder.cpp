// The demo's way to send: a file per message, texts and letters too. Not synced to disk: a demo's mail may be lost with
// the power.
#include "mime.hpp"

#include <notify/notify.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace guildhall::notify {

namespace {

std::string ending(Channel channel)
{
    return channel == Channel::email ? ".eml" : fmt::format(".{}", name_of(channel));
}

/// To, date and words, as a person reads them.
std::string plain(Mail const& mail)
{
    std::string to = mail.to;
    std::ranges::replace(to, '\n', '|');
    bool const is_letter = mail.channel == Channel::letter;
    return fmt::format("To: {}\nDate: {}\n{}\n{}\n", to, mail_date(mail.date),
                       is_letter ? "Subject: " + mail.content.subject + "\n" : "",
                       is_letter ? mail.content.text : mail.content.short_text);
}

class FolderSender final : public Sender {
public:
    explicit FolderSender(std::filesystem::path folder) : folder_{std::move(folder)}
    {
        std::filesystem::create_directories(folder_);
    }

    [[nodiscard]] bool carries(Channel) const override { return true; }

    std::expected<void, db::JobFailure> send(Mail const& mail) override
    {
        auto const path = folder_ / (fmt::format("{:016x}", mail.id.value) + ending(mail.channel));
        auto const unfinished = std::filesystem::path{path}.replace_extension(".part");
        {
            std::ofstream out{unfinished, std::ios::binary | std::ios::trunc};
            out << (mail.channel == Channel::email ? mime_of(mail) : plain(mail));
            if (!out.flush()) return std::unexpected{db::JobFailure{"The mail folder cannot be written"}};
        }
        std::error_code failed;
        std::filesystem::rename(unfinished, path, failed);
        if (failed) return std::unexpected{db::JobFailure{"The mail folder cannot be written"}};
        return {};
    }

private:
    std::filesystem::path folder_;
};

}

std::unique_ptr<Sender> folder_sender(std::filesystem::path folder)
{
    return std::make_unique<FolderSender>(std::move(folder));
}

}
