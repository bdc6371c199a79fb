#pragma once

#include <map>
#include <string>
#include <vector>

#include "dashboard/world.h"

namespace roadcase::dashboard {

/// While names are hidden (UiChoice::hide_names) an account is called by its provider and a number, counted
/// in the order of the list: "Twitch 1". A value, made once for an answer from one list of all accounts.
class HiddenNames {
  public:
    /// Names are shown.
    HiddenNames() = default;
    /// They are hidden; these are all accounts.
    HiddenNames(const accounts::Registry& registry, const std::vector<store::AccountRecord>& records);

    bool hide() const { return hide_; }
    /// "1"; empty while names are shown, and for an account that is not there.
    std::string number_of(const std::string& reference) const;

    /// A sentence that may name the person of this account: with "Twitch 1" instead.
    std::string without_name(const std::string& reference, std::string text) const;
    /// A sentence that may name the person of any account, the same.
    std::string without_names(std::string text) const;
    /// How a sign-in ended, the same.
    accounts::Flow without_names(accounts::Flow flow) const;

  private:
    struct Account {
        std::string number;
        std::string called;              ///< "Twitch 1"
        std::vector<std::string> names;  ///< as the provider gave it and as pages write it
    };
    static std::string replaced(const Account& account, std::string text);

    bool hide_ = false;
    std::map<std::string, Account, std::less<>> accounts_;  ///< by reference
};

/// As it was chosen. `records`: all accounts.
HiddenNames hidden_names(const World& world, const std::vector<store::AccountRecord>& records);
/// The same; lists the accounts only while names are hidden.
HiddenNames hidden_names(const World& world);

}  // namespace roadcase::dashboard
