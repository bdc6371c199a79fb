#include "walks/dialect_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/toml.h"
#include "walks/door_reader.h"

namespace roadcase::test {
namespace {

using practice::Challenge;
using practice::Dialect;
using practice::Rotation;

const std::string folder = ROADCASE_SOURCE_DIR "/tests/walks/dialects";

void read_pkce(TomlReader& reader, practice::PracticeSettings& settings) {
    const auto word = reader.word("pkce", {"optional", "required", "hex", "refused"}).value_or("optional");
    settings.require_pkce = word == "required" || word == "hex";
    if (word == "hex") settings.dialect.challenge = Challenge::hex;
    if (word == "refused") settings.dialect.challenge = Challenge::refused;
}

void read_rotation(TomlReader& reader, Dialect& dialect) {
    const auto word = reader.word("rotation", {"single_use", "reusable", "kept"});
    if (word == "reusable") dialect.rotation = Rotation::reusable;
    if (word == "kept") dialect.rotation = Rotation::kept;
}

/// What the browser comes back with, in this order.
Status read_redirect(TomlReader& reader, const char* key, practice::Pairs& shape) {
    if (!reader.has(key)) return {};
    auto pairs = read_pairs(reader.table(key));
    if (!pairs) return fail(pairs.error());
    shape = std::move(*pairs);
    return {};
}

void read_dialect(TomlReader& reader, Dialect& dialect) {
    read_rotation(reader, dialect);
    dialect.client_id_parameter = reader.text("client_id_parameter").value_or("client_id");
    dialect.raw_basic = reader.boolean("raw_basic").value_or(false);
    dialect.response_type = reader.boolean("response_type").value_or(true);
    dialect.scope_parameter = reader.text("scope_parameter").value_or("scope");
    dialect.scope_separator = reader.text("scope_separator").value_or(" ").front();
    dialect.known_scopes = reader.texts("known_scopes").value_or(std::vector<std::string>{});
    dialect.revokes_all = reader.boolean("revokes_all").value_or(false);
}

Status read_tables(TomlReader& reader, Dialect& dialect) {
    // Few promise to name themselves (RFC 9207).
    dialect.allowed = {{"code", "{code}"}, {"state", "{state}"}};
    dialect.refused = {
        {"error", "{error}"}, {"error_description", "{error_description}"}, {"state", "{state}"}};
    dialect.denied = dialect.refused;
    return read_redirect(reader, "refresh_token_needs", dialect.refresh_token_needs)
        .and_then([&] { return read_redirect(reader, "allowed", dialect.allowed); })
        .and_then([&] { return read_redirect(reader, "denied", dialect.denied); })
        .and_then([&] { return read_errors(reader.table("errors"), dialect.errors); })
        .and_then([&] { return read_doors(reader.tables("door"), dialect.doors); });
}

void read_settings(TomlReader& reader, practice::PracticeSettings& settings) {
    settings.issuer = reader.text("issuer").value_or("https://provider.example");
    settings.client_id = reader.text("client_id").value_or("planted-client-id");
    settings.client_secret = reader.text("client_secret").value_or("planted-client-secret");
    settings.redirect_uris =
        reader.texts("redirect_uris").value_or(std::vector<std::string>{"http://localhost:3000/success"});
    settings.access_token_lifetime = seconds{reader.duration_seconds("lifetime").value_or(3600)};
    settings.code_lifetime = seconds{reader.duration_seconds("code_lifetime").value_or(60)};
    read_pkce(reader, settings);
}

void read_person(const TomlTable* table, ProviderStory& story) {
    if (table == nullptr) return;
    TomlReader reader(*table);
    story.subject = reader.text("subject").value_or("");
    story.display_name = reader.text("display_name").value_or("");
}

Result<ProviderStory> read_table(const TomlTable& table, const std::string& name) {
    ProviderStory story;
    story.name = name;
    TomlReader reader(table);
    read_settings(reader, story.settings);
    read_dialect(reader, story.settings.dialect);
    story.client = reader.text("client").value_or("");
    story.scopes = reader.texts("scopes").value_or(std::vector<std::string>{});
    story.registers = reader.boolean("registers").value_or(false);
    story.renews = reader.boolean("renews").value_or(true);
    story.validates = reader.boolean("validates").value_or(false);
    story.denial = reader.text("denial").value_or("E204");
    read_person(reader.table("person"), story);
    return read_tables(reader, story.settings.dialect).and_then([&] { return reader.finish(); }).map([&] {
        return story;
    });
}

}  // namespace

Result<ProviderStory> read_story(const std::string& name) {
    const auto path = folder + "/" + name + ".toml";
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto table = parse_toml(text, path);
    if (!table) return fail(table.error());
    return read_table(*table, name);
}

std::vector<std::string> story_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace roadcase::test
