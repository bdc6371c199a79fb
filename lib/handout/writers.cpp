#include "handout/writers.h"

#include "core/result.h"
#include "core/text.h"
#include "handout/quoting.h"

namespace roadcase::handout {
namespace {

OrderedJson handle_or_null(const Material& material) {
    return material.handle.empty() ? OrderedJson(nullptr) : OrderedJson(material.handle.reveal());
}

OrderedJson text_or_null(const std::string& text) {
    return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

/// RFC 3339 without its zone: what datetime.fromisoformat and Glimesh's bots take for UTC.
std::string naive_utc(Time time) {
    auto text = rfc3339(time);
    text.pop_back();
    return text;
}

tl::unexpected<Error> lacks(const Material& material, std::string_view format, std::string why) {
    return fail(ErrorKind::invalid_request, "",
                "The format " + std::string(format) + " does not fit " + material.account + ".",
                std::move(why), "Choose another: roadcase link --help");
}

tl::unexpected<Error> lacks_end(const Material& material, std::string_view format) {
    return lacks(material, format, "Its tool must know when a token ends, and this one has no known end.");
}

}  // namespace

Result<OrderedJson> rfc6749_json(const Material& material) {
    OrderedJson body;
    body["access_token"] = material.access_token.reveal();
    body["token_type"] = material.token_type;
    if (const auto left = life_left(material)) body["expires_in"] = left->count();
    if (!material.handle.empty()) body["refresh_token"] = material.handle.reveal();
    body["scope"] = join(material.scopes, " ");
    if (material.expires_at) body["expires_at"] = to_unix(*material.expires_at);
    return body;
}

Result<OrderedJson> raw_json(const Material& material) {
    const auto left = life_left(material);
    if (!left) return lacks_end(material, "raw");
    return OrderedJson{{"access_token", material.access_token.reveal()},
                       {"created_at", naive_utc(material.now)},
                       {"expires_in", left->count()},
                       {"refresh_token", handle_or_null(material)},
                       {"scope", join(material.scopes, " ")},
                       {"token_type", to_lower(material.token_type)}};
}

// Its refreshing provider knows one token endpoint, Twitch's: a handle would only be sent there.
Result<OrderedJson> twurple_json(const Material& material) {
    const auto left = life_left(material);
    return OrderedJson{{"accessToken", material.access_token.reveal()},
                       {"refreshToken", nullptr},
                       {"expiresIn", left ? OrderedJson(left->count()) : OrderedJson(nullptr)},
                       {"obtainmentTimestamp", to_unix(material.now) * 1000},
                       {"scope", material.scopes}};
}

Result<OrderedJson> twitchio_json(const Material& material) {
    if (material.subject.empty())
        return lacks(material, "twitchio", "Its file names users, and nobody is signed in to this account.");
    return OrderedJson{{material.subject,
                        {{"user_id", material.subject},
                         {"token", material.access_token.reveal()},
                         {"refresh", handle_or_null(material)},
                         {"last_validated", naive_utc(material.now)}}}};
}

Result<OrderedJson> pytwitchapi_json(const Material& material) {
    return OrderedJson{{"token", material.access_token.reveal()}, {"refresh", handle_or_null(material)}};
}

Result<OrderedJson> spotipy_json(const Material& material) {
    const auto left = life_left(material);
    if (!left) return lacks_end(material, "spotipy");
    return OrderedJson{{"access_token", material.access_token.reveal()},
                       {"token_type", material.token_type},
                       {"expires_in", left->count()},
                       {"scope", join(material.scopes, " ")},
                       {"expires_at", to_unix(*material.expires_at)},
                       {"refresh_token", handle_or_null(material)}};
}

// Its reader wants the three secrets' keys to be there and refreshes at Google only, so they hold nothing.
Result<OrderedJson> google_auth_json(const Material& material) {
    if (!material.expires_at) return lacks_end(material, "google-auth");
    return OrderedJson{{"type", "authorized_user"},
                       {"token", material.access_token.reveal()},
                       {"refresh_token", nullptr},
                       {"token_uri", "https://oauth2.googleapis.com/token"},
                       {"client_id", text_or_null(material.client_id)},
                       {"client_secret", nullptr},
                       {"scopes", material.scopes},
                       {"expiry", rfc3339(*material.expires_at)}};
}

Result<std::string> dotenv_text(const Material& material) {
    const auto prefix = env_prefix(material.account);
    std::string lines;
    const auto add = [&](std::string_view name, const std::string& value) {
        const auto quoted = dotenv_quoted(value);
        if (quoted) lines += prefix + std::string(name) + *quoted + "\n";
        return quoted.has_value();
    };
    bool whole = add("_ACCESS_TOKEN=", material.access_token.reveal());
    if (!material.client_id.empty()) whole = add("_CLIENT_ID=", material.client_id) && whole;
    if (material.expires_at) whole = add("_EXPIRES_AT=", rfc3339(*material.expires_at)) && whole;
    if (whole) return lines;
    return lacks(material, "dotenv", "Its token holds quotes that readers of .env files take differently.");
}

Result<std::string> twitch_cli_text(const Material& material) {
    // Go's text of a list. "0" is how that tool remembers a token without an end.
    auto lines = "ACCESSTOKEN=" + material.access_token.reveal() + "\nCLIENTID=" + material.client_id +
                 "\nTOKENEXPIRATION=" + (material.expires_at ? rfc3339(*material.expires_at) : "0") +
                 "\nTOKENSCOPES=[" + join(material.scopes, " ") + "]\n";
    // Its daily look for updates would rewrite the file.
    return lines + "DISABLE_UPDATE_CHECKS=true\n";
}

}  // namespace roadcase::handout
