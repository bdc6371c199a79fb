// The API's calls about clients: what a person registered at providers.
#include "accounts/reference.h"
#include "cli/api.h"
#include "cli/api_read.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

/// The name becomes a part of a path.
Result<std::string> client_path(std::string_view name) {
    if (accounts::is_name(name)) return "/api/v1/clients/" + std::string(name);
    return fail(ErrorKind::not_found, "", "There is no client \"" + printable(name, 64) + "\".", "",
                "roadcase client list");
}

std::string with_secret(OrderedJson fields, const Secret& secret) {
    if (!secret.empty()) fields["client_secret"] = secret.reveal();
    auto text = dump(fields);
    if (!secret.empty()) wipe(fields["client_secret"].get_ref<std::string&>());
    return text;
}

}  // namespace

Result<ClientList> Api::clients() {
    return call("GET", "/api/v1/clients").map(read::keeping_body([](const Json& value) {
        return ClientList{read::each_of(value, "clients", read::client), {}};
    }));
}

Result<Client> Api::client(std::string_view name) {
    return client_path(name)
        .and_then([&](const std::string& path) { return call("GET", path); })
        .map(read::keeping_body(read::client));
}

Result<Client> Api::add_client(OrderedJson fields, const Secret& secret) {
    return call("POST", "/api/v1/clients", {}, with_secret(std::move(fields), secret))
        .map(read::keeping_body(read::client));
}

Result<Client> Api::change_client(std::string_view name, OrderedJson fields, const Secret& secret) {
    return client_path(name)
        .and_then([&](const std::string& path) {
            return call("PATCH", path, {}, with_secret(std::move(fields), secret));
        })
        .map(read::keeping_body(read::client));
}

Result<std::string> Api::remove_client(std::string_view name) {
    return client_path(name)
        .and_then([&](const std::string& path) { return call("DELETE", path); })
        .map([](Answer answer) { return std::move(answer.body); });
}

Result<ClientTest> Api::test_client(std::string_view name) {
    return client_path(name)
        .and_then([&](const std::string& path) { return call("POST", path + "/test"); })
        .map(read::keeping_body(read::client_test));
}

}  // namespace roadcase::cli
