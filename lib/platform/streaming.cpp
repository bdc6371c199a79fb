#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "platform/process.h"

namespace roadcase::platform {
namespace {

/// As the kernel keeps them: at most 15 bytes.
constexpr std::array<std::string_view, 5> streaming_programs{"obs", "obs-studio", "obs64", "streamlabs",
                                                             "slobs-client"};

bool is_number(const std::string& name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_ours(const std::filesystem::path& process) {
    struct stat facts {};
    return ::stat(process.c_str(), &facts) == 0 && facts.st_uid == ::getuid();
}

bool streams(const std::filesystem::path& process) {
    std::ifstream file(process / "comm");
    std::string name;
    return std::getline(file, name) &&
           std::find(streaming_programs.begin(), streaming_programs.end(), name) != streaming_programs.end();
}

}  // namespace

bool is_streaming() {
    std::error_code error;
    for (std::filesystem::directory_iterator at("/proc", error), end; !error && at != end;
         at.increment(error))
        if (is_number(at->path().filename().string()) && is_ours(at->path()) && streams(at->path()))
            return true;
    return false;
}

}  // namespace roadcase::platform
