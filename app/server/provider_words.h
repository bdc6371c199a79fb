#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace roadcase::server {

/// How long its tokens and sign-ins live and what keeps them alive, one sentence each.
std::vector<std::string> life_sentences(const providers::Provider& provider);
/// How a connection is ended there.
std::string revoking_sentence(const providers::Provider& provider);
/// Every redirect address of the present configuration that must be registered there: those of its clients,
/// else the one that a client would have.
std::vector<std::string> redirect_addresses(const config::Config& config,
                                            const providers::Provider& provider);
/// What a person does next to use this provider.
std::string next_step(const config::Config& config, const providers::Provider& provider);

}  // namespace roadcase::server
