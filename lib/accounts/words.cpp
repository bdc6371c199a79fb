#include "accounts/words.h"

#include <algorithm>

#include "accounts/person_words.h"
#include "accounts/state.h"
#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

/// A script says what it wants, and a person copies the command: what a shell would not read as it stands is
/// not in it.
std::vector<std::string> for_a_shell(std::vector<std::string> scopes) {
    const auto is_plain = [](char c) {
        return base62_alphabet.find(c) != std::string_view::npos ||
               std::string_view(":._/-").find(c) != std::string_view::npos;
    };
    for (auto& scope : scopes)
        if (scope.starts_with('-') || !std::all_of(scope.begin(), scope.end(), is_plain)) scope = "SCOPE";
    return scopes;
}

}  // namespace

Error wrong_browser() {
    return make_error(ErrorKind::denied, "E206", "Sign-in came back in another browser than it started in.",
                      "Only the browser that started a sign-in can finish it.",
                      "Open the dashboard in this browser and start there.");
}

std::string name_of_person(const store::AccountRecord& record) {
    if (auto words = person_words(record.display_name); !words.empty()) return words;
    return record.subject.empty() ? reference_of(record) : "user " + record.subject;
}

Error wrong_person(const std::string& somebody, const store::AccountRecord& account) {
    const auto signed_in = person_words(somebody);
    auto error =
        make_error(ErrorKind::denied, "E207",
                   "You signed in as " + signed_in + ", but this account is " + name_of_person(account) + ".",
                   "Nothing was changed.",
                   "Sign in as " + name_of_person(account) + ", or add " + signed_in +
                       " as another account: roadcase add " + account.client + " --name NAME");
    error.account = reference_of(account);
    return error;
}

Error same_person(const store::AccountRecord& account, const std::string& provider,
                  const std::string& wanted) {
    return make_error(
        ErrorKind::denied, "E207",
        "That is " + name_of_person(account) + " again, connected already as " + reference_of(account) + ".",
        "Nothing was changed. " + provider + " went on with the account that is signed in there.",
        "Sign out of " + provider +
            " in the browser, or use a private window, then connect the account that shall be " +
            account.client + "/" + wanted + ".");
}

Error changed_on_the_way(const std::string& provider) {
    return make_error(ErrorKind::rejected, "E208",
                      "The settings for " + provider + " changed during the sign-in, so Roadcase stopped.",
                      "The answer belongs to another client or server than the one configured now.",
                      "Start again.");
}

Error person_unknown(const std::string& provider, const store::AccountRecord& account) {
    auto error = make_error(ErrorKind::unavailable, "E404", provider + " did not say who signed in.",
                            "This account is " + name_of_person(account) +
                                ", and it is not handed to somebody unknown. Nothing was changed.",
                            "Start again in a minute.");
    error.account = reference_of(account);
    return error;
}

Error missing_scope(const store::AccountRecord& record, const std::vector<std::string>& missing) {
    auto error = make_error(ErrorKind::insufficient_scope, "E508",
                            reference_of(record) + " may not do " + join(missing, ", ") + ".",
                            "It was not asked for or not allowed when somebody signed in.",
                            is_app(record) ? "Add it to the client's scopes, then: roadcase add " +
                                                 record.client + " --app --name " + record.name
                                           : "roadcase scopes " + reference_of(record) + " --add " +
                                                 join(for_a_shell(missing), " --add "));
    error.account = reference_of(record);
    return error;
}

Error fresh_tokens_refused(const store::AccountRecord& record, const std::string& provider, seconds wait) {
    auto error =
        make_error(ErrorKind::unavailable, "", provider + " refuses fresh tokens, too.",
                   "A token that was renewed moments ago was reported as refused again; another one "
                   "would not help.",
                   "Check that the script sends this account's client id and has the scopes it needs.");
    error.account = reference_of(record);
    error.retry_after = wait;
    return error;
}

Error asked_to_wait(const store::AccountRecord& record, const std::string& provider, seconds wait) {
    auto error = make_error(ErrorKind::unavailable, "E405", provider + " asked us to slow down.",
                            "It wants no request for " + in_words(wait) + ".",
                            "Nothing to do: it is tried again by itself.");
    error.account = reference_of(record);
    error.retry_after = wait;
    return error;
}

Error no_such_account(const Reference& wanted, const std::vector<store::AccountRecord>& accounts) {
    const std::string plain = wanted.name.empty() ? wanted.client : wanted.client + "/" + wanted.name;
    const std::string text = !wanted.id.empty()       ? wanted.id
                             : wanted.subject.empty() ? plain
                                                      : wanted.client + "/sub:" + wanted.subject;
    std::vector<std::string> all;
    std::vector<std::string> of_client;
    for (const auto& record : accounts) {
        all.push_back(reference_of(record));
        if (record.client == wanted.client) of_client.push_back(reference_of(record));
    }
    if (text == wanted.client && of_client.size() > 1)
        return make_error(ErrorKind::not_found, "E502",
                          "There are " + std::to_string(of_client.size()) + " accounts of " + wanted.client +
                              " and no default.",
                          "They are " + join(of_client, ", ") + ".", "roadcase token " + of_client.front());
    const auto guess = did_you_mean(text, all);
    return make_error(ErrorKind::not_found, "E501", "No account " + quoted(printable(text, 80)) + ".",
                      guess ? "Did you mean " + *guess + "?" : "", "roadcase list");
}

Error was_removed(const store::AccountRecord& record) {
    return make_error(ErrorKind::not_found, "E501", "The account " + reference_of(record) + " was removed.",
                      "", "roadcase add " + record.client);
}

Error no_account_name(std::string_view wanted) {
    const auto title = quoted(printable(wanted, 80)) + " cannot be an account's name.";
    if (is_reserved_name(wanted))
        return make_error(ErrorKind::invalid_request, "", title,
                          "It is a word of the API: /api/v1/token/ACCOUNT/" + std::string(wanted) + ".",
                          "Choose another name.");
    return make_error(ErrorKind::invalid_request, "", title, "Names hold 1 to 64 letters, digits, - and _.",
                      "Choose another name.");
}

Error no_default_for_app(const store::AccountRecord& record) {
    return make_error(ErrorKind::conflict, "", reference_of(record) + " is the app's own account.",
                      quoted(record.client) + " alone means a person's account.", "roadcase list");
}

Error nobody_signed_in(const std::string& client, const std::string& provider) {
    auto error = make_error(ErrorKind::needs_authorization, "E501",
                            "Nobody has signed in to " + provider + " yet.", "", "roadcase add " + client);
    error.account = client;
    return error;
}

}  // namespace roadcase::accounts
