#pragma once

#include <map>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "core/guarded.h"
#include "store/records.h"

namespace roadcase::accounts {

/// Which token a program gets that refreshes by a handle. Thread-safe.
///
/// It does not say why it asks. The first time, and whenever there is a newer token than the one it had, it
/// gets the newest. When it asks once more for the one that it was given, it lost it (it was started anew, or
/// several programs share the handle) or the provider refused it, and it expects another one:
///
/// - the provider is asked, where it can be: one that works is given again, one that is dead is renewed;
/// - where the provider does not say, it is renewed as if a 401 had been reported (Accounts::reject, which
///   slows down who asks for that without end), but not within ten seconds of handing it out, for that is a
///   repeated request or another worker of the same program;
/// - where nobody can be asked now, it is given again.
///
/// So a program in a circle of restarts costs a renewal every ten minutes at worst, and no handle can cost an
/// account its token.
class HandleTokens {
  public:
    HandleTokens(Accounts& accounts, const Clock& clock) : accounts_(accounts), clock_(clock) {}

    /// Valid for five minutes where the provider gives that long: more than the margins at which libraries
    /// refresh, so none of them is back at once. Network.
    Result<Token> token(const store::HandleRecord& handle, const std::vector<std::string>& scopes);

  private:
    struct Given {
        std::int64_t generation = -1;
        milliseconds first_at{0};  ///< since boot
        milliseconds asked_at{0};  ///< when the provider was asked about it
    };
    enum class Before { never, just_now, earlier };
    Before remember(const std::string& handle, std::int64_t generation);
    enum class Verdict { works, dead, silent, nobody_there };
    Verdict ask(const Reference& ref);
    Result<Token> another(const store::HandleRecord& handle, const Reference& ref, const Token& refused,
                          Before before);

    Accounts& accounts_;
    const Clock& clock_;
    Guarded<std::map<std::string, Given, std::less<>>> given_;
};

}  // namespace roadcase::accounts
