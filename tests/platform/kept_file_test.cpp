#include "platform/kept_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "core/encoding.h"
#include "platform/files.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class KeptFiles : public testing::Test {
  protected:
    std::string content_of(const std::string& which) { return read_file(which, 4096)->value_or("(none)"); }
    std::size_t files() {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(temp.path()), fs::directory_iterator()));
    }

    test::TempDir temp;
    std::string path = temp / "token";
};

TEST_F(KeptFiles, AreWrittenWithTheirModeAndSeenByTheirHash) {
    EXPECT_EQ(*look_at_kept_file(path), std::nullopt);
    for (const mode_t mode : {0600U, 0640U, 0400U}) {
        const auto text = "planted " + std::to_string(mode);
        ASSERT_TRUE(replace_kept_file(path, text, mode));
        const auto found = *look_at_kept_file(path);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->hash, hex_encode(sha256(text)));
        EXPECT_EQ(found->mode, mode);
    }
    EXPECT_EQ(files(), 1U);
}

TEST_F(KeptFiles, TheLeftoverOfAKilledReplacementGoes) {
    ASSERT_TRUE(create_private_file(temp / ".token.roadcase", "half"));
    ASSERT_TRUE(replace_kept_file(path, "whole", 0600));
    EXPECT_EQ(files(), 1U);
    ASSERT_TRUE(create_private_file(temp / ".token.roadcase", "half"));
    ASSERT_TRUE(remove_kept_file(path));
    EXPECT_EQ(files(), 0U);
    EXPECT_TRUE(remove_kept_file(path));
    EXPECT_TRUE(remove_kept_file(temp / "no/token"));
}

TEST_F(KeptFiles, ADirectoryThatOthersWriteToIsNoPlace) {
    ASSERT_EQ(::chmod(temp.path().c_str(), 0777), 0);
    EXPECT_EQ(resolve_kept_file(path).error().code, "E105");
    EXPECT_EQ(replace_kept_file(path, "planted", 0600).error().code, "E105");
    EXPECT_EQ(files(), 0U);
}

TEST_F(KeptFiles, AForeignDirectoryIsNoPlaceEvenWithAStickyBit) {
    if (::geteuid() == 0 || fs::path(temp.path()).parent_path() != "/tmp") GTEST_SKIP();
    EXPECT_EQ(resolve_kept_file("/tmp/roadcase-test-token").error().code, "E105");
}

TEST_F(KeptFiles, ThePathIsTheOneBehindTheLinksOfItsDirectory) {
    fs::create_directory(temp / "real");
    fs::create_directory_symlink(temp / "real", temp / "bots");
    EXPECT_EQ(*resolve_kept_file(temp / "bots/../bots/token"), fs::canonical(temp / "real") / "token");
}

TEST_F(KeptFiles, OnlyAPlainFileIsReplaced) {
    fs::create_directory(temp / "folder");
    EXPECT_THAT(resolve_kept_file(temp / "folder").error().title, HasSubstr("is a directory"));
    ASSERT_TRUE(create_private_file(temp / "real", "planted"));
    fs::create_symlink(temp / "real", path);
    const auto refused = resolve_kept_file(path);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().title, HasSubstr("is a symbolic link"));
    EXPECT_THAT(refused.error().next, HasSubstr(temp / "real"));
    ASSERT_EQ(::mkfifo((temp / "pipe").c_str(), 0600), 0);
    EXPECT_THAT(resolve_kept_file(temp / "pipe").error().title, HasSubstr("not a regular file"));
    for (const auto* wrong : {"token", "/", "", "/no/such/place/token"})
        EXPECT_EQ(resolve_kept_file(wrong).error().kind, ErrorKind::invalid_request) << wrong;
}

TEST_F(KeptFiles, WhatCanBeNoneOfOursHasNoHash) {
    fs::create_symlink("/dev/null", path);
    EXPECT_EQ((*look_at_kept_file(path))->hash, "");
    fs::remove(path);
    fs::create_directory(path);
    EXPECT_EQ((*look_at_kept_file(path))->hash, "");
    ASSERT_TRUE(create_private_file(temp / "large", std::string(300'000, 'x')));
    EXPECT_EQ((*look_at_kept_file(temp / "large"))->hash, "");
}

TEST_F(KeptFiles, AFileThatCannotBeWrittenStaysAsItWas) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    ASSERT_TRUE(replace_kept_file(path, "old", 0600));
    ASSERT_EQ(::chmod(temp.path().c_str(), 0500), 0);
    EXPECT_EQ(replace_kept_file(path, "new", 0600).error().code, "E406");
    ASSERT_EQ(::chmod(temp.path().c_str(), 0700), 0);
    EXPECT_EQ(content_of(path), "old");
    EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace roadcase::platform
