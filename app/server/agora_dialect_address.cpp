#include "server/agora_dialect_address.h"

#include <vector>

#include "core/text.h"

namespace roadcase::server {
namespace {

using Route = AgoraAddress::Route;
using Part = std::string AgoraAddress::*;

struct Shape {
    Route route;
    std::vector<std::string_view> words;
    std::vector<Part> parts;
    bool of_go_only = false;
};

const std::vector<Shape>& shapes() {
    using A = AgoraAddress;
    static const std::vector<Part> in_a_channel{&A::channel, &A::role, &A::token_type, &A::uid};
    static const std::vector<Shape> all{
        {Route::ping, {"ping"}, {}},
        {Route::rtc, {"rtc"}, in_a_channel},
        {Route::rtm, {"rtm"}, {&A::uid}},
        {Route::rte, {"rte"}, in_a_channel},
        {Route::rte, {"rte"}, {&A::channel, &A::role, &A::token_type, &A::uid, &A::rtm_uid}, true},
        {Route::chat_app, {"chat", "app"}, {}},
        {Route::chat_account, {"chat", "account"}, {&A::uid}},
        {Route::get_token, {"getToken"}, {}},
    };
    return all;
}

/// "/a/b" and "/a/b/" give "a", "b"; "/a//" gives "a", "".
std::vector<std::string_view> segments_of(std::string_view path) {
    if (!path.starts_with('/') || path.size() < 2) return {};
    path.remove_prefix(1);
    if (path.ends_with('/')) path.remove_suffix(1);
    std::vector<std::string_view> segments;
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

bool fits(const Shape& shape, const std::vector<std::string_view>& segments, bool exact) {
    if (segments.size() != shape.words.size() + shape.parts.size()) return false;
    for (std::size_t i = 0; i < shape.words.size(); ++i)
        if (exact ? segments[i] != shape.words[i] : !iequals(segments[i], shape.words[i])) return false;
    return true;
}

}  // namespace

std::optional<AgoraAddress> agora_address(brokers::AgoraDialect dialect, std::string_view path) {
    if (dialect == brokers::AgoraDialect::none) return std::nullopt;
    const bool go = dialect == brokers::AgoraDialect::go;
    const auto segments = segments_of(path);
    for (const Shape& shape : shapes()) {
        if ((shape.of_go_only && !go) || !fits(shape, segments, go)) continue;
        AgoraAddress address{shape.route};
        for (std::size_t i = 0; i < shape.parts.size(); ++i)
            address.*shape.parts[i] = segments[shape.words.size() + i];
        return address;
    }
    return std::nullopt;
}

}  // namespace roadcase::server
