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
    while (text.ends_with('.')) text.pop_back();
    return " It said \"" + text + "\".";
}

std::string status_text(int status) {
    return "status " + std::to_string(status);
}

// Hotels, schools and proxies answer in the provider's place, and always with a page.
bool is_page(const TokenFailure& failure) {
    return failure.status == 511 || to_lower(failure.content_type).starts_with("text/html");
}

// A success that cannot be read held tokens, perhaps. A page or an error status did not.
bool may_have_held_tokens(const TokenFailure& failure) {
    return failure.kind == TokenFailure::Kind::unreadable && failure.status / 100 == 2 && !is_page(failure);
}

std::string unreadable_text(const TokenFailure& failure) {
    const auto type = failure.content_type.empty() ? "no content type" : printable(failure.content_type, 60);
    if (!is_page(failure)) return "The answer was " + type + " with " + status_text(failure.status) + ".";
    return "A web page came instead of an answer (" + type + ", " + status_text(failure.status) +
           "). Are you on a hotel or school network?";
}

std::string outage_code(const TokenFailure& failure) {
    if (failure.status == 429) return "E405";
    if (failure.status == 511) return "E305";  // RFC 6585 §6: the network wants a sign-in first
    const bool overload = failure.status >= 500 || failure.status == 408 || failure.status == 425;
    return overload || failure.kind == TokenFailure::Kind::server_error ? "E404" : "E305";
}

std::string outage_text(const TokenFailure& failure, NeverSay never_say) {
    const auto code = outage_code(failure);
    if (code == "E305") return unreadable_text(failure);
    return "It answered with " + status_text(failure.status) + "." + said(failure, never_say);
}

// By the methods' own names only: the standard's sample text for a wrong secret speaks of an "unsupported
// authentication method" too (RFC 6749 §5.2), and many servers send it.
bool is_about_the_method(const TokenFailure& failure) {
    return mentions(failure, {"client_secret_basic", "client_secret_post", "token_endpoint_auth_method"});
}

std::string sent_as(const ClientEntry& entry) {
    return "It is sent as " + std::string(oauth::to_string(entry.client.token_endpoint_auth_method)) + ".";
}

std::string refusal_text(const TokenFailure& failure, const Background& background) {
    const auto& entry = background.entry;
    if (is_about_the_method(failure)) return sent_as(entry) + " Every token is kept.";
    const bool has_secret = entry.client.token_endpoint_auth_method != oauth::ClientAuthMethod::none;
    if (failure.error == "invalid_client" && has_secret)
        return "It accepted one before, so the secret was probably made anew there. Every token is kept.";
    return "Every token is kept.";
}

constexpr std::string_view start_again = "Start the sign-in again.";

Error address_unknown(const std::string& provider, std::string said_text) {
    return make_error(ErrorKind::rejected, "E201", provider + " does not know our redirect address.",
                      "It must be registered there exactly as it stands in config.toml." + said_text,
                      "Compare redirect_uri with the address registered at " + provider + ".");
}

Error code_refused(const TokenFailure& failure, const std::string& provider, std::string said_text) {
    if (mentions(failure, {"already", "redeemed"}))
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

Error secret_refused(const std::string& provider, std::string why, const std::string& client,
                     bool made_here) {
    return make_error(ErrorKind::rejected, "E301", provider + " refused the client secret.", std::move(why),
                      made_here
                          ? "Make a new one there, then: roadcase client set-secret " + client
                          : "Check client_id and client_secret of [client." + client + "] in config.toml.");
}

Error secret_sent_wrongly(const std::string& provider, std::string why, const std::string& client,
                          bool made_here) {
    const auto where = made_here ? client + " with PATCH /api/v1/clients/" + client
                                 : "[client." + client + "] in config.toml";
    return make_error(ErrorKind::rejected, "E302", provider + " wants the client secret sent another way.",
                      std::move(why),
                      "Set token_endpoint_auth_method of " + where +
                          " to the other of client_secret_post and client_secret_basic.");
}

bool names_unknown_client(const TokenFailure& failure) {
    return oauth::judge(failure) == RenewalVerdict::registration_wrong &&
           oauth::plain_error(failure.error) == "invalid_client";
}

Problem problem_of(const Error& transport_error) {
    Problem problem;
    problem.code = transport_error.code.empty() ? "E404" : transport_error.code;
    problem.text = transport_error.detail.empty() ? transport_error.title : transport_error.detail;
    problem.retry_after = transport_error.retry_after;
    problem.answer_lost = problem.unheard = transport_error.maybe_done;
    return problem;
}

Problem problem_of(const TokenFailure& failure, const Background& background, NeverSay never_say) {
    Problem problem;
    problem.verdict = oauth::judge(failure);
    problem.retry_after = failure.retry_after;
    problem.client_unknown = names_unknown_client(failure);
    switch (problem.verdict) {
        case RenewalVerdict::transient:
            problem.code = outage_code(failure);
            problem.text = outage_text(failure, never_say);
            problem.answer_lost = may_have_held_tokens(failure);
            break;
        case RenewalVerdict::grant_gone: {
            auto cause = cause_of_death(failure, background);
            problem.code = std::move(cause.code);
            problem.text = std::move(cause.text) + said(failure, never_say);
            break;
        }
        case RenewalVerdict::registration_wrong:
            problem.code = is_about_the_method(failure) ? "E302" : "E301";
            problem.text = refusal_text(failure, background) + said(failure, never_say);
            break;
    }
    return problem;
}

Error exchange_error(const TokenFailure& failure, const ClientEntry& entry, NeverSay never_say) {
    const auto& provider = entry.provider.display_name;
    const auto verdict = oauth::judge(failure);
    if (verdict == RenewalVerdict::transient) return not_answered(failure, provider, never_say);
    const auto quote = said(failure, never_say);
    if (mentions(failure, {"redirect"})) return address_unknown(provider, quote);
    if (verdict == RenewalVerdict::grant_gone) return code_refused(failure, provider, quote);
    if (is_about_the_method(failure))
        return secret_sent_wrongly(provider, sent_as(entry) + quote, entry.name, entry.made_here);
    if (mentions(failure, {"client"}))
        return secret_refused(provider, "Nothing was changed." + quote, entry.name, entry.made_here);
    return make_error(ErrorKind::rejected, "", provider + " refused the sign-in.",
                      "It answered with " + status_text(failure.status) + "." + quote,
                      std::string(start_again));
}

}  // namespace roadcase::accounts
