#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "server/front.h"
#include "server/raw_client.h"
#include "support/temp_dir.h"

namespace roadcase::server {
namespace {

using test::body_of;
using test::get;
using test::RawClient;
using test::TempDir;
using testing::HasSubstr;

Response who(const Request& request) {
    return text(200,
                request.peer.kind == Peer::Kind::unix_socket && request.peer.same_user() ? "unix" : "tcp");
}

/// Somebody else's listener on one loopback family; port 0 takes a free one.
class Stranger {
  public:
    explicit Stranger(const std::string& host, std::uint16_t port = 0) : front_(who) {
        bound_ = front_.listen(host + ":" + std::to_string(port)).has_value();
    }
    bool bound() const { return bound_; }
    std::uint16_t port() const { return front_.port(); }

  private:
    Front front_;
    bool bound_ = false;
};

/// A port that is free on both families now.
std::uint16_t free_port() {
    Front front(who);
    EXPECT_TRUE(front.listen_loopbacks(0));
    return front.port();
}

bool has_ipv6() {
    return Stranger("[::1]").bound();
}

TEST(FrontListeners, RefuseAPortThatIsTaken) {
    const std::uint16_t port = free_port();
    std::optional<Front> holder(who);
    ASSERT_TRUE(holder->listen_loopbacks(port));
    Front late(who);
    const auto refused = late.listen_loopbacks(port);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E101");
    EXPECT_EQ(refused.error().kind, ErrorKind::config);
    EXPECT_THAT(refused.error().title, HasSubstr("Port " + std::to_string(port) + " is taken by "));
    EXPECT_FALSE(refused.error().next.empty());
    holder.reset();
    EXPECT_TRUE(late.listen_loopbacks(port));
    EXPECT_EQ(late.port(), port);
}

TEST(FrontListeners, HoldBothFamiliesOrNone) {
    if (!has_ipv6()) GTEST_SKIP() << "no IPv6 loopback here";
    const std::pair<const char*, const char*> families[] = {{"127.0.0.1", "[::1]"}, {"[::1]", "127.0.0.1"}};
    for (const auto& [taken, other] : families) {
        const std::uint16_t port = free_port();
        const Stranger stranger(taken, port);
        ASSERT_TRUE(stranger.bound());
        Front front(who);
        const auto refused = front.listen_loopbacks(port);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "E102");
        EXPECT_EQ(refused.error().title,
                  "Another program answers on " + (taken + (":" + std::to_string(port))) + ".");
        EXPECT_TRUE(Stranger(other, port).bound()) << "the other family must not stay held";
    }
}

TEST(FrontListeners, NeverShareAPort) {
    Front front(who);
    ASSERT_TRUE(front.listen_loopbacks(0));
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const Descriptor owner(socket);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(front.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_NE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

TEST(FrontListeners, TakeOnlyLoopbackAddresses) {
    for (const std::string address : {"", "3000", "localhost:3000", "0.0.0.0:0", "[::]:0", "192.0.2.1:0",
                                      "::1:0", "[127.0.0.1]:0", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                                      "127.0.0.1:-1", "127.0.0.1:80x", "[::ffff:127.0.0.1]:0"}) {
        const auto refused = Front(who).listen(address);
        ASSERT_FALSE(refused) << address;
        EXPECT_EQ(refused.error().kind, ErrorKind::config) << address;
        EXPECT_EQ(refused.error().code, "") << address;
    }
    Front front(who);
    EXPECT_TRUE(front.listen("127.0.0.1:0"));
    EXPECT_TRUE(front.listen("127.0.0.2:0"));
    EXPECT_NE(front.port(), 0);
}

mode_t mode_of(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode : 0;
}

TEST(FrontListeners, OpenAUnixSocketForThisUserOnly) {
    const TempDir directory;
    const std::string path = directory / "roadcase.sock";
    {
        Front front(who);
        const auto before = ::umask(0);
        const auto opened = front.listen_unix(path);
        ::umask(before);
        ASSERT_TRUE(opened) << opened.error().one_line();
        EXPECT_EQ(mode_of(path), static_cast<mode_t>(S_IFSOCK | 0600));
        front.start();
        RawClient client(AF_UNIX);
        ASSERT_TRUE(client.connect(path));
        EXPECT_EQ(body_of(client.ask(get("/"))), "unix");
    }
    EXPECT_EQ(mode_of(path), 0U) << "removed with its server";
}

TEST(FrontListeners, OpenAUnixSocketBelowALongPath) {
    const TempDir directory;
    const std::string deep = directory / std::string(150, 'd');
    ASSERT_EQ(::mkdir(deep.c_str(), 0700), 0);
    Front front(who);
    const auto opened = front.listen_unix(deep + "/s");
    ASSERT_TRUE(opened) << opened.error().one_line();
    front.start();

    const auto here = std::filesystem::current_path();
    std::filesystem::current_path(deep);
    RawClient client(AF_UNIX);
    EXPECT_TRUE(client.connect(std::string("s")));
    std::filesystem::current_path(here);
    EXPECT_EQ(body_of(client.ask(get("/"))), "unix");
}

TEST(FrontListeners, ReplaceOnlyADeadSocket) {
    const TempDir directory;
    const std::string path = directory / "s";
    {
        // Bound, and gone without removing its name.
        const Descriptor dead(::socket(AF_UNIX, SOCK_STREAM, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        ASSERT_EQ(::bind(dead.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    Front front(who);
    ASSERT_TRUE(front.listen_unix(path));
    Front second(who);
    const auto refused = second.listen_unix(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E103");
    EXPECT_NE(mode_of(path), 0U);

    const std::string file = directory / "file";
    std::ofstream(file) << "precious";
    EXPECT_FALSE(Front(who).listen_unix(file));
    const std::string link = directory / "link";
    std::filesystem::create_symlink(file, link);
    EXPECT_FALSE(Front(who).listen_unix(link));
    EXPECT_EQ(std::filesystem::file_size(file), 8U);
}

TEST(FrontListeners, WantAPrivateDirectory) {
    const TempDir directory;
    const std::string open = directory / "open";
    ASSERT_EQ(::mkdir(open.c_str(), 0700), 0);
    ASSERT_EQ(::chmod(open.c_str(), 0750), 0);
    const auto refused = Front(who).listen_unix(open + "/s");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E105");
    EXPECT_EQ(refused.error().next, "chmod 700 " + open);
    for (const std::string& path : {directory / "missing/s", open + "/", std::string("s"), std::string()})
        EXPECT_FALSE(Front(who).listen_unix(path)) << path;
    EXPECT_FALSE(Front(who).listen_unix(directory / std::string(200, 'n')));
}

}  // namespace
}  // namespace roadcase::server
