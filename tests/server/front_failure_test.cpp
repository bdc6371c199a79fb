// A listener that dies under a front that runs.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <filesystem>
#include <future>

#include "server/front.h"
#include "server/raw_client.h"

namespace roadcase::server {
namespace {

bool is_listener(int fd) {
    int listening = 0;
    socklen_t size = sizeof listening;
    return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening == 1;
}

/// As nothing but a fault would: from outside, through the descriptors of this process.
void kill_listeners() {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        const int fd = std::stoi(entry.path().filename().string());
        if (is_listener(fd)) ::shutdown(fd, SHUT_RDWR);
    }
}

TEST(FrontFailure, ADeadListenerIsToldOnce) {
    Front front([](const Request&) { return text(200, "here"); });
    ASSERT_TRUE(front.listen("127.0.0.1:0"));
    std::promise<Error> told;
    int times = 0;
    front.on_failure([&](const Error& error) {
        if (++times == 1) told.set_value(error);
    });
    front.start();
    const auto port = std::to_string(front.port());
    kill_listeners();
    auto error = told.get_future();
    ASSERT_EQ(error.wait_for(std::chrono::seconds{20}), std::future_status::ready);
    EXPECT_EQ(error.get().title, "Roadcase can no longer listen on port " + port + ".");
    front.stop();
    EXPECT_EQ(times, 1);
}

}  // namespace
}  // namespace roadcase::server
