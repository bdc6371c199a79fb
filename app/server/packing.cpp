#include "server/packing.h"

#include "accounts/parcel.h"

namespace roadcase::server {

Result<std::vector<store::AccountRecord>> pack_accounts(accounts::Accounts& accounts, Random& random,
                                                        Packing packing) {
    const auto seal = accounts::ParcelSeal::make(packing.passphrase, {}, random);
    if (!seal) return fail(seal.error());
    const auto keep = [&](const accounts::Parcel& parcel) {
        return seal->seal(parcel).and_then(packing.put);
    };
    return accounts.pack({std::move(packing.accounts), packing.copy, keep});
}

}  // namespace roadcase::server
