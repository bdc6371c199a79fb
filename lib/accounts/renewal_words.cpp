#include "accounts/renewal_words.h"

#include "accounts/reference.h"
#include "accounts/state.h"

namespace roadcase::accounts {

Problem problem_of_client(std::string_view code, std::string text) {
    Problem problem;
    problem.verdict = oauth::RenewalVerdict::registration_wrong;
    problem.code = code;
    problem.text = std::move(text);
    return problem;
}

Problem lost_registration(Problem problem) {
    problem.verdict = oauth::RenewalVerdict::grant_gone;
    problem.code = "E401";
    problem.text = "It no longer knows the app that Roadcase registered there.";
    return problem;
}

Problem other_registration() {
    return problem_of_client("E104",
                             "Roadcase registered its app there for another redirect address or other "
                             "scopes. Put them back, or sign in again.");
}

Error stopping(const store::AccountRecord& record) {
    auto error = make_error(ErrorKind::unavailable, "", "Roadcase is stopping.",
                            "It begins no renewal any more, and waits for none.", "Try again when it runs.");
    error.account = reference_of(record);
    return error;
}

std::optional<Error> too_young(const store::AccountRecord& record, const providers::Provider& provider,
                               Time now) {
    const auto left = record.tokens->received_at + provider.lifetimes.renewal_not_before - now;
    if (is_app(record) || provider.lifetimes.renewal_not_before == seconds{0} || left <= seconds{0})
        return std::nullopt;
    auto error =
        make_error(ErrorKind::unavailable, "", provider.display_name + " renews no token this young.",
                   "It must be " + in_words(provider.lifetimes.renewal_not_before) + " old.",
                   "Nothing to do: it is renewed by itself in time.");
    error.account = reference_of(record);
    error.retry_after = left;
    return error;
}

}  // namespace roadcase::accounts
