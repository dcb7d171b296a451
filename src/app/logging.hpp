// Logs go to standard error: for people in the demo, as JSON lines everywhere else. The rooms below log the pattern of
// a route and ids of requests, never a path, an answer or a reference.
#pragma once

#include <string>
#include <string_view>

namespace guildhall::app {

enum class LogShape { plain, json };
void start_logging(LogShape shape);

/// One line of JSON. `message` may itself be a JSON object, as the server's line for each request is.
std::string json_log_line(std::string_view at, std::string_view level, std::string_view message);

}
