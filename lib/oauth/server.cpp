#include "oauth/server.h"

#include <array>

namespace roadcase::oauth {
namespace {

struct MethodName {
    ClientAuthMethod method;
    std::string_view name;
};

constexpr std::array<MethodName, 3> method_names{{
    {ClientAuthMethod::client_secret_basic, "client_secret_basic"},
    {ClientAuthMethod::client_secret_post, "client_secret_post"},
    {ClientAuthMethod::none, "none"},
}};

}  // namespace

std::optional<ClientAuthMethod> client_auth_method(std::string_view name) {
    for (const auto& row : method_names)
        if (row.name == name) return row.method;
    return std::nullopt;
}

std::string_view to_string(ClientAuthMethod method) {
    for (const auto& row : method_names)
        if (row.method == method) return row.name;
    return {};
}

}  // namespace roadcase::oauth
