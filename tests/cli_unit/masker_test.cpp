#include "cli/masker.h"

#include <gtest/gtest.h>

namespace roadcase::cli {
namespace {

const Secret secret("planted-secret-0123456789");

Masker masker() {
    Masker made("****");
    made.add(secret);
    return made;
}

std::string through(Masker masker, const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += masker.feed(part);
    out += masker.end();
    return out;
}

TEST(Masker, ASecretIsMaskedWherever) {
    EXPECT_EQ(through(masker(), {"a " + secret.reveal() + " b " + secret.reveal()}), "a **** b ****");
    EXPECT_EQ(through(masker(), {secret.reveal() + secret.reveal()}), "********");
    EXPECT_EQ(through(masker(), {"nothing here\n"}), "nothing here\n");
}

TEST(Masker, ASecretSplitAtAnyTwoPlacesIsMasked) {
    const auto text = "x=" + secret.reveal() + ";pla";
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); ++second)
            EXPECT_EQ(through(masker(), {text.substr(0, first), text.substr(first, second - first),
                                         text.substr(second)}),
                      "x=****;pla")
                << first << " " << second;
}

TEST(Masker, ASecretSplitByPausesShowsItsFirstCharactersAtMost) {
    for (std::size_t cut = 1; cut < secret.size(); ++cut) {
        auto made = masker();
        auto out = made.feed(secret.reveal().substr(0, cut));
        for (int moment = 0; moment < 2; ++moment) out += made.pause();
        out += made.feed(secret.reveal().substr(cut) + "!");
        out += made.end();
        EXPECT_EQ(out, secret.reveal().substr(0, std::min<std::size_t>(cut, 4)) + "****!");
    }
}

TEST(Masker, WhatOnlyBeginsLikeASecretIsShownWhole) {
    auto made = masker();
    EXPECT_EQ(made.feed("Go on? plan"), "Go on? ");
    EXPECT_TRUE(made.holds_back());
    EXPECT_EQ(made.pause(), "plan");
    EXPECT_FALSE(made.holds_back());
    EXPECT_EQ(made.feed("e planted-secret-01x"), "e planted-secret-01x");
    EXPECT_EQ(made.end(), "");
}

TEST(Masker, ABeginningAtTheEndIsNotShown) {
    EXPECT_EQ(through(masker(), {"a planted-sec"}), "a plan****");
}

TEST(Masker, TheLongestOfSeveralIsMasked) {
    Masker made("*");
    made.add(Secret("planted-short"));
    made.add(Secret("planted-short-and-long"));
    made.add(Secret("lanted-other"));
    EXPECT_EQ(made.feed("planted-short-and-long planted-other "), "* p* ");
    // It is masked as soon as it is there; what made it longer is no secret of its own.
    EXPECT_EQ(made.feed("planted-short"), "*");
    EXPECT_EQ(made.feed("-and-long"), "-and-long");
}

TEST(Masker, WordsAreNoSecrets) {
    Masker made("*");
    made.add(Secret("bearer"));
    made.add(Secret(""));
    EXPECT_EQ(through(made, {"bearer of news"}), "bearer of news");
}

}  // namespace
}  // namespace roadcase::cli
