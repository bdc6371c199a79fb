// [broker.NAME]: what all kinds share.
#include <algorithm>
#include <array>

#include "brokers/grant.h"
#include "config/broker_sections.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::config {
namespace {

using brokers::PermissionSettings;
using brokers::Policy;

constexpr std::size_t most_brokers = 64;
constexpr seconds longest_ttl{366 * 86'400};
constexpr seconds longest_permission{10};
constexpr std::int64_t most_per_minute = 100'000'000;

/// First parts of addresses that the program answers itself, now or one day.
constexpr std::array<std::string_view, 24> own_addresses{
    "api",      "auth",     "success", "done",    "connect", "help",        "oauth2",   "compat",
    "practice", "device",   "static",  "healthz", "readyz",  "dock",        "accounts", "scripts",
    "activity", "settings", "people",  "metrics", "events",  "favicon.ico", "icon",     "assets"};

bool is_address_letter(char c) {
    constexpr std::string_view others = "._~-";
    return brokers::is_broker_name(std::string_view(&c, 1)) || others.find(c) != std::string_view::npos;
}

void read_times(BrokerReading& reading, Policy& policy) {
    auto& reader = reading.reader;
    const bool agora = std::holds_alternative<brokers::AgoraSettings>(reading.entry.broker.settings);
    const seconds most = agora ? brokers::agora::longest_ttl : longest_ttl;
    if (const auto value = reader.duration_seconds("max_ttl")) policy.max_ttl = seconds{*value};
    if (policy.max_ttl < seconds{1} || policy.max_ttl > most)
        reader.wrong("max_ttl", agora ? "must be 1 s to 24 h, as Agora's own" : "must be 1 s to 366 d");
    policy.default_ttl = std::min(policy.default_ttl, policy.max_ttl);
    const auto value = reader.duration_seconds("default_ttl");
    if (!value) return;
    policy.default_ttl = seconds{*value};
    if (policy.default_ttl < seconds{1} || policy.default_ttl > policy.max_ttl)
        reader.wrong("default_ttl", "must be 1 s to max_ttl (" + in_words(policy.max_ttl) + ")");
}

void read_permission(TomlReader& reader, PermissionSettings& permission) {
    if (const auto url = reader.text("permission_url")) {
        if (!http::parse_endpoint(*url, "permission_url"))
            reader.wrong("permission_url", "must be an https address, or http on this computer");
        permission.url = *url;
    }
    if (const auto command = reader.texts("permission_command")) {
        const auto fits = [](const std::string& word) { return word.find('\0') == std::string::npos; };
        if (command->empty() || command->front().empty() ||
            !std::all_of(command->begin(), command->end(), fits))
            reader.wrong("permission_command", "must be a program and its arguments");
        if (!permission.url.empty())
            reader.wrong("permission_command", "stands beside permission_url; keep one");
        permission.command = *command;
    }
    if (const auto names = reader.texts("permission_forward")) {
        const auto is_field = [](const std::string& name) {
            return brokers::is_broker_name(name) && name.find('_') == std::string::npos;
        };
        if (!std::all_of(names->begin(), names->end(), is_field))
            reader.wrong("permission_forward", R"(must name header fields, such as ["Cookie"])");
        permission.forward = *names;
    }
    const auto limit = reader.duration_seconds("permission_timeout");
    if (!limit) return;
    permission.timeout = seconds{*limit};
    if (seconds{*limit} < seconds{1} || seconds{*limit} > longest_permission)
        reader.wrong("permission_timeout", "must be 1 s to 10 s");
}

void read_callers(TomlReader& reader, const Config& config, Policy& policy) {
    read_permission(reader, policy.permission);
    policy.require_key = reader.boolean("require_key").value_or(true);
    if (const auto number = reader.integer("per_minute")) {
        policy.per_minute = *number;
        if (*number < 1 || *number > most_per_minute) reader.wrong("per_minute", "must be 1 to 100000000");
    }
    const auto origins = reader.texts("origins");
    if (!origins) {
        if (policy.permission.is_asked()) policy.origins = config.allow_origins;
        return;
    }
    if (!std::all_of(origins->begin(), origins->end(), http::is_origin))
        return reader.wrong("origins", "must hold origins such as \"http://localhost:5173\"");
    if (!origins->empty() && !policy.permission.is_asked())
        return reader.wrong("origins",
                            "need permission_url or permission_command: somebody must say which visitors of "
                            "a page may have a token");
    policy.origins = *origins;
}

void read_kind(BrokerReading& reading) {
    const auto kind = reading.reader.word("kind", {"agora", "operator-bearer", "respoke"});
    if (kind == "agora") return read_agora(reading);
    if (kind == "operator-bearer") return read_operator_bearer(reading);
    if (kind == "respoke") return read_respoke(reading);
    reading.reader.wrong("kind", R"(must be "agora", "operator-bearer" or "respoke")");
}

/// An address of a broker, with its path.
struct Address {
    std::string path;
    bool and_below = false;  ///< all that begin with it are its own, too, in whatever case
};

/// Two brokers cannot share one.
std::vector<Address> addresses_of(const brokers::Broker& broker) {
    std::vector<Address> all;
    const auto add = [&](const std::string& path, bool and_below = false) {
        all.push_back({broker.path + path, and_below});
    };
    if (const auto* agora = std::get_if<brokers::AgoraSettings>(&broker.settings)) {
        if (agora->dialect == brokers::AgoraDialect::none) return {};
        for (const auto* head : {"/rtc", "/rtm", "/rte", "/chat", "/getToken", "/ping"}) add(head, true);
    } else if (const auto* bearer = std::get_if<brokers::OperatorSettings>(&broker.settings)) {
        add(bearer->route);
    } else {
        add(broker.as<brokers::RespokeSettings>().route);
        for (const auto* path : {"/v1/tokens", "/v1/session-tokens", "/v1/turn"}) add(path);
    }
    return all;
}

bool holds(const Address& address, const Address& other) {
    if (!address.and_below) return address.path == other.path;
    return (to_lower(other.path) + "/").starts_with(to_lower(address.path) + "/");
}

bool share(const Address& one, const Address& other) {
    return holds(one, other) || holds(other, one);
}

/// The first address of the two that is taken already.
const Address* shared_address(const std::vector<Address>& wanted, const std::vector<Address>& taken) {
    for (const auto& address : wanted)
        if (std::any_of(taken.begin(), taken.end(), [&](const auto& other) { return share(address, other); }))
            return &address;
    return nullptr;
}

Status check_addresses(const TomlTable& table, const Config& config, const brokers::Broker& broker) {
    const auto addresses = addresses_of(broker);
    for (const auto& address : addresses)
        if (!is_free_address(address.path))
            return fail(
                toml_error(table, table.line,
                           table.path + " cannot have the address " + printable(address.path, 80) + ".",
                           "Choose a path of letters and digits that roadcase does not use itself."));
    for (const auto& other : config.brokers)
        if (const auto* shared = shared_address(addresses, addresses_of(other.broker)))
            return fail(toml_error(table, table.line,
                                   table.path + " has the same address as broker." + other.broker.name +
                                       ": " + shared->path + ".",
                                   "Give one of them a path, such as path = \"/" + broker.name + "\"."));
    return {};
}

Status read_broker(const std::string& name, const TomlTable& table, const Sources& sources, Config& config) {
    BrokerEntry entry;
    entry.broker.name = name;
    TomlReader reader(table);
    BrokerReading reading{reader, table, sources, entry, config.warnings};
    read_kind(reading);
    entry.broker.path = reader.text("path").value_or("");
    if (!entry.broker.path.empty() && !is_free_address(entry.broker.path))
        reader.wrong("path", "must be like \"/live\", and none of roadcase's own");
    read_times(reading, entry.broker.policy);
    read_callers(reader, config, entry.broker.policy);
    if (auto status = reader.finish(); !status) return status;
    if (auto status = check_addresses(table, config, entry.broker); !status) return status;
    config.brokers.push_back(std::move(entry));
    if (config.brokers.size() > most_brokers)
        return fail(toml_error(table, table.line, "too many brokers: 64 are the most.", "Remove some."));
    return {};
}

}  // namespace

bool is_free_address(std::string_view path) {
    if (path.size() > 200 || !path.starts_with('/')) return false;
    const auto parts = split(path.substr(1), '/');
    const auto fits = [](const std::string& part) {
        return !part.empty() && part != "." && part != ".." &&
               std::all_of(part.begin(), part.end(), is_address_letter);
    };
    return !parts.empty() && std::all_of(parts.begin(), parts.end(), fits) &&
           static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) == parts.size() &&
           std::find(own_addresses.begin(), own_addresses.end(), parts.front()) == own_addresses.end();
}

Status read_brokers(const TomlTable* table, const Sources& sources, Config& config) {
    return for_each_named(table, [&](const std::string& name, const TomlTable& each) {
        return read_broker(name, each, sources, config);
    });
}

brokers::BrokerPtr BrokerEntry::ready() const {
    auto whole = std::make_shared<brokers::Broker>(broker);
    if (load_secret) {
        auto secret = load_secret();
        if (secret)
            whole->secret = std::move(*secret);
        else
            whole->problem = secret.error();
    }
    if (const auto* agora = std::get_if<brokers::AgoraSettings>(&whole->settings); agora && !whole->problem)
        if (const auto good = brokers::agora::check({agora->app_id, whole->secret}); !good)
            whole->problem = good.error();
    return whole;
}

}  // namespace roadcase::config
