// [broker.NAME]: the keys of each kind.
#include <algorithm>

#include "brokers/grant.h"
#include "brokers/operator_bearer.h"
#include "config/broker_sections.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::config {
namespace {

void read_secret_of(BrokerReading& reading, const SecretName& name) {
    auto source = read_secret(reading.reader, reading.table, reading.sources, name, reading.warnings);
    if (!source.is_given())
        reading.reader.wrong(name.key,
                             "is missing; " + name.key + "_file = \"FILE\" names a file that holds it");
    reading.entry.broker.secret = std::move(source.value);
    reading.entry.load_secret = std::move(source.load);
}

bool is_glob(const std::string& glob) {
    return !glob.empty() && glob.size() <= 255 && is_vschar(glob);
}

/// A list of globs; not said: everything.
void read_globs(TomlReader& reader, std::string_view key, std::vector<std::string>& into) {
    const auto globs = reader.texts(key);
    if (!globs) return;
    if (globs->empty() || !std::all_of(globs->begin(), globs->end(), is_glob))
        reader.wrong(key, "must be a list of names, which may hold *");
    into = *globs;
}

void read_route(TomlReader& reader, std::string& route) {
    route = reader.text("route").value_or(route);
    if (!is_free_address(route))
        reader.wrong("route", "must be like \"/tokens\", and none of roadcase's own");
}

std::string required(TomlReader& reader, std::string_view key, std::string_view where) {
    const auto text = reader.text(key);
    if (!text || !is_vschar(*text)) reader.wrong(key, "is needed: " + std::string(where));
    return text.value_or("");
}

/// https, or http on this computer; without query and without a slash at its end.
std::string read_base(TomlReader& reader, std::string_view key, const std::string& usual) {
    auto text = reader.text(key).value_or(usual);
    while (text.ends_with('/')) text.pop_back();
    const auto url = http::parse_endpoint(text, key);
    if (!url || text.find_first_of("?#") != std::string::npos)
        reader.wrong(
            key, "must be an https address, or http on this computer, such as \"https://api.example.com\"");
    return text;
}

/// Below the host: "/auth/v1/access-tokens", where braces hold what is filled in.
void read_service_path(TomlReader& reader, std::string_view key, std::string& path) {
    path = reader.text(key).value_or(path);
    auto whole = "https://x" + path;
    for (auto& c : whole)
        if (c == '{' || c == '}') c = 'x';
    if (!path.starts_with('/') || !http::parse_url(whole))
        reader.wrong(key, "must be a path such as \"/auth/v1/access-tokens\"");
}

void read_deletion(TomlReader& reader, brokers::OperatorSettings& settings) {
    if (const auto method = reader.word("delete_method", {"DELETE", "POST"}))
        settings.delete_method = *method;
    const bool has_body = reader.has("delete_body");
    settings.delete_body = reader.text("delete_body").value_or("");
    if (has_body && !parse_json(settings.delete_body))
        reader.wrong("delete_body", R"(must be JSON, such as '{"token":"{token}"}')");
    read_service_path(reader, "delete_path", settings.delete_path);
    if (settings.delete_path.find("{token}") == std::string::npos &&
        settings.delete_body.find("{token}") == std::string::npos)
        reader.wrong("delete_path", "must hold {token}, or delete_body must");
}

/// Which scopes it may ask for, and which when nobody says.
void read_operator_scopes(TomlReader& reader, brokers::Policy& policy, brokers::OperatorSettings& settings) {
    const auto scopes = reader.texts("scopes");
    if (!scopes || scopes->empty() || !std::all_of(scopes->begin(), scopes->end(), is_glob))
        return reader.wrong("scopes", R"(must name what may be asked for, such as ["viewer"])");
    policy.roles = *scopes;
    if (const auto usual = reader.texts("default_scopes"))
        settings.scopes = *usual;
    else if (scopes->size() == 1 && scopes->front().find('*') == std::string::npos)
        settings.scopes = *scopes;
    for (const auto& scope : settings.scopes)
        if (!is_glob(scope) || !brokers::any_matches(policy.roles, scope))
            reader.wrong("default_scopes", "must be among scopes; \"" + printable(scope, 80) + "\" is not");
}

Json json_from(const TomlValue& value) {
    return std::visit(
        [](const auto& held) -> Json {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, TomlTable>) {
                return config::json_from(held);
            } else if constexpr (std::is_same_v<Held, std::vector<TomlValue>>) {
                auto list = Json::array();
                for (const auto& each : held) list.push_back(json_from(each));
                return list;
            } else {
                return held;
            }
        },
        value.value);
}

}  // namespace

Json json_from(const TomlTable& table) {
    auto object = Json::object();
    for (const auto& [name, value] : table.entries) object[name] = json_from(value);
    return object;
}

void read_agora(BrokerReading& reading) {
    auto& reader = reading.reader;
    brokers::AgoraSettings settings;
    settings.app_id = required(reader, "app_id", "32 hex digits, from Agora's console");
    read_secret_of(reading, {"app_certificate", "app certificate", "project's page in Agora's console"});
    if (const auto version = reader.word("version", {"006", "007"}); version == "006")
        settings.version = brokers::agora::Version::v006;
    const auto routes = reader.word("routes", {"none", "node", "go"});
    if (routes == "none") settings.dialect = brokers::AgoraDialect::none;
    if (routes == "go") settings.dialect = brokers::AgoraDialect::go;
    auto& policy = reading.entry.broker.policy;
    read_globs(reader, "channels", policy.places);
    read_globs(reader, "roles", policy.roles);
    reading.entry.broker.settings = std::move(settings);
}

void read_operator_bearer(BrokerReading& reading) {
    auto& reader = reading.reader;
    brokers::OperatorSettings settings;
    settings.host = read_base(reader, "host", "");
    read_secret_of(reading, {"operator_token", "operator token", "service's operator"});
    read_service_path(reader, "create_path", settings.create_path);
    read_deletion(reader, settings);
    read_route(reader, settings.route);
    auto& policy = reading.entry.broker.policy;
    read_operator_scopes(reader, policy, settings);
    read_globs(reader, "users", policy.places);
    if (const auto pass = reader.texts("pass")) settings.pass = *pass;
    for (const auto& member : settings.pass)
        if (!brokers::may_pass(settings, member))
            reader.wrong("pass",
                         "cannot hold " + printable(member, 80) + ": policy and keys decide about it");
    if (const auto* body = reader.table("body")) settings.body = json_from(*body);
    reading.entry.broker.settings = std::move(settings);
}

void read_respoke(BrokerReading& reading) {
    auto& reader = reading.reader;
    brokers::RespokeSettings settings;
    settings.base_url = read_base(reader, "base_url", settings.base_url);
    settings.app_id = required(reader, "app_id", "the app's id");
    read_secret_of(reading, {"app_secret", "app secret", "app's page"});
    settings.role_id = reader.text("role_id").value_or("");
    settings.role_name = reader.text("role_name").value_or("");
    if (!settings.role_id.empty() && !settings.role_name.empty())
        reader.wrong("role_name", "stands beside role_id; keep one of them");
    read_route(reader, settings.route);
    for (const auto* theirs : {"/v1/tokens", "/v1/session-tokens", "/v1/turn"})
        if (settings.route == theirs) reader.wrong("route", "is one of Respoke's own; choose another");
    auto& policy = reading.entry.broker.policy;
    read_globs(reader, "users", policy.places);
    reading.entry.broker.settings = std::move(settings);
}

}  // namespace roadcase::config
