#include "practice/in_process.h"

#include "http/url.h"

namespace roadcase::practice {

Result<http::Response> InProcessTransport::send(const http::Request& request) {
    const auto url = http::parse_url(request.url);
    const auto issuer = http::parse_url(issuer_);
    if (!url || !issuer || url->origin() != issuer->origin() || !url->path.starts_with(issuer->path + "/"))
        return network_.send(request);
    return practice_.handle(request.method, url->path.substr(issuer->path.size()), url->query,
                            request.headers, request.body);
}

}  // namespace roadcase::practice
