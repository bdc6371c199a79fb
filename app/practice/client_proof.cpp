#include "practice/client_proof.h"

#include "core/encoding.h"
#include "core/text.h"
#include "practice/request_reading.h"

namespace roadcase::practice {
namespace {

struct Credentials {
    std::string id;
    Secret secret;
};

/// RFC 6749 §2.3.1: id and secret are form-encoded before they are joined; raw: they are not.
std::optional<Credentials> read_basic(std::string_view header, bool raw) {
    constexpr std::string_view scheme = "basic ";
    if (!iequals(header.substr(0, scheme.size()), scheme)) return std::nullopt;
    const auto text = base64_decode(trim(header.substr(scheme.size())));
    if (!text) return std::nullopt;
    const auto colon = text->find(':');
    if (colon == std::string::npos) return std::nullopt;
    if (raw) return Credentials{text->substr(0, colon), Secret(text->substr(colon + 1))};
    const auto id = percent_decode(std::string_view(*text).substr(0, colon), true);
    auto secret = percent_decode(std::string_view(*text).substr(colon + 1), true);
    if (!id || !secret) return std::nullopt;
    return Credentials{*id, Secret(std::move(*secret))};
}

OAuthResult<Credentials> from_basic(const Dialect& dialect, const Incoming& request,
                                    const http::Params& params) {
    const auto header = request.headers.find("Authorization");
    if (!header) return refuse("invalid_client", "The client must authenticate by HTTP Basic.", 401);
    if (params.count("client_secret") > 0)
        return refuse("invalid_request", "The client authenticates in two ways at once.");
    auto basic = read_basic(*header, dialect.raw_basic);
    if (!basic) return refuse("invalid_client", "The Authorization header cannot be read.", 401);
    if (params.get(dialect.client_id_parameter).value_or(basic->id) != basic->id)
        return refuse("invalid_request", "client_id and the Authorization header disagree.");
    return std::move(*basic);
}

OAuthResult<Credentials> from_parameters(const Dialect& dialect, const Incoming& request,
                                         const http::Params& params) {
    if (request.headers.find("Authorization"))
        return refuse("invalid_client", "The client must authenticate in the parameters.", 401);
    return Credentials{params.get(dialect.client_id_parameter).value_or(""),
                       secret_at(params, "client_secret")};
}

OAuthResult<Credentials> from_header(const Dialect& dialect, const Incoming& request,
                                     const http::Params& params) {
    if (params.count(dialect.client_id_parameter) > 0)
        return refuse("invalid_request", "The client id belongs into the header Client-ID.");
    return Credentials{std::string(request.headers.find("Client-ID").value_or("")),
                       secret_at(params, "client_secret")};
}

/// A proof of which one half is not asked for, and must not be there.
OAuthResult<Credentials> half(const ServerState& server, const Incoming& request, const http::Params& params,
                              bool id, bool secret) {
    const auto& name = server.settings.dialect.client_id_parameter;
    const bool too_much = (!id && params.count(name) > 0) || (!secret && params.count("client_secret") > 0);
    if (too_much) return refuse("invalid_request", "More about the client is said than belongs here.");
    if ((id || secret) && request.headers.find("Authorization"))
        return refuse("invalid_request", "No HTTP authentication belongs here.");
    return Credentials{id ? params.get(name).value_or("") : server.settings.client_id,
                       secret ? secret_at(params, "client_secret") : Secret(server.settings.client_secret)};
}

OAuthResult<Credentials> credentials_of(const ServerState& server, const Door& door, const Incoming& request,
                                        const http::Params& params) {
    const auto& dialect = server.settings.dialect;
    switch (door.proof) {
        case Proof::registered:
            return request.headers.find("Authorization") ? from_basic(dialect, request, params)
                                                         : from_parameters(dialect, request, params);
        case Proof::parameters:
            return from_parameters(dialect, request, params);
        case Proof::basic:
            return from_basic(dialect, request, params);
        case Proof::id:
            return half(server, request, params, true, false);
        case Proof::secret:
            return half(server, request, params, false, true);
        case Proof::header:
            return from_header(dialect, request, params);
        case Proof::nothing:
            break;
    }
    return half(server, request, params, false, false);
}

}  // namespace

OAuthResult<void> check_client(const ServerState& server, const Door& door, const Incoming& request,
                               const http::Params& params) {
    const auto credentials = credentials_of(server, door, request, params);
    if (!credentials) return tl::make_unexpected(credentials.error());
    const bool known = credentials->id == server.settings.client_id &&
                       credentials->secret == Secret(server.settings.client_secret);
    if (known && !(request.faults.wrong_secret && door.proof != Proof::nothing)) return {};
    return refuse("invalid_client", "Client authentication failed.", 401);
}

}  // namespace roadcase::practice
