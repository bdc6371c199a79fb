#include "server/broker_permission.h"

#include <algorithm>
#include <array>

#include "accounts/local_secret.h"
#include "core/text.h"
#include "platform/commands.h"
#include "platform/spawn.h"
#include "server/own_cookies.h"

namespace roadcase::server {
namespace {

bool is_for_us(std::string_view name) {
    constexpr std::array<std::string_view, 16> fields{"Host",
                                                      "Connection",
                                                      "Keep-Alive",
                                                      "Content-Length",
                                                      "Content-Type",
                                                      "Transfer-Encoding",
                                                      "TE",
                                                      "Trailer",
                                                      "Upgrade",
                                                      "Expect",
                                                      "Accept",
                                                      "Accept-Encoding",
                                                      "X-API-Key",
                                                      "Proxy-Connection",
                                                      "Proxy-Authorization",
                                                      "Proxy-Authenticate"};
    return std::any_of(fields.begin(), fields.end(), [&](auto field) { return iequals(field, name); });
}

bool holds_own_secret(std::string_view value) {
    return value.find(accounts::key_prefix) != std::string_view::npos ||
           value.find(accounts::handle_prefix) != std::string_view::npos;
}

/// One that holds a secret of ours takes no other cookie with it.
std::string without_own_cookies(std::string_view value) {
    std::vector<std::string> others;
    for (const auto& pair : split(value, ';'))
        if (const auto cookie = trim(pair);
            !cookie.empty() && !cookie.starts_with(own_cookies) && !holds_own_secret(cookie))
            others.emplace_back(cookie);
    return join(others, "; ");
}

/// All fields of that name as one (RFC 9110 §5.3; RFC 6265 for cookies).
std::string joined(const std::string& name, const http::Headers& callers) {
    const bool cookies = iequals(name, "Cookie");
    std::vector<std::string> values;
    for (const auto& [field, value] : callers)
        if (iequals(field, name) && (cookies || !holds_own_secret(value)))
            if (auto text = cookies ? without_own_cookies(value) : value; !text.empty())
                values.push_back(std::move(text));
    return join(values, cookies ? "; " : ", ");
}

// No address and no path in what is said: a page may be told it.
Result<brokers::PermissionAnswer> ask_service(const http::Request& request, http::Transport& transport) {
    auto answer = transport.send(request);
    if (!answer)
        return fail(brokers::permission_unknown(transport.is_closed()
                                                    ? "Roadcase is stopping."
                                                    : "It cannot be reached, or gives no usable answer."));
    auto read = brokers::read_permission(answer->status, answer->body);
    wipe(answer->body);
    return read;
}

Result<brokers::PermissionAnswer> ask_command(const brokers::PermissionSettings& settings, std::string input,
                                              const http::Transport& transport) {
    const platform::CommandTerms terms{.deadline = settings.timeout,
                                       .input = std::move(input),
                                       .environment = platform::ordinary_environment(),
                                       .given_up = [&] { return transport.is_closed(); }};
    const auto end = platform::run_to_end(settings.command, terms);
    if (!end)
        return fail(brokers::permission_unknown(end.error().kind == ErrorKind::timeout
                                                    ? "Its command did not end in time."
                                                    : "Its command cannot be run, or writes too much."));
    return brokers::read_permission_of_command(end->status, end->output.reveal());
}

}  // namespace

http::Headers forwarded_headers(const std::vector<std::string>& names, const http::Headers& callers) {
    http::Headers forwarded;
    for (const auto& name : names) {
        if (is_for_us(name) || forwarded.find(name)) continue;
        if (auto value = joined(name, callers); !value.empty()) forwarded.add(name, std::move(value));
    }
    return forwarded;
}

Result<brokers::PermissionAnswer> ask_permission(const brokers::PermissionSettings& settings,
                                                 const brokers::PermissionQuestion& question,
                                                 const http::Headers& callers, http::Transport& transport) {
    const auto forwarded = forwarded_headers(settings.forward, callers);
    if (settings.command.empty())
        return ask_service(brokers::permission_request(settings, question, forwarded), transport);
    return ask_command(settings, brokers::permission_input(question, forwarded), transport);
}

}  // namespace roadcase::server
