#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "core/clock.h"
#include "core/encoding.h"
#include "core/guarded.h"
#include "core/random.h"
#include "core/secret.h"
#include "support/random.h"

namespace roadcase {
namespace {

TEST(Secret, MovingEmptiesTheSource) {
    for (const std::string& text : {std::string("short"), std::string(100, 'x')}) {
        Secret first(text);
        Secret second(std::move(first));
        EXPECT_TRUE(first.empty());
        EXPECT_EQ(second.reveal(), text);
        Secret third("other");
        third = std::move(second);
        EXPECT_TRUE(second.empty());
        EXPECT_EQ(third.reveal(), text);
    }
}

TEST(Secret, CopiesAreEqualAndIndependent) {
    Secret first("value");
    Secret second(first);
    EXPECT_TRUE(first == second);
    first = Secret("other");
    EXPECT_FALSE(first == second);
    EXPECT_EQ(second.reveal(), "value");
    const auto& same = second;
    second = same;
    EXPECT_EQ(second.reveal(), "value");
}

TEST(Secret, WipingOverwritesTheWholeBuffer) {
    std::string text(200, 's');
    const char* buffer = text.data();
    const auto capacity = text.capacity();
    text.resize(3);
    wipe(text);
    EXPECT_TRUE(text.empty());
    ASSERT_EQ(text.data(), buffer);
    text.resize(capacity, '?');
    EXPECT_EQ(text.find('s'), std::string::npos);
    Secret secret("gone");
    secret.wipe();
    EXPECT_TRUE(secret.empty());
    EXPECT_EQ(secret.size(), 0u);
}

TEST(Secret, ComparesByValue) {
    EXPECT_TRUE(equal_constant_time("", ""));
    EXPECT_TRUE(equal_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_constant_time("abc", "abcd"));
    EXPECT_FALSE(equal_constant_time("", "a"));
}

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
    out << value;
};
static_assert(Streamable<std::string> && !Streamable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);

TEST(Clock, Rfc3339) {
    EXPECT_EQ(rfc3339(from_unix(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339(from_unix(951'782'400)), "2000-02-29T00:00:00Z");
    EXPECT_EQ(rfc3339(from_unix(1'800'000'000)), "2027-01-15T08:00:00Z");
    EXPECT_EQ(rfc3339(from_unix(-1)), "1969-12-31T23:59:59Z");
    EXPECT_EQ(to_unix(from_unix(1'800'000'000)), 1'800'000'000);
}

TEST(Clock, InWords) {
    const std::pair<long long, const char*> table[] = {
        {-5, "0 s"},
        {0, "0 s"},
        {41, "41 s"},
        {59, "59 s"},
        {60, "1 min"},
        {119, "1 min"},
        {3599, "59 min"},
        {3600, "1 h"},
        {13'930, "3 h 52 min"},
        {86'399, "23 h 59 min"},
        {86'400, "1 day"},
        {90'000, "1 day 1 h"},
        {172'800, "2 days"},
        {2'595'600, "30 days 1 h"},
    };
    for (const auto& [value, words] : table) EXPECT_EQ(in_words(seconds{value}), words) << value;
}

TEST(Clock, TheSystemsMovesForward) {
    const SystemClock clock;
    EXPECT_GT(clock.now(), from_unix(1'700'000'000));
    const auto before = clock.since_boot();
    EXPECT_GT(before.count(), 0);
    EXPECT_GE(clock.since_boot(), before);
}

TEST(Random, TheSystemsGivesWhatIsAsked) {
    SystemRandom random;
    EXPECT_EQ(random.bytes(0)->size(), 0u);
    EXPECT_EQ(random.bytes(48)->size(), 48u);
    EXPECT_NE(*random.bytes(32), *random.bytes(32));
    EXPECT_EQ(random.token()->size(), 43u);
    EXPECT_EQ(base64url_decode(*random.token())->size(), 32u);
}

TEST(Random, Base62HasExactLengthAndEveryCharacter) {
    SystemRandom random;
    EXPECT_EQ(random.base62(0)->size(), 0u);
    EXPECT_EQ(random.base62(12)->size(), 12u);
    const auto text = *random.base62(20'000);
    EXPECT_EQ(text.size(), 20'000u);
    EXPECT_EQ(std::set<char>(text.begin(), text.end()).size(), 62u);
    EXPECT_EQ(text.find_first_not_of(base62_alphabet), std::string::npos);
}

/// Gives one byte for ever.
class ConstantRandom final : public Random {
  public:
    Result<std::string> bytes(std::size_t count) override {
        // The first call only: a rejected byte must be drawn again, not bent into the alphabet.
        return std::string(count, static_cast<char>(calls_++ == 0 ? first_ : 61));
    }
    explicit ConstantRandom(int first) : first_(first) {}

  private:
    int first_;
    int calls_ = 0;
};

TEST(Random, Base62RejectsWhatWouldFavourSomeLetters) {
    EXPECT_EQ(*ConstantRandom(0).base62(3), "000");
    EXPECT_EQ(*ConstantRandom(62).base62(3), "000");
    EXPECT_EQ(*ConstantRandom(247).base62(3), "zzz");
    EXPECT_EQ(*ConstantRandom(248).base62(3), "zzz");
    EXPECT_EQ(*ConstantRandom(255).base62(3), "zzz");
}

TEST(Random, ABrokenGeneratorIsAnError) {
    test::CountingRandom random;
    random.broken = true;
    EXPECT_FALSE(random.token());
    EXPECT_FALSE(random.base62(8));
}

TEST(Guarded, IsSharedWithoutRaces) {
    Guarded<int> number(0);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) number.with([](int& n) { ++n; });
        });
    threads.clear();
    EXPECT_EQ(std::as_const(number).with([](const int& n) { return n; }), 4000);
}

}  // namespace
}  // namespace roadcase
