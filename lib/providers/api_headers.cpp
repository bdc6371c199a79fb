#include "providers/fields.h"
#include "providers/provider.h"

namespace roadcase::providers {

Pairs fill_headers(const Pairs& templates, std::string_view access_token, std::string_view client_id) {
    const Pairs filled_by_default = {{"Authorization", "Bearer {access_token}"}};
    Pairs headers;
    for (const auto& [name, text] : templates.empty() ? filled_by_default : templates) {
        std::string value;
        // One pass: a token that looks like a placeholder is not filled in.
        for (std::string_view rest = text; !rest.empty();) {
            const auto take = [&](std::string_view placeholder, std::string_view filling) {
                if (rest.substr(0, placeholder.size()) != placeholder) return false;
                value += filling;
                rest.remove_prefix(placeholder.size());
                return true;
            };
            if (take("{access_token}", access_token) || take("{client_id}", client_id)) continue;
            value += rest.front();
            rest.remove_prefix(1);
        }
        headers.emplace_back(name, std::move(value));
    }
    return headers;
}

}  // namespace roadcase::providers
