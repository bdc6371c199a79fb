#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace roadcase::oauth {

struct AuthorizationServer;
struct Client;

/// Names and texts in their order.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Where a request's parameters stand. Those of a GET stand in the query whatever this says.
enum class Encoding { form, json, query };

/// Which proof of the client a request carries (RFC 6749 §2.3).
enum class ClientProof {
    configured,  ///< as the client is registered: Basic, in the body, or only its id
    basic,       ///< HTTP Basic, also for a client that proves itself otherwise elsewhere
    id_only,     ///< the id without the secret
    none,        ///< nothing: the request says who asks in its own way
};

/// How one request to a server is written: the standard's shape with what the server bends. Texts may hold
/// placeholders: {client_id}, {client_secret} and those of the request's kind, see request_placeholders.
struct RequestForm {
    std::string url = {};  ///< empty: the server's endpoint of this kind. May hold {client_id}
    std::string method = "POST";
    Encoding encoding = Encoding::form;
    Pairs headers = {};
    /// A parameter that is one placeholder without a value is left out.
    Pairs params = {};
    ClientProof proof = ClientProof::configured;
    /// JSON, sent as it stands; parameters go into the query then, and the secret into HTTP Basic.
    std::string body = {};
};

/// What may stand in braces in a form.
inline constexpr std::string_view request_placeholders[] = {
    "client_id",    "client_secret", "code",  "redirect_uri",    "code_verifier", "refresh_token",
    "access_token", "token",         "scope", "token_type_hint", "device_code",
};

/// `text` with every {name} of `values` filled in, in one pass: what is filled in is not looked at again.
/// Braces around other names stay.
std::string fill(std::string_view text, const Pairs& values);

/// Does a request of this form hold the client's secret, as a proof or where a text names it?
bool carries_secret(const RequestForm& form);

/// The request. `endpoint` is where it goes unless the form names a url; `values` fill the placeholders,
/// those of the client are added.
http::Request make_request(const RequestForm& form, const std::string& endpoint,
                           const AuthorizationServer& server, const Client& client, Pairs values);

}  // namespace roadcase::oauth
