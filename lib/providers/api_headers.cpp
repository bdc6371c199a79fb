#include "providers/provider.h"

namespace roadcase::providers {

oauth::Pairs fill_headers(const oauth::Pairs& templates, std::string_view access_token,
                          std::string_view client_id) {
    const oauth::Pairs values{{"access_token", std::string(access_token)},
                              {"client_id", std::string(client_id)}};
    oauth::Pairs headers = templates;
    if (headers.empty()) headers = {{"Authorization", "Bearer {access_token}"}};
    for (auto& [name, text] : headers) text = oauth::fill(text, values);
    return headers;
}

}  // namespace roadcase::providers
