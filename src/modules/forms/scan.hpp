// Asks a virus scanner, ClamAV's clamd, about bytes: its INSTREAM command over a Unix socket or TCP.
#pragma once

#include <string>
#include <string_view>

namespace guildhall::forms {

struct ScanResult {
    enum class Verdict { clean, infected, unavailable } verdict = Verdict::unavailable;
    std::string words; ///< the signature's name, or what went wrong, for operators
};
/// `clamd`: "/run/clamav/clamd.ctl" or "127.0.0.1:3310". Whatever is not a clear answer is `unavailable`: nothing that
/// was not checked may pass for clean. Blocks for at most about two minutes.
ScanResult scan(std::string_view clamd, std::string_view bytes);

}
