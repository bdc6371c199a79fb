#include "platform/clipboard.h"

#include <fcntl.h>

#include <cstdlib>

#include "core/encoding.h"
#include "platform/descriptor.h"
#include "platform/process.h"
#include "platform/spawn.h"

namespace roadcase::platform {
namespace {

constexpr milliseconds patience{1000};

/// How one of them is called.
struct Program {
    const char* screen;  ///< the variable that says there is one
    std::vector<std::string> write;
    std::vector<std::string> read;
};

const std::vector<Program>& programs() {
    static const std::vector<Program> all{
        {"WAYLAND_DISPLAY", {"wl-copy"}, {"wl-paste", "--no-newline"}},
        {"DISPLAY", {"xclip", "-selection", "clipboard"}, {"xclip", "-selection", "clipboard", "-out"}},
        {"DISPLAY", {"xsel", "--clipboard", "--input"}, {"xsel", "--clipboard", "--output"}}};
    return all;
}

bool has_screen(const Program& program) {
    const char* value = std::getenv(program.screen);
    return value != nullptr && *value != '\0';
}

bool feed(const std::vector<std::string>& argv, const std::string& text) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    const Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    // Written whole before anybody reads: the pipe holds it, and no reader can break it.
    if (::write(write_end.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) return false;
    write_end.reset();
    ::fcntl(read_end.get(), F_SETFL, 0);
    const auto child = spawn(argv, {.input = read_end.get()});
    if (!child) return false;
    const auto status = wait_for_exit(*child, std::chrono::steady_clock::now() + patience);
    if (!status) kill_and_reap(*child);
    return status == 0;
}

}  // namespace

bool copy_to_clipboard(const Secret& text) {
    for (const auto& program : programs())
        if (has_screen(program) && feed(program.write, text.reveal())) return true;
    return false;
}

Cleared clear_clipboard_of(std::string_view hash) {
    for (const auto& program : programs()) {
        if (!has_screen(program)) continue;
        const auto held = run_command(program.read, patience);
        if (!held) continue;
        if (hex_encode(sha256(held->reveal())) != hash) return Cleared::holds_another;
        return feed(program.write, "") ? Cleared::yes : Cleared::unknown;
    }
    return Cleared::unknown;
}

}  // namespace roadcase::platform
