#include "accounts/failures.h"

#include "core/text.h"

namespace roadcase::accounts {
namespace {

using oauth::RenewalVerdict;
using oauth::TokenFailure;

// The provider's own words, unless they repeat a secret of ours.
std::string said(const TokenFailure& failure, NeverSay never_say) {
    std::string text = printable(failure.error, 60);
    if (!failure.error_description.empty()) text += ": " + printable(failure.error_description, 200);
    if (text.empty()) return {};
    // Texts come cut, so the beginning of a secret is enough.
    for (const auto* secret : never_say)
        if (!secret->empty() && text.find(secret->reveal().substr(0, 12)) != std::string::npos) return {};
    return " It said \"" + text + "\".";
}

std::string status_text(int status) {
    return "status " + std::to_string(status);
}

std::string unreadable_text(const TokenFailure& failure) {
    const auto type = failure.content_type.empty() ? "no content type" : printable(failure.content_type, 60);
    return "The answer was " + type + " with " + status_text(failure.status) +
           ". Are you on a hotel or school network?";
}

std::string outage_code(const TokenFailure& failure) {
    if (failure.status == 429) return "E405";
    const bool overload = failure.status >= 500 || failure.status == 408 || failure.status == 425;
    return overload || failure.kind == TokenFailure::Kind::server_error ? "E404" : "E305";
}

std::string outage_text(const TokenFailure& failure, NeverSay never_say) {
    const auto code = outage_code(failure);
    if (code == "E305") return unreadable_text(failure);
    return "It answered with " + status_text(failure.status) + "." + said(failure, never_say);
}

std::string gone_text(const std::string& provider, bool interrupted) {
    if (interrupted)
        return "A renewal was interrupted before its answer was saved, and " + provider +
               " no longer accepts the refresh token.";
    return provider +
           " removed the connection: access was taken back, the password changed, or it was not used "
           "for too long.";
}

bool mentions(const TokenFailure& failure, std::string_view word) {
    return to_lower(failure.error + " " + failure.error_description).find(word) != std::string::npos;
}

constexpr std::string_view start_again = "Start the sign-in again.";

Error address_unknown(const std::string& provider, std::string said_text) {
    return make_error(ErrorKind::rejected, "E201", provider + " does not know our redirect address.",
                      "It must be registered there exactly as it stands in config.toml." + said_text,
                      "Compare redirect_uri with the address registered at " + provider + ".");
}

Error code_refused(const TokenFailure& failure, const std::string& provider, std::string said_text) {
    if (mentions(failure, "already") || mentions(failure, "redeemed"))
        return make_error(ErrorKind::invalid_request, "E210", "The code was already used.",
                          "A code works once." + said_text, std::string(start_again));
    return make_error(ErrorKind::invalid_request, "E209", "The code from " + provider + " was too old.",
                      "Codes live for a minute or so and work once." + said_text, std::string(start_again));
}

Error not_answered(const TokenFailure& failure, const std::string& provider, NeverSay never_say) {
    const auto code = outage_code(failure);
    if (code == "E305")
        return make_error(ErrorKind::rejected, code, "The answer of " + provider + " was not understood.",
                          unreadable_text(failure), std::string(start_again));
    auto error = make_error(ErrorKind::unavailable, code,
                            provider + (code == "E405" ? " asked us to slow down." : " is not answering."),
                            outage_text(failure, never_say), std::string(start_again));
    error.retry_after = failure.retry_after;
    return error;
}

}  // namespace

Error secret_refused(const std::string& provider, std::string why, const std::string& client) {
    return make_error(ErrorKind::rejected, "E301", provider + " refused the client secret.", std::move(why),
                      client.empty()
                          ? "Check client_id and client_secret in config.toml."
                          : "Check client_id and client_secret of [client." + client + "] in config.toml.");
}

Problem problem_of(const Error& transport_error) {
    Problem problem;
    problem.code = transport_error.code.empty() ? "E404" : transport_error.code;
    problem.text = transport_error.detail.empty() ? transport_error.title : transport_error.detail;
    problem.retry_after = transport_error.retry_after;
    problem.answer_lost = problem.unheard = transport_error.maybe_done;
    return problem;
}

Problem problem_of(const TokenFailure& failure, const std::string& provider, NeverSay never_say,
                   bool interrupted) {
    Problem problem;
    problem.verdict = oauth::judge(failure);
    problem.retry_after = failure.retry_after;
    switch (problem.verdict) {
        case RenewalVerdict::transient:
            problem.code = outage_code(failure);
            problem.text = outage_text(failure, never_say);
            problem.answer_lost = failure.kind == TokenFailure::Kind::unreadable;
            break;
        case RenewalVerdict::grant_gone:
            problem.code = interrupted ? "E403" : "E401";
            problem.text = gone_text(provider, interrupted) + said(failure, never_say);
            break;
        case RenewalVerdict::registration_wrong:
            problem.code = "E301";
            problem.text = "Every token is kept." + said(failure, never_say);
            break;
    }
    return problem;
}

Error exchange_error(const TokenFailure& failure, const std::string& provider, NeverSay never_say) {
    const auto verdict = oauth::judge(failure);
    if (verdict == RenewalVerdict::transient) return not_answered(failure, provider, never_say);
    const auto quote = said(failure, never_say);
    if (mentions(failure, "redirect")) return address_unknown(provider, quote);
    if (verdict == RenewalVerdict::grant_gone) return code_refused(failure, provider, quote);
    if (mentions(failure, "client")) return secret_refused(provider, "Nothing was changed." + quote, "");
    return make_error(ErrorKind::rejected, "", provider + " refused the sign-in.",
                      "It answered with " + status_text(failure.status) + "." + quote,
                      std::string(start_again));
}

}  // namespace roadcase::accounts
