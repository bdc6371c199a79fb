#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::brokers::agora {

/// Which of Agora's two token formats: AccessToken ("006…") or AccessToken2 ("007…").
enum class Version { v006, v007 };

/// What a token opens. 006 knows rtc and rtm only.
enum class Kind {
    rtc,             ///< a channel: `channel`, `user`, `publisher`
    rtm,             ///< messages: `user`; with a `channel` (007) its streams of messages, too
    rtc_rtm,         ///< both in one token (007): and `rtm_user`, empty for the same as `user`
    rtm2,            ///< messages with `permissions`: `user`
    chat_user,       ///< `user`
    chat_app,        ///< nobody: for a server
    fpa,             ///< nothing but the app
    education_room,  ///< `channel` is the room; `user`, `education_role`
    education_user,  ///< `user`
    education_app,   ///< nobody
    streaming,       ///< `channel`, `user`
    fcdn,            ///< `channel`, `user`, `publisher`
};

/// "rtc", "rtm", "rtc+rtm", "rtm2", "chat", "chat-app", "fpa", "education", "education-user",
/// "education-app", "streaming", "fcdn".
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);

/// Lifetimes of the four rights in a channel, instead of one for those of a role. 0: as long as the token.
struct RtcLifetimes {
    seconds join{0};
    seconds audio{0};
    seconds video{0};
    seconds data{0};
};

/// resource → permission → names (AccessToken2, type 8).
using Rtm2Permissions = std::map<std::uint16_t, std::map<std::uint16_t, std::vector<std::string>>>;

inline constexpr std::uint32_t highest_uid = 0xFFFF'FFFF;
inline constexpr seconds longest_ttl{86'400};

/// What somebody asks for. `user` stands in the token as it stands here: a decimal uid, an account, or empty
/// for the wildcard (numeric uid 0; the text "0" is not the wildcard). What a kind has no use for stays
/// empty.
struct Order {
    Version version = Version::v007;
    Kind kind = Kind::rtc;
    std::string channel = {};
    std::string user = {};
    bool numeric = false;  ///< `user` is meant as a uid: empty, or 1 to 2^32-1
    bool publisher = false;
    seconds ttl{3600};  ///< of the token (007) and of every right in it
    std::optional<RtcLifetimes> lifetimes = {};
    std::string rtm_user = {};
    std::int16_t education_role = 0;
    Rtm2Permissions permissions = {};
};

struct Credentials {
    std::string app_id;  ///< 32 hex digits, as given: the case counts
    Secret certificate;  ///< 32 hex digits
};

/// Agora's documented limits: length and letters of a channel (under 64 bytes) and of accounts (255; RTM
/// users 64), uids, ttl from 1 s to 24 h, what each kind needs and what it does not take, what 006 cannot.
/// invalid_request, with the one thing to change.
Status check(const Order& order);
/// 32 hex digits each; `config` otherwise. Names no part of the certificate.
Status check(const Credentials& credentials);

/// The token. Refuses what check() refuses; then fails only without randomness. Thread-safe.
Result<Secret> mint(const Order& order, const Credentials& credentials, Time now, Random& random);

}  // namespace roadcase::brokers::agora
