#include "server/doors.h"

#include "core/encoding.h"

namespace roadcase::server {

std::string door_of(std::string_view client, std::string_view account) {
    std::string path = "/auth/" + percent_encode(client);
    if (!account.empty()) path += "?account=" + percent_encode(account);
    return path;
}

bool is_finished_by_pasting(const accounts::ClientEntry& client, const std::string& public_url) {
    const bool comes_back = client.client.redirect_uri.starts_with(public_url + "/");
    return client.provider.redirect_scheme == "https" && !comes_back;
}

}  // namespace roadcase::server
