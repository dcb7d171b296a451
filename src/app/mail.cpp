#include "mail.hpp"

#include <base/file.hpp>
#include <base/text.hpp>

#include <fmt/format.h>

#include <stdexcept>

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

namespace {

Secret secret_in(std::filesystem::path const& file)
{
    return file.empty() ? Secret{} : Secret{std::string{trimmed(read_file(file))}};
}

}

std::unique_ptr<notify::Gateway> make_gateway(council::Settings const& settings, Clock const& clock)
try {
    if (!settings.gov_notify || settings.is_demo) return nullptr;
    auto const& said = *settings.gov_notify;
    notify::GovNotifyOptions options{.api_key = secret_in(said.api_key_file),
                                     .email_template = said.email_template,
                                     .text_template = said.text_template,
                                     .letter_template = said.letter_template};
    if (!said.base_url.empty()) options.base_url = said.base_url;
    return notify::gov_notify(std::move(options), clock);
} catch (std::exception const& error) {
    throw std::runtime_error(fmt::format("council.toml, [govuk_notify]: {}", error.what()));
}

Secret callback_token_of(council::Settings const& settings)
{
    return settings.gov_notify ? secret_in(settings.gov_notify->callback_token_file) : Secret{};
}

}
