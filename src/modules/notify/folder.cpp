// The demo's way to send: a file per message. Not synced to disk: a demo's mail may be lost with the power.
#include <notify/notify.hpp>

#include <fmt/format.h>

#include <fstream>

namespace guildhall::notify {

namespace {

class FolderSender final : public Sender {
public:
    explicit FolderSender(std::filesystem::path folder) : folder_{std::move(folder)}
    {
        std::filesystem::create_directories(folder_);
    }

    std::expected<void, db::JobFailure> send(Mail const& mail) override
    {
        auto const path = folder_ / fmt::format("{:016x}.eml", mail.id.value);
        auto const unfinished = std::filesystem::path{path}.replace_extension(".part");
        {
            std::ofstream out{unfinished, std::ios::binary | std::ios::trunc};
            out << mime_of(mail);
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
