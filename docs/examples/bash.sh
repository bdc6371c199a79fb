#!/usr/bin/env bash
# Calls a provider's API as an account of Roadcase, with curl and jq. Neither key nor token is ever on a command line,
# where every program of this computer could read it.
#
#     ROADCASE_KEY=rck_... ./bash.sh        Shorter, on the same computer:  roadcase curl twitch URL
set -euo pipefail
roadcase=${ROADCASE_URL:-http://localhost:3000}
account=${1:-twitch}
api=${2:-https://api.twitch.tv/helix/users}

token=$(curl -sS --fail-with-body -K - "$roadcase/api/v1/token/$account" <<<"header = \"X-API-Key: $ROADCASE_KEY\"") || {
    jq -r '"\(.title) \(.action_url // "")"' <<<"$token" >&2
    exit 1
}
jq -r '.headers | to_entries[] | "header = \"\(.key): \(.value)\""' <<<"$token" | curl -sS -K - "$api"
