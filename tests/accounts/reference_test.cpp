#include "accounts/reference.h"

#include <gtest/gtest.h>

namespace roadcase::accounts {
namespace {

TEST(Reference, ReadsEveryForm) {
    struct Row {
        std::string text, client, name, subject, id;
    };
    const Row rows[] = {
        {"twitch", "twitch", "", "", ""},
        {"twitch/bot", "twitch", "bot", "", ""},
        {"my-app_2/B-1_x", "my-app_2", "B-1_x", "", ""},
        {"twitch/sub:125328655", "twitch", "", "125328655", ""},
        {"google/sub:a|b/c@d", "google", "", "a|b/c@d", ""},
        {"acc_7Q2Mabc12345", "", "", "", "acc_7Q2Mabc12345"},
        {std::string(64, 'a'), std::string(64, 'a'), "", "", ""},
    };
    for (const auto& row : rows) {
        const auto ref = parse_reference(row.text);
        ASSERT_TRUE(ref) << row.text;
        EXPECT_EQ(ref->client, row.client);
        EXPECT_EQ(ref->name, row.name);
        EXPECT_EQ(ref->subject, row.subject);
        EXPECT_EQ(ref->id, row.id);
    }
}

TEST(Reference, RefusesTheRest) {
    const std::string rows[] = {"",
                                "/",
                                "twitch/",
                                "/bot",
                                "twi tch",
                                "twitch/a/b",
                                "twitch/..",
                                "../etc",
                                "twitch/sub:",
                                "twitch/ü",
                                "twitch/reject",
                                "twitch/refresh",
                                "reject",
                                "a%2Fb",
                                "tw\nitch",
                                std::string(65, 'a'),
                                "twitch/sub:a\nb",
                                "twitch/sub:" + std::string(256, '1')};
    for (const auto& text : rows) {
        const auto ref = parse_reference(text);
        ASSERT_FALSE(ref) << text;
        EXPECT_EQ(ref.error().kind, ErrorKind::invalid_request);
        EXPECT_EQ(ref.error().title.find('\n'), std::string::npos);
    }
}

TEST(Reference, IsWrittenBackAsItIsRead) {
    store::AccountRecord record;
    record.client = "twitch";
    EXPECT_EQ(reference_of(record), "twitch");
    record.name = "bot";
    EXPECT_EQ(reference_of(record), "twitch/bot");
}

}  // namespace
}  // namespace roadcase::accounts
