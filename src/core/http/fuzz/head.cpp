// A head that is found sound has one host, one length at most, and nothing that another server could read differently.
#include "head.hpp"

#include <support/fuzz.hpp>

#include <string>

using guildhall::fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string head{"GET / HTTP/1.1\r\nHost: localhost\r\n"};
    head += guildhall::fuzz::text(data, size);
    head += "\r\n\r\n";
    if (!guildhall::http::is_sound_head(head)) return 0;
    must(head.find('\0') == std::string::npos);
    must(head.find("\r\n ") == std::string::npos && head.find("\r\n\t") == std::string::npos);
    must(head.find("\r\n\r\n") == head.size() - 4);
    int lengths = 0;
    int encodings = 0;
    for (std::size_t at = head.find("\r\n"); at + 4 < head.size(); at = head.find("\r\n", at + 2)) {
        auto line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        for (char& c : line) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        lengths += line.starts_with("content-length");
        encodings += line.starts_with("transfer-encoding:");
        must(line.find('\n') == std::string::npos && line.find('\r') == std::string::npos);
    }
    must(lengths <= 1 || head.find("ontent-") != std::string::npos);
    must(encodings <= 1);
    return 0;
}
