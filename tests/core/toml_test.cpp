#include "core/toml.h"

#include <gtest/gtest.h>

namespace roadcase {
namespace {

TomlTable parsed(std::string_view text) {
    auto table = parse_toml(text, "config.toml");
    EXPECT_TRUE(table) << (table ? "" : table.error().one_line());
    return table ? *table : TomlTable{};
}

std::string title(const Result<TomlTable>& result) {
    return result ? "no error" : result.error().title;
}

std::string times(int count, std::string_view piece) {
    std::string out;
    for (int i = 0; i < count; ++i) out += piece;
    return out;
}

const TomlTable& below(const TomlTable& table, std::string_view key) {
    return std::get<TomlTable>(table.find(key)->value);
}

TEST(Toml, KeepsTypesOrderAndLines) {
    const auto root =
        parsed("zebra = \"z\"\nant = 1\n\n[bird]\nhalf = 0.5\nfree = true\nlist = [\n  1,\n  'two',\n]\n");
    ASSERT_EQ(root.entries.size(), 3u);
    EXPECT_EQ(root.entries[0].first, "zebra");
    EXPECT_EQ(root.entries[1].first, "ant");
    EXPECT_EQ(root.find("ant")->line, 2);
    EXPECT_EQ(std::get<std::int64_t>(root.find("ant")->value), 1);
    const auto& bird = below(root, "bird");
    EXPECT_EQ(bird.line, 4);
    EXPECT_EQ(bird.path, "bird");
    EXPECT_EQ(bird.file, "config.toml");
    EXPECT_EQ(std::get<double>(bird.find("half")->value), 0.5);
    EXPECT_TRUE(std::get<bool>(bird.find("free")->value));
    const auto& list = std::get<std::vector<TomlValue>>(bird.find("list")->value);
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[1].line, 9);
    EXPECT_EQ(root.find("bear"), nullptr);
}

TEST(Toml, OrderIsTheFilesAlsoForTablesAndInlineTables) {
    const auto root =
        parsed("[provider.kick]\np = { z = 'a', b = 'b', a = 'c' }\n[provider.ant]\n[client.x]\n");
    ASSERT_EQ(root.entries.size(), 2u);
    EXPECT_EQ(root.entries[0].first, "provider");
    const auto& providers = below(root, "provider");
    EXPECT_EQ(providers.entries[0].first, "kick");
    EXPECT_EQ(providers.entries[1].first, "ant");
    EXPECT_EQ(below(providers, "ant").path, "provider.ant");
    EXPECT_EQ(below(providers, "ant").line, 3);
    const auto& inline_table = below(below(providers, "kick"), "p");
    EXPECT_EQ(inline_table.entries[0].first, "z");
    EXPECT_EQ(inline_table.entries[1].first, "b");
    EXPECT_EQ(inline_table.entries[2].first, "a");
}

struct Broken {
    const char* text;
    const char* title;
};

TEST(Toml, ErrorsNameFileAndLine) {
    const Broken table[] = {
        {"a = 1\nb = \n", "config.toml, line 2: this is not valid TOML."},
        {"a = 1\na = 2\n", "config.toml, line 2: this is not valid TOML."},
        {"[a]\n[b]\n[a]\n", "config.toml, line 3: this is not valid TOML."},
        {"a = 'x\nb = 1", "config.toml, line 1: this is not valid TOML."},
        {"a = 1\n\nkey", "config.toml, line 3: this is not valid TOML."},
        {"a = \"\xFF\"", "config.toml, line 1: this is not valid TOML."},
        {"x = 1\nwhen = 2026-11-20", "config.toml, line 2: when must not be a date or time."},
        {"[a]\nb = [\n1979-05-27T07:32:00Z]", "config.toml, line 3: a.b must not be a date or time."},
    };
    for (const auto& row : table) {
        const auto result = parse_toml(row.text, "config.toml");
        EXPECT_EQ(title(result), row.title) << row.text;
        if (result) continue;
        EXPECT_EQ(result.error().kind, ErrorKind::config);
        EXPECT_EQ(result.error().code, "E104");
    }
}

TEST(Toml, NoPieceOfAValueStandsInAnError) {
    const char* table[] = {
        "k = tQZQZ",
        "k = fQZQZ",
        "k = QZQZ",
        "k = 7777777777777777777777QZ",
        "k = 7777777777777777777777",
        "k = 0xQZQZ",
        "k = \"QZQZ\nQZQZ",
        "k = infQZQZ",
        "k = nanQZQZ",
        "k = 'QZQZ' QZQZ",
        "QZQZ",
        "k = \"QZ\\QZQZ\"",
        "k = '''QZQZ",
        "k = 2024-QZQZ",
        "k = 12:QZQZ",
        "k = trueQZQZ",
        "k = 'QZ'QZ'",
        "k = 1e2QZQZ",
    };
    for (const auto* text : table) {
        const auto result = parse_toml(text, "config.toml");
        ASSERT_FALSE(result) << text;
        const auto line = result.error().one_line();
        EXPECT_EQ(line.find_first_of("QZ7"), std::string::npos) << text << " → " << line;
    }
}

TEST(Toml, ATableWrittenTwiceIsNamed) {
    const auto result = parse_toml("[client.x]\n[client.x]\n", "config.toml");
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().detail.find("client.x"), std::string::npos) << result.error().detail;
}

TEST(Toml, WhatTheLibraryStumblesOverIsAnError) {
    for (const char* text : {"[[[a]]]", "[[[1]]]", "[[=", "[,a]", "[[,a]]"}) {
        const auto result = parse_toml(text, "config.toml");
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error().code, "E104");
        EXPECT_EQ(result.error().title, "config.toml is not valid TOML.") << text;
    }
}

TEST(Toml, LettersBeyondAsciiAreFineInText) {
    const auto root = parsed("\"ü\" = 'é'\ns = \"\"\"\\\n  §\"\"\"\n['\u0449']\n# \uFEF7\n");
    EXPECT_EQ(std::get<std::string>(root.find("ü")->value), "é");
    EXPECT_EQ(std::get<std::string>(root.find("s")->value), "§");
    EXPECT_NE(root.find("\u0449"), nullptr);
    for (const char* text : {"\uFEF7[a]", "ü = 1", "a = ü", "a = 'b' ü", "a = \"\"\"\\ ü\"\"\""})
        EXPECT_FALSE(parse_toml(text, "f")) << text;
}

TEST(Toml, RefusesLargeFiles) {
    const std::string comment = "# " + std::string(256 * 1024 - 2, 'x');
    EXPECT_TRUE(parse_toml(comment, "config.toml"));
    EXPECT_EQ(title(parse_toml(comment + "x", "config.toml")), "config.toml is larger than 256 KiB.");
}

TEST(Toml, RefusesKeysOfManyParts) {
    const auto sixteen = "a" + times(15, ".a"), seventeen = "a" + times(16, ".a");
    EXPECT_TRUE(parse_toml(sixteen + " = 1", "f"));
    EXPECT_TRUE(parse_toml("[" + sixteen + "]", "f"));
    EXPECT_TRUE(parse_toml("x = '" + times(40, ".") + "'\ny = \"\\\"" + times(40, ".") + "\"", "f"));
    EXPECT_TRUE(parse_toml("# it's " + times(40, "."), "f"));
    EXPECT_TRUE(parse_toml(
        "x = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]", "f"));
    const std::string table[] = {
        seventeen + " = 1",
        "[" + seventeen + "]",
        "[[" + seventeen + "]]",
        "'a'" + times(16, " . \"a\"") + " = 1",
        "x = {" + seventeen + " = 1}",
        "x = {y = \"\"\"z\"\"\"\"\", " + seventeen + " = 1}",
        "x = {y = '''''''', " + seventeen + " = 1}",
        "x = {y = \"\\\\\", " + seventeen + " = 1}",
        "a" + times(100'000, ".a") + " = 1",
    };
    for (const auto& text : table)
        EXPECT_EQ(title(parse_toml(text, "f")), "f, line 1: a key of more than 16 parts.")
            << text.substr(0, 99);
    EXPECT_EQ(title(parse_toml("x = '''\n'''\n\n" + seventeen + " = 1", "f")),
              "f, line 4: a key of more than 16 parts.");
}

TEST(Toml, RefusesDeepValues) {
    EXPECT_TRUE(parse_toml("a = " + times(15, "[") + times(15, "]"), "f"));
    EXPECT_FALSE(parse_toml("a = " + times(100'000, "["), "f"));
    EXPECT_FALSE(parse_toml("a = " + times(17, "[") + times(17, "]"), "f"));
    EXPECT_FALSE(parse_toml("a = " + times(40'000, "{a="), "f"));
}

struct Reading {
    const char* text;
    const char* problem;  ///< empty: none
};

TEST(TomlReader, SaysWhatIsWrongWithOneKey) {
    const Reading table[] = {
        {"text = 't'\nint = 1\nnum = 0.5\nflag = true\nlist = ['a', 'b']\ntime = '5m'\n[sub]\n"
         "[[many]]\n",
         ""},
        {"", ""},
        {"num = 1\ntime = 90\nlist = []\nmany = []", ""},
        {"text = 1", "f, line 1: text must be text in quotes."},
        {"\nint = 'x'", "f, line 2: int must be a whole number."},
        {"int = 1.0", "f, line 1: int must be a whole number."},
        {"num = 'x'", "f, line 1: num must be a number."},
        {"word = 'yes'", ""},
        {"word = 'YES'", "f, line 1: word must be \"yes\" or \"no\"."},
        {"word = 1", "f, line 1: word must be text in quotes."},
        {"flag = 'true'", "f, line 1: flag must be true or false."},
        {"list = 'a'", "f, line 1: list must be a list of texts such as [\"one\", \"two\"]."},
        {"list = ['a', 1]", "f, line 1: list must be a list of texts such as [\"one\", \"two\"]."},
        {"sub = 1", "f, line 1: sub must be a table."},
        {"[many]", "f, line 1: many must be a list of tables, written [[many]]."},
        {"many = [1]", "f, line 1: many must be a list of tables, written [[many]]."},
        {"text = 1\nint = 'x'", "f, line 1: text must be text in quotes."},
        {"\n\nunheard_of = 1", "f, line 3: unknown key `unheard_of`."},
        {"\"a\\nb\" = 1", "f, line 1: unknown key `a\\x0Ab`."},
    };
    for (const auto& row : table) {
        const auto root = parse_toml(row.text, "f");
        ASSERT_TRUE(root) << row.text;
        TomlReader reader(*root);
        reader.text("text");
        reader.word("word", {"yes", "no"});
        reader.integer("int");
        reader.number("num");
        reader.boolean("flag");
        reader.texts("list");
        reader.duration_seconds("time");
        reader.table("sub");
        reader.tables("many");
        const auto status = reader.finish();
        EXPECT_EQ(status ? "" : status.error().title, row.problem) << row.text;
    }
}

TEST(TomlReader, GivesTheValues) {
    const auto root = parsed(
        "text = 't'\nint = -7\nnum = 2\nflag = true\nlist = ['b', 'a']\n[sub]\nx = 1\n"
        "[[many]]\nn = 1\n[[many]]\nn = 2\n");
    TomlReader reader(root);
    EXPECT_TRUE(reader.has("text"));
    EXPECT_FALSE(reader.has("none"));
    EXPECT_EQ(reader.text("text"), "t");
    EXPECT_EQ(reader.text("none"), std::nullopt);
    EXPECT_EQ(reader.integer("int"), -7);
    EXPECT_EQ(reader.number("num"), 2.0);
    EXPECT_EQ(reader.boolean("flag"), true);
    EXPECT_EQ(reader.texts("list"), (std::vector<std::string>{"b", "a"}));
    ASSERT_NE(reader.table("sub"), nullptr);
    const auto many = reader.tables("many");
    ASSERT_EQ(many.size(), 2u);
    EXPECT_EQ(std::get<std::int64_t>(many[1]->find("n")->value), 2);
    EXPECT_TRUE(reader.finish());
}

TEST(TomlReader, Durations) {
    const std::pair<const char*, std::optional<std::int64_t>> table[] = {
        {"'30s'", 30}, {"'5m'", 300}, {"'1h'", 3600},     {"'24h'", 86400},      {"0", 0},
        {"45", 45},    {"''", {}},    {"'m'", {}},        {"'5'", {}},           {"'7d'", 604800},
        {"'5w'", {}},  {"'-5m'", {}}, {"' 5m'", {}},      {"'5 m'", {}},         {"-1", {}},
        {"1.5", {}},   {"true", {}},  {"1000000000", {}}, {"'9999999999h'", {}}, {"'1.5h'", {}},
    };
    for (const auto& [text, expected] : table) {
        const auto root = parsed("t = " + std::string(text));
        TomlReader reader(root);
        EXPECT_EQ(reader.duration_seconds("t"), expected) << text;
        EXPECT_EQ(bool(reader.finish()), expected.has_value()) << text;
    }
}

TEST(TomlReader, UnknownKeysComeWithASuggestion) {
    const auto root = parsed("[client.twitch]\n\nredirect_url = 'x'\n");
    TomlReader reader(below(below(root, "client"), "twitch"));
    reader.text("redirect_uri");
    reader.text("client_id");
    const auto status = reader.finish();
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, ErrorKind::config);
    EXPECT_EQ(status.error().code, "E104");
    EXPECT_EQ(status.error().title, "config.toml, line 3: unknown key `redirect_url`.");
    EXPECT_EQ(status.error().next, "Did you mean `redirect_uri`?");
}

TEST(TomlReader, WrongNamesThePathAndTheLineOfKeyOrTable) {
    const auto root = parsed("\n[server]\n\nport = 0\n");
    TomlReader first(below(root, "server"));
    first.integer("port");
    first.wrong("port", "must be 1 to 65535");
    first.wrong("port", "is heard only once");
    EXPECT_EQ(first.finish().error().title, "config.toml, line 4: server.port must be 1 to 65535.");
    TomlReader second(below(root, "server"));
    second.wrong("listen", "is missing");
    EXPECT_EQ(second.finish().error().title, "config.toml, line 2: server.listen is missing.");
    EXPECT_EQ(toml_error(root, 9, "no.", "Do.").one_line(), "E104 config.toml, line 9: no. Do.");
}

}  // namespace
}  // namespace roadcase
