#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "cli/commands.h"
#include "cli/curl_words.h"
#include "cli/flags.h"
#include "cli/in_front.h"
#include "handout/formats.h"
#include "platform/descriptor.h"
#include "platform/foreground.h"
#include "platform/process.h"

namespace roadcase::cli {
namespace {

using platform::Descriptor;

constexpr milliseconds longest_help{10'000};
constexpr std::size_t longest_headers = 64 * 1024;
constexpr std::size_t pipe_holds = 65'536;

struct CurlCommand {
    std::string account;
    bool any_host = false;
    bool reveal = false;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

Result<Pipe> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorKind::internal, "", "There is no pipe to be had.");
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// In a pipe, filled before anybody reads it: no file and no command line ever holds the headers.
Result<Descriptor> pipe_with(const Secret& text) {
    auto pipe = make_pipe();
    if (!pipe) return fail(pipe.error());
    const auto written = text.size() <= pipe_holds
                             ? ::write(pipe->write.get(), text.reveal().data(), text.size())
                             : ssize_t{-1};
    if (written != static_cast<ssize_t>(text.size()))
        return fail(ErrorKind::internal, "", "The headers could not be handed to curl.");
    return std::move(pipe->read);
}

std::string path_of(const Descriptor& descriptor) {
    return "/dev/fd/" + std::to_string(descriptor.get());
}

/// Reads what curl says of the answers' headers to its end; keeps the beginning.
std::string read_headers(int pipe) {
    std::string text;
    char part[4096];
    for (;;) {
        const auto got = ::read(pipe, part, sizeof part);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return text;
        if (text.size() < longest_headers) text.append(part, static_cast<std::size_t>(got));
    }
}

/// The status of the last answer among "HTTP/1.1 401 Unauthorized"; empty when there is none.
std::string last_status(const std::string& headers) {
    const auto line = headers.rfind("HTTP/");
    const auto blank = line == std::string::npos ? line : headers.find(' ', line);
    return blank == std::string::npos ? "" : headers.substr(blank + 1, 3);
}

Result<CurlOptions> installed_options() {
    const auto help = platform::run_command({"curl", "--help", "all"}, longest_help);
    if (help)
        if (auto options = read_curl_help(help->reveal()); options.takes_value.contains("config"))
            return options;
    return fail(ErrorKind::not_found, "", "There is no curl on this computer that could be asked.",
                "roadcase curl runs the real one.", "apt install curl");
}

std::vector<std::string> command_line(const CurlCall& call, const Descriptor& config,
                                      const Descriptor& headers) {
    // Without ~/.curlrc, which could send the headers elsewhere or show them.
    std::vector<std::string> words{"curl", "-q", "-K", path_of(config)};
    // A proxy for http would read what never leaves this computer otherwise.
    for (const auto& url : call.urls)
        if (url.scheme == "http") words.insert(words.end(), {"--noproxy", url.host});
    if (headers) words.insert(words.end(), {"--dump-header", path_of(headers)});
    words.insert(words.end(), call.words.begin(), call.words.end());
    for (const auto& url : call.urls) words.insert(words.end(), {"--url", url.text()});
    return words;
}

struct Answered {
    int exit_code = 0;
    std::string status;
};

Result<Answered> ask(const CurlCall& call, const Secret& headers) {
    auto config = pipe_with(headers);
    if (!config) return fail(config.error());
    Pipe answer;
    if (!call.has("dump-header")) {
        auto made = make_pipe();
        if (!made) return fail(made.error());
        answer = std::move(*made);
    }
    InFront in_front;
    in_front.take_over();
    platform::Program program;
    program.argv = command_line(call, *config, answer.write);
    program.kept = {config->get()};
    if (answer.write) program.kept.push_back(answer.write.get());
    const auto started = platform::start_in_front(program);
    if (!started) return fail(started.error());
    config->reset();
    answer.write.reset();
    Answered answered;
    std::thread reader([&] {
        if (answer.read) answered.status = last_status(read_headers(answer.read.get()));
    });
    answered.exit_code = in_front.wait_for(*started);
    reader.join();
    return answered;
}

/// A 401 of the account's own API says that the token is dead: the server hears of it and gets a new one.
/// What curl has printed stays printed, so the request is not repeated behind the person's back.
void tell_of_401(Session& session, const CurlCommand& command, const Token& refused) {
    const auto fresh =
        session.api().and_then([&](Api api) { return api.reject(command.account, refused.access_token); });
    if (!fresh) return session.console.error(fresh.error());
    const bool renewed = !(fresh->access_token == refused.access_token);
    session.console.warn(renewed
                             ? "The answer was 401: that token was dead. There is a new one now; run the "
                               "same command again."
                             : "The answer was 401, though the token is as good as it gets. It may not be "
                               "allowed to do this: roadcase scopes " +
                                   command.account);
}

Result<CurlCall> checked_call(Session& session, Api& api, const CurlCommand& command) {
    return installed_options()
        .and_then([&](const CurlOptions& options) { return read_curl_words(session.options.rest, options); })
        .and_then([&](CurlCall call) -> Result<CurlCall> {
            call.any_host = call.any_host || command.any_host;
            call.reveal = call.reveal || command.reveal;
            const auto account = api.account(command.account);
            if (!account) return fail(account.error());
            const bool may_show = !session.world.out_is_terminal && !session.world.err_is_terminal;
            return check_curl_call(call, account->api_origins, shown(account->provider_name), may_show)
                .map([&] { return std::move(call); });
        });
}

Status curl(Session& session, const CurlCommand& command) {
    auto api = session.api();
    if (!api) return fail(api.error());
    const auto call = checked_call(session, *api, command);
    if (!call) return fail(call.error());
    const auto token = api->token(command.account, 60, {});
    if (!token) return fail(token.error());
    const auto headers = handout::format_token(material_of(*token, session.world.clock.now()), "curl");
    if (!headers) return fail(headers.error());
    // A download may take an hour; others need the home meanwhile.
    session.close_backend();
    const auto answered = ask(*call, *headers);
    if (!answered) return fail(answered.error());
    session.exit_code = answered->exit_code;
    if (answered->status == "401" && !call->any_host) tell_of_401(session, command, *token);
    return {};
}

HelpTexts curl_help() {
    return {{{"roadcase curl twitch https://api.twitch.tv/helix/users", ""},
             {"roadcase curl twitch -sS URL | jq .", "curl's options as you know them"},
             {"roadcase curl twitch -X POST --json '{}' URL", ""}},
            "curl's; 2 wrong use, 4 sign in again, 5 no such account,\n"
            "            6 provider down, 9 not an address of this provider",
            "roadcase run, roadcase token",
            "[flags] ACCOUNT URL [curl options]"};
}

}  // namespace

void add_curl_command(const Tree& tree) {
    auto command = std::make_shared<CurlCommand>();
    auto* app = tree.add(
        tree.root, "curl", "Run curl with the headers that the provider wants.",
        [command](Session& session) { return curl(session, *command); }, curl_help());
    add_account_argument(*app, command->account);
    app->add_flag("--any-host", command->any_host, "send the token wherever the address says");
    app->add_flag("--reveal", command->reveal, "let -v and --trace show it on a terminal");
    app->group("Everyday");
}

}  // namespace roadcase::cli
