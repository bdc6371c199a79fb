#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

// The direction of includes is the architecture (docs/architecture.md): a layer knows the ones below it only.
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

const std::map<std::string, Names> allowed{
    {"lib/core", {}},
    {"web", {"core"}},
    {"lib/client", {}},  // for other people's programs: it knows nothing of ours
    {"lib/platform", {"core"}},
    {"lib/http", {"core", "platform"}},
    {"lib/oauth", {"core", "http"}},
    {"lib/providers", {"core", "http", "oauth"}},
    {"lib/brokers", {"core", "http", "oauth"}},
    {"lib/store", {"core", "platform", "http", "oauth", "providers", "brokers"}},
    {"lib/accounts", {"core", "platform", "http", "oauth", "providers", "brokers", "store"}},
    {"lib/handout", {"core", "platform", "http", "oauth", "providers", "brokers", "store", "accounts"}},
    {"lib/config",
     {"core", "platform", "http", "oauth", "providers", "brokers", "store", "accounts", "handout"}},
    {"app/server",
     {"core", "platform", "http", "oauth", "providers", "brokers", "store", "accounts", "handout", "config",
      "practice", "web", "server"}},
    {"app/dashboard",
     {"core", "platform", "http", "oauth", "providers", "brokers", "store", "accounts", "handout", "config",
      "practice", "server", "web", "dashboard"}},
    {"app/practice", {"core", "platform", "http", "oauth", "web", "practice"}},
};

struct Include {
    std::string file;  // relative to the source tree
    std::string what;
};

std::vector<Include> includes_below(const std::string& folder) {
    const fs::path root(ROADCASE_SOURCE_DIR);
    std::vector<Include> found;
    if (!fs::exists(root / folder)) return found;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp") continue;
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);) {
            if (!line.starts_with("#include ")) continue;
            const auto name = line.substr(10, line.find_last_of("\">") - 10);
            found.push_back({fs::relative(entry.path(), root).string(), name});
        }
    }
    return found;
}

std::string first_segment(const std::string& include) {
    const auto slash = include.find('/');
    return slash == std::string::npos ? "" : include.substr(0, slash);
}

const Names our_parts{"core",    "platform", "http",     "oauth",   "providers",
                      "brokers", "store",    "accounts", "handout", "config",
                      "server",  "practice", "cli",      "web",     "dashboard"};

/// Files that include a header of this library, by the way its includes begin.
Names users_of(const std::string& library) {
    Names files;
    for (const auto* folder : {"lib", "app", "web"})
        for (const auto& include : includes_below(folder))
            if (include.what.starts_with(library)) files.insert(include.file);
    return files;
}

bool is_header(const std::string& file) {
    return file.ends_with(".h");
}

}  // namespace

TEST(Layers, IncludesPointDownwards) {
    for (const auto& [folder, below] : allowed) {
        const auto own = folder.substr(folder.find('/') + 1);
        for (const auto& include : includes_below(folder)) {
            const auto part = first_segment(include.what);
            if (!our_parts.contains(part) || part == own) continue;
            EXPECT_TRUE(below.contains(part)) << include.file << " includes " << include.what;
        }
    }
}

TEST(Layers, EveryFolderOfLibIsALayer) {
    for (const auto& entry : fs::directory_iterator(fs::path(ROADCASE_SOURCE_DIR) / "lib"))
        if (entry.is_directory())
            EXPECT_TRUE(allowed.contains("lib/" + entry.path().filename().string())) << entry.path();
}

// Two types of one name in one namespace are one type to the linker: a crash that no compiler reports.
TEST(Layers, NoTwoHeadersDefineATypeOfTheSameName) {
    const std::regex definition(R"(^(?:struct|class|enum class) (\w+)(?: final)?(?: :.*)? \{)");
    for (const auto* folder : {"app/server", "app/dashboard", "app/practice", "app/cli"}) {
        std::map<std::string, std::string> seen;
        for (const auto& entry : fs::directory_iterator(fs::path(ROADCASE_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".h") continue;
            std::ifstream in(entry.path());
            std::smatch match;
            for (std::string line; std::getline(in, line);)
                if (std::regex_search(line, match, definition)) {
                    const auto [at, is_new] = seen.emplace(match[1], entry.path().filename().string());
                    EXPECT_TRUE(is_new) << folder << ": " << match[1] << " in " << at->second << " and "
                                        << entry.path().filename();
                }
        }
    }
}

TEST(Layers, AccountsSeeNoToml) {
    for (const auto& include : includes_below("lib/accounts"))
        EXPECT_NE(include.what, "core/toml.h") << include.file;
}

TEST(Layers, OutsideLibrariesStayBehindTheirWalls) {
    const std::map<std::string, Names> walls{
        {"httplib.h",
         {"lib/http/httplib_transport.cpp", "app/server/httplib_bridge.cpp", "app/server/unix_client.cpp",
          "lib/client/client.cpp"}},
        {"toml++", {"lib/core/toml.cpp"}},
        {"qrencode.h", {"app/cli/qr_code.cpp"}},
        {"zlib.h", {"lib/brokers/agora_zlib.cpp"}},
        {"kainjow", {"app/dashboard/assets.cpp", "app/dashboard/view.h", "app/practice/consent_page.cpp"}},
    };
    for (const auto& [library, files] : walls) EXPECT_EQ(users_of(library), files) << library;
    for (const auto& file : users_of("sqlite3.h")) EXPECT_TRUE(file.starts_with("lib/store/")) << file;
}

TEST(Layers, NoHeaderOfLibShowsAnOutsideLibrary) {
    for (const auto* library : {"httplib.h", "toml++", "sqlite3.h", "openssl/", "zlib.h"})
        for (const auto& file : users_of(library))
            if (file.starts_with("lib/")) EXPECT_FALSE(is_header(file)) << file << " shows " << library;
}
