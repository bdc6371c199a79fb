#include "accounts/sign_in_words.h"

#include "accounts/reference.h"

namespace roadcase::accounts {
namespace {

const std::string only_into_your_own = "Only paste it into a terminal you started yourself.";

}  // namespace

Error unknown_sign_in() {
    return make_error(ErrorKind::invalid_request, "E205",
                      "This sign-in was not started here, or is older than 10 min.",
                      "Each sign-in can be finished once. Was it started on another computer? Then press "
                      "Copy the address, and paste it into the terminal there. " +
                          only_into_your_own,
                      "Start again.");
}

Error bring_the_address() {
    return make_error(ErrorKind::denied, "E206", "This sign-in is finished in the terminal where it started.",
                      "Press Copy the address, and paste it there. " + only_into_your_own);
}

Error pasted_no_address() {
    return make_error(ErrorKind::invalid_request, "", "That is not an address.",
                      "Copy all of the browser's address bar, from http to the end.");
}

Error pasted_without_code() {
    return make_error(
        ErrorKind::invalid_request, "", "There is no code in that address.",
        "Copy the address of the page that the browser shows after you have allowed it, also when "
        "that page cannot be reached. A page of Roadcase has a button for it.");
}

Error pasted_of_another() {
    return make_error(ErrorKind::invalid_request, "", "That address belongs to another sign-in.",
                      "Open the link from above, and copy the address where the browser lands.");
}

Error pasted_too_late() {
    return make_error(ErrorKind::invalid_request, "E205", "This sign-in is over, or is older than 10 min.",
                      "Each sign-in can be finished once.", "Start again.");
}

Error pressed_cancel(const std::string& provider) {
    return make_error(ErrorKind::denied, "E204",
                      "You pressed Cancel at " + provider + ". Nothing was changed.");
}

Error no_browser_sign_in(const std::string& provider) {
    return make_error(ErrorKind::rejected, "E308", provider + " has no page to sign in on.",
                      "Its metadata names no authorization_endpoint.",
                      "Write authorization_endpoint into config.toml, or sign in with a code: --device");
}

Error code_ran_out(const std::string& provider) {
    return make_error(
        ErrorKind::timeout, "E211", "The code on your phone ran out.",
        "Nobody finished the sign-in to " + provider + " while it was valid. Nothing was changed.");
}

Error no_device_flow(const std::string& provider, const std::string& client) {
    return make_error(ErrorKind::invalid_request, "", provider + " has no sign-in by code.",
                      "Only some providers let a person enter a code on another device.",
                      "roadcase add " + client + " --paste");
}

Error no_codes_for_app(const std::string& provider, const std::string& client) {
    return make_error(ErrorKind::rejected, "", provider + " does not let this app sign in by code.",
                      "Device sign-in has to be switched on for an app.",
                      "Switch it on where the app is registered, or: roadcase add " + client + " --paste");
}

Error was_cancelled() {
    return make_error(ErrorKind::denied, "", "The sign-in was cancelled here.", "Nothing was changed.",
                      "Start again.");
}

Error other_kind(const store::AccountRecord& record) {
    const bool app = record.grant_type == store::app_grant;
    const auto reference = reference_of(record);
    auto error = make_error(
        ErrorKind::invalid_request, "",
        reference + (app ? " is the app's own account." : " is a person's account."),
        app ? "Nobody signs in to it." : "It cannot become the app's own. Nothing was changed.",
        app ? "roadcase refresh " + reference : "roadcase add " + record.client + " --app --name NAME");
    error.account = reference;
    return error;
}

Error no_token_for_app(const std::string& provider, const std::string& client) {
    return make_error(ErrorKind::rejected, "", provider + " gives this app no token of its own.",
                      "Many providers give tokens to people only.", "roadcase add " + client);
}

Error app_without_secret(const std::string& provider, const std::string& client) {
    return make_error(ErrorKind::config, "", "An app's own token needs the app's secret.",
                      "Without it " + provider + " cannot know that it is the app that asks.",
                      "Put client_secret_file into [client." + client + "] in config.toml.");
}

Error brought_token_refused(const std::string& provider, const std::string& client) {
    return make_error(ErrorKind::needs_authorization, "", provider + " refused that refresh token.",
                      "It has ended, was used already, or belongs to another client_id. Nothing was stored.",
                      "roadcase add " + client);
}

}  // namespace roadcase::accounts
