// The real program under a service manager that listens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "platform/descriptor.h"
#include "platform/spawn.h"
#include "support/temp_dir.h"

namespace roadcase {
namespace {

using testing::StartsWith;

int free_port() {
    const platform::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

/// A home of its own with a server in it, started as Type=notify; killed with the test.
class Service {
  public:
    Service() : ear_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        (home_ / "notify").copy(address.sun_path, sizeof address.sun_path - 1);
        ::bind(ear_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
        const timeval patience{20, 0};
        ::setsockopt(ear_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        std::ofstream(home_ / "config.toml") << "[server]\nport = " << free_port() << "\n";
        ::setenv("ROADCASE_HOME", home_.path().c_str(), 1);
        ::setenv("NOTIFY_SOCKET", (home_ / "notify").c_str(), 1);
        child_ = platform::spawn({ROADCASE_BINARY, "serve"}, {});
        ::unsetenv("ROADCASE_HOME");
        ::unsetenv("NOTIFY_SOCKET");
    }
    ~Service() {
        if (child_) platform::kill_and_reap(*child_);
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// The next datagram; "" when none comes in time.
    std::string says() const {
        char text[256];
        const auto size = ::recv(ear_.get(), text, sizeof text, 0);
        return size < 0 ? "" : std::string(text, static_cast<std::size_t>(size));
    }
    void send(int signal) const {
        if (child_) ::kill(*child_, signal);
    }
    std::optional<int> exit_code() {
        if (!child_) return std::nullopt;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        const auto code = platform::wait_for_exit(*child_, deadline);
        if (code) child_.reset();
        return code;
    }

  private:
    test::TempDir home_;
    platform::Descriptor ear_;
    std::optional<pid_t> child_;
};

TEST(Service, TellsItsManagerOfEachStep) {
    Service service;
    EXPECT_EQ(service.says(), "READY=1");
    EXPECT_EQ(service.says(), "STATUS=0 accounts, 0 to sign in again");
    service.send(SIGHUP);
    EXPECT_THAT(service.says(), StartsWith("RELOADING=1\nMONOTONIC_USEC="));
    EXPECT_EQ(service.says(), "READY=1");
    service.send(SIGTERM);
    EXPECT_EQ(service.says(), "STOPPING=1");
    EXPECT_EQ(service.exit_code(), 0);
}

}  // namespace
}  // namespace roadcase
