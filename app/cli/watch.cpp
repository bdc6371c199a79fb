#include <unistd.h>

#include "cli/commands.h"
#include "core/text.h"
#include "event_facts.h"
#include "platform/spawn.h"

namespace roadcase::cli {
namespace {

constexpr milliseconds before_the_next_try{1'000};
constexpr std::size_t longest_line = 64 * 1024;

struct WatchCommand {
    std::vector<std::string> accounts;
    bool exec = false;
};

std::vector<std::string> environment_for(const Json& event) {
    const auto text = [&](std::string_view name) { return string_at(event, name).value_or(""); };
    const auto* id = find(event, "id");
    auto variables = as_environment({id != nullptr ? dump(*id) : "", text("event"), text("account"),
                                     text("code"), text("expires_at"), text("action_url"), text("text")});
    for (char** ours = environ; *ours != nullptr; ++ours) {
        const std::string_view variable = *ours;
        const auto name = variable.substr(0, variable.find('=') + 1);
        const bool told = std::any_of(variables.begin(), variables.end(),
                                      [&](const std::string& one) { return one.starts_with(name); });
        if (!told) variables.emplace_back(variable);
    }
    return variables;
}

/// What happens at the server, line by line, for as long as somebody reads.
class Watch {
  public:
    Watch(Session& session, Backend& backend, const WatchCommand& command)
        : session_(session), backend_(backend), command_(command) {
        request_.path = "/api/v1/events";
        request_.headers.set("Accept", "application/x-ndjson");
        for (const auto& account : command.accounts) request_.query.add("account", account);
        request_.raw_query = request_.query.encode();
    }

    Status go() {
        for (;;) {
            if (auto done = listen(); !done) return done;
            if (is_over_) return {};
            session_.world.pause(before_the_next_try);
        }
    }

  private:
    /// Success: it is worth another try, or it is over.
    Status listen() {
        if (!last_id_.empty()) request_.headers.set("Last-Event-ID", last_id_);
        rest_.clear();
        const auto done = backend_.follow(request_, {[this](const http::Headers& head) { begin(head); },
                                                     [this](std::string_view bytes) { return take(bytes); }});
        if (!done && (done.error().kind != ErrorKind::unreachable || !was_there_)) return done;
        if (!is_over_ && !std::exchange(told_, true))
            session_.console.talk("The server is gone. Waiting for it to come back.");
        return {};
    }

    void begin(const http::Headers& head) {
        was_there_ = true;
        if (std::exchange(told_, false)) session_.console.talk("It is back.");
        if (last_id_.empty()) last_id_ = head.find("Last-Event-ID").value_or("");
    }

    bool take(std::string_view bytes) {
        rest_ += bytes;
        for (auto end = rest_.find('\n'); end != std::string::npos && !is_over_; end = rest_.find('\n')) {
            tell(rest_.substr(0, end));
            rest_.erase(0, end + 1);
        }
        return !is_over_ && rest_.size() <= longest_line;
    }

    void tell(const std::string& line) {
        const auto event = parse_json(line);
        if (!event || !event->is_object()) return;  // a sign of life
        if (command_.exec)
            run(*event);
        else
            session_.world.out << line << '\n' << std::flush;
        is_over_ = is_over_ || !session_.world.out;
        if (const auto* id = find(*event, "id")) last_id_ = dump(*id);
    }

    /// One after the other, however long each takes: the server keeps what happens meanwhile.
    void run(const Json& event) {
        const auto environment = environment_for(event);
        const auto& command = session_.options.rest;
        const auto child = platform::spawn(
            command, {.input = -1, .output = STDOUT_FILENO, .own_errors = true}, &environment);
        const auto status =
            child ? platform::wait_for_exit(*child, std::chrono::steady_clock::time_point::max())
                  : std::nullopt;
        if (!child)
            session_.console.talk(command.front() + " could not be started.");
        else if (status.value_or(0) != 0)
            session_.console.talk(command.front() + " failed with exit code " + std::to_string(*status) +
                                  ".");
    }

    Session& session_;
    Backend& backend_;
    const WatchCommand& command_;
    server::Request request_;
    std::string rest_;     ///< of a line that has not come whole
    std::string last_id_;  ///< of the last event that was told
    bool was_there_ = false;
    bool told_ = false;
    bool is_over_ = false;
};

Status watch(Session& session, const WatchCommand& command) {
    if (command.exec && session.options.rest.empty())
        return fail(ErrorKind::invalid_request, "", "--exec names no command.",
                    "Everything after it is the command that runs for each event.",
                    "roadcase watch --exec notify-send Roadcase");
    return session.backend().and_then(
        [&](Backend* backend) { return Watch(session, *backend, command).go(); });
}

HelpTexts watch_help() {
    return {{{"roadcase watch", "what happens, one JSON object a line"},
             {"roadcase watch twitch | jq -r .event", ""},
             {"roadcase watch --exec ./on-event.sh", "$ROADCASE_EVENT, $ROADCASE_ACCOUNT"}},
            "3 no server runs, 5 no such account, 8 --timeout is over",
            "roadcase status, docs/api.md",
            "[ACCOUNT...] [flags] [--exec COMMAND...]"};
}

}  // namespace

void add_watch_command(const Tree& tree) {
    auto command = std::make_shared<WatchCommand>();
    auto* app = tree.add(
        tree.root, "watch", "Tell what happens, as it happens.",
        [command](Session& session) { return watch(session, *command); }, watch_help());
    app->add_option("ACCOUNT", command->accounts);
    app->add_flag("--exec", command->exec, "run what follows for each event instead");
    app->group("Everyday");
}

}  // namespace roadcase::cli
