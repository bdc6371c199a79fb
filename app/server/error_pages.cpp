#include "server/error_pages.h"

#include "core/text.h"

namespace roadcase::server {

bool wants_page(const Request& request) {
    if (request.path == "/api" || request.path.starts_with("/api/")) return false;
    const auto accepted = to_lower(request.headers.find("Accept").value_or(""));
    // Browsers do not say what for to an address they do not trust, such as one of another name.
    const auto destination = request.headers.find("Sec-Fetch-Dest").value_or("document");
    return accepted.find("text/html") != std::string::npos && destination == "document";
}

Response refusal(const Request& request, const Error& error, const ErrorPage& page,
                 std::optional<int> status) {
    auto plain = refusal(request.path, error, status);
    if (!page || !wants_page(request)) return plain;
    auto shown = page(error, plain.status);
    if (const auto wait = plain.headers.find("Retry-After"))
        shown.headers.set("Retry-After", std::string(*wait));
    return shown;
}

}  // namespace roadcase::server
