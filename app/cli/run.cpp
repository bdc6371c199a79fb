#include <unistd.h>

#include <csignal>

#include "cli/commands.h"
#include "cli/in_front.h"
#include "cli/masked_output.h"
#include "cli/run_environment.h"
#include "core/text.h"
#include "platform/foreground.h"

namespace roadcase::cli {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr milliseconds look_every{2'000};
constexpr seconds grace{10};
/// A key lives an hour longer than this process does, if it is killed.
constexpr seconds key_life{3'600};
constexpr seconds keep_key_every{600};
/// A token with less left is renewed, if nobody has by then.
constexpr seconds near_its_end{60};

struct RunCommand {
    RunWish wish;
    bool restart = false;
    bool no_mask = false;
};

Error nothing_to_run(const RunCommand& command) {
    return make_error(
        ErrorKind::invalid_request, "", "There is no command to run.", "It stands after \"--\".",
        "roadcase run " + (command.wish.accounts.empty() ? "twitch" : command.wish.accounts.front()) +
            " -- COMMAND");
}

Error no_account() {
    return make_error(ErrorKind::invalid_request, "", "No account was named.",
                      "Name one, or one in a reference: roadcase://twitch/access_token in --env-file or in a "
                      "variable.",
                      "roadcase run twitch -- COMMAND");
}

std::vector<std::string> inherited_environment() {
    std::vector<std::string> all;
    for (char** each = environ; each != nullptr && *each != nullptr; ++each) all.emplace_back(*each);
    return all;
}

/// One `run` from its first program to the end of its last.
class Run {
  public:
    Run(Session& session, const RunCommand& command, RunEnvironment environment, Backend& backend)
        : session_(session),
          command_(command),
          environment_(std::move(environment)),
          api_(backend),
          backend_(backend) {}

    Status go(InFront& in_front) {
        auto variables = fresh_variables();
        if (!variables) return fail(variables.error());
        const auto host = backend_.host();
        if (!host) return fail(host.error());
        const auto lent = lend_key();
        if (!lent) return fail(lent.error());
        host_ = *host;
        in_front.take_over();
        in_front.on_signal = [this](int signal) { hear(signal); };
        tell();
        const auto done = run_until_it_ends(in_front, std::move(*variables));
        // The program has ended: what it was lent ends, too.
        (void)api_.revoke_key(key_name_);
        return done;
    }

  private:
    Result<std::vector<std::string>> fresh_variables() {
        Materials materials(session_, api_);
        auto variables = environment_.build(materials, names_);
        if (!variables) return variables;
        if (materials.all().empty()) return fail(no_account());
        tokens_ = materials.all();
        for (const auto& [account, material] : tokens_) mask(material.access_token);
        return variables;
    }

    Status lend_key() {
        key_name_ = "run-" + std::to_string(::getpid());
        KeyWish wish{key_name_, {}};
        for (const auto& [account, material] : tokens_) wish.accounts.push_back(account);
        wish.lifetime = key_life;
        wish.confirmed = true;
        auto key = api_.create_key(wish);
        if (!key) {
            // A process of this number was killed before it could take its key back.
            (void)api_.revoke_key(key_name_);
            key = api_.create_key(wish);
        }
        if (!key) return fail(key.error());
        key_ = key->key;
        key_kept_ = std::chrono::steady_clock::now();
        mask(key_);
        for (const auto& account : wish.accounts)
            if (const auto now = api_.account(account)) generations_[account] = now->generation;
        return {};
    }

    void tell() {
        auto names = names_;
        names.insert(names.end(), {"ROADCASE_URL", "ROADCASE_KEY"});
        session_.console.talk("roadcase: " + join(names, ", ") + " set for this command.");
        std::optional<seconds> left;
        for (const auto& [account, material] : tokens_)
            if (const auto life = handout::life_left(material); life && (!left || *life < *left)) left = life;
        if (!left || names_.empty()) return;
        session_.console.talk("roadcase: the token in the environment ends in " + in_words(*left) + "; " +
                              (command_.restart ? "before that the command is started again."
                                                : "the program can ask ROADCASE_URL for a new one."));
    }

    Status run_until_it_ends(InFront& in_front, std::vector<std::string> variables) {
        for (;;) {
            restarting_.reset();
            const auto ended = run_once(in_front, variables);
            if (!ended) return fail_to_start(ended.error());
            session_.exit_code = *ended;
            if (!restarting_ || told_to_end_) return {};
            auto fresh = fresh_variables();
            if (!fresh) return fail(fresh.error());
            variables = std::move(*fresh);
            session_.console.talk("roadcase: started again with a new token.");
        }
    }

    Result<int> run_once(InFront& in_front, std::vector<std::string> variables) {
        variables.push_back("ROADCASE_URL=" + host_.url);
        if (!host_.socket.empty()) variables.push_back("ROADCASE_SOCKET=" + host_.socket);
        variables.push_back("ROADCASE_KEY=" + key_.reveal());
        platform::Program program;
        program.argv = session_.options.rest;
        program.environment = &variables;
        if (auto ready = mask_outputs(program); !ready) return fail(ready.error());
        const auto child = platform::start_in_front(program);
        for (auto& each : variables) wipe(each);
        if (masked_) masked_->close_own_end();
        if (!child) return fail(child.error());
        const int code = in_front.wait_for(*child, {look_every, [&] { look_after(*child); }});
        masked_.reset();
        return code;
    }

    /// Both outputs of a terminal are one place, in the order in which they were written.
    Status mask_outputs(platform::Program& program) {
        const auto& world = session_.world;
        if (command_.no_mask || (!world.out_is_terminal && !world.err_is_terminal)) return {};
        const int real = world.out_is_terminal ? STDOUT_FILENO : STDERR_FILENO;
        auto masked = MaskedOutput::open(real, secrets_, session_.console.err_look().utf8);
        if (!masked) return fail(masked.error());
        masked_ = std::move(*masked);
        if (world.out_is_terminal) program.output = masked_->descriptor();
        if (world.err_is_terminal) program.errors = masked_->descriptor();
        return {};
    }

    Status fail_to_start(const Error& error) {
        if (error.kind != ErrorKind::not_found && error.kind != ErrorKind::denied) return fail(error);
        session_.console.error(error);
        session_.exit_code = error.kind == ErrorKind::not_found ? 127 : 126;
        return {};
    }

    void look_after(pid_t child) {
        const auto now = std::chrono::steady_clock::now();
        if (now - key_kept_ >= keep_key_every) {
            (void)api_.change_key(key_name_, OrderedJson{{"expires_in", key_life.count()}});
            key_kept_ = now;
        }
        if (restarting_) {
            if (now - *restarting_ >= grace) ::kill(child, SIGKILL);
        } else if (has_new_token() && command_.restart) {
            restarting_ = now;
            ::kill(child, SIGTERM);
        }
    }

    /// Asks for tokens only when there is one to be had: every hand-out is written down.
    bool has_new_token() {
        bool any = false;
        for (auto& [account, material] : tokens_) {
            const auto now = api_.account(account);
            if (!now) continue;
            const bool ends = command_.restart && now->expires_in && *now->expires_in <= near_its_end;
            if (now->generation == generations_[account] && !ends) continue;
            const auto token = api_.token(account, near_its_end.count(), {});
            if (!token) continue;
            generations_[account] = now->generation;
            if (token->access_token == material.access_token) continue;
            material.access_token = token->access_token;
            mask(token->access_token);
            any = true;
        }
        return any;
    }

    void mask(const Secret& secret) {
        secrets_.with([&](std::vector<Secret>& all) { all.push_back(secret); });
    }

    void hear(int signal) {
        if (signal == SIGWINCH && masked_) masked_->follow_size();
        const bool ends = signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
        if (ends && restarting_) told_to_end_ = true;
    }

    Session& session_;
    const RunCommand& command_;
    RunEnvironment environment_;
    Api api_;
    Backend& backend_;
    Backend::Host host_;
    std::vector<std::string> names_;
    std::map<std::string, handout::Material> tokens_;
    std::map<std::string, std::int64_t> generations_;
    std::string key_name_;
    Secret key_;
    Moment key_kept_{};
    std::optional<Moment> restarting_;
    bool told_to_end_ = false;
    MaskedSecrets secrets_;
    std::unique_ptr<MaskedOutput> masked_;
};

Status run_program(Session& session, const RunCommand& command) {
    if (session.options.rest.empty()) return fail(nothing_to_run(command));
    auto environment = RunEnvironment::read(command.wish, inherited_environment());
    if (!environment) return fail(environment.error());
    InFront in_front;
    const auto backend = session.backend();
    if (!backend) return fail(backend.error());
    const auto done = Run(session, command, std::move(*environment), **backend).go(in_front);
    // Before the signals are as they were: its threads end first.
    session.close_backend();
    return done;
}

HelpTexts run_help() {
    return {{{"roadcase run twitch -- python bot.py", "TWITCH_ACCESS_TOKEN is set"},
             {"roadcase run --env-file .env -- ./overlay", "its references are filled in"},
             {"roadcase run --env OAUTH=twitch/irc -- node bot.js", ""},
             {"roadcase run twitch --restart-on-renew -- ./old-bot", "a new token: started again"}},
            "the command's, 128 + the signal; 126 not executable, 127 not\n"
            "            found, 2 wrong use, 4 sign in again, 5 no such account",
            "roadcase curl, roadcase env, roadcase inject",
            "[ACCOUNT...] [flags] -- COMMAND [words]"};
}

}  // namespace

void add_run_command(const Tree& tree) {
    auto command = std::make_shared<RunCommand>();
    auto* app = tree.add(
        tree.root, "run", "Run a program with tokens in its environment.",
        [command](Session& session) { return run_program(session, *command); }, run_help());
    app->add_option("ACCOUNT", command->wish.accounts);
    app->add_option("--env-file", command->wish.env_files,
                    "a .env file; roadcase://ACCOUNT/FIELD is filled in")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app->add_option("--env", command->wish.env, "NAME=ACCOUNT/FIELD; repeat for more")
        ->type_name("NAME=…")
        ->allow_extra_args(false);
    app->add_flag("--restart-on-renew", command->restart, "end and start it again for each new token");
    app->add_flag("--no-mask", command->no_mask, "do not hide tokens that it prints on a terminal");
    app->group("Everyday");
}

}  // namespace roadcase::cli
