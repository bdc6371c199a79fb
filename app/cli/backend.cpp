#include "cli/backend.h"

namespace roadcase::cli {

Status Backend::follow(const server::Request&, const server::Follower&) {
    return fail(ErrorKind::unreachable, "", "No server runs, so nothing can be followed.",
                "Only a server that runs tells what happens.", "Start it: roadcase serve");
}

}  // namespace roadcase::cli
