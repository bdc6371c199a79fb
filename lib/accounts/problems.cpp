#include "accounts/problems.h"

#include <algorithm>

#include "accounts/failures.h"
#include "accounts/reference.h"
#include "accounts/scopes.h"
#include "accounts/state.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

// "your token is good for 38 min, and it is tried again in 20 s."
std::string meanwhile(const store::AccountRecord& record, Time now) {
    const bool ends = record.tokens && record.tokens->expires_at;
    const auto left = ends ? *record.tokens->expires_at - now : seconds{0};
    const auto wait = record.next_attempt_at.value_or(now) - now;
    return (left > seconds{0} ? "your token is good for " + in_words(left) + ", and " : std::string()) +
           (wait > seconds{0} ? "it is tried again in " + in_words(wait) + "."
                              : "it is tried again by itself.");
}

Error later(std::string_view code, std::string title, const store::AccountRecord& record, Time now) {
    return make_error(ErrorKind::unavailable, code, std::move(title), record.problem,
                      "Nothing to do: " + meanwhile(record, now));
}

// The provider's name is right and somebody else answers, or the clock makes a good certificate look bad.
Error not_secure(const std::string& provider, const store::AccountRecord& record) {
    const auto said = to_lower(record.problem);
    const bool by_date = said.find("expired") != said.npos || said.find("not yet valid") != said.npos;
    return make_error(ErrorKind::unavailable, "E306", "The connection to " + provider + " is not secure.",
                      record.problem,
                      by_date ? "Check this computer's date and time first: timedatectl"
                              : "Use another network; in a company, set SSL_CERT_FILE to its certificates.");
}

Error not_understood(const std::string& provider, const store::AccountRecord& record) {
    return make_error(ErrorKind::unavailable, "E305", "The answer of " + provider + " was not understood.",
                      record.problem,
                      "Open any web page to see whether the network wants a sign-in first. It is tried again "
                      "by itself.");
}

Error not_saved(const store::AccountRecord& record) {
    return make_error(ErrorKind::internal, "E406", "The saved data could not be written.", record.problem,
                      "Make room on that disk, or make the file writable; do not stop Roadcase before.");
}

Error is_damaged(const store::AccountRecord& record) {
    return make_error(
        ErrorKind::internal, record.problem_code, "What is saved of this account is damaged.", record.problem,
        "Put a backup back, or: roadcase remove " + reference_of(record) + ", then sign in again.");
}

Error sign_in_again(std::string_view code, const std::string& provider, std::string why,
                    const store::AccountRecord& record) {
    return make_error(ErrorKind::needs_authorization, code, "Sign in to " + provider + " again.",
                      std::move(why), "roadcase reconnect " + reference_of(record));
}

// The last renewal failed and the account is still connected.
Error failed_renewal(const store::AccountRecord& record, const std::string& provider, Time now,
                     bool made_here) {
    const auto& code = record.problem_code;
    if (code == "E104" && record.problem != client_is_gone)
        return make_error(ErrorKind::config, code, "The provider of " + record.client + " cannot be used.",
                          record.problem, "Mend it, then: roadcase provider check");
    if (code == "E104")
        return make_error(ErrorKind::config, code,
                          "There is no client \"" + record.client + "\" in the configuration.",
                          record.problem, "Put [client." + record.client + "] back into config.toml.");
    if (code == "E109")
        return make_error(ErrorKind::config, code,
                          "The client secret of " + record.client + " could not be read.", record.problem,
                          "Mend it, then: roadcase config check");
    if (code == "E301") return secret_refused(provider, record.problem, record.client, made_here);
    if (code == "E302") return secret_sent_wrongly(provider, record.problem, record.client, made_here);
    if (code == "E305") return not_understood(provider, record);
    if (code == "E306") return not_secure(provider, record);
    if (code == "E405") return later(code, provider + " asked us to slow down.", record, now);
    if (code == "E406") return not_saved(record);
    return later("E404", provider + " is not answering.", record, now);
}

Error without_token(const store::AccountRecord& record, const std::string& provider, Time now,
                    bool made_here) {
    switch (record.status) {
        case store::AccountStatus::paused:
            return make_error(ErrorKind::paused, "", reference_of(record) + " is paused.",
                              (record.problem.empty() ? "" : record.problem + " ") +
                                  "As long as it is paused, it is not renewed and hands out no token.",
                              "roadcase resume " + reference_of(record));
        case store::AccountStatus::needs_authorization:
            return sign_in_again(record.problem_code, provider, record.problem, record);
        case store::AccountStatus::connected:
            break;
    }
    if (record.tokens && record.tokens->refresh_token.empty() && !is_app(record))
        return sign_in_again("E303", provider,
                             provider + " gave no refresh token, so the sign-in ends with its token.",
                             record);
    return failed_renewal(record, provider, now, made_here);
}

Error less_than_asked(const store::AccountRecord& record, const std::string& provider,
                      const std::vector<std::string>& missing) {
    return make_error(ErrorKind::insufficient_scope, "E304", provider + " allowed less than asked.",
                      join(missing, ", ") + (missing.size() == 1 ? " is" : " are") + " missing.",
                      is_app(record) ? "roadcase add " + record.client + " --app --name " + record.name
                                     : "roadcase reconnect " + reference_of(record));
}

// It was noted while everything works.
Error noted(const store::AccountRecord& record, const std::string& provider) {
    if (record.problem_code == "E406") return not_saved(record);
    if (record.problem_code == "E303") return sign_in_again("E303", provider, record.problem, record);
    return make_error(ErrorKind::unavailable, record.problem_code, record.problem, "",
                      "roadcase reconnect " + reference_of(record));
}

}  // namespace

Error error_of(const store::AccountRecord& record, const std::string& provider, Time now, bool made_here) {
    auto error = without_token(record, provider, now, made_here);
    error.account = reference_of(record);
    if (error.kind == ErrorKind::unavailable)
        error.retry_after = std::max(record.next_attempt_at.value_or(now) - now, std::chrono::seconds{1});
    return error;
}

std::optional<Error> problem_now(const store::AccountRecord& record, const std::string& provider, Time now,
                                 bool made_here) {
    if (record.status == store::AccountStatus::paused) return std::nullopt;
    if (record.problem_code == store::damaged_code) return is_damaged(record);
    if (record.status == store::AccountStatus::needs_authorization)
        return sign_in_again(record.problem_code, provider, record.problem, record);
    if (record.failures > 0) return failed_renewal(record, provider, now, made_here);
    if (!record.problem_code.empty()) return noted(record, provider);
    const auto missing = not_granted(record);
    return missing.empty() ? std::nullopt : std::optional(less_than_asked(record, provider, missing));
}

}  // namespace roadcase::accounts
