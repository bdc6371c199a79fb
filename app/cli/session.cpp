#include "cli/session.h"

#include <algorithm>
#include <string>

namespace roadcase::cli {
namespace {

Console console_of(CliWorld& world, const GlobalOptions& options) {
    const bool utf8 = locale_is_utf8(world.env);
    const Look out{utf8, wants_color(options.color, world.out_is_terminal, world.env)};
    const Look err{utf8, wants_color(options.color, world.err_is_terminal, world.env)};
    return Console(world.out, world.err, out, err, options.quiet);
}

}  // namespace

bool switched_on(const CliWorld& world, const char* name) {
    const char* value = world.env(name);
    return value != nullptr && *value != '\0' && std::string_view(value) != "0";
}

Session::Session(CliWorld& the_world, GlobalOptions the_options)
    : world(the_world), options(std::move(the_options)), console(console_of(the_world, options)) {}

Result<Backend*> Session::backend() {
    if (!backend_) {
        auto opened = world.backend(options);
        if (!opened) return fail(opened.error());
        backend_ = std::move(*opened);
    }
    return backend_.get();
}

Result<Api> Session::api() {
    return backend().map([](Backend* backend) { return Api(*backend); });
}

bool Session::may_ask() const {
    return !options.no_input && world.in_is_terminal && world.err_is_terminal;
}

std::string Session::read_line() {
    std::string line;
    std::getline(world.in, line);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.pop_back();
    return line;
}

Result<bool> Session::wait_until(milliseconds limit, milliseconds every,
                                 const std::function<Result<bool>()>& ready) {
    const auto start = world.clock.since_boot();
    const auto end = start + (options.timeout ? std::min(limit, *options.timeout) : limit);
    while (true) {
        auto done = ready();
        if (!done || *done) return done;
        const auto now = world.clock.since_boot();
        if (now >= end) return false;
        world.pause(std::min(every, end - now));
    }
}

}  // namespace roadcase::cli
