#include "dashboard/help_page.h"

#include <gmock/gmock.h>

#include "dashboard/api_reference.h"
#include "dashboard_fixture.h"
#include "server/openapi.h"
#include "web/style.h"

namespace roadcase::dashboard {
namespace {

using server::help_text;
using server::help_texts;
using test::Browser;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

TEST(HelpIndex, HasEveryMessageOnce) {
    std::size_t listed = 0;
    for (const auto& group : help_index().groups) {
        EXPECT_FALSE(group.topics.empty()) << group.name;
        listed += group.topics.size();
    }
    EXPECT_EQ(listed, help_texts().size());
    const Browser browser{{test::practice_entry()}};
    const auto page = browser.get("/help").body;
    for (const auto& text : help_texts())
        EXPECT_THAT(page, HasSubstr("href=\"/help/" + std::string(text.code) + "\""));
    EXPECT_THAT(page, HasSubstr("href=\"/help/api\""));
    EXPECT_THAT(page, HasSubstr("<kbd>j</kbd>"));
}

TEST(HelpPage, OfEveryMessageSaysWhyAndWhatToDo) {
    const Browser browser{{test::practice_entry()}};
    for (const auto& text : help_texts()) {
        const auto page = browser.get("/help/" + std::string(text.code));
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, HasSubstr("<h2>Why</h2>")) << text.code;
        EXPECT_THAT(page.body, HasSubstr("<h2>What to do</h2>")) << text.code;
        EXPECT_THAT(page.body, HasSubstr("<title>Help on " + std::string(text.code))) << text.code;
    }
}

TEST(HelpPage, CommandsOfWhatToDoCanBeCopied) {
    EXPECT_THAT(help_page(*help_text("E215")).commands, ElementsAre("timedatectl"));
    EXPECT_THAT(help_page(*help_text("E509")).commands,
                ElementsAre("roadcase key allow NAME", "roadcase key revoke NAME"));
    EXPECT_THAT(help_page(*help_text("E201")).commands, IsEmpty()) << "`http` is no command";
    const auto page = render(help_page(*help_text("E509")));
    EXPECT_THAT(page, HasSubstr("data-copy=\"roadcase key allow NAME\""));
    EXPECT_THAT(page, HasSubstr("in place of the words in capitals"));
    EXPECT_THAT(render(help_page(*help_text("E215"))), Not(HasSubstr("in capitals")));
}

TEST(HelpPage, LeadsToItsRelatives) {
    EXPECT_THAT(help_page(*help_text("E401")).related, Contains(Pair("E402", help_text("E402")->title)));
    EXPECT_THAT(help_page(*help_text("E403")).related, Contains(Pair("E401", testing::_)));
    for (const auto& text : help_texts())
        EXPECT_THAT(help_page(text).related, Not(Contains(Pair(std::string(text.code), testing::_))))
            << text.code;
}

TEST(HelpPage, OfAnUnknownNumberRepeatsNothing) {
    const Browser browser{{test::practice_entry()}};
    const auto unknown = browser.get("/help/canary");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_THAT(unknown.body, Not(HasSubstr("canary")));
}

Json document() {
    return parse_json(server::openapi_document()).value_or(Json());
}

TEST(ApiReference, HasEveryOperationOfTheDocument) {
    std::size_t described = 0;
    const auto whole = document();
    for (const auto& [path, item] : whole.at("paths").items())
        for (const auto* method : {"get", "post", "put", "patch", "delete"}) described += item.count(method);
    EXPECT_GT(described, 50U);
    std::size_t shown = 0;
    for (const auto& group : api_reference(whole).groups)
        for (const auto& operation : group.operations) {
            ++shown;
            EXPECT_FALSE(operation.id.empty() || operation.summary.empty()) << operation.path;
            EXPECT_FALSE(operation.answers.empty()) << operation.path;
        }
    EXPECT_EQ(shown, described);
}

TEST(ApiReference, FollowsReferences) {
    const auto reference = api_reference(document());
    ASSERT_FALSE(reference.groups.empty());
    const auto& token = reference.groups.front().operations.front();
    EXPECT_EQ(token.path, "/api/v1/token/{account}");
    EXPECT_EQ(token.parameters.front().name, "account");
    EXPECT_EQ(token.parameters.front().what, "in the path");
    EXPECT_THAT(token.answers.front(), Pair("200", "A token that works."));
    EXPECT_THAT(token.errors, HasSubstr("401"));
    EXPECT_THAT(reference.errors, Contains(Pair("401", Not(""))));
}

TEST(ApiReference, FindsTheFieldsOfABodyAndItsParagraphs) {
    const auto made = api_reference(*parse_json(R"({
        "tags": [{"name": "T", "description": "D"}, {"name": "Empty"}],
        "paths": {"/x": {"post": {"tags": ["T"], "operationId": "o", "summary": "S",
            "description": "One\nline.\n\nTwo.\n", "responses": {"200": {"description": "Yes."}},
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}}}}},
        "components": {"schemas": {"B": {"required": ["a"], "properties": {
            "a": {"description": "An `a`."}, "b": {"$ref": "#/components/schemas/N"}}},
            "N": {"description": "A name."}}}})"));
    ASSERT_EQ(made.groups.size(), 1U);
    const auto& operation = made.groups[0].operations[0];
    EXPECT_THAT(operation.paragraphs, ElementsAre("One line.", "Two."));
    ASSERT_EQ(operation.body.size(), 2U);
    EXPECT_EQ(operation.body[0].what, "required");
    EXPECT_EQ(operation.body[1].description, "A name.");
    EXPECT_THAT(api_reference(Json::array()).groups, IsEmpty());
    EXPECT_THAT(api_reference(*parse_json(R"({"tags": 1, "paths": []})")).groups, IsEmpty());
}

TEST(ApiPage, IsOneReadablePage) {
    const Browser browser{{test::practice_entry()}};
    const auto page = browser.get("/help/api");
    EXPECT_EQ(page.status, 200);
    EXPECT_LT(page.body.size() - web::style_sheet().size(), 60'000U);
    EXPECT_THAT(page.body, HasSubstr("<details id=\"getToken\">"));
    EXPECT_THAT(page.body, HasSubstr("Three ways to ask"));
    EXPECT_THAT(page.body, HasSubstr("http://localhost:3000/api/v1/token/twitch"));
    EXPECT_THAT(page.body, Not(HasSubstr("{{")));
}

}  // namespace
}  // namespace roadcase::dashboard
