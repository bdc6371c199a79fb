#include <filesystem>

#include "store/home.h"

namespace roadcase::store {
namespace {

/// How a secret could lie in a file without being sealed.
std::vector<std::string> disguises(const std::string& secret) {
    std::string wide;
    for (const char c : secret) wide += std::string{c, '\0'};
    std::string escaped;
    for (const char c : secret) escaped += "%" + hex_encode(std::string{c});
    auto forms = std::vector{secret, hex_encode(secret), wide, escaped};
    // In base64 the text looks different at each of three offsets; the outer characters depend on neighbours.
    for (std::size_t offset = 0; offset < 3; ++offset)
        for (const auto& text :
             {base64_encode(secret.substr(offset)), base64url_encode(secret.substr(offset))})
            forms.push_back(text.substr(0, text.size() - 4));
    return forms;
}

std::vector<std::string> found_in(const std::string& directory, const std::string& secret) {
    std::vector<std::string> places;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        const auto bytes = bytes_of(entry.path().string());
        for (const auto& form : disguises(secret))
            if (bytes.find(form) != std::string::npos)
                places.push_back(entry.path().filename().string() + ": " + form);
    }
    return places;
}

const std::vector<std::string> planted{"planted-access-token!", "planted-refresh-token!", "planted-id-token!",
                                       "planted-raw-answer!",   "planted-verifier!",      "planted-endpoint!",
                                       "planted-nonce!",        "planted-document!"};

void plant(Store& store) {
    auto record = sample_account("acc_a");
    record.tokens->access_token = Secret(planted[0]);
    record.tokens->refresh_token = Secret(planted[1]);
    record.tokens->id_token = Secret(planted[2]);
    record.tokens->raw = Secret("{\"x\":\"" + planted[3] + "\"}");
    ASSERT_TRUE(store.save(record));
    auto pending = sample_pending("pending");
    pending.code_verifier = Secret(planted[4]);
    pending.token_endpoint = "https://" + planted[5];
    pending.nonce = Secret(planted[6]);
    ASSERT_TRUE(store.put_pending(pending, 10));
    ASSERT_TRUE(store.put_document("document", Secret(planted[7]), from_unix(1)));
}

TEST(Secrecy, NoPlantedSecretIsInAnyFile) {
    Home home;
    {
        const auto store = home.open();
        plant(*store);
        for (const auto& secret : planted)
            EXPECT_EQ(found_in(home.dir.path(), secret), std::vector<std::string>{});
    }
    home.meddle("PRAGMA wal_checkpoint(TRUNCATE); VACUUM");
    for (const auto& secret : planted)
        EXPECT_EQ(found_in(home.dir.path(), secret), std::vector<std::string>{});
    EXPECT_NE(described(home.open()->account("acc_a")).find(planted[1]), std::string::npos);
}

TEST(Secrecy, TheSearchFindsWhatIsThere) {
    test::TempDir dir;
    const std::string secret = "planted-control-secret";
    int number = 0;
    for (const auto& form : {"x" + secret, base64_encode("ab" + secret + "cd"),
                             base64url_encode("a" + secret), hex_encode(secret)}) {
        write_bytes(dir / "file", form);
        EXPECT_FALSE(found_in(dir.path(), secret).empty()) << ++number;
    }
}

TEST(Secrecy, NoErrorHoldsASecret) {
    Home home;
    plant(*home.open());
    home.meddle("UPDATE tokens SET token_type = 'x'; UPDATE pending_authorizations SET created_at = 1");
    const auto store = home.open();
    for (const auto& text : {described(store->account("acc_a")), described(store->pending("pending"))}) {
        EXPECT_EQ(text.rfind("error: ", 0), 0u) << text;
        EXPECT_EQ(text.find("planted"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace roadcase::store
