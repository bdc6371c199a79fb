#pragma once

#include <string>
#include <string_view>

#include "accounts/discovery.h"
#include "accounts/registrations.h"

namespace roadcase::accounts {

/// Makes clients whole: endpoints that the configuration leaves to the provider's metadata (what it states
/// itself wins), and an app that the provider registers for us. A whole client takes the place of the
/// configured one in the Registry, until the configuration is read anew or the provider says something else.
/// Thread-safe.
class Preparation {
  public:
    explicit Preparation(const Accounts::World& world)
        : world_(world), discovery_(world), registrations_(world) {}

    /// For a sign-in: asks for whatever is missing, registers when that is how it goes. E501: no such client;
    /// else as Discovery::find and Registrations::find.
    Result<ClientPtr> prepare(std::string_view name);
    /// For what a sign-in left behind: asks for metadata, registers nothing. nullptr: no such client.
    Result<ClientPtr> prepared(std::string_view name);
    /// The same for one that need not be in the Registry; its problem if it has one.
    Result<ClientPtr> prepared(const ClientPtr& entry);
    /// As whole as it is without network. nullptr: no such client.
    ClientPtr known(std::string_view name);
    /// prepare() would ask nobody.
    bool is_at_hand(std::string_view name);

    /// Roadcase registered this client itself.
    static bool is_own(const ClientEntry& entry);
    /// The provider refused it, and nothing was registered since. False as well for one that was registered
    /// for another redirect URI or other scopes: the configuration can bring it back.
    bool was_refused(const ClientEntry& entry) { return registrations_.was_refused(entry); }
    /// The provider refused such a client: the next sign-in registers anew.
    void forget_registration(const ClientPtr& entry);

  private:
    Result<ClientPtr> completed(const ClientPtr& entry, bool may_register);
    ClientPtr put(const ClientPtr& old, ClientEntry fresh);

    const Accounts::World& world_;
    Discovery discovery_;
    Registrations registrations_;
};

}  // namespace roadcase::accounts
