#pragma once

#include <string>
#include <string_view>

#include "core/text.h"
#include "server/http1.h"

namespace roadcase::test {

/// What must hold of a request that the front lets through, whatever was sent. Gives the broken rule in
/// words, or nothing when all is well; the fuzz target and a unit test over the corpus share it.
inline std::string request_problem(const server::Request& request, const server::FrontLimits& limits) {
    const auto& path = request.path;
    if (path.empty() || path[0] != '/' || !is_utf8(path)) return "a path that is none";
    for (const unsigned char c : path)
        if (c < 0x20 || c == 0x7f || c == '\\') return "a control character in the path";
    if (path.find("//") != std::string::npos || (path + "/").find("/../") != std::string::npos ||
        (path + "/").find("/./") != std::string::npos)
        return "a path with two spellings";
    if (request.headers.size() > limits.max_headers) return "too many fields";
    if (request.body.size() > limits.max_body) return "too long a body";
    if (request.headers.count("Host") != 1) return "not one host";
    if (request.headers.count("Transfer-Encoding") != 0) return "a transfer coding";
    for (const auto& [name, value] : request.headers)
        for (const unsigned char c : name + value)
            if ((c < 0x20 && c != '\t') || c == 0x7f) return "a control character in a field";
    return {};
}

inline std::string framing_problem(std::string_view bytes) {
    using State = server::Framing::State;
    const server::FrontLimits limits;
    const auto whole = server::frame_request(bytes, limits);
    if (whole.state == State::refused && (whole.status < 400 || whole.keep_alive))
        return "a refusal without status";
    if (whole.state == State::complete) {
        if (whole.consumed == 0 || whole.consumed > bytes.size()) return "bytes that are not there";
        if (auto problem = request_problem(whole.request, limits); !problem.empty()) return problem;
    }
    // However the bytes arrive, the outcome is the same.
    for (std::size_t size = 0; size < bytes.size(); size = size * 2 + 1) {
        const auto part = server::frame_request(bytes.substr(0, size), limits);
        if (part.state == State::incomplete) continue;
        if (part.state != whole.state || part.status != whole.status || part.consumed != whole.consumed)
            return "an outcome that depends on how the bytes arrive";
    }
    return {};
}

}  // namespace roadcase::test
