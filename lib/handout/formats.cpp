#include "handout/formats.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "handout/quoting.h"
#include "handout/writers.h"

namespace roadcase::handout {
namespace {

using Writer = Result<std::string> (*)(const Material&);
enum class Refresh { none, optional, needed };

struct Format {
    std::string_view name;
    Writer write;
    bool carries_anything = false;  ///< JSON: no character of a token can break it
    Refresh refresh = Refresh::none;
};

template <Result<OrderedJson> (*write)(const Material&)>
Result<std::string> json_line(const Material& material) {
    return write(material).map([](const OrderedJson& value) { return dump(value) + "\n"; });
}

Result<std::string> plain(const Material& material) {
    return material.access_token.reveal() + "\n";
}

Result<std::string> header(const Material& material) {
    const auto first = headers_of(material).front();
    return first.first + ": " + first.second + "\n";
}

Result<std::string> all_headers(const Material& material) {
    std::string lines;
    for (const auto& [name, value] : headers_of(material)) lines += name + ": " + value + "\n";
    return lines;
}

Result<std::string> curl(const Material& material) {
    std::string lines;
    for (const auto& [name, value] : headers_of(material))
        lines += "header = \"" + curl_quoted(name + ": " + value) + "\"\n";
    return lines;
}

Result<std::string> irc(const Material& material) {
    return "oauth:" + material.access_token.reveal() + "\n";
}

Result<std::string> env(const Material& material) {
    const auto prefix = env_prefix(material.account);
    auto lines = prefix + "_ACCESS_TOKEN=" + shell_quoted(material.access_token.reveal()) + "\n";
    if (!material.client_id.empty())
        lines += prefix + "_CLIENT_ID=" + shell_quoted(material.client_id) + "\n";
    return lines;
}

/// What a credential helper of Git answers (git-credential(1)).
Result<std::string> git(const Material& material) {
    auto lines = "password=" + material.access_token.reveal() + "\n";
    if (material.expires_at)
        lines += "password_expiry_utc=" + std::to_string(to_unix(*material.expires_at)) + "\n";
    return lines;
}

constexpr std::array<std::string_view, 8> token_names{"plain", "json", "header", "headers",
                                                      "curl",  "irc",  "env",    "git"};
constexpr std::array<std::string_view, 10> file_names{"plain",      "json",       "raw",         "dotenv",
                                                      "twurple",    "twitchio",   "pytwitchapi", "spotipy",
                                                      "twitch-cli", "google-auth"};

constexpr std::array<Format, 16> formats{{
    {"plain", plain},
    {"json", json_line<rfc6749_json>, true, Refresh::optional},
    {"header", header},
    {"headers", all_headers},
    {"curl", curl},
    {"irc", irc},
    {"env", env},
    {"git", git},
    {"raw", json_line<raw_json>, true, Refresh::optional},
    {"dotenv", dotenv_text},
    {"twurple", json_line<twurple_json>, true},
    {"twitchio", json_line<twitchio_json>, true, Refresh::needed},
    {"pytwitchapi", json_line<pytwitchapi_json>, true, Refresh::needed},
    {"spotipy", json_line<spotipy_json>, true, Refresh::needed},
    {"twitch-cli", twitch_cli_text},
    {"google-auth", json_line<google_auth_json>, true},
}};

const Format* format_named(std::string_view name) {
    const auto* found =
        std::find_if(formats.begin(), formats.end(), [&](const Format& each) { return each.name == name; });
    return found == formats.end() ? nullptr : found;
}

bool one_line(const Material& material) {
    const auto headers = headers_of(material);
    return is_vschar(material.access_token.reveal()) &&
           (material.client_id.empty() || is_vschar(material.client_id)) &&
           std::all_of(headers.begin(), headers.end(), [](const auto& header) {
               return is_vschar(header.first) && is_vschar(header.second);
           });
}

Error no_such_format() {
    std::vector<std::string> names;
    for (const auto& format : formats) names.emplace_back(format.name);
    return make_error(ErrorKind::invalid_request, "", "There is no such format.",
                      "The formats are " + join(names, ", ") + ".", "roadcase link --help");
}

}  // namespace

std::span<const std::string_view> token_formats() {
    return token_names;
}

std::span<const std::string_view> file_formats() {
    return file_names;
}

Result<Secret> format_token(const Material& material, std::string_view name) {
    const auto* format = format_named(name);
    if (format == nullptr) return fail(no_such_format());
    if (!format->carries_anything && !one_line(material))
        return fail(ErrorKind::rejected, "", "This token holds characters that no line of text can carry.",
                    "The provider gave it so.", "use --format json");
    return format->write(material).map([](std::string text) { return Secret(std::move(text)); });
}

bool takes_handle(std::string_view name) {
    const auto* format = format_named(name);
    return format != nullptr && format->refresh != Refresh::none;
}

bool needs_handle(std::string_view name) {
    const auto* format = format_named(name);
    return format != nullptr && format->refresh == Refresh::needed;
}

}  // namespace roadcase::handout
