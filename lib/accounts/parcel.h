#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "store/bundle.h"
#include "store/key_wrap.h"

namespace roadcase::accounts {

/// Accounts on their way to another computer.
struct Parcel {
    Time packed_at{};
    bool copy = false;  ///< the home that packed them goes on renewing them
    store::Bundle bundle;
};

/// Seals a parcel under a passphrase of at least 8 characters: scrypt (RFC 7914), then AES-256-GCM. The text
/// begins with a line that names the format, which is authenticated together with the salt behind it. Made
/// before the accounts are held, because scrypt takes its time.
class ParcelSeal {
  public:
    static Result<ParcelSeal> make(const Secret& passphrase, const store::ScryptCost& cost, Random& random);
    Result<std::string> seal(const Parcel& parcel) const;

  private:
    ParcelSeal(Secret key, std::string head, Random& random)
        : key_(std::move(key)), head_(std::move(head)), random_(&random) {}
    Secret key_;
    std::string head_;
    Random* random_;
};

/// The parcel in a file. A wrong passphrase and a damaged file are the same E603; what a later version wrote
/// is E107.
Result<Parcel> open_parcel(std::string_view file, const Secret& passphrase, Random& random);

/// Is this the beginning of such a file?
bool is_parcel(std::string_view file);

}  // namespace roadcase::accounts
