#include "client/place.h"

#include <algorithm>
#include <cstdlib>

namespace roadcase::detail {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string absolute_directory(const char* name) {
    auto path = environment(name);
    return !path.empty() && path.front() == '/' ? path : std::string();
}

std::string usual_socket() {
    if (const auto home = environment("ROADCASE_HOME"); !home.empty()) return home + "/run/roadcase.sock";
    if (const auto runtime = absolute_directory("XDG_RUNTIME_DIR"); !runtime.empty())
        return runtime + "/roadcase/roadcase.sock";
    auto state = absolute_directory("XDG_STATE_HOME");
    if (state.empty() && !absolute_directory("HOME").empty())
        state = absolute_directory("HOME") + "/.local/state";
    return state.empty() ? std::string() : state + "/roadcase/run/roadcase.sock";
}

bool is_port(const std::string& text) {
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return !text.empty() && text.size() <= 5 && digits && std::stoi(text) > 0 && std::stoi(text) <= 65535;
}

[[noreturn]] void refuse(const std::string& url) {
    throw unreachable("\"" + url.substr(0, 80) + "\" is no address of a Roadcase on this computer.", "",
                      "Set ROADCASE_URL to http://localhost:3000.");
}

}  // namespace

client_options completed(client_options options) {
    if (options.url.empty()) options.url = environment("ROADCASE_URL");
    if (options.url.empty()) options.url = "http://localhost:3000";
    if (options.key.empty() && options.socket.empty()) options.key = environment("ROADCASE_KEY");
    if (options.socket.empty()) options.socket = environment("ROADCASE_SOCKET");
    if (options.socket.empty()) options.socket = usual_socket();
    if (options.key.empty() && options.socket.empty())
        throw unreachable("There is no way to Roadcase.", "", "Set ROADCASE_KEY, or HOME.");
    return options;
}

address loopback_address(const std::string& url) {
    const std::string scheme = "http://";
    if (url.compare(0, scheme.size(), scheme) != 0) refuse(url);
    auto rest = url.substr(scheme.size());
    if (!rest.empty() && rest.back() == '/') rest.pop_back();
    const auto end_of_host = rest.find(':', rest.compare(0, 1, "[") == 0 ? rest.find(']') : 0);
    address found;
    found.host = rest.substr(0, end_of_host);
    if (end_of_host != std::string::npos) {
        const auto port = rest.substr(end_of_host + 1);
        if (!is_port(port)) refuse(url);
        found.port = std::stoi(port);
    }
    if (found.host == "[::1]") found.host = "::1";
    if (found.host != "localhost" && found.host != "127.0.0.1" && found.host != "::1") refuse(url);
    return found;
}

}  // namespace roadcase::detail
