#include "providers/golden_answers.h"

#include <gtest/gtest.h>

#include "oauth/device.h"
#include "oauth/token.h"

namespace roadcase::test {
namespace {

std::optional<std::int64_t> seconds_until(const std::optional<Time>& end) {
    return end ? std::optional<std::int64_t>((*end - golden_now).count()) : std::nullopt;
}

void check_tokens(TomlReader& reader, const oauth::TokenOutcome& outcome) {
    const auto* set = std::get_if<oauth::TokenSet>(&outcome);
    ASSERT_NE(set, nullptr) << std::get<oauth::TokenFailure>(outcome).error;
    EXPECT_EQ(set->access_token.reveal(), reader.text("access_token").value_or(""));
    EXPECT_EQ(set->refresh_token.reveal(), reader.text("refresh_token").value_or(""));
    EXPECT_EQ(seconds_until(set->expires_at), reader.integer("expires_in"));
    EXPECT_EQ(seconds_until(set->refresh_expires_at), reader.integer("refresh_token_expires_in"));
    EXPECT_EQ(set->scopes, reader.texts("scopes"));
}

std::string_view name_of(oauth::RenewalVerdict verdict) {
    if (verdict == oauth::RenewalVerdict::grant_gone) return "grant_gone";
    return verdict == oauth::RenewalVerdict::transient ? "transient" : "registration_wrong";
}

std::string_view name_of(oauth::DevicePoll poll) {
    constexpr std::string_view names[] = {"pending", "slow_down", "denied", "expired", "failed"};
    return names[static_cast<std::size_t>(poll)];
}

void check_failure(TomlReader& reader, const oauth::TokenOutcome& outcome) {
    const auto* failure = std::get_if<oauth::TokenFailure>(&outcome);
    ASSERT_NE(failure, nullptr) << "a token was read";
    EXPECT_EQ(failure->error, reader.text("error").value_or(""));
    const auto& description = failure->error_description;
    EXPECT_EQ(description, reader.text("error_description").value_or(description));
    EXPECT_TRUE(reader.has("verdict") || reader.has("poll"));
    const std::string verdict(name_of(oauth::judge(*failure))), poll(name_of(oauth::device_poll(*failure)));
    EXPECT_EQ(verdict, reader.text("verdict").value_or(verdict));
    EXPECT_EQ(poll, reader.text("poll").value_or(poll));
}

}  // namespace

http::Response answer_of(TomlReader& reader) {
    const auto type = reader.text("content_type").value_or("application/json");
    return {static_cast<int>(reader.integer("status").value_or(200)),
            {{"Content-Type", type}},
            reader.text("body").value_or("")};
}

void expect_all_read(TomlReader& reader) {
    const auto end = reader.finish();
    EXPECT_TRUE(end) << end.error().one_line();
}

AnswersSeen check_token_answers(const oauth::AuthorizationServer& server,
                                const std::vector<const TomlTable*>& tables) {
    AnswersSeen seen;
    for (const auto* table : tables) {
        TomlReader reader(*table);
        SCOPED_TRACE(reader.text("name").value_or(""));
        const auto outcome = oauth::parse_token_response(server, answer_of(reader), golden_now);
        const bool is_failure = reader.has("error");
        seen.failure = seen.failure || is_failure;
        seen.tokens = seen.tokens || !is_failure;
        seen.refresh_token = seen.refresh_token || reader.has("refresh_token");
        is_failure ? check_failure(reader, outcome) : check_tokens(reader, outcome);
        expect_all_read(reader);
    }
    return seen;
}

}  // namespace roadcase::test
