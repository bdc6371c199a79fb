#include "walks/door_reader.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace roadcase::test {
namespace {

using practice::Door;
using practice::Encoding;
using practice::Proof;
using practice::Purpose;

/// What the standard has for a purpose.
struct Usual {
    std::string_view name;
    Purpose purpose;
    std::string_view method;
    Encoding encoding;
    Proof proof;
    std::string_view grant_type;
    std::string_view scheme;
    std::string_view token;
};

constexpr std::array<Usual, 13> usual{{
    {"authorize", Purpose::authorize, "GET", Encoding::query, Proof::nothing, "", "", ""},
    {"code", Purpose::code, "POST", Encoding::form, Proof::parameters, "authorization_code", "", ""},
    {"renewal", Purpose::renewal, "POST", Encoding::form, Proof::parameters, "refresh_token", "",
     "refresh_token"},
    {"exchange", Purpose::exchange, "POST", Encoding::form, Proof::parameters, "", "", "access_token"},
    {"device", Purpose::device, "POST", Encoding::form, Proof::id, "", "", ""},
    {"device_token", Purpose::device_token, "POST", Encoding::form, Proof::id,
     "urn:ietf:params:oauth:grant-type:device_code", "", ""},
    {"client_credentials", Purpose::client_credentials, "POST", Encoding::form, Proof::parameters,
     "client_credentials", "", ""},
    {"revocation", Purpose::revocation, "POST", Encoding::form, Proof::parameters, "", "", "token"},
    {"introspection", Purpose::introspection, "POST", Encoding::form, Proof::parameters, "", "", "token"},
    {"person", Purpose::person, "GET", Encoding::query, Proof::nothing, "", "Bearer", ""},
    {"validation", Purpose::validation, "GET", Encoding::query, Proof::nothing, "", "Bearer", ""},
    {"metadata", Purpose::metadata, "GET", Encoding::query, Proof::nothing, "", "", ""},
    {"registration", Purpose::registration, "POST", Encoding::form, Proof::nothing, "", "", ""},
}};

constexpr std::pair<std::string_view, Encoding> encodings[] = {{"form", Encoding::form},
                                                               {"json", Encoding::json},
                                                               {"query", Encoding::query},
                                                               {"form_or_query", Encoding::form_or_query},
                                                               {"nothing", Encoding::nothing}};

constexpr std::pair<std::string_view, Proof> proofs[] = {
    {"registered", Proof::registered}, {"parameters", Proof::parameters},
    {"basic", Proof::basic},           {"id", Proof::id},
    {"secret", Proof::secret},         {"header", Proof::header},
    {"nothing", Proof::nothing}};

template <class Rows, class Target>
void read_word(TomlReader& reader, std::string_view key, const Rows& rows, Target& target) {
    const auto word = reader.text(key);
    if (!word) return;
    const auto row =
        std::find_if(std::begin(rows), std::end(rows), [&](const auto& each) { return each.first == *word; });
    if (row == std::end(rows)) return reader.wrong(key, "is a word that is not known");
    target = row->second;
}

void read_json(TomlReader& reader, std::string_view key, OrderedJson& target) {
    const auto text = reader.text(key);
    if (!text) return;
    const auto json = parse_json(*text);
    if (!json) return reader.wrong(key, "must be JSON");
    target = *json;
}

Door usual_door(const Usual& row) {
    Door door{row.purpose, "", std::string(row.method), row.encoding, row.proof};
    door.grant_type = row.grant_type;
    door.scheme = row.scheme;
    door.token = row.token;
    return door;
}

void read_token_place(TomlReader& reader, Door& door) {
    const auto scheme = reader.text("scheme");
    const auto parameter = reader.text("token");
    // The usual place counts only where neither is said.
    if (!scheme && !parameter) return;
    door.scheme = scheme.value_or("");
    door.token = parameter.value_or("");
}

void read_request(TomlReader& reader, Door& door) {
    door.path = reader.text("address").value_or("");
    door.method = reader.text("method").value_or(door.method);
    if (door.method == "GET") door.encoding = Encoding::query;
    read_word(reader, "encoding", encodings, door.encoding);
    read_word(reader, "client", proofs, door.proof);
    door.grant_type = reader.text("grant_type").value_or(door.grant_type);
    door.scope_parameter = reader.text("scope_parameter").value_or(door.scope_parameter);
    read_token_place(reader, door);
}

void read_answer(TomlReader& reader, Door& door) {
    read_json(reader, "answer", door.answer);
    door.status = static_cast<int>(reader.integer("status").value_or(door.status));
    door.lifetime = seconds{reader.duration_seconds("lifetime").value_or(0)};
    door.not_before = seconds{reader.duration_seconds("not_before").value_or(0)};
    door.takes_access_token = reader.boolean("takes_access_token").value_or(false);
    door.form_unless_json = reader.boolean("form_unless_json").value_or(false);
}

Status read_door(const TomlTable& table, const Usual& row, std::vector<Door>& doors) {
    auto door = usual_door(row);
    TomlReader reader(table);
    static_cast<void>(reader.texts("for"));
    read_request(reader, door);
    read_answer(reader, door);
    const auto* headers = reader.table("headers");
    const auto* params = reader.table("params");
    const auto* errors = reader.table("errors");
    return reader.finish()
        .and_then([&] { return read_pairs(headers); })
        .and_then([&](auto pairs) {
            door.headers = std::move(pairs);
            return read_pairs(params);
        })
        .and_then([&](auto pairs) {
            door.params = std::move(pairs);
            return read_errors(errors, door.errors);
        })
        .map([&] { doors.push_back(door); });
}

Status read_one(const std::string& name, const TomlTable& error, practice::Errors& errors) {
    TomlReader reader(error);
    auto& shape = errors[name == "any" ? "" : name];
    shape.status = static_cast<int>(reader.integer("status").value_or(0));
    read_json(reader, "body", shape.body);
    return reader.finish();
}

}  // namespace

Result<practice::Pairs> read_pairs(const TomlTable* table) {
    practice::Pairs pairs;
    if (table == nullptr) return pairs;
    TomlReader reader(*table);
    for (const auto& [name, ignored] : table->entries)
        pairs.emplace_back(name, reader.text(name).value_or(""));
    if (auto status = reader.finish(); !status) return fail(status.error());
    return pairs;
}

Status read_errors(const TomlTable* table, practice::Errors& errors) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    for (const auto& [name, ignored] : table->entries)
        if (const auto* error = reader.table(name))
            if (auto status = read_one(name, *error, errors); !status) return status;
    return reader.finish();
}

Status read_doors(const std::vector<const TomlTable*>& tables, std::vector<Door>& doors) {
    doors.clear();
    for (const auto* table : tables) {
        TomlReader reader(*table);
        const auto names = reader.texts("for").value_or(std::vector<std::string>{});
        for (const auto& name : names) {
            const auto row =
                std::find_if(usual.begin(), usual.end(), [&](const auto& each) { return each.name == name; });
            if (row == usual.end())
                return fail(toml_error(*table, table->line, "there is no door for " + name));
            if (auto status = read_door(*table, *row, doors); !status) return status;
        }
    }
    return {};
}

}  // namespace roadcase::test
