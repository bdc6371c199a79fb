#include <array>

#include "core/text.h"
#include "oauth/authorization.h"

namespace roadcase::oauth {
namespace {

constexpr std::size_t max_code = 2048;
constexpr std::size_t max_state = 512;
constexpr std::size_t max_issuer = 1024;

tl::unexpected<Error> not_ours(std::string why) {
    return fail(ErrorKind::invalid_request, "E205",
                "This sign-in was not started here, or is older than 10 minutes.", std::move(why),
                "Start the sign-in again from Roadcase.");
}

/// RFC 6749 §3.1: a parameter without a value counts as omitted.
std::string value_of(const http::Params& params, std::string_view name) {
    return params.get(name).value_or(std::string());
}

struct KnownError {
    std::string_view error;
    ErrorKind kind;
    std::string_view code;
    std::string_view title;
    std::string_view next;
};

constexpr std::array<KnownError, 6> known_errors{{
    {"access_denied", ErrorKind::denied, "E204", "The sign-in was cancelled. Nothing was changed.",
     "Start it again when you are ready."},
    {"redirect_uri_mismatch", ErrorKind::rejected, "E201", "The provider does not know our redirect address.",
     "Register exactly the redirect address that Roadcase shows for this client."},
    {"redirect_mismatch", ErrorKind::rejected, "E201", "The provider does not know our redirect address.",
     "Register exactly the redirect address that Roadcase shows for this client."},
    {"unauthorized_client", ErrorKind::rejected, "E212",
     "The provider does not accept this app for sign-ins.",
     "Check client_id and the app's settings in the provider's developer console."},
    {"temporarily_unavailable", ErrorKind::unavailable, "E404", "The provider cannot sign you in right now.",
     "Try again in a few minutes."},
    {"server_error", ErrorKind::unavailable, "E404", "The provider cannot sign you in right now.",
     "Try again in a few minutes."},
}};

constexpr KnownError any_other{
    "", ErrorKind::rejected, "", "The provider refused the sign-in.",
    "Check the client's settings in the provider's developer console, then start again."};

const KnownError& row_for(std::string_view error) {
    for (const auto& row : known_errors)
        if (row.error == error) return row;
    return any_other;
}

/// The server's word may be its own (StreamElements: "true").
Error in_words(const AuthorizationServer& server, const AuthorizationResponse& response) {
    const auto& words = server.answer.errors;
    const auto word = words.find(plain_error(response.error));
    const auto& row = row_for(word == words.end() ? response.error : word->second);
    std::string detail = "It answered \"" + printable(response.error, 100) + "\"";
    if (!response.error_description.empty()) detail += ": \"" + printable(response.error_description) + "\"";
    return make_error(row.kind, row.code, std::string(row.title), detail + ".", std::string(row.next));
}

/// RFC 9207 §2.4. A server that was configured without an issuer and promises nothing leaves nothing to
/// compare with; its endpoints are still pinned by the state.
bool issuer_fits(const AuthorizationServer& server, const std::string& iss) {
    if (server.authorization_response_iss_parameter_supported) return !iss.empty() && iss == server.issuer;
    return iss.empty() || server.issuer.empty() || iss == server.issuer;
}

}  // namespace

Result<AuthorizationResponse> parse_authorization_response(std::string_view raw_query) {
    // Restream's way of saying that the person pressed Cancel.
    if (raw_query.empty())
        return fail(ErrorKind::denied, "E204", "You came back without an answer. Nothing was changed.",
                    "Some providers do that when the sign-in is cancelled there.",
                    "Start it again when you are ready.");
    const auto params = http::parse_params(raw_query);
    if (!params) return not_ours("The address that brought you back cannot be read.");
    if (params->repeated()) return not_ours("The address that brought you back names a parameter twice.");
    AuthorizationResponse response;
    response.state = value_of(*params, "state");
    response.code = Secret(value_of(*params, "code"));
    response.iss = value_of(*params, "iss");
    response.error = value_of(*params, "error");
    response.error_description = value_of(*params, "error_description");
    if (response.state.empty() || response.state.size() > max_state || !is_vschar(response.state))
        return not_ours("The address that brought you back has no state of ours.");
    if (response.code.empty() == response.error.empty())
        return not_ours("The address that brought you back holds neither one code nor one error.");
    if (!response.code.empty() && (response.code.size() > max_code || !is_vschar(response.code.reveal())))
        return not_ours("The code in the address that brought you back is malformed.");
    if (response.iss.size() > max_issuer) return not_ours("The issuer in the address is too long.");
    return response;
}

Result<AuthorizationCode> accept_response(const AuthorizationServer& server, AuthorizationResponse response) {
    if (!issuer_fits(server, response.iss))
        return fail(ErrorKind::denied, "E208",
                    "The provider answered from an unexpected address, so Roadcase stopped.",
                    response.iss.empty() ? "It promises to name itself in every answer and did not."
                                         : "It calls itself \"" + printable(response.iss) + "\".",
                    "Check the provider's issuer in the configuration, or report this to the provider.");
    if (!response.error.empty()) return fail(in_words(server, response));
    if (!is_vschar(response.code.reveal())) return not_ours("The answer holds no code.");
    return AuthorizationCode(std::move(response.code));
}

}  // namespace roadcase::oauth
