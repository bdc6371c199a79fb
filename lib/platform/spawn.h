#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace roadcase::platform {

/// What a child gets as its standard descriptors; /dev/null for each one left at -1. `own_errors`: our
/// standard error too, so that a command can say what is wrong.
struct ChildStreams {
    int input = -1;
    int output = -1;
    bool own_errors = false;
};

/// Starts argv (found along PATH) without a shell, in a session of its own, with no other descriptor of ours.
/// `environment` ("NAME=value") instead of ours, where given. Nothing when it could not be started.
std::optional<pid_t> spawn(const std::vector<std::string>& argv, const ChildStreams& streams,
                           const std::vector<std::string>* environment = nullptr);

/// What of our own environment programs of a desktop or a shell need ("NAME=value"). Everything else may be a
/// secret: of a client, of a supervisor.
std::vector<std::string> ordinary_environment();

/// The exit status (128 + signal for a killed one) if the child ends before the deadline.
std::optional<int> wait_for_exit(pid_t child, std::chrono::steady_clock::time_point deadline);

/// Ends the child and what it started, and forgets it.
void kill_and_reap(pid_t child);

/// Lets the child live on; it will leave no zombie.
void let_go(pid_t child);

}  // namespace roadcase::platform
