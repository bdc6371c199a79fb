#include "roadcase/client.h"

#include <httplib.h>
#include <sys/socket.h>

#include <cctype>
#include <cstring>
#include <nlohmann/json.hpp>

#include "client/answer.h"
#include "client/place.h"

namespace roadcase {
namespace {

/// Far above any token, far below what would hurt.
constexpr std::size_t largest_answer = 256 * 1024;

httplib::Client connection(const client_options& options) {
    if (options.key.empty()) {
        httplib::Client over_socket(options.socket);
        over_socket.set_address_family(AF_UNIX);
        return over_socket;
    }
    const auto place = detail::loopback_address(options.url);
    return httplib::Client(place.host, place.port);
}

/// One path segment or two: the slash of a reference stays.
std::string escaped(const std::string& account) {
    std::string out;
    for (const char c : account) {
        const bool plain =
            std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("-_.~/:", c) != nullptr;
        if (plain) {
            out += c;
            continue;
        }
        constexpr char digits[] = "0123456789ABCDEF";
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string query_of(const token_wish& wish) {
    auto query = "?min_ttl=" + std::to_string(wish.min_ttl.count());
    for (const auto& scope : wish.scopes) query += "&scope=" + escaped(scope);
    if (wish.wait.count() > 0) query += "&wait=" + std::to_string(wish.wait.count());
    return query;
}

[[noreturn]] void nobody_there(const client_options& options) {
    const auto place = options.key.empty() ? options.socket : options.url;
    throw unreachable("Roadcase does not answer at " + place + ".", "", "Start it: roadcase serve");
}

access_token ask(const client_options& options, httplib::Request request,
                 std::chrono::milliseconds patience) {
    auto wire = connection(options);
    wire.set_connection_timeout(std::chrono::seconds(2));
    wire.set_read_timeout(patience);
    wire.set_write_timeout(std::chrono::seconds(5));
    wire.set_follow_location(false);
    wire.set_decompress(false);
    // The socket has no host of its own; Roadcase answers to this name.
    if (options.key.empty())
        request.set_header("Host", "localhost");
    else
        request.set_header("X-API-Key", options.key);
    request.set_header("Accept", "application/json");
    std::string body;
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        if (body.size() + size > largest_answer) return false;
        body.append(data, size);
        return true;
    };
    const auto result = wire.send(request);
    if (!result) nobody_there(options);
    return detail::token_of(result->status, body);
}

}  // namespace

client::client(client_options options) : options_(detail::completed(std::move(options))) {}

access_token client::token(const std::string& account, const token_wish& wish) const {
    httplib::Request request;
    request.method = "GET";
    request.path = "/api/v1/token/" + escaped(account) + query_of(wish);
    return ask(options_, std::move(request), options_.timeout + wish.wait);
}

access_token client::reject(const std::string& account, const std::string& refused) const {
    httplib::Request request;
    request.method = "POST";
    request.path = "/api/v1/token/" + escaped(account) + "/reject";
    request.set_header("Content-Type", "application/json");
    const auto replace = nlohmann::json::error_handler_t::replace;
    request.body = nlohmann::json{{"access_token", refused}}.dump(-1, ' ', false, replace);
    return ask(options_, std::move(request), options_.timeout);
}

}  // namespace roadcase
