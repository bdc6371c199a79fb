#include "dashboard/accounts_page.h"
#include "dashboard/activity_page.h"
#include "dashboard/assets.h"
#include "dashboard/dock_page.h"
#include "dashboard/help_page.h"
#include "dashboard/message_page.h"
#include "dashboard/on_air_page.h"

#include <gmock/gmock.h>

#include "core/encoding.h"
#include "web/assets.h"
#include "web/style.h"

namespace roadcase::dashboard {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* hostile = "<script>alert(1)</script>\"'&<img src=x onerror=y>";

AccountRow plain_row() {
    AccountRow row;
    row.id = "acc_1";
    row.reference = "twitch/bot";
    row.provider = "Twitch";
    row.person = "nova_bot";
    row.state = {Shape::circle, Tone::ok, "Connected"};
    row.text = "Renews by itself in 31 min.";
    return row;
}

std::string with(const AccountRow& row) {
    AccountsPage page;
    page.accounts = {row};
    page.summary = row.state;
    page.csrf = "the-page-nonce";
    return render(page);
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

TEST(Pages, EveryPageHasTheSameFrame) {
    MessagePage message;
    message.heading = "Twitch is connected";
    for (const auto& page :
         {with(plain_row()), render(AccountsPage{}), render(message), render(help_index()),
          render(ActivityPage{}), render(OnAirPage{}), render(help_page(*server::help_text("E401")))}) {
        EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
        EXPECT_EQ(count(page, "<h1>"), 1U);
        EXPECT_THAT(page, HasSubstr("<a class=\"skip\" href=\"#main\">"));
        EXPECT_EQ(count(page, "<main id=\"main\""), 1U);
        EXPECT_THAT(page, HasSubstr(", Roadcase</title>"));
        EXPECT_THAT(page, HasSubstr("/assets/" + asset_version() + "/app.js"));
        EXPECT_THAT(page, Not(HasSubstr("{{")));
    }
}

TEST(Pages, NoTemplateLetsMarkupThroughOrLoadsAnything) {
    for (const auto name : web::asset_names()) {
        if (!name.ends_with(".html")) continue;
        std::string text{*web::asset(name)};
        // Our own text, which must stay as it is: its hash is what the browser allows.
        if (const auto at = text.find("<style>{{{style}}}</style>"); at != std::string::npos)
            text.erase(at, 26);
        for (const auto* forbidden : {"{{{", "{{&", "<script>", "style=", "onclick", "@import"})
            EXPECT_THAT(text, Not(HasSubstr(forbidden))) << name;
    }
}

TEST(Pages, EveryTextOfARowIsEscaped) {
    auto row = plain_row();
    row.id = row.reference = row.provider = row.person = row.text = row.code = row.state.word = hostile;
    row.scopes = {hostile};
    row.facts = {{hostile, hostile}};
    row.button = Button{hostile, std::string{"/auth/"} + hostile, true};
    row.try_now = row.may_renew = true;
    const auto page = with(row);
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
}

TEST(Pages, ANoticeStandsAboveTheAccountsAndLeadsToItsHelp) {
    AccountsPage page;
    page.accounts = {plain_row()};
    page.notices = {{"This PC's clock is 6 min behind. Set it right: `timedatectl`.", "E106"},
                    {hostile, hostile}};
    const auto text = render(page);
    EXPECT_THAT(text, HasSubstr("clock is 6 min behind. Set it right: <code>timedatectl</code>."));
    EXPECT_THAT(text, HasSubstr("<a href=\"/help/E106\">"));
    EXPECT_LT(text.find("6 min behind"), text.find("Renews by itself"));
    EXPECT_THAT(text, Not(HasSubstr("<script>")));
    EXPECT_THAT(with(plain_row()), Not(HasSubstr("class=\"notice\"")));
}

TEST(Pages, EveryTextOfAMessageIsEscaped) {
    MessagePage message;
    message.title = message.heading = message.copyable = message.fold_summary = message.code = hostile;
    message.fine_print = message.state.word = hostile;
    message.paragraphs = message.fold_items = {hostile, std::string{"`"} + hostile + "`"};
    message.buttons = {{hostile, "/"}};
    const auto page = render(message);
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
}

TEST(Pages, TemplateTagsInATextAreOnlyText) {
    MessagePage message;
    message.heading = "{{> page}} {{csrf}}";
    EXPECT_THAT(render(message), HasSubstr("{{&gt; page}} {{csrf}}"));
}

TEST(Pages, LinksLeadToOurPathsOrWebSitesOnly) {
    for (const auto* href : {"javascript:alert(1)", "//evil.example/", "data:text/html,x", ""}) {
        MessagePage message;
        message.buttons = {{"Press me", href}};
        EXPECT_THAT(render(message), Not(HasSubstr("Press me"))) << href;
    }
    for (const auto* href : {"/auth/twitch", "https://dev.example/console"}) {
        MessagePage message;
        message.buttons = {{"Press me", href}};
        EXPECT_THAT(render(message), HasSubstr("Press me")) << href;
    }
}

TEST(Pages, CommandsInProseBecomeCode) {
    MessagePage message;
    message.paragraphs = {"Run `roadcase list` now."};
    EXPECT_THAT(render(message), HasSubstr("<p>Run <code>roadcase list</code> now.</p>"));
    message.paragraphs = {"An odd ` stays readable"};
    EXPECT_THAT(render(message), HasSubstr("An odd <code> stays readable</code>"));
}

TEST(Pages, AMessageLinksItsHelpPage) {
    MessagePage message;
    message.code = message.fine_print = "E401";
    EXPECT_THAT(render(message), HasSubstr("href=\"/help/E401\""));
}

TEST(Pages, ShapeWordAndColourStandTogether) {
    const std::pair<Shape, const char*> shapes[] = {
        {Shape::circle, "<circle"}, {Shape::triangle, "M8 1.6"}, {Shape::square, "<rect x=\"2.5\""}};
    for (const auto& [shape, drawing] : shapes) {
        MessagePage message;
        message.state = {shape, Tone::warn, "The word"};
        EXPECT_THAT(render(message), HasSubstr(drawing));
        EXPECT_THAT(render(message), HasSubstr("class=\"state warn\""));
        EXPECT_THAT(render(message), HasSubstr("The word"));
    }
}

TEST(Pages, TheTitleTellsWhoNeedsAPerson) {
    auto row = plain_row();
    EXPECT_THAT(with(row), HasSubstr("<title>Accounts, Roadcase</title>"));
    row.state = {Shape::triangle, Tone::err, "Sign in again"};
    EXPECT_THAT(with(row), HasSubstr("<title>(1) Twitch: sign in again, Roadcase</title>"));
}

TEST(Pages, ActionsAreFormsWithTheNonceAndConnectingIsALink) {
    auto row = plain_row();
    row.try_now = true;
    row.button = Button{"Reconnect", "/auth/twitch?account=acc_1", true};
    const auto page = with(row);
    EXPECT_THAT(page, HasSubstr("<a class=\"button\" href=\"/auth/twitch?account=acc_1\""));
    EXPECT_THAT(page, HasSubstr("<form method=\"post\" action=\"/accounts/refresh\">"));
    EXPECT_EQ(count(page, "name=\"csrf\" value=\"the-page-nonce\""), count(page, "<form"));
}

TEST(Pages, OnlyAPageThatWaitsLooksAgain) {
    AccountsPage page;
    EXPECT_THAT(render(page), Not(HasSubstr("http-equiv")));
    page.refresh_after = 5;
    EXPECT_THAT(render(page), HasSubstr("<meta http-equiv=\"refresh\" content=\"5\">"));
}

TEST(Pages, TheFirstRunOffersWhatCanBeConnected) {
    AccountsPage page;
    page.offers = {{"Connect Twitch", "/add/twitch", true}};
    EXPECT_THAT(render(page), HasSubstr("Nothing connected yet"));
    EXPECT_THAT(render(page),
                HasSubstr("<a class=\"button primary\" href=\"/add/twitch\">Connect Twitch</a>"));
}

TEST(Pages, TheIconReadsWithoutColour) {
    EXPECT_THAT(favicon(Tone::ok), HasSubstr("#4ADE80"));
    EXPECT_THAT(favicon(Tone::warn), HasSubstr("#FBBF24"));
    EXPECT_THAT(favicon(Tone::err), HasSubstr("M16 8 25 24H7z"));
    EXPECT_THAT(favicon(Tone::ok), Not(HasSubstr("M16 8 25 24H7z")));
}

TEST(Pages, StylesAndScriptsLoadNothingFromElsewhere) {
    for (const auto name : web::asset_names()) {
        if (!name.ends_with(".css") && !name.ends_with(".js")) continue;
        const std::string text{*web::asset(name)};
        for (const auto* forbidden : {"url(", "@import", "http:", "https:", "innerHTML", "eval("})
            EXPECT_THAT(text, Not(HasSubstr(forbidden))) << name;
    }
}

TEST(Pages, TheStyleStandsInsideAndIsTheOneThatIsAllowed) {
    for (const auto& page : {render(AccountsPage{}), render(DockPage{})}) {
        EXPECT_THAT(page, HasSubstr("<style>" + web::style_sheet() + "</style>"));
        EXPECT_EQ(count(page, "<style"), 1U);
    }
    auto answer = server::html(200, "");
    server::add_common_headers(answer);
    EXPECT_THAT(std::string(answer.headers.find("Content-Security-Policy").value_or("")),
                HasSubstr("; style-src 'sha256-" + base64_encode(sha256(web::style_sheet())) + "';"));
}

TEST(Pages, EverySheetIsInTheStyle) {
    const auto& all = web::style_sheet();
    for (const auto name : web::asset_names()) {
        if (!name.starts_with("styles/")) continue;
        // The palettes stand there under selectors of their own.
        const auto rules = web::asset(name)->substr(web::asset(name)->starts_with(":root") ? 5 : 0);
        EXPECT_THAT(all, HasSubstr(std::string{rules})) << name;
    }
}

}  // namespace
}  // namespace roadcase::dashboard
