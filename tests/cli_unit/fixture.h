#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "core/json.h"
#include "support/fake_transport.h"
#include "support/manual_clock.h"

namespace roadcase::test {

/// Answers API requests by "METHOD /path" and remembers them. An answer that was given several times is used
/// one by one, the last one for ever.
class FakeApi {
  public:
    void answer(const std::string& what, server::Response response) {
        answers_[what].push_back(std::move(response));
    }
    void answer(const std::string& what, const std::string& body, int status = 200) {
        answer(what, {status, {{"Content-Type", "application/json"}}, body});
    }
    void problem(const std::string& what, const Error& error) { answer(what, server::problem(error)); }

    server::Response call(const server::Request& request) {
        requests.push_back(request);
        const auto found = answers_.find(request.method + " " + request.path);
        if (found == answers_.end())
            return server::problem(make_error(ErrorKind::not_found, "E501", "No account \"twich\".",
                                              "Did you mean twitch?", "roadcase list"));
        auto response = found->second.front();
        if (found->second.size() > 1) found->second.erase(found->second.begin());
        return response;
    }

    /// "GET /path?query" and, after a blank, the body of each request in order.
    std::vector<std::string> asked() const {
        std::vector<std::string> lines;
        for (const auto& request : requests)
            lines.push_back(request.method + " " + request.path +
                            (request.raw_query.empty() ? "" : "?" + request.raw_query) +
                            (request.body.empty() ? "" : " " + request.body));
        return lines;
    }

    std::vector<server::Request> requests;
    Result<std::string> address = "http://localhost:3000";
    std::vector<bool> any_port;  ///< the arguments of reachable()

  private:
    std::map<std::string, std::vector<server::Response>> answers_;
};

class FakeBackend final : public cli::Backend {
  public:
    explicit FakeBackend(FakeApi& api) : api_(api) {}
    server::Response call(const server::Request& request) override { return api_.call(request); }
    Result<std::string> reachable(bool any_port) override {
        api_.any_port.push_back(any_port);
        return api_.address;
    }

  private:
    FakeApi& api_;
};

/// A whole terminal around one command: what it prints where, and what it touched.
class CliTest : public testing::Test {
  protected:
    int run(const std::vector<std::string>& words) {
        std::vector<const char*> argv{"roadcase"};
        for (const auto& word : words) argv.push_back(word.c_str());
        std::istringstream in(typed);
        out_.str("");
        err_.str("");
        cli::CliWorld world{
            .backend = [this](const cli::GlobalOptions& options) -> Result<std::unique_ptr<cli::Backend>> {
                seen_options = options;
                ++opened;
                if (no_backend) return fail(*no_backend);
                return std::make_unique<FakeBackend>(api);
            },
            .out = lost_output ? lost_ : out_,
            .err = err_,
            .in = in,
            .out_is_terminal = terminal,
            .err_is_terminal = terminal,
            .in_is_terminal = terminal,
            .env =
                [this](const char* name) {
                    const auto found = env.find(name);
                    return found == env.end() ? nullptr : found->second.c_str();
                },
            .clock = clock,
            .open_browser =
                [this](const std::string& url) {
                    browsed.push_back(url);
                    return has_browser;
                },
            .copy =
                [this](const Secret& text) {
                    copied.push_back(text.reveal());
                    return has_clipboard;
                },
            .pause =
                [this](milliseconds time) {
                    paused += time;
                    clock.advance(std::chrono::ceil<seconds>(time));
                },
            .transport = transport,
            .ask_secret = [this](const std::string&) -> Result<Secret> {
                if (secrets.empty()) return fail(ErrorKind::invalid_request, "", "Nobody answered.");
                Secret next(secrets.front());
                secrets.erase(secrets.begin());
                return next;
            },
            .terminal_columns = [this] { return columns; }};
        return cli::run(static_cast<int>(argv.size()), argv.data(), world);
    }
    std::string out() const { return out_.str(); }
    std::string err() const { return err_.str(); }

    FakeApi api;
    ManualClock clock{from_unix(1'800'000'000)};  // 2027-01-15T08:00:00Z
    ScriptedTransport transport;
    std::map<std::string, std::string> env{{"LANG", "C.UTF-8"}, {"HOME", "/nowhere"}};
    std::string typed;
    std::vector<std::string> secrets;  ///< typed unseen on the terminal, one after the other
    int columns = 0;
    bool terminal = false;
    bool lost_output = false;  ///< standard output cannot be written
    bool has_browser = true;
    bool has_clipboard = true;
    std::optional<Error> no_backend;
    std::optional<cli::GlobalOptions> seen_options;
    int opened = 0;
    std::vector<std::string> browsed;
    std::vector<std::string> copied;
    milliseconds paused{0};

  private:
    std::ostringstream out_;
    std::ostringstream err_;
    std::ostream lost_{nullptr};
};

inline const std::string token_body =
    R"({"version":1,"access_token":"0123456789abcdefghijABCDEFGHIJ","token_type":"bearer","expires_in":13984,)"
    R"("scope":"chat:read","expires_at":"2026-11-20T23:14:05Z","account":"twitch/bot","subject":"125328655","display_name":"nova_bot",)"
    R"("client_id":"uo6d","headers":{"Authorization":"Bearer 0123456789abcdefghijABCDEFGHIJ","Client-Id":"uo6d"}})";

inline std::string list_of(const std::vector<std::string>& accounts) {
    std::string body;
    for (const auto& account : accounts) body += (body.empty() ? "" : ",") + account;
    return R"({"version":1,"accounts":[)" + body + "]}";
}

inline std::string account_body(const std::string& account, const std::string& status,
                                const std::string& problem = "null") {
    return R"({"version":1,"account":")" + account +
           R"(","id":"acc_1","provider":"twitch","provider_name":"Twitch","client":"twitch","subject":"7",)"
           R"("display_name":"nova_bot","status":")" +
           status +
           R"(","scope":"chat:read chat:edit","expires_at":"2027-01-15T11:53:04Z","expires_in":13984,)"
           R"("renews_at":"2027-01-15T10:51:00Z","last_renewed_at":"2027-01-15T07:56:00Z","generation":3,)"
           R"("problem":)" +
           problem + R"(,"action_url":"http://localhost:3000/auth/twitch?account=acc_1"})";
}

inline Error sign_in_again() {
    auto error = make_error(ErrorKind::needs_authorization, "E401", "Sign in to Twitch again.",
                            "Twitch removed the connection.");
    error.account = "twitch";
    error.action_url = "http://localhost:3000/auth/twitch?account=acc_1";
    return error;
}

}  // namespace roadcase::test
