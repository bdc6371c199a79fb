#include "handout/imports.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/json.h"
#include "core/text.h"
#include "handout/env_lines.h"

namespace roadcase::handout {
namespace {

constexpr std::size_t most_bytes = 64 * 1024;
constexpr std::size_t most_logins = 32;
constexpr std::size_t longest_token = 8192;
constexpr std::size_t longest_name = 256;
constexpr std::size_t most_scopes = 256;

constexpr std::array<std::string_view, 8> names{"twitch-cli", "twurple", "twitchio", "pytwitchapi",
                                                "spotipy",    "dotenv",  "raw",      "json"};

tl::unexpected<Error> unreadable(std::string_view format, std::string why) {
    const auto title = format == "auto" ? std::string("This file holds no login that is known here.")
                                        : "This is no file of the format " + std::string(format) + ".";
    return fail(ErrorKind::invalid_request, "", title, std::move(why),
                "roadcase import --help has the formats; a token alone: roadcase add CLIENT --refresh-token");
}

bool is_name_like(const std::string& text) {
    return !text.empty() && text.size() <= longest_name && is_vschar(text);
}

/// Blanks or commas apart in a text, or a list.
std::vector<std::string> scopes_of(const Json* value) {
    std::vector<std::string> scopes;
    if (value == nullptr) return scopes;
    if (value->is_string()) scopes = split(value->get_ref<const std::string&>(), ' ');
    if (value->is_array())
        for (const auto& each : *value) scopes.push_back(each.is_string() ? each.get<std::string>() : "");
    const bool good = scopes.size() <= most_scopes && std::all_of(scopes.begin(), scopes.end(), is_name_like);
    return good ? scopes : std::vector<std::string>();
}

/// Proves what was read. `where` names the login in a file of several.
Result<Login> checked(Login login, std::string_view format) {
    const auto& token = login.refresh_token.reveal();
    const auto where = login.subject.empty() ? "" : " of " + printable(login.subject, 80);
    if (token.empty())
        return unreadable(format,
                          "The login" + where + " has no refresh token, which is what could be taken over.");
    if (token.size() > longest_token || !is_vschar(token) || token.find(' ') != std::string::npos)
        return unreadable(format,
                          "The refresh token" + where + " is none: it is too long or has odd characters.");
    if (token.starts_with("rcr_"))
        return fail(ErrorKind::invalid_request, "", "This file is Roadcase's own.",
                    "Its refresh token is a local stand-in; the account is here already.", "roadcase links");
    if (!is_name_like(login.client_id)) login.client_id.clear();
    return login;
}

Secret secret_at(const Json& value, std::string_view key) {
    return Secret(string_at(value, key).value_or(""));
}

// The names of a token endpoint's answer, which spotipy and the Glimesh bots keep, too.
Login answer_login(const Json& value) {
    Login login;
    login.refresh_token = secret_at(value, "refresh_token");
    login.access_token = secret_at(value, "access_token");
    login.client_id = string_at(value, "client_id").value_or("");
    login.client_secret = secret_at(value, "client_secret");
    login.scopes = scopes_of(find(value, find(value, "scope") != nullptr ? "scope" : "scopes"));
    return login;
}

Login twurple_login(const Json& value) {
    Login login;
    login.refresh_token = secret_at(value, "refreshToken");
    login.access_token = secret_at(value, "accessToken");
    login.client_id = string_at(value, "clientId").value_or("");
    login.client_secret = secret_at(value, "clientSecret");
    login.scopes = scopes_of(find(value, "scope"));
    login.subject = string_at(value, "userId").value_or("");
    return login;
}

Login short_login(const Json& value) {
    Login login;
    login.refresh_token = secret_at(value, "refresh");
    login.access_token = secret_at(value, "token");
    return login;
}

bool is_twitchio(const Json& value) {
    const auto is_entry = [](const Json& each) {
        return find(each, "token") != nullptr && find(each, "refresh") != nullptr;
    };
    return !value.empty() && std::all_of(value.begin(), value.end(), is_entry);
}

std::string_view looks_like(const Json& value) {
    if (find(value, "accessToken") != nullptr) return "twurple";
    if (find(value, "token") != nullptr && find(value, "refresh") != nullptr) return "pytwitchapi";
    if (find(value, "created_at") != nullptr && find(value, "refresh_token") != nullptr) return "raw";
    const auto* end = find(value, "expires_at");
    if (end != nullptr && end->is_number() && find(value, "scope") != nullptr) return "spotipy";
    if (find(value, "refresh_token") != nullptr) return "json";
    return is_twitchio(value) ? "twitchio" : "";
}

Result<Imported> one_login(std::string_view format, Login login) {
    return checked(std::move(login), format).map([&](Login good) {
        Imported imported{std::string(format), {}};
        imported.logins.push_back(std::move(good));
        return imported;
    });
}

Result<Imported> several(std::string_view format, std::vector<Login> logins) {
    if (logins.empty()) return unreadable(format, "There is no refresh token in it.");
    if (logins.size() > most_logins)
        return unreadable(format, "It holds more than " + std::to_string(most_logins) + " logins.");
    Imported imported{std::string(format), {}};
    for (auto& login : logins) {
        auto good = checked(std::move(login), format);
        if (!good) return fail(good.error());
        imported.logins.push_back(std::move(*good));
    }
    return imported;
}

Result<Imported> twitchio_logins(const Json& value) {
    if (!is_twitchio(value)) return unreadable("twitchio", "Its entries have no token and refresh.");
    std::vector<Login> logins;
    for (const auto& [user, entry] : value.items()) {
        logins.push_back(short_login(entry));
        logins.back().subject = user;
    }
    return several("twitchio", std::move(logins));
}

Result<Imported> from_json(std::string_view text, std::string_view format) {
    const auto value = parse_json(text);
    if (!value || !value->is_object())
        return unreadable(format,
                          "It is no JSON object: cut, nested too deeply, or a name stands there twice.");
    if (format == "auto") format = looks_like(*value);
    if (format.empty()) return unreadable("auto", "None of the names of a token stand in it.");
    if (format == "twitchio") return twitchio_logins(*value);
    if (format == "twurple") return one_login(format, twurple_login(*value));
    if (format == "pytwitchapi") return one_login(format, short_login(*value));
    return one_login(format, answer_login(*value));
}

std::string upper(std::string text) {
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// viper writes names without underscores, in capitals, and a list as Go shows it: [a b].
Result<Imported> twitch_cli_login(const std::vector<EnvLine>& lines) {
    Login login;
    for (const auto& [name, value, line] : lines) {
        const auto key = upper(name);
        auto text = value.reveal();
        if (key == "REFRESHTOKEN") login.refresh_token = value;
        if (key == "ACCESSTOKEN") login.access_token = value;
        if (key == "CLIENTID") login.client_id = text;
        if (key == "CLIENTSECRET") login.client_secret = value;
        if (key == "TOKENSCOPES" && text.starts_with('[') && text.ends_with(']')) {
            const Json list = text.substr(1, text.size() - 2);
            login.scopes = scopes_of(&list);
        }
    }
    return one_login("twitch-cli", std::move(login));
}

/// Names such as BOT_REFRESH_TOKEN, with what stands before it as the login's name.
Result<Imported> dotenv_logins(const std::vector<EnvLine>& lines) {
    std::map<std::string, const Secret*> all;
    for (const auto& each : lines) all.emplace(upper(each.name), &each.value);
    const auto value_at = [&](const std::string& name) {
        const auto found = all.find(name);
        return found == all.end() ? Secret() : *found->second;
    };
    std::vector<Login> logins;
    for (const auto& [name, value] : all) {
        constexpr std::string_view ending = "REFRESH_TOKEN";
        if (!name.ends_with(ending)) continue;
        const auto prefix = name.substr(0, name.size() - ending.size());
        Login login;
        login.refresh_token = *value;
        login.access_token = value_at(prefix + "ACCESS_TOKEN");
        login.client_id = value_at(prefix + "CLIENT_ID").reveal();
        login.client_secret = value_at(prefix + "CLIENT_SECRET");
        login.subject = prefix.ends_with('_') ? prefix.substr(0, prefix.size() - 1) : prefix;
        logins.push_back(std::move(login));
    }
    if (logins.empty()) return unreadable("dotenv", "No name in it ends with REFRESH_TOKEN.");
    return several("dotenv", std::move(logins));
}

Result<Imported> from_lines(std::string_view text, std::string_view format) {
    const auto lines = read_env_lines(text);
    if (!lines) return fail(lines.error());
    const bool is_cli = std::any_of(lines->begin(), lines->end(),
                                    [](const EnvLine& each) { return upper(each.name) == "REFRESHTOKEN"; });
    if (format == "twitch-cli" || (format == "auto" && is_cli)) return twitch_cli_login(*lines);
    return dotenv_logins(*lines);
}

}  // namespace

std::span<const std::string_view> import_formats() {
    return names;
}

Result<Imported> read_import(std::string_view text, std::string_view format) {
    if (format != "auto" && std::find(names.begin(), names.end(), format) == names.end())
        return fail(ErrorKind::invalid_request, "",
                    "There is no file format \"" + printable(format, 40) + "\" to import from.",
                    "The formats are auto, " + join({names.begin(), names.end()}, ", ") + ".", "");
    if (text.size() > most_bytes) return unreadable(format, "It is larger than 64 KiB.");
    if (!is_utf8(text) || text.find('\0') != std::string_view::npos)
        return unreadable(format, "It is no text.");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // an editor's mark
    const auto first = trim(text);
    if (first.empty()) return unreadable(format, "It is empty.");
    const bool lines =
        format == "dotenv" || format == "twitch-cli" || (format == "auto" && !first.starts_with('{'));
    return lines ? from_lines(text, format) : from_json(text, format);
}

}  // namespace roadcase::handout
