#include "server/openapi.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

struct OpenapiFile {
    std::string_view name;
    std::string_view bytes;
};

constexpr OpenapiFile openapi_files[] = {
#include "openapi.inc"
};

/// The document says nothing about this computer, so it is for everyone.
Response describe(const Request&, const PathValues&) {
    return {200, {{"Content-Type", "application/json"}}, std::string(openapi_document())};
}

}  // namespace

std::string_view openapi_document() {
    return openapi_files[0].bytes;
}

void add_openapi_route(Router& router) {
    router.on("GET", "/api/v1/openapi.json", {RouteTraits::Caller::anyone, false}, describe);
}

}  // namespace roadcase::server
