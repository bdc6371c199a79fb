#include "cli/commands.h"
#include "cli/pretend_browser.h"
#include "cli/sign_in.h"

namespace roadcase::cli {
namespace {

const char* const client = "practice";
constexpr milliseconds sign_in_limit{5000};
constexpr milliseconds patience{4000};
constexpr milliseconds look_every{500};

Error unlike(std::string why) {
    return make_error(ErrorKind::internal, "", "The demo did not go as it should.", std::move(why),
                      "roadcase status practice");
}

std::string indented(const std::string& text) {
    std::string lines = "    " + text.substr(0, text.find_last_not_of('\n') + 1);
    for (auto at = lines.find('\n'); at != std::string::npos; at = lines.find('\n', at + 1))
        lines.insert(at + 1, 4, ' ');
    return lines;
}

/// The life of the practice account, step by step. A step that cannot be proven is the end.
class Demo {
  public:
    Demo(Session& session, Api api) : session_(session), api_(api), browser_(session.world.transport) {}
    ~Demo() { (void)api_.practice("down", false); }
    Demo(const Demo&) = delete;
    Demo& operator=(const Demo&) = delete;

    Status play();

  private:
    Status sign_in(const FlowWish& wish);
    Status allow(const std::string& address);
    Status show_token();
    Status renew();
    Status survive_outage();
    Status lose_connection();
    Status sign_in_again();
    void say_next();

    void tell(const std::string& text);
    void good(const std::string& step, const std::string& text);
    Result<Token> token() { return api_.token(account_, 0, {}); }
    std::string seen(const Token& token) const;

    Session& session_;
    Api api_;
    PretendBrowser browser_;
    std::string account_;
    Secret last_token_;
    OrderedJson steps_ = OrderedJson::array();
};

Status Demo::play() {
    tell(
        "The whole life of an account, with the practice provider inside Roadcase.\nNothing here is real, "
        "and no "
        "browser opens.\n\nSign in");
    FlowWish wish;
    wish.client = client;
    const auto done = sign_in(wish)
                          .and_then([&] { return show_token(); })
                          .and_then([&] { return renew(); })
                          .and_then([&] { return survive_outage(); })
                          .and_then([&] { return lose_connection(); })
                          .and_then([&] { return sign_in_again(); });
    if (!done) return fail(unlike(done.error().one_line()));
    say_next();
    return {};
}

Status Demo::sign_in(const FlowWish& wish) {
    const auto started = api_.start_flow(wish);
    if (!started) return fail(started.error());
    if (const auto allowed = allow(started->url); !allowed) return allowed;
    const auto flow = wait_for_flow(session_, api_, started->id, sign_in_limit);
    if (!flow) return fail(flow.error());
    account_ = flow->account;
    good(wish.account.empty() ? "authorized" : "authorized_again",
         "Connected " + shown(flow->provider_name) + " as " + shown(flow->display_name) + ".");
    return {};
}

Status Demo::allow(const std::string& address) {
    tell("  Practice Stream asks: may Roadcase read your chat and send messages?  [Allow]");
    return browser_.answer_question(address, "allow").and_then([](const Page& end) -> Status {
        if (end.status == 200 && end.url.path.starts_with("/done/") && end.url.query.empty()) return {};
        return fail(unlike("The browser did not end on the page that says it worked."));
    });
}

Status Demo::show_token() {
    tell("\nA script asks for the token");
    const auto first = token();
    if (!first) return fail(first.error());
    good("token", "It gets one: " + seen(*first));
    session_.world.pause(milliseconds{1000});
    const auto later = token();
    if (!later) return fail(later.error());
    if (!first->expires_in || !later->expires_in) return fail(unlike("The token has no end."));
    tell("  a second later: good for " + in_words(*later->expires_in));
    last_token_ = later->access_token;
    return {};
}

Status Demo::renew() {
    tell("\nIt renews itself before it ends; here it is told to do so now");
    return api_.refresh(account_)
        .and_then([&](const Account&) { return token(); })
        .and_then([&](const Token& renewed) -> Status {
            if (renewed.access_token == last_token_) return fail(unlike("The renewed token is the old one."));
            last_token_ = renewed.access_token;
            good("renewed", "A new token: " + seen(renewed));
            return {};
        });
}

Status Demo::survive_outage() {
    tell("\nThe provider goes down");
    if (const auto down = api_.practice("down", true); !down) return down;
    const auto failed = api_.refresh(account_);
    if (failed || failed.error().kind != ErrorKind::unavailable)
        return fail(unlike("A renewal against a provider that is down should fail for now."));
    tell("  Renewing fails: " + failed.error().title);
    const auto kept = token();
    if (!kept) return fail(kept.error());
    if (!(kept->access_token == last_token_))
        return fail(unlike("The token changed while the provider was down."));
    good("provider_down", "Scripts still get the token: " + seen(*kept));
    if (const auto up = api_.practice("down", false); !up) return up;
    const auto back = session_.wait_until(patience, look_every, [&]() -> Result<bool> {
        const auto account = api_.refresh(account_);
        if (!account && account.error().kind != ErrorKind::unavailable) return fail(account.error());
        return account.has_value();
    });
    if (!back) return fail(back.error());
    if (!*back) return fail(unlike("The provider is back, but renewing still fails."));
    good("provider_back", "It is back, and the account renewed itself.");
    return {};
}

Status Demo::lose_connection() {
    tell("\nThe person removes the connection at the provider");
    if (const auto revoked = api_.practice("revoke", true); !revoked) return revoked;
    const auto refused = api_.refresh(account_);
    if (refused) return fail(unlike("A revoked account renewed itself."));
    const auto& error = refused.error();
    if (error.kind != ErrorKind::needs_authorization || error.code != "E401") return fail(error);
    const auto account = api_.account(account_);
    if (!account) return fail(account.error());
    if (account->status != "needs_authorization")
        return fail(unlike("The list does not say who needs a person."));
    good("revoked", "Nothing is lost silently: the person and the script read what to do.");
    tell(indented(error_text(error)));
    return {};
}

Status Demo::sign_in_again() {
    tell("\nSign in again");
    FlowWish wish;
    wish.client = client;
    wish.account = account_;
    return sign_in(wish).and_then([&] { return token(); }).map([&](const Token& fresh) {
        good("token_again", "Scripts go on: " + seen(fresh));
    });
}

void Demo::say_next() {
    if (session_.options.json)
        return session_.console.print(
            dump(OrderedJson{{"version", 1}, {"account", account_}, {"steps", std::move(steps_)}}) + "\n");
    tell("\nNext: roadcase token " + account_ + " | cat");
}

/// The story is the report of this command, so it goes where its results go.
void Demo::tell(const std::string& text) {
    if (!session_.options.json && !session_.options.quiet) session_.console.print(text + "\n");
}

void Demo::good(const std::string& step, const std::string& text) {
    steps_.push_back({{"step", step}, {"text", text}});
    if (!session_.options.json) session_.console.report(Mark::ok, text);
}

std::string Demo::seen(const Token& token) const {
    return masked(token.access_token, token.expires_in, session_.console.look());
}

Status demo(Session& session) {
    const auto backend = session.backend();
    if (!backend) return fail(backend.error());
    if (const auto address = (*backend)->reachable(true); !address) return fail(address.error());
    return Demo(session, Api(**backend)).play();
}

}  // namespace

void add_demo_command(const Tree& tree) {
    tree.add(tree.root, "demo", "Watch the whole life of an account, in this terminal.", demo,
             {{{"roadcase demo", "under ten seconds, nothing real"}},
              "0 every step was seen to work, 1 one did not",
              "roadcase add practice"})
        ->group("Everyday");
}

}  // namespace roadcase::cli
