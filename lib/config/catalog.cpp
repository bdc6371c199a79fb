#include "config/catalog.h"

#include <algorithm>

#include "accounts/reference.h"
#include "config/new_provider.h"
#include "config/provider_files.h"
#include "config/sections.h"
#include "core/text.h"

namespace roadcase::config {
namespace {

constexpr std::string_view prefix = "client/";
constexpr std::size_t longest_text = 4096;

std::string document_name(const std::string& name) {
    return std::string(prefix) + name;
}

/// A request is no file: what is wrong with it is the caller's to mend.
Error of_request(Error error) {
    if (error.kind != ErrorKind::config) return error;
    error.kind = ErrorKind::invalid_request;
    error.code.clear();
    return error;
}

TomlValue toml_of(const Json& value, const std::string& path) {
    if (value.is_string()) return {0, value.get<std::string>()};
    if (value.is_array()) {
        std::vector<TomlValue> list;
        for (const auto& each : value) list.push_back(toml_of(each, path));
        return {0, std::move(list)};
    }
    if (!value.is_object()) return {0, value.is_boolean() ? value.get<bool>() : false};
    TomlTable table;
    table.path = path;
    for (const auto& [key, each] : value.items())
        table.entries.emplace_back(key, toml_of(each, path + "." + printable(key, 64)));
    return {0, std::move(table)};
}

bool is_bounded(const Json& fields) {
    return dump(fields).size() <= 4 * longest_text;
}

Error too_long() {
    return make_error(ErrorKind::invalid_request, "", "The client is described in too many words.",
                      "16 KiB are more than any provider needs.");
}

Error in_the_file(const std::string& name) {
    return make_error(ErrorKind::conflict, "", "The client \"" + name + "\" stands in config.toml.",
                      "What stands there is changed there.",
                      "Edit [client." + name + "], then: systemctl --user reload roadcase");
}

Error is_built_in(const std::string& name) {
    return make_error(ErrorKind::conflict, "", "The client \"" + name + "\" is built in.",
                      "It is the same for everybody.");
}

/// What can be shown of a client whose fields cannot be used any more, because its provider is gone, say.
accounts::ClientEntry broken_entry(const std::string& name, const Json& fields, Error problem) {
    accounts::ClientEntry entry;
    entry.name = name;
    entry.provider.name = entry.provider.display_name = string_at(fields, "provider").value_or(name);
    entry.client.client_id = string_at(fields, "client_id").value_or("");
    problem.kind = ErrorKind::config;
    problem.code = "E104";
    entry.problem = std::move(problem);
    return entry;
}

}  // namespace

const std::vector<std::string>& client_fields() {
    static const std::vector<std::string> fields{
        "provider",     "client_id",   "client_secret", "scopes", "token_endpoint_auth_method",
        "redirect_uri", "grant_types", "variables"};
    return fields;
}

std::vector<Error> Catalog::use(Config config, accounts::ClientEntry built_in) {
    std::lock_guard lock(mutex_);
    config_ = std::make_shared<const Config>(std::move(config));
    built_in_ = std::move(built_in);
    auto problems = read_own();
    publish();
    return problems;
}

std::shared_ptr<const Config> Catalog::config() const {
    std::lock_guard lock(mutex_);
    return config_;
}

std::vector<Error> Catalog::read_own() {
    own_.clear();
    const auto documents = store_.documents(prefix);
    if (!documents) return {documents.error()};
    std::vector<Error> problems;
    for (const auto& document : *documents) {
        const auto name = document.name.substr(prefix.size());
        const auto fields = parse_json(document.body.reveal()).value_or(Json::object());
        auto entry = entry_of(name, fields);
        if (!entry) problems.push_back(entry.error());
        own_.insert_or_assign(name, entry ? std::move(*entry) : broken_entry(name, fields, entry.error()));
        own_.at(name).made_here = true;
    }
    return problems;
}

void Catalog::publish() {
    auto entries = config_->clients;
    const auto is_configured = [&](const std::string& name) {
        return std::any_of(config_->clients.begin(), config_->clients.end(),
                           [&](const auto& entry) { return entry.name == name; });
    };
    for (const auto& [name, entry] : own_)
        if (!is_configured(name)) entries.push_back(entry);
    entries.push_back(built_in_);
    registry_.replace(std::move(entries));
}

/// As if it stood in config.toml, so that nothing is read twice and nothing is allowed in one place only.
Result<accounts::ClientEntry> Catalog::entry_of(const std::string& name, const Json& fields) const {
    TomlTable clients;
    clients.path = "client";
    clients.entries.emplace_back(name, toml_of(fields, "client." + name));
    auto scratch = *config_;
    scratch.clients.clear();
    const Sources nowhere{{}, [](const char*) -> const char* { return nullptr; }, {}};
    if (auto read = read_clients(&clients, nowhere, scratch); !read) return fail(of_request(read.error()));
    auto entry = std::move(scratch.clients.front());
    entry.made_here = true;
    return entry;
}

Result<accounts::ClientEntry> Catalog::usable_entry(const std::string& name, const Json& fields) const {
    if (!is_bounded(fields)) return fail(too_long());
    auto entry = entry_of(name, fields);
    // A client that was added while its provider's file is broken would be of no use from the start.
    if (entry && entry->problem) return fail(of_request(*entry->problem));
    return entry;
}

Result<accounts::ClientPtr> Catalog::keep(const std::string& name, const Json& fields) {
    auto entry = usable_entry(name, fields);
    if (!entry) return fail(entry.error());
    if (auto put = store_.put_document(document_name(name), Secret(dump(fields)), clock_.now()); !put)
        return fail(put.error());
    own_.insert_or_assign(name, std::move(*entry));
    publish();
    return registry_.find(name);
}

Status Catalog::is_free(const std::string& name) const {
    if (const auto problem = name_problem(name); !problem.empty() && !registry_.find(name))
        return fail(ErrorKind::invalid_request, "", "\"" + printable(name, 64) + "\" " + problem + ".");
    if (registry_.find(name) || own_.contains(name))
        return fail(ErrorKind::conflict, "", "There is a client \"" + name + "\" already.", "",
                    "roadcase client show " + name);
    return {};
}

Result<accounts::ClientPtr> Catalog::add_client(const std::string& name, const Json& fields) {
    std::lock_guard lock(mutex_);
    if (auto free = is_free(name); !free) return fail(free.error());
    return keep(name, fields);
}

Result<Json> Catalog::fields_of(const std::string& name) const {
    const auto entry = registry_.find(name);
    if (!entry) return registry_.require(name).map([](const accounts::ClientPtr&) { return Json(); });
    if (entry->built_in) return fail(is_built_in(name));
    if (!entry->made_here) return fail(in_the_file(name));
    const auto stored = store_.document(document_name(name));
    if (!stored) return fail(stored.error());
    return *stored ? parse_json((*stored)->body.reveal()).value_or(Json::object()) : Json::object();
}

/// RFC 7396, one level deep.
Result<Json> Catalog::changed_fields(const std::string& name, const Json& changes) const {
    auto all = fields_of(name);
    if (!all) return all;
    for (const auto& [key, value] : changes.items())
        if (value.is_null())
            all->erase(key);
        else
            (*all)[key] = value;
    return all;
}

Result<accounts::ClientPtr> Catalog::change_client(const std::string& name, const Json& fields) {
    std::lock_guard lock(mutex_);
    const auto all = changed_fields(name, fields);
    return all ? keep(name, *all) : fail(all.error());
}

Result<accounts::ClientEntry> Catalog::draft(const std::string& name, const Json& fields) const {
    std::lock_guard lock(mutex_);
    if (registry_.find(name) == nullptr) {
        if (auto free = is_free(name); !free) return fail(free.error());
        return usable_entry(name, fields);
    }
    const auto all = changed_fields(name, fields);
    return all ? usable_entry(name, *all) : fail(all.error());
}

std::map<std::string, std::string> Catalog::variables(const std::string& name) const {
    std::lock_guard lock(mutex_);
    std::map<std::string, std::string> all;
    const auto fields = fields_of(name);
    const auto* given = fields ? find(*fields, "variables") : nullptr;
    if (given == nullptr || !given->is_object()) return all;
    for (const auto& [key, value] : given->items())
        if (value.is_string()) all[key] = value.get<std::string>();
    return all;
}

Result<std::optional<Time>> Catalog::changed_at(const std::string& name) const {
    return store_.document(document_name(name)).map([](const auto& document) {
        return document ? std::optional(document->at) : std::nullopt;
    });
}

Status Catalog::remove_client(const std::string& name) {
    std::lock_guard lock(mutex_);
    if (const auto fields = fields_of(name); !fields) return fail(fields.error());
    const auto accounts = store_.accounts();
    if (!accounts) return fail(accounts.error());
    for (const auto& account : *accounts)
        if (account.client == name)
            return fail(ErrorKind::conflict, "", "The client \"" + name + "\" has accounts.",
                        "Without it they could not be renewed.",
                        "First: roadcase revoke " + accounts::reference_of(account));
    if (auto removed = store_.remove_document(document_name(name)); !removed) return removed;
    own_.erase(name);
    publish();
    return {};
}

Status Catalog::add_provider(const std::string& name, const std::string& row) {
    std::lock_guard lock(mutex_);
    if (const auto problem = name_problem(name); !problem.empty())
        return fail(ErrorKind::invalid_request, "", "\"" + printable(name, 64) + "\" " + problem + ".");
    const NewProvider provider{provider_directory_, name};
    if (auto is_free = check_free(*config_, provider); !is_free) return is_free;
    if (auto right = check_row(row, name); !right) return fail(of_request(right.error()));
    if (auto written = write_row(provider, row); !written) return written;
    auto next = *config_;
    add_provider_file(provider.path(), next);
    config_ = std::make_shared<const Config>(std::move(next));
    // One that was made here may have waited for it.
    (void)read_own();
    publish();
    return {};
}

}  // namespace roadcase::config
