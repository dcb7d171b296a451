#include "logging.hpp"

#include <boost/json.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace guildhall::app {

namespace {

class JsonLines final : public spdlog::formatter {
public:
    void format(spdlog::details::log_msg const& line, spdlog::memory_buf_t& out) override
    {
        auto const seconds = std::chrono::floor<std::chrono::seconds>(line.time);
        auto const millis = std::chrono::duration_cast<std::chrono::milliseconds>(line.time - seconds).count();
        auto const at = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                                    fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), millis);
        auto const level = spdlog::level::to_string_view(line.level);
        auto const text = json_log_line(at, {level.data(), level.size()}, {line.payload.data(), line.payload.size()});
        out.append(text.data(), text.data() + text.size());
    }
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

bool is_json_object(std::string_view text)
{
    if (!text.starts_with('{')) return false;
    boost::json::error_code broken;
    auto const value = boost::json::parse(text, broken);
    return !broken && value.is_object();
}

}

std::string json_log_line(std::string_view at, std::string_view level, std::string_view message)
{
    if (is_json_object(message))
        return fmt::format("{{\"at\":\"{}\",\"level\":\"{}\",\"answered\":{}}}\n", at, level, message);
    auto const text = boost::json::serialize(boost::json::string_view{message.data(), message.size()});
    return fmt::format("{{\"at\":\"{}\",\"level\":\"{}\",\"message\":{}}}\n", at, level, text);
}

void start_logging(LogShape shape)
{
    auto logger = std::make_shared<spdlog::logger>("guildhall", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    if (shape == LogShape::json) {
        logger->set_formatter(std::make_unique<JsonLines>());
    } else {
        logger->set_pattern("%H:%M:%S %l %v");
        logger->set_level(spdlog::level::warn);
    }
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

}
