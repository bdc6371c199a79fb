#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/text.h"
#include "platform/files.h"
#include "platform/process.h"
#include "platform/socket_table.h"

namespace roadcase::platform {
namespace {

namespace fs = std::filesystem;

constexpr int max_processes = 10'000;
constexpr int max_descriptors = 100'000;

std::optional<SocketRow> listener(std::uint16_t port, bool ipv6) {
    const auto in_the_way = [port](const SocketRow& row) {
        return row.listening && row.local.port == port && (row.local.is_any() || row.local.is_loopback());
    };
    if (ipv6) return find_socket("/proc/net/tcp6", in_the_way);
    auto row = find_socket("/proc/net/tcp", in_the_way);
    if (row) return row;
    // A listener on [::] takes the IPv4 port along; one on [::1] does not.
    return find_socket("/proc/net/tcp6",
                       [&](const SocketRow& r) { return in_the_way(r) && !r.local.is_loopback(); });
}

/// Looks through the descriptors of the processes we may look into; `left` bounds the whole search.
bool holds_socket(const fs::path& process, const std::string& link, int& left) {
    std::error_code denied;
    for (fs::directory_iterator fd(process / "fd", denied), end; !denied && fd != end; fd.increment(denied)) {
        if (--left < 0) return false;
        std::error_code gone;
        if (fs::read_symlink(fd->path(), gone) == link) return true;
    }
    return false;
}

std::string owner_of(std::uint64_t inode) {
    const auto link = "socket:[" + std::to_string(inode) + "]";
    int processes = max_processes;
    int descriptors = max_descriptors;
    std::error_code failed;
    for (fs::directory_iterator entry("/proc", failed), end; !failed && entry != end;
         entry.increment(failed)) {
        auto name = entry->path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (--processes < 0 || descriptors < 0) return {};
        if (holds_socket(entry->path(), link, descriptors)) return name;
    }
    return {};
}

std::string text_of(const std::string& pid, const char* what) {
    const auto text = read_file("/proc/" + pid + "/" + what, 262'144);
    return text && *text ? **text : std::string();
}

/// What an interpreter runs: "vite" of "node /…/.bin/vite --port 3000". Of other programs no argument is
/// shown: it could be a secret.
std::string script_of(const std::string& program, const std::string& pid) {
    const auto interprets = [&](const char* name) { return program.starts_with(name); };
    const auto known = {"node", "python", "ruby", "perl", "php", "deno", "bun"};
    if (std::none_of(known.begin(), known.end(), interprets)) return {};
    const auto words = split(text_of(pid, "cmdline"), '\0');
    if (words.size() < 2 || words[1].starts_with('-')) return {};
    return printable(fs::path(words[1]).filename().string(), 40);
}

}  // namespace

std::string program_on_port(std::uint16_t port, bool ipv6) {
    const auto row = listener(port, ipv6);
    if (!row || row->inode == 0) return {};
    const auto pid = owner_of(row->inode);
    if (pid.empty()) return {};
    const auto program = printable(trim(text_of(pid, "comm")), 40);
    const auto script = script_of(program, pid);
    return program + " (pid " + pid + (script.empty() ? "" : ", " + script) + ")";
}

}  // namespace roadcase::platform
