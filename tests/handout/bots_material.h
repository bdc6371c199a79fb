#pragma once

#include "handout/material.h"

namespace roadcase::handout {

/// A bot's account in the middle of its token's life: 2026-11-20 19:14:05 UTC, 4 hours left.
inline Material bots_material() {
    Material material;
    material.access_token = Secret("planted-access");
    material.token_type = "bearer";
    material.now = from_unix(1795202045);
    material.expires_at = material.now + std::chrono::hours{4};
    material.scopes = {"chat:read", "chat:edit"};
    material.account = "twitch/bot";
    material.provider = "twitch";
    material.client_id = "planted-client";
    material.subject = "125328655";
    material.display_name = "nova_bot";
    material.headers = {{"Client-Id", "planted-client"}, {"Authorization", "Bearer planted-access"}};
    material.handle = Secret("rcr_planted");
    return material;
}

}  // namespace roadcase::handout
