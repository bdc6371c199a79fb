#include "client/place.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace roadcase::detail {
namespace {

/// The environment of a test: nothing of Roadcase's but what it sets.
struct Place : testing::Test {
    Place() {
        for (const auto* name : {"ROADCASE_URL", "ROADCASE_KEY", "ROADCASE_SOCKET", "ROADCASE_HOME",
                                 "XDG_RUNTIME_DIR", "XDG_STATE_HOME"})
            unsetenv(name);
        setenv("HOME", "/home/nova", 1);
    }
};

TEST_F(Place, WithoutAKeyTheSocketOfThisUserIsAsked) {
    EXPECT_EQ(completed({}).socket, "/home/nova/.local/state/roadcase/run/roadcase.sock");
    setenv("XDG_STATE_HOME", "/state", 1);
    EXPECT_EQ(completed({}).socket, "/state/roadcase/run/roadcase.sock");
    setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    EXPECT_EQ(completed({}).socket, "/run/user/7/roadcase/roadcase.sock");
    setenv("ROADCASE_HOME", "/portable", 1);
    EXPECT_EQ(completed({}).socket, "/portable/run/roadcase.sock");
    setenv("ROADCASE_SOCKET", "/else/where.sock", 1);
    EXPECT_EQ(completed({}).socket, "/else/where.sock");
    EXPECT_EQ(completed({}).key, "");
}

TEST_F(Place, AKeyOfTheEnvironmentIsUsedUnlessASocketIsNamed) {
    setenv("ROADCASE_KEY", "rck_planted", 1);
    EXPECT_EQ(completed({}).key, "rck_planted");
    client_options named;
    named.socket = "/else/where.sock";
    EXPECT_EQ(completed(named).key, "");
}

TEST_F(Place, RelativeDirectoriesAreNoPlace) {
    setenv("XDG_RUNTIME_DIR", "run", 1);
    setenv("HOME", "nova", 1);
    EXPECT_THROW(completed({}), unreachable);
}

TEST(LoopbackAddress, OnlyThisComputerGetsTheKey) {
    const auto is = [](const std::string& url, const std::string& host, int port) {
        const auto found = loopback_address(url);
        EXPECT_EQ(found.host, host) << url;
        EXPECT_EQ(found.port, port) << url;
    };
    is("http://localhost:3000", "localhost", 3000);
    is("http://localhost:3000/", "localhost", 3000);
    is("http://127.0.0.1:7623", "127.0.0.1", 7623);
    is("http://[::1]:3000", "::1", 3000);
    is("http://localhost", "localhost", 80);
    for (const auto* url :
         {"", "localhost:3000", "https://localhost:3000", "http://evil.example:3000",
          "http://localhost.evil.example:3000", "http://localhost@evil.example", "http://localhost:0",
          "http://localhost:70000", "http://localhost:", "http://localhost:3000/path", "http://[::1",
          "http://", "http://127.0.0.1:30000000000000000000"})
        EXPECT_THROW(loopback_address(url), unreachable) << url;
}

}  // namespace
}  // namespace roadcase::detail
