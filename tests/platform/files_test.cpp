#include "platform/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "platform/trust.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

mode_t mode_of(const std::string& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

std::size_t files_in(const std::string& directory) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(directory), std::filesystem::directory_iterator()));
}

class Files : public testing::Test {
  protected:
    std::string made(const std::string& name, const std::string& content = "secret\n") {
        const auto path = temp / name;
        EXPECT_TRUE(create_private_file(path, content));
        return path;
    }
    static void expect_refused(const std::string& path, const std::string& title_part,
                               const std::string& next = {}) {
        const auto secret = read_private_file(path);
        ASSERT_FALSE(secret) << path;
        EXPECT_EQ(secret.error().code, "E105");
        EXPECT_NE(secret.error().title.find(title_part), std::string::npos) << secret.error().title;
        if (!next.empty()) {
            EXPECT_EQ(secret.error().next, next);
        }
    }

    test::TempDir temp;
};

TEST_F(Files, WhatIsCreatedCanBeReadByUsAlone) {
    const auto path = made("key");
    EXPECT_EQ(mode_of(path), 0600u);
    const auto secret = read_private_file(path);
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->reveal(), "secret\n");
    EXPECT_EQ(files_in(temp.path()), 1u) << "no temporary file is left";
}

TEST_F(Files, CreateNeverTouchesWhatIsThere) {
    const auto path = made("key", "first");
    const auto again = create_private_file(path, "second");
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().title.find("File exists"), std::string::npos);
    EXPECT_EQ(read_private_file(path)->reveal(), "first");

    std::filesystem::create_symlink(temp / "elsewhere", temp / "link");
    EXPECT_FALSE(create_private_file(temp / "link", "x"));
    EXPECT_FALSE(std::filesystem::exists(temp / "elsewhere"));
    EXPECT_EQ(files_in(temp.path()), 2u);
}

TEST_F(Files, ReplaceIsWholeAndPrivate) {
    const auto path = made("link", "old");
    ::chmod(path.c_str(), 0644);
    ASSERT_TRUE(replace_private_file(path, std::string("new\0value", 9)));
    EXPECT_EQ(mode_of(path), 0600u);
    EXPECT_EQ(read_private_file(path)->reveal(), std::string("new\0value", 9));
    EXPECT_EQ(files_in(temp.path()), 1u);
}

TEST_F(Files, ReplaceTurnsASymbolicLinkIntoAFile) {
    const auto target = made("target", "untouched");
    std::filesystem::create_symlink(target, temp / "link");
    ASSERT_TRUE(replace_private_file(temp / "link", "new"));
    EXPECT_EQ(read_private_file(target)->reveal(), "untouched");
    EXPECT_EQ(read_private_file(temp / "link")->reveal(), "new");
}

TEST_F(Files, AFailedWriteLeavesTheOldFileAndNothingElse) {
    const auto path = made("token", "old");
    std::filesystem::create_directory(temp / "directory");
    const auto failed = replace_private_file(temp / "directory", "x");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "E406");
    EXPECT_FALSE(replace_private_file(temp / "missing/token", "x"));
    EXPECT_EQ(files_in(temp.path()), 2u);
}

TEST_F(Files, AWriteThatStopsHalfWayLeavesTheOldFile) {
    const auto path = made("token", "old");
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{10, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto failed = replace_private_file(path, "longer than ten bytes");
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "E406");
    EXPECT_EQ(read_private_file(path)->reveal(), "old");
    EXPECT_EQ(files_in(temp.path()), 1u);
}

TEST(WriteProblems, SayWhatIsWrongWithTheDisk) {
    const std::pair<int, const char*> table[] = {
        {ENOSPC, "/d/f could not be written (disk full)."},
        {EDQUOT, "/d/f could not be written (disk full)."},
        {EROFS, "/d/f could not be written (read-only disk)."},
        {EACCES, "/d/f could not be written (Permission denied)."},
    };
    for (const auto& [number, title] : table) {
        const auto error = write_problem("/d/f", number);
        EXPECT_EQ(error.title, title);
        EXPECT_EQ(error.code, "E406");
        EXPECT_EQ(error.kind, ErrorKind::internal);
        EXPECT_FALSE(error.next.empty());
    }
}

TEST_F(Files, SecretsThatOthersCanReadAreRefused) {
    const auto path = made("twitch.secret");
    for (const mode_t mode : {0644, 0640, 0604, 0660, 0610}) {
        ::chmod(path.c_str(), mode);
        expect_refused(path, "can be read by other users (mode 0", "chmod 600 " + path);
    }
    ::chmod(path.c_str(), 0400);
    EXPECT_TRUE(read_private_file(path));
}

TEST_F(Files, TheNextStepCanBePasted) {
    const auto path = made("it's mine");
    ::chmod(path.c_str(), 0644);
    expect_refused(path, "(mode 0644)", "chmod 600 '" + temp.path() + "/it'\\''s mine'");
}

TEST_F(Files, SecretsBehindLinksAreRefused) {
    const auto path = made("key");
    std::filesystem::create_symlink(path, temp / "soft");
    expect_refused(temp / "soft", "symbolic link");
    std::filesystem::create_hard_link(path, temp / "hard");
    expect_refused(path, "second name");
}

TEST_F(Files, OnlyRegularFilesHoldSecrets) {
    ASSERT_EQ(::mkfifo((temp / "pipe").c_str(), 0600), 0);
    expect_refused(temp / "pipe", "not a regular file");
    expect_refused(temp.path(), "not a regular file");
}

TEST_F(Files, SecretsOfOtherUsersAreRefused) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    const auto path = made("key");
    ASSERT_EQ(::chown(path.c_str(), 12345, 0), 0);
    expect_refused(path, "belongs to another user");
}

TEST_F(Files, AMissingSecretIsNotFound) {
    EXPECT_EQ(read_private_file(temp / "none").error().kind, ErrorKind::not_found);
}

TEST_F(Files, TheLimitIsExact) {
    const auto path = made("file", std::string(100, 'x'));
    EXPECT_TRUE(read_private_file(path, 100));
    EXPECT_FALSE(read_private_file(path, 99));
    EXPECT_EQ(read_file(path, 100)->value().size(), 100u);
    EXPECT_EQ(read_file(path, 99).error().kind, ErrorKind::config);
}

TEST_F(Files, AnyFileMayBeMissing) {
    EXPECT_EQ(*read_file(temp / "none", 10), std::nullopt);
    EXPECT_EQ(*read_file(temp / "none/below", 10), std::nullopt);
    EXPECT_FALSE(read_file(temp.path(), 10)) << "a directory is there, but no file";
}

TEST_F(Files, OrdinaryFilesMayBeSharedAndLinked) {
    const auto path = made("config.toml", "listen");
    ::chmod(path.c_str(), 0644);
    std::filesystem::create_symlink(path, temp / "link");
    EXPECT_EQ(*read_file(temp / "link", 10), "listen");
}

TEST_F(Files, NamesInADirectoryAreSortedAndTheHiddenOnesLeftOut) {
    for (const auto* name : {"b.toml", "a.toml", ".hidden.toml", "a.toml~", "c.txt"}) made(name);
    EXPECT_EQ(*names_in(temp.path(), ".toml"), (std::vector<std::string>{"a.toml", "b.toml"}));
    EXPECT_EQ(names_in(temp / "none", ".toml")->size(), 0u);
    EXPECT_FALSE(names_in(temp / "a.toml", ".toml"));
}

TEST_F(Files, DirectoriesAreMadeWithTheirParents) {
    ASSERT_TRUE(make_private_directory(temp / "a/b/c/"));
    for (const auto* name : {"a", "a/b", "a/b/c"}) EXPECT_EQ(mode_of(temp / name), 0700u) << name;
}

TEST_F(Files, DirectoriesOthersCanReachAreRefused) {
    const auto path = temp / "data";
    ASSERT_TRUE(make_private_directory(path));
    for (const mode_t mode : {0755, 0710, 0701, 0770}) {
        ::chmod(path.c_str(), mode);
        const auto refused = make_private_directory(path);
        ASSERT_FALSE(refused) << std::oct << mode;
        EXPECT_EQ(refused.error().code, "E105");
        EXPECT_EQ(refused.error().next, "chmod 700 " + path);
    }
}

TEST_F(Files, ADirectoryIsNoLinkAndNoFile) {
    ASSERT_TRUE(make_private_directory(temp / "real"));
    std::filesystem::create_symlink(temp / "real", temp / "link");
    EXPECT_EQ(make_private_directory(temp / "link").error().code, "E105");
    EXPECT_EQ(make_private_directory(temp / "link/").error().code, "E105");
    EXPECT_FALSE(make_private_directory(made("file")));
}

TEST_F(Files, AParentThatAnybodyCanChangeIsRefused) {
    const auto shared = temp / "shared";
    ASSERT_TRUE(make_private_directory(shared + "/mine"));
    ::chmod(shared.c_str(), 0777);
    EXPECT_EQ(make_private_directory(shared + "/mine").error().next, "chmod go-w " + shared);
    ::chmod(shared.c_str(), 01777);
    EXPECT_TRUE(make_private_directory(shared + "/mine")) << "like /tmp";
}

}  // namespace
}  // namespace roadcase::platform
