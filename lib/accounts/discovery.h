#pragma once

#include <map>
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "core/guarded.h"
#include "oauth/metadata.h"

namespace roadcase::accounts {

/// What an issuer publishes.
struct FoundMetadata {
    oauth::Metadata metadata;
    std::string url;       ///< where it was
    std::string document;  ///< as it came
};

/// Asks an issuer's addresses in turn: OpenID Connect's first, then RFC 8414's; one that has no document is
/// not the last word. Network. E307: the document names another issuer, or what it names cannot be used.
/// E308: there is none. E404, E306: the server cannot be
/// reached, or answered one of them with 429 or 5xx.
Result<FoundMetadata> fetch_metadata(http::Transport& transport, const std::string& issuer);

/// What authorization servers say of themselves, by issuer: asked for when it is needed, then good for a day,
/// in memory and in the store. An older document stands in when no newer one can be had; then it is asked for
/// again after five minutes. Thread-safe; it holds no lock while it asks.
class Discovery {
  public:
    using MetadataPtr = std::shared_ptr<const oauth::Metadata>;

    explicit Discovery(const Accounts::World& world) : world_(world) {}

    /// Fails as fetch_metadata does.
    Result<MetadataPtr> find(const std::string& issuer);
    /// What was found before, however old it is; without network. nullptr: nothing.
    MetadataPtr known(const std::string& issuer);
    /// True when find() would not ask.
    bool is_fresh(const std::string& issuer);

  private:
    struct Known {
        MetadataPtr metadata;
        milliseconds good_until{};  ///< since boot
    };
    Known recall(const std::string& issuer);
    Result<MetadataPtr> fetch(const std::string& issuer);
    void remember(const std::string& issuer, Known known);

    const Accounts::World& world_;
    Guarded<std::map<std::string, Known>> known_;
};

}  // namespace roadcase::accounts
