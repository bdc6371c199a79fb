#include <charconv>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/reveal.h"
#include "core/text.h"
#include "handout/formats.h"

namespace roadcase::cli {
namespace {

constexpr milliseconds wait_step{1000};
constexpr std::size_t longest_token{8192};

struct TokenCommand {
    std::string account;
    std::string format = "plain";
    std::int64_t min_ttl = 60;
    std::vector<std::string> scopes;
    std::string wait;
    Reveal reveal;
};

Status deliver(Session& session, const Token& token, const TokenCommand& command) {
    // The server's own object, which says more than the bare answer of a token endpoint.
    const bool as_it_came = session.options.json || command.format == "json";
    const auto text =
        as_it_came ? Secret(token.body.reveal() + "\n")
                   : handout::format_token(material_of(token, session.world.clock.now()), command.format);
    return text.and_then([&](const Secret& whole) {
        return let_go(session, whole, token.access_token, token.expires_in, command.reveal);
    });
}

/// Asks again while a person must sign in; every other outcome ends the wait.
Result<Token> wait_for_person(Session& session, Api& api, const TokenCommand& command,
                              const Error& waiting_for) {
    session.console.talk("Waiting until somebody signs in: " + waiting_for.title);
    if (!waiting_for.action_url.empty()) session.console.talk("Sign in at " + waiting_for.action_url);
    std::optional<Token> token;
    const auto limit = parse_duration(command.wait).value_or(milliseconds{0});
    const auto waited = session.wait_until(limit, wait_step, [&]() -> Result<bool> {
        auto answer = api.token(command.account, command.min_ttl, command.scopes);
        if (!answer && answer.error().kind == ErrorKind::needs_authorization) return false;
        if (!answer) return fail(answer.error());
        token = std::move(*answer);
        return true;
    });
    if (!waited) return fail(waited.error());
    if (!*waited)
        return fail(ErrorKind::timeout, "", "Nobody signed in while this command waited.", waiting_for.title,
                    "roadcase reconnect " + command.account);
    return std::move(*token);
}

Status print_token(Session& session, const TokenCommand& command) {
    auto api = session.api();
    if (!api) return fail(api.error());
    auto token = api->token(command.account, command.min_ttl, command.scopes);
    if (!token && token.error().kind == ErrorKind::needs_authorization && !command.wait.empty())
        token = wait_for_person(session, *api, command, token.error());
    return token.and_then([&](const Token& good) { return deliver(session, good, command); });
}

/// The first line of standard input, as far as a token can be long.
Secret read_token(std::istream& in) {
    std::string line;
    for (char c = 0; line.size() <= longest_token && in.get(c) && c != '\n';) line += c;
    while (line.ends_with('\r')) line.pop_back();
    return Secret(std::move(line));
}

/// The refused token comes on standard input: on a command line every process of this computer could read it.
Status reject_token(Session& session, const TokenCommand& command) {
    const auto example = "printf %s \"$TOKEN\" | roadcase reject " + command.account;
    if (session.world.in_is_terminal)
        return fail(ErrorKind::invalid_request, "", "The refused token is read from standard input.",
                    "Typed here, it would stay on the screen.", example);
    const auto refused = read_token(session.world.in);
    if (refused.empty())
        return fail(ErrorKind::invalid_request, "", "There is no token on standard input.", "", example);
    if (refused.size() > longest_token || !is_vschar(refused.reveal()))
        return fail(ErrorKind::invalid_request, "", "That is no token.",
                    "A token is at most 8 KiB of printable ASCII. Nothing was sent.", example);
    return session.api()
        .and_then([&](Api api) { return api.reject(command.account, refused); })
        .and_then([&](const Token& token) { return deliver(session, token, command); });
}

/// As the API has it.
std::string refuse_no_seconds(const std::string& text) {
    constexpr std::int64_t a_year = 366 * 86'400;
    std::int64_t number = -1;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && rest == end && number >= 0 && number <= a_year) return "";
    return "it is a whole number of seconds, from 0 to " + std::to_string(a_year);
}

/// Those of a pipe, and those of files that are of use without a handle.
std::vector<std::string> formats_of_a_token() {
    const auto first = handout::token_formats();
    std::vector<std::string> names(first.begin(), first.end());
    for (const auto name : handout::file_formats())
        if (!handout::needs_handle(name) && std::find(names.begin(), names.end(), name) == names.end())
            names.emplace_back(name);
    return names;
}

void add_format_flag(CLI::App& app, TokenCommand& command) {
    app.add_option("-f,--format", command.format, "plain, json, header, headers, curl, irc, env, git")
        ->type_name("NAME")
        ->check([](const std::string& name) -> std::string {
            const auto names = formats_of_a_token();
            if (std::find(names.begin(), names.end(), name) != names.end()) return "";
            return "the formats are " + join(names, ", ");
        });
}

HelpTexts token_help() {
    return {{{"T=$(roadcase token twitch)", "into a variable"},
             {"roadcase token twitch -f curl | curl -K - URL", "not visible in ps"},
             {"roadcase token twitch --copy", "to the clipboard"},
             {"roadcase token twitch --scope chat:edit", "exit 7 if not allowed"}},
            "0 ok, 4 sign in again, 5 no such account, 6 provider down,\n"
            "            7 scope missing, 8 waited in vain",
            "roadcase status, roadcase reject"};
}

HelpTexts reject_help() {
    return {{{"printf %s \"$T\" | roadcase reject twitch", "the API answered 401"}},
            "0 ok, 4 sign in again, 5 no such account, 6 provider down",
            "roadcase token"};
}

}  // namespace

void add_token_commands(const Tree& tree) {
    auto token = std::make_shared<TokenCommand>();
    auto* app = tree.add(
        tree.root, "token", "Print a fresh access token.",
        [token](Session& session) { return print_token(session, *token); }, token_help());
    add_account_argument(*app, token->account);
    add_format_flag(*app, *token);
    app->add_option("--min-ttl", token->min_ttl, "valid at least this long; renews first if needed  (60)")
        ->type_name("SEC")
        ->check(refuse_no_seconds);
    app->add_option("--scope", token->scopes, "require this scope; repeat for more")
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    add_optional_duration(*app, "--wait", "10m", token->wait, "if a person must sign in, wait for it  (10m)");
    add_reveal_flags(*app, token->reveal);
    app->group("Everyday");

    auto reject = std::make_shared<TokenCommand>();
    auto* second = tree.add(
        tree.root, "reject", "Say that a token got a 401, and get a new one.",
        [reject](Session& session) { return reject_token(session, *reject); }, reject_help());
    add_account_argument(*second, reject->account);
    add_format_flag(*second, *reject);
    add_reveal_flags(*second, reject->reveal);
    second->group("Everyday");
}

}  // namespace roadcase::cli
