#include "dashboard/refusal_page.h"

#include <gmock/gmock.h>

#include "dashboard/message_page.h"
#include "dashboard/view.h"

namespace roadcase::dashboard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto local = "http://localhost:3000/";

server::Response shown(const char* code, const char* next = "") {
    return refusal_page(make_error(ErrorKind::denied, code, "It was refused.", "", next), 403, local);
}

TEST(RefusalPage, SaysWhatAndLeadsOn) {
    const auto page = refusal_page(
        make_error(ErrorKind::not_found, "", "There is no such page.", "It may be mistyped.", "Open /."), 404,
        local);
    EXPECT_EQ(page.status, 404);
    EXPECT_EQ(page.headers.find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("<h1>There is no such page</h1>"), HasSubstr("It may be mistyped."),
                      HasSubstr("href=\"/\">Go to Roadcase"), Not(HasSubstr("Open /."))));
    EXPECT_THAT(shown("").body, HasSubstr("nothing was changed"));
}

TEST(RefusalPage, LeadsAWrongNameToTheRightOneAndAnotherUserNowhere) {
    EXPECT_THAT(shown("E504").body,
                AllOf(HasSubstr("href=\"http://localhost:3000/\">Go to Roadcase"), HasSubstr("/help/E504")));
    EXPECT_THAT(shown("E505", "roadcase open").body,
                AllOf(HasSubstr("roadcase open"), Not(HasSubstr(">Go to Roadcase"))));
}

TEST(MessagePage, SetsANameApart) {
    MessagePage page;
    page.heading = "Twitch is connected";
    page.paragraphs = {"Signed in as " + set_apart("<b>") + ". Then `" + set_apart("code") + "`.",
                       "\u2068 is no name alone."};
    const auto body = render(page);
    EXPECT_THAT(body, HasSubstr("<p>Signed in as <bdi>&lt;b&gt;</bdi>. Then <code>"));
    EXPECT_THAT(body, HasSubstr("<p>\u2068 is no name alone.</p>"));
}

}  // namespace
}  // namespace roadcase::dashboard
