#include "dashboard/sign_in_pages.h"

#include <gmock/gmock.h>

#include "dashboard/door_pages.h"
#include "dashboard_fixture.h"

namespace roadcase::dashboard {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const auto twitch = test::client_entry("twitch", "Twitch");

accounts::Flow done_flow() {
    accounts::Flow flow;
    flow.state = accounts::Flow::State::done;
    flow.client = flow.account = "twitch";
    flow.provider_name = "Twitch";
    flow.display_name = "nova_plays";
    flow.origin = "browser";
    return flow;
}

accounts::Flow failed_flow(const Error& error) {
    auto flow = done_flow();
    flow.state = accounts::Flow::State::failed;
    flow.account.clear();
    flow.error = error;
    return flow;
}

std::vector<std::string> labels(const MessagePage& page) {
    std::vector<std::string> out;
    for (const auto& button : page.buttons) out.push_back(button.label);
    return out;
}

TEST(ConnectedPage, NamesTheAccountAndWhereToGoNext) {
    const auto page = connected_page(done_flow(), {"chat:read"});
    EXPECT_EQ(page.heading, "Twitch is connected");
    EXPECT_THAT(page.paragraphs, ElementsAre("Signed in as \u2068nova_plays\u2069.",
                                             "You can close this tab and go back to your stream."));
    EXPECT_EQ(page.state.tone, Tone::ok);
    EXPECT_THAT(page.fold_items, ElementsAre("`chat:read`"));
    EXPECT_THAT(labels(page), ElementsAre("Go to Roadcase"));
}

TEST(ConnectedPage, HasOtherWordsForAgainAndForATerminal) {
    auto flow = done_flow();
    flow.again = true;
    EXPECT_EQ(connected_page(flow, {}).heading, "Twitch is connected again");
    EXPECT_THAT(connected_page(flow, {}).paragraphs.back(), HasSubstr("Your bots continue by themselves."));
    flow.origin = "terminal";
    EXPECT_THAT(connected_page(flow, {}).paragraphs.back(), HasSubstr("go back to your terminal"));
}

TEST(ConnectedPage, SaysWhatWasNotAllowed) {
    auto flow = done_flow();
    flow.missing_scopes = {"channel:manage:polls"};
    const auto page = connected_page(flow, {});
    EXPECT_EQ(page.state.tone, Tone::warn);
    EXPECT_THAT(page.paragraphs,
                Contains("Twitch allowed less than asked: `channel:manage:polls` is missing."));
    EXPECT_EQ(page.buttons.front().label, "Ask again");
    EXPECT_EQ(page.buttons.front().href, "/auth/twitch?account=twitch");
}

TEST(ConnectedPage, EscapesWhatTheProviderSays) {
    auto flow = done_flow();
    flow.display_name = "<img src=x>`&";
    flow.missing_scopes = {"`<b>`"};
    const auto html = render(connected_page(flow, {"<i>`"}));
    for (const auto* tag : {"<img", "<b>", "<i>"}) EXPECT_THAT(html, Not(HasSubstr(tag)));
}

TEST(FailedPage, SaysWhatWhyAndWhatNext) {
    const auto page = failed_page(
        failed_flow(make_error(ErrorKind::denied, "E212", "Twitch does not accept this app. It is new.",
                               "It may be blocked there.", "roadcase add twitch")),
        &twitch);
    EXPECT_EQ(page.state.word, "Not connected");
    EXPECT_EQ(page.state.tone, Tone::err);
    EXPECT_EQ(page.heading, "Twitch does not accept this app");
    EXPECT_THAT(page.paragraphs, ElementsAre("It is new.", "It may be blocked there.",
                                             "In a terminal: `roadcase add twitch`"));
    EXPECT_EQ(page.code, "E212");
}

TEST(FailedPage, ACancelOfOnesOwnIsNoAlarm) {
    const auto page =
        failed_page(failed_flow(make_error(
                        ErrorKind::denied, "E204", "You pressed Cancel at Twitch. Nothing was changed.",
                        "It answered \"access_denied\".", "Start it again when you are ready.")),
                    &twitch);
    EXPECT_EQ(page.state.word, "Not connected");
    EXPECT_EQ(page.state.tone, Tone::muted);
    EXPECT_EQ(page.heading, "You pressed Cancel at Twitch");
    EXPECT_THAT(page.paragraphs, ElementsAre("Nothing was changed.", "Start it again when you are ready."));
    EXPECT_THAT(labels(page), ElementsAre("Try again", "Go to Roadcase"));
    EXPECT_THAT(page.details, testing::StartsWith("E204 · "));
}

TEST(FailedPage, ShowsTheAddressToRegister) {
    const auto page = failed_page(
        failed_flow(make_error(ErrorKind::rejected, "E201", "Twitch does not know it.")), &twitch);
    EXPECT_EQ(page.copyable, "http://localhost:3000/success");
    EXPECT_THAT(page.paragraphs, ElementsAre("In the Twitch console, the redirect address must be exactly:"));
    EXPECT_THAT(labels(page), ElementsAre("Open the Twitch console", "Try again"));
    EXPECT_EQ(page.buttons.front().href, "/add/twitch/console?client=twitch");
    EXPECT_THAT(page.details, testing::StartsWith("E201 · rejected · "));
    EXPECT_THAT(render(page), HasSubstr("data-copy=\"http://localhost:3000/success\""));
}

TEST(FailedPage, NeverOffersToRepeatAMixUp) {
    const auto page = failed_page(
        failed_flow(make_error(ErrorKind::rejected, "E208", "Twitch answered from an unexpected address.")),
        &twitch);
    EXPECT_THAT(labels(page), ElementsAre("Go to Roadcase"));
}

TEST(FailedPage, LeadsBackToTheAccountThatWasMeant) {
    auto error = make_error(ErrorKind::denied, "E207", "You signed in as somebody else.");
    error.account = "twitch/bot";
    const auto page = failed_page(failed_flow(error), &twitch);
    EXPECT_EQ(page.buttons[0].href, "/auth/twitch?account=twitch%2Fbot&choose=1");
    EXPECT_EQ(page.buttons[1].href, "/add/twitch") << "or the other one gets a name of its own";
}

TEST(FailedPage, TheSamePersonAgainKeepsTheNameThatWasMeant) {
    auto flow = failed_flow(make_error(ErrorKind::denied, "E207", "That is nova_plays again."));
    flow.name = "bot";
    const auto page = failed_page(flow, &twitch);
    EXPECT_EQ(page.buttons.front().href, "/auth/twitch?name=bot&choose=1");
    EXPECT_THAT(labels(page), ElementsAre("Try again, choose the account", "Go to Roadcase"));
}

TEST(FailedPage, ASecretThatWasRefusedIsPastedAnew) {
    auto entry = twitch;
    const auto flow =
        failed_flow(make_error(ErrorKind::rejected, "E301", "Twitch refused the client secret."));
    EXPECT_EQ(failed_page(flow, &entry).buttons.front().label, "Open the Twitch console")
        << "what stands in config.toml is changed there";
    entry.made_here = true;
    EXPECT_EQ(failed_page(flow, &entry).buttons.front().href, "/add/twitch?setup=1");
    entry.name = "twitch-app";
    EXPECT_EQ(failed_page(flow, &entry).buttons.front().label, "Open the Twitch console")
        << "the wizard shows another app of that provider";
}

TEST(ConnectedPage, FromTheDockTheTabMayGo) {
    auto flow = done_flow();
    EXPECT_FALSE(connected_page(flow, {}).closes);
    flow.origin = "dock";
    EXPECT_TRUE(connected_page(flow, {}).closes);
    EXPECT_EQ(connected_page(flow, {}).paragraphs.back(), "You can close this tab.");
    flow.missing_scopes = {"chat:edit"};
    EXPECT_FALSE(connected_page(flow, {}).closes) << "there is something to read";
}

TEST(FailedPage, IsNeverADeadEnd) {
    EXPECT_FALSE(failed_page(failed_flow(Error{}), nullptr).buttons.empty());
    EXPECT_FALSE(failed_page(failed_flow(Error{}), nullptr).heading.empty());
}

TEST(Chooser, OffersEveryClientAndTellsTwoOfOneProviderApart) {
    auto second = twitch;
    second.name = "stage";
    const accounts::Registry registry{{twitch, second}};
    const auto page = chooser_page(registry);
    EXPECT_THAT(labels(page), ElementsAre("Twitch", "Twitch (stage)", "Another provider…"));
    EXPECT_EQ(page.buttons[1].href, "/auth/stage");
}

TEST(Chooser, WithoutAnyClientSaysWhatToDo) {
    const auto page = chooser_page(accounts::Registry{{}});
    EXPECT_EQ(page.buttons.front().href, "/add");
    EXPECT_TRUE(page.buttons.front().primary);
}

TEST(UnknownClient, SuggestsOurNamesOnly) {
    const accounts::Registry registry{{twitch}};
    const auto near = unknown_client_page("twich", registry);
    EXPECT_THAT(near.paragraphs, ElementsAre("Did you mean `twitch`?"));
    EXPECT_THAT(render(unknown_client_page("canary-in-the-path", registry)), Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace roadcase::dashboard
