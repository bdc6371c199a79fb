#include "store/sealing.h"

#include <gtest/gtest.h>

#include "support/random.h"

namespace roadcase::store {
namespace {

struct SealingTest : testing::Test {
    test::CountingRandom random;
    Sealer sealer{Secret(std::string(32, 'k')), random};
};

TEST_F(SealingTest, OpensWhatItSealedWhateverTheBytes) {
    for (const auto& text :
         {std::string(), std::string("a"), std::string("\0\xFF\n", 3), std::string(100'000, 'x')}) {
        const auto sealed = sealer.seal(Secret(text), "tokens|acc_1");
        ASSERT_TRUE(sealed);
        EXPECT_EQ(sealed->size(), text.size() + 1 + 12 + 16);
        EXPECT_EQ(sealed->front(), 1);
        const auto opened = sealer.open(*sealed, "tokens|acc_1");
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->reveal(), text);
    }
}

TEST_F(SealingTest, TheSameSecretNeverLooksTheSame) {
    EXPECT_NE(*sealer.seal(Secret("secret"), "row"), *sealer.seal(Secret("secret"), "row"));
}

TEST_F(SealingTest, EveryFlippedBitBreaksTheSeal) {
    const auto sealed = *sealer.seal(Secret("a secret"), "row");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        EXPECT_FALSE(sealer.open(changed, "row")) << "bit " << bit;
    }
}

TEST_F(SealingTest, EveryCutAndEveryAppendedByteBreaksTheSeal) {
    const auto sealed = *sealer.seal(Secret("a secret"), "row");
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(sealer.open(sealed.substr(0, size), "row")) << size;
    EXPECT_FALSE(sealer.open(sealed + '\0', "row"));
}

TEST_F(SealingTest, AnotherBindingOrKeyOpensNothing) {
    const auto sealed = *sealer.seal(Secret("a secret"), "row 1");
    EXPECT_FALSE(sealer.open(sealed, "row 2"));
    EXPECT_FALSE(sealer.open(sealed, ""));
    EXPECT_FALSE(Sealer(Secret(std::string(32, 'K')), random).open(sealed, "row 1"));
}

TEST_F(SealingTest, AKeyOfAnotherSizeIsRefused) {
    EXPECT_FALSE(Sealer(Secret("short"), random).seal(Secret("a secret"), "row"));
}

TEST_F(SealingTest, WithoutRandomnessNothingIsSealed) {
    random.broken = true;
    EXPECT_FALSE(sealer.seal(Secret("a secret"), "row"));
}

TEST_F(SealingTest, TheErrorTellsNothingOfTheSecret) {
    const auto sealed = *sealer.seal(Secret("planted"), "row");
    EXPECT_EQ(sealer.open(sealed, "other").error().one_line().find("planted"), std::string::npos);
}

}  // namespace
}  // namespace roadcase::store
