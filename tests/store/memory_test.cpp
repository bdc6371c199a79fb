// What is left of a secret in this process's own memory.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstdio>

#include "store/key_sources.h"

namespace roadcase::store {
namespace {

constexpr char mask = 0x5A;

/// Never in clear in this program's own data.
struct Planted {
    std::string masked;
    Secret secret() const {
        std::string text(masked.size(), '\0');
        for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(masked[i] ^ mask);
        return Secret(std::move(text));
    }
};

/// A text that the compiler cannot write down: made of numbers at run time.
Planted plant(int number) {
    Planted planted;
    planted.masked.reserve(40);
    for (int i = 0; i < 40; ++i)
        planted.masked += static_cast<char>(('a' + (i * 7 + number * 11) % 26) ^ mask);
    return planted;
}

/// One page of memory read at a time into a place that is not searched itself.
class Search {
  public:
    static constexpr std::size_t piece = 1 << 20;

    Search()
        : memory_(open("/proc/self/mem", O_RDONLY | O_CLOEXEC)),
          buffer_(static_cast<char*>(
              mmap(nullptr, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {}
    ~Search() {
        munmap(buffer_, piece);
        close(memory_);
    }
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    /// The maps in which it lies.
    std::vector<std::string> places(const Planted& planted) {
        std::vector<std::string> found;
        std::ifstream maps("/proc/self/maps");
        for (std::string line; std::getline(maps, line);) {
            std::uintptr_t from = 0;
            std::uintptr_t to = 0;
            char rights[5] = {};
            if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3 || rights[1] != 'w')
                continue;
            if (holds(from, to, planted)) found.push_back(line);
        }
        return found;
    }

  private:
    bool holds(std::uintptr_t from, std::uintptr_t to, const Planted& planted) {
        const auto overlap = planted.masked.size() - 1;
        for (auto at = from; at < to; at += piece - overlap) {
            if (at < reinterpret_cast<std::uintptr_t>(buffer_) + piece &&
                at + piece > reinterpret_cast<std::uintptr_t>(buffer_))
                continue;  // what was read a moment ago
            const auto size = std::min<std::size_t>(piece, to - at);
            const auto got = pread(memory_, buffer_, size, static_cast<off_t>(at));
            if (got > 0 && in_buffer(static_cast<std::size_t>(got), planted)) return true;
        }
        return false;
    }
    bool in_buffer(std::size_t size, const Planted& planted) const {
        const auto& masked = planted.masked;
        for (std::size_t at = 0; at + masked.size() <= size; ++at) {
            std::size_t same = 0;
            while (same < masked.size() && (buffer_[at + same] ^ mask) == masked[same]) ++same;
            if (same == masked.size()) return true;
        }
        return false;
    }

    int memory_;
    char* buffer_;
};

Secret concatenated(const char* before, const Secret& secret, const char* after) {
    std::string text;
    text.reserve(secret.size() + 64);
    text += before;
    text += secret.reveal();
    text += after;
    return Secret(std::move(text));
}

void use(SealedStore& store, const std::vector<Planted>& planted) {
    auto record = sample_account("acc_a");
    record.tokens->access_token = planted[0].secret();
    record.tokens->refresh_token = planted[1].secret();
    record.tokens->raw = concatenated("{\"access_token\":\"", planted[2].secret(), "\"}");
    ASSERT_TRUE(store.save(record));
    auto pending = sample_pending("pending");
    pending.code_verifier = planted[3].secret();
    ASSERT_TRUE(store.put_pending(pending, 10));
    const auto read = store.account("acc_a");
    ASSERT_TRUE(read && *read);
    EXPECT_TRUE((*read)->tokens->access_token == planted[0].secret());
    EXPECT_TRUE((*store.take_pending("pending"))->code_verifier == planted[3].secret());
    ASSERT_TRUE(store.rotate(from_unix(1)));
    ASSERT_TRUE(store.account("acc_a"));
}

/// A sanitizer keeps a shadow of all memory, and copies of what is freed in quarantine: nothing to learn
/// there.
class Memory : public testing::Test {
  protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        GTEST_SKIP() << "not under a sanitizer";
#endif
    }
};

TEST_F(Memory, TheSearchFindsASecretThatIsThere) {
    const auto planted = plant(9);
    Search search;
    EXPECT_EQ(search.places(planted), std::vector<std::string>());
    const auto held = planted.secret();
    EXPECT_EQ(search.places(planted).size(), 1u);
    EXPECT_EQ(held.size(), 40u);
}

TEST_F(Memory, NothingOfASecretIsLeftWhenTheStoreIsClosed) {
    const std::vector<Planted> planted{plant(0), plant(1), plant(2), plant(3)};
    Sources sources;
    use(*sources.open(KeyKind::file), planted);
    Search search;
    for (const auto& each : planted) EXPECT_EQ(search.places(each), std::vector<std::string>());
}

TEST_F(Memory, NoPassphraseIsLeftEither) {
    for (const auto kind : {KeyKind::passphrase, KeyKind::command}) {
        const auto passphrase = plant(20 + static_cast<int>(kind));
        Sources sources;
        auto keys = sources.keys(kind);
        keys.passphrase = [&](bool) -> Result<Secret> { return passphrase.secret(); };
        keys.run_command = [&](const auto&) -> Result<Secret> { return passphrase.secret(); };
        {
            auto store = sources.home.open(keys);
            ASSERT_TRUE(store->rekey(std::move(*make_key_source(KeyKind::file, keys)), from_unix(1)));
        }
        Search search;
        EXPECT_EQ(search.places(passphrase), std::vector<std::string>()) << word_of(kind);
    }
}

}  // namespace
}  // namespace roadcase::store
