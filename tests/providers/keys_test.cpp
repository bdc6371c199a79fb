#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/toml.h"
#include "oauth/answer_form.h"
#include "providers/provider.h"

// docs/providers.md holds every key that the reader knows, and no other.
namespace roadcase::providers {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// All the TOML of the page, one block after the other.
std::string example() {
    const auto page = text_of(fs::path(ROADCASE_SOURCE_DIR) / "docs/providers.md");
    const std::string begin = "```toml\n";
    std::string toml;
    for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at + 1)) {
        const auto from = at + begin.size();
        toml += page.substr(from, page.find("```", from) - from);
    }
    return toml;
}

const TomlTable* table_at(const TomlTable& table, std::string_view key) {
    const auto* value = table.find(key);
    return value == nullptr ? nullptr : std::get_if<TomlTable>(&value->value);
}

void collect(const TomlTable& table, std::set<std::string>& keys) {
    for (const auto& [key, value] : table.entries) {
        keys.insert(key);
        if (const auto* below = std::get_if<TomlTable>(&value.value)) collect(*below, keys);
        if (const auto* list = std::get_if<std::vector<TomlValue>>(&value.value))
            for (const auto& each : *list)
                if (const auto* below = std::get_if<TomlTable>(&each.value)) collect(*below, keys);
    }
}

void collect(const std::string& source, const char* pattern, std::set<std::string>& keys) {
    const std::regex expression(pattern);
    for (std::sregex_iterator each(source.begin(), source.end(), expression), end; each != end; ++each)
        keys.insert((*each)[1]);
}

/// Every key the reader asks for, as it stands in its code.
std::set<std::string> keys_of_the_reader() {
    std::set<std::string> keys(std::begin(oauth::answer_fields), std::end(oauth::answer_fields));
    for (const auto& entry : fs::directory_iterator(fs::path(ROADCASE_SOURCE_DIR) / "lib/providers")) {
        if (entry.path().extension() != ".cpp" || entry.path().filename() == "presets.cpp") continue;
        const auto source = text_of(entry.path());
        collect(source,
                R"re(\.(?:text|texts|word|boolean|integer|number|table|duration_seconds)\("([a-z_]+)")re",
                keys);
        collect(source, R"re(read\w*\((?:reader, |keys, )?"([a-z_]+)")re", keys);
        collect(source, R"re(constexpr auto key = "([a-z_]+)")re", keys);
        collect(source, R"re(\{"([a-z_]+)", &)re", keys);
    }
    return keys;
}

TEST(ProviderKeys, EveryKeyOfThePageIsRead) {
    const auto root = parse_toml(example(), "providers.md");
    ASSERT_TRUE(root) << root.error().one_line();
    const auto* rows = table_at(*root, "provider");
    ASSERT_NE(rows, nullptr);
    const auto* row = table_at(*rows, "example");
    ASSERT_NE(row, nullptr);
    const auto provider = read_provider(*row, "example");
    ASSERT_TRUE(provider) << provider.error().one_line();
    EXPECT_EQ(provider->display_name, "Example");
}

TEST(ProviderKeys, EveryKeyThatIsReadIsOnThePage) {
    const auto root = parse_toml(example(), "providers.md");
    ASSERT_TRUE(root);
    std::set<std::string> on_the_page;
    collect(*root, on_the_page);
    const auto read = keys_of_the_reader();
    EXPECT_GT(read.size(), 60u) << "the reader's code is written in another way than this test knows";
    for (const auto& key : read)
        EXPECT_TRUE(on_the_page.contains(key)) << key << " is not in docs/providers.md";
}

}  // namespace
}  // namespace roadcase::providers
