#pragma once

#include "core/toml.h"
#include "providers/provider.h"

namespace roadcase::providers {

/// The parts of reading [provider.NAME]; what a table does not name stays as it is in `provider`. Variables
/// come first: addresses may name them.
Status read_variables(const TomlTable* table, Provider& provider);

/// Endpoints, parameters and the dialect of the authorization request.
void read_server(TomlReader& reader, Provider& provider);
/// The tables of extra parameters of the authorization request.
Status read_authorization_params(TomlReader& reader, oauth::AuthorizationServer& server);

/// [request], [code], [renewal] and the other requests to the authorization server.
Status read_requests(TomlReader& reader, Provider& provider);
Status read_identity(const TomlTable* table, Provider& provider);
Status read_validation(const TomlTable* table, Provider& provider);
Status read_registration(const TomlTable* table, Provider& provider);

/// [console]: what a person meets where apps are registered.
Status read_console(const TomlTable* table, Console& console);
/// [bundles], after the roles they are words for.
Status read_bundles(const TomlTable* table, Provider& provider);

/// [answer] and [errors].
Status read_answer(TomlReader& reader, oauth::AnswerForm& answer);

}  // namespace roadcase::providers
