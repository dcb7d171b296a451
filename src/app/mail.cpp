#include "mail.hpp"

namespace guildhall::app {

namespace {

class NoMailServer final : public notify::Sender {
public:
    std::expected<void, db::JobFailure> send(notify::Mail const&) override
    {
        return std::unexpected(
            db::JobFailure{.reason = "No mail server is named. Add [smtp] with host = \"...\" to the configuration."});
    }
};

}

std::unique_ptr<notify::Sender> make_sender(std::optional<notify::SmtpOptions> smtp, bool is_demo,
                                            std::filesystem::path const& folder)
{
    if (smtp) return notify::smtp_sender(std::move(*smtp));
    if (is_demo) return notify::folder_sender(folder);
    return std::make_unique<NoMailServer>();
}

}
