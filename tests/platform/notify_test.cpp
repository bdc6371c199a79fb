#include "platform/notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <string>

#include "platform/descriptor.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

/// A service manager's ear under the given name, and NOTIFY_SOCKET set to it while it lives.
class Manager {
  public:
    explicit Manager(const std::string& name) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name.copy(address.sun_path, sizeof address.sun_path - 1);
        if (name.front() == '@') address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
        ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    }
    ~Manager() { ::unsetenv("NOTIFY_SOCKET"); }
    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    std::string heard() const {
        char text[256];
        const auto size = ::recv(socket_.get(), text, sizeof text, MSG_DONTWAIT);
        return size < 0 ? "" : std::string(text, static_cast<std::size_t>(size));
    }

  private:
    Descriptor socket_;
};

TEST(Notify, ReachesTheSocketThatTheManagerNamed) {
    const test::TempDir directory;
    for (const auto& name : {directory / "notify", "@roadcase-test-" + std::to_string(::getpid())}) {
        const Manager manager(name);
        EXPECT_TRUE(notify("READY=1\nSTATUS=2 accounts")) << name;
        EXPECT_EQ(manager.heard(), "READY=1\nSTATUS=2 accounts");
    }
}

TEST(Notify, IsSilentWhereNobodyListens) {
    const test::TempDir directory;
    ::unsetenv("NOTIFY_SOCKET");
    EXPECT_FALSE(notify("READY=1"));
    for (const auto& name : {std::string(), std::string("relative"), std::string("/"), directory / "nobody",
                             "/" + std::string(200, 'x')}) {
        ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
        EXPECT_FALSE(notify("READY=1")) << name;
    }
    ::unsetenv("NOTIFY_SOCKET");
}

TEST(Notify, AManagerThatDoesNotReadHoldsNobodyUp) {
    const test::TempDir directory;
    const Manager manager(directory / "notify");
    int sent = 0;
    while (sent < 100'000 && notify("STATUS=again")) ++sent;
    EXPECT_GT(sent, 0);
    EXPECT_LT(sent, 100'000) << "the queue was never full";
}

TEST(Notify, AReloadBringsItsInstant) {
    const auto state = reloading_state();
    const std::string start = "RELOADING=1\nMONOTONIC_USEC=";
    ASSERT_EQ(state.substr(0, start.size()), start);
    EXPECT_GT(std::stoll(state.substr(start.size())), 0);
}

}  // namespace
}  // namespace roadcase::platform
