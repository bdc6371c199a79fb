#pragma once

#include <string>

#include "core/error.h"
#include "store/records.h"

namespace roadcase::accounts {

/// What people read when a way of signing in does not end well.

Error unknown_sign_in();  ///< E205
/// E206 of a sign-in that is finished by bringing its address to a terminal.
Error bring_the_address();
Error pasted_no_address();
Error pasted_without_code();
Error pasted_of_another();
/// E205: the sign-in is over, however good the address.
Error pasted_too_late();
Error pressed_cancel(const std::string& provider);  ///< E204
/// E308: its metadata names no page to sign in on.
Error no_browser_sign_in(const std::string& provider);
/// E211: the code of a device sign-in ended.
Error code_ran_out(const std::string& provider);
/// The provider has no sign-in by code.
Error no_device_flow(const std::string& provider, const std::string& client);
/// It has one, and not for this app.
Error no_codes_for_app(const std::string& provider, const std::string& client);
Error was_cancelled();
/// A person's account is not the app's, and the other way round.
Error other_kind(const store::AccountRecord& record);
/// The provider gives this app no token of its own.
Error no_token_for_app(const std::string& provider, const std::string& client);
Error app_without_secret(const std::string& provider, const std::string& client);
/// A refresh token from another program does not work.
Error brought_token_refused(const std::string& provider, const std::string& client);

}  // namespace roadcase::accounts
