#include "server/help_texts.h"

#include <algorithm>

namespace roadcase::server {
namespace {

constexpr auto table = std::to_array<HelpText>({
    {"E101", "The port is taken by another program.",
     "Roadcase answers on one port of this computer. A development server, Grafana or the Twitch CLI often "
     "uses the "
     "same one.",
     "Stop that program, or choose another port in `config.toml` (`[server]`, `port`). The redirect address "
     "at each "
     "provider must then name the new port."},
    {"E102", "Another program answers on the other loopback address of this port.",
     "`localhost` means both `127.0.0.1` and `[::1]`. If somebody else holds one of them, your browser would "
     "hand "
     "your sign-ins to that program. Roadcase does not start half.",
     "Stop that program, or choose another port in `config.toml` (`[server]`, `port`)."},
    {"E103", "Roadcase is already running for this user.",
     "Two of them would spend the same sign-ins and log each other out.",
     "Use the one that runs: `roadcase open` shows its page."},
    {"E104", "A line of `config.toml` was not understood.",
     "An unknown name or a wrong value is an error, because a line that is silently ignored keeps people "
     "searching.",
     "The message names the line and the nearest known name. `roadcase config check` tries the file without "
     "starting anything."},
    {"E105", "A file with secrets can be read by other users of this computer.",
     "Roadcase does not use such a file, because somebody may have read it already.",
     "Make it yours alone: `chmod 600 FILE`, and `chmod 700` for its folder."},
    {"E106", "The clock of this computer is wrong.",
     "The providers' answers carry the time, and it differs from the time here. Secure connections are "
     "refused "
     "when a "
     "certificate seems to have ended or not begun, a provider may take a sign-in for too old, and the times "
     "shown here "
     "are off.",
     "Let the computer set its clock by itself: `timedatectl set-ntp true`. How far off is said, "
     "`clock_skew_warn` in "
     "`config.toml` (`[renew]`) decides."},
    {"E107", "The saved data was made by a newer Roadcase.",
     "An older program could damage what it does not know.", "Install the newer version again."},
    {"E108", "The keyring is locked, so the saved accounts cannot be opened.",
     "The key of the saved data is in the desktop's keyring. Over ssh, after an automatic sign-in or before "
     "the desktop has started, that keyring is locked or not there. Roadcase never goes on without it.",
     "Unlock the keyring, then start Roadcase again. If it has to work without a desktop: "
     "`roadcase vault rekey --to file` while the keyring is open."},
    {"E109", "The client secret could not be read.",
     "Its file, its environment variable or its command gave nothing. Nobody was asked for a token.",
     "Mend what the message names, then: `roadcase config check`."},
    {"E201", "The provider does not know the address of this computer.",
     "The redirect address that is registered at the provider must be the same as ours, letter by letter: "
     "`http`, "
     "the host, the port, no slash at the end.",
     "Copy the address from the message into the provider's console, save there, and try again."},
    {"E202", "The provider does not accept `localhost`.",
     "Some providers want the number instead of the name.",
     "Register the redirect address with `127.0.0.1` in place of `localhost`, and use the same one here."},
    {"E203", "The provider changed `127.0.0.1` to `localhost` on the way.",
     "Some providers cannot handle the number.",
     "Register the redirect address with `localhost`, and use the same one here."},
    {"E204", "You pressed Cancel at the provider.",
     "Nothing was changed: an account that was connected still is.", "Try again when you like."},
    {"E205", "This sign-in was not started here, or is older than ten minutes.",
     "A sign-in can come back once, within ten minutes, to the Roadcase that began it. A reloaded page, the "
     "Back "
     "button, a link from somebody else or a sign-in begun on another computer look like this.",
     "Start again from the list of accounts. Nothing was changed."},
    {"E206", "The sign-in came back in another browser than it started in.",
     "The browser that starts a sign-in keeps a small mark for ten minutes. Without it nobody can tell "
     "whether the "
     "same person came back.",
     "Finish in the browser where you began, or start again in this one. Cookies for `localhost` must be "
     "allowed."},
    {"E207", "You signed in as somebody else.",
     "The account that was to be connected again belongs to another person at the provider. It was left as "
     "it was.",
     "Sign out at the provider, or use a private window, then try again. To have both, connect the other one "
     "under "
     "a name of its own: `roadcase add CLIENT --name bot`."},
    {"E208", "The provider answered from an unexpected address, so Roadcase stopped.",
     "An answer that names another provider than the one that was asked can be an attack.",
     "Do not try again before you know why. Check the `issuer` in `config.toml` if you wrote it yourself."},
    {"E209", "The code from the provider was too old.",
     "Between your consent and our request lies a code that lives a minute or less. A slow network or a page "
     "opened "
     "again later is too slow for it.",
     "Start again."},
    {"E210", "The code was already used.",
     "Each code works once. The page was loaded twice, or somebody else used it first.",
     "Look at the list of accounts: if the first time worked, you are connected. Else start again."},
    {"E211", "The code on your phone ran out.",
     "A code for another device lives for some minutes, mostly thirty. Nobody finished the sign-in while it "
     "was valid.",
     "Start again: `roadcase add CLIENT --device` shows a new code."},
    {"E212", "The provider says this app does not exist.",
     "The client id is wrong, or the app was deleted at the provider.",
     "Compare `client_id` in `config.toml` with the provider's console."},
    {"E214", "No browser could be opened here.",
     "This is a remote session, a container, or a computer without a desktop.",
     "Two ways: `roadcase add CLIENT --device` shows a code that you enter on your phone or another PC, "
     "where the "
     "provider has such codes; `roadcase add CLIENT --paste` works with all. Or bring this computer's page "
     "to yours: "
     "`ssh -L 3000:localhost:3000 HOST`, then open the address from the message there."},
    {"E215", "The provider's proof of who signed in does not hold.",
     "With OpenID Connect a provider signs who signed in, to whom, and for which sign-in. One of that was "
     "missing or wrong; the message says which. Nothing was saved. A wrong clock of this computer looks like "
     "this, too.",
     "Check date and time: `timedatectl`. Then start again. If it stays, compare `issuer` and `client_id` in "
     "`config.toml` with the provider's."},
    {"E301", "The provider refused the client secret.",
     "It was made anew at the provider, or something was pasted along with it: a blank, a line end. A secret "
     "that "
     "worked "
     "before was made anew. Every token is kept meanwhile.",
     "Make a new secret in the provider's console. An app that was set up in the browser takes it on its "
     "page "
     "under Connect an account; any other, where `config.toml` says. If it holds "
     "special characters and the way is Basic, `basic_encoding = \"raw\"` may be what this provider wants."},
    {"E302", "The provider wants the client secret sent another way.",
     "Some take it in the form, some in the header. Every token is kept meanwhile.",
     "Set `token_endpoint_auth_method` of the client in `config.toml` to `client_secret_post` or "
     "`client_secret_basic`, "
     "the one that the message does not name."},
    {"E303", "The provider gave nothing to renew with.",
     "Without a refresh token the account stops working when its token ends. Some providers give one only at "
     "the "
     "first consent, or only when they are asked for it.",
     "Remove Roadcase among the connected apps at the provider, then connect again."},
    {"E304", "The provider allowed less than was asked for.",
     "A box was unticked on its page, or this kind of app may not have everything. What was allowed works.",
     "Connect again and leave the boxes ticked; or go on without, and take it out of `scopes` in "
     "`config.toml`."},
    {"E305", "The provider's answer was not understood.",
     "Something else than the provider answered: a sign-in page of a hotel or school network, a proxy, or a "
     "page "
     "that says the provider is being repaired.",
     "Open any web page to see whether the network wants something from you. Roadcase tries again by "
     "itself."},
    {"E306", "The connection to the provider is not secure.",
     "The certificate is not the provider's. Something on the way reads the traffic, or the clock of this "
     "computer "
     "is wrong: then the message says that the certificate has expired or is not yet valid.",
     "Check date and time first: `timedatectl`. In a company network, `SSL_CERT_FILE` may name the company's "
     "certificates. There "
     "is no "
     "way to go on without a secure connection."},
    {"E307", "The provider's metadata cannot be used.",
     "The document in which the provider names its endpoints must name exactly the `issuer` that was asked, "
     "to the last letter and slash, and safe addresses. Otherwise it may be somebody else's.",
     "Write `issuer` in `config.toml` exactly as the provider's documentation does; or write the endpoints "
     "there instead."},
    {"E308", "The provider does not say where its endpoints are.",
     "No metadata was found where OpenID Connect and OAuth put it, or it leaves out what is needed.",
     "Check `issuer` in `config.toml`, or write `authorization_endpoint` and `token_endpoint` there."},
    {"E309", "The provider did not register Roadcase.",
     "With this provider Roadcase registers itself at the first sign-in, and the answer was no.",
     "Try again later. If it stays, register an app at the provider by hand and write its `client_id` into "
     "`config.toml`."},
    {"E401", "Sign in again: the provider removed the connection.",
     "That happens after a change of password, when the app is removed at the provider, or when it was not "
     "used for "
     "a long time. Some providers end each sign-in after a fixed time: Spotify after six months. Where such "
     "a "
     "day is "
     "known it is shown a month ahead. A token that still lives is handed out until its end.",
     "Press Reconnect on the list of accounts, or `roadcase reconnect ACCOUNT`. Scripts continue by "
     "themselves."},
    {"E402", "Google ends this sign-in every seven days.",
     "As long as the app is in the state Testing, Google ends each sign-in after a week, however it is used. "
     "Once that "
     "has happened the next end is shown ahead.",
     "Publish the app on Google's page for the consent screen, then press Reconnect. Without publishing, "
     "Reconnect helps "
     "for another week."},
    {"E403", "Another program used this account's refresh token.",
     "A refresh token works in one place only. A second copy, in an old bot or a restored backup, logs both "
     "out. The same happens when a renewal was cut short before its answer was saved, by a crash or a lost "
     "connection: "
     "the message says so.",
     "Press Reconnect, and let the other program ask Roadcase for its tokens."},
    {"E404", "The provider is not answering.", "The provider, the network, or the way between them is down.",
     "Nothing to do: the token is good until it ends, and Roadcase keeps trying. The message says how long "
     "both takes."},
    {"E405", "The provider asked us to slow down.", "Too many requests came from this app or this network.",
     "Nothing to do: Roadcase waits as long as it was told to."},
    {"E406", "The saved data could not be written.",
     "The disk is full or cannot be written. No refresh token is spent while that lasts; a new token that "
     "came all "
     "the same is kept in memory, and the old one may no longer work.",
     "Free some space. It is saved as soon as that works; do not stop Roadcase before."},
    {"E501", "There is no account of that name.",
     "It was removed, or never connected, or the name is misspelt.", "`roadcase list` shows the names."},
    {"E502", "There are several accounts and none of them is meant by default.",
     "The name stands for more than one account.", "Name the one you mean: `roadcase list` shows all."},
    {"E503", "This key is unknown, ended, paused, or not for that account.",
     "The program that asks is not told which of these it is. You are: the log and `roadcase key list` say "
     "it.",
     "`roadcase key show NAME` says what a key may ask for; `roadcase key create NAME --account ACCOUNT` "
     "makes one."},
    {"E504", "Requests must come to this computer's own name.",
     "A web page elsewhere can make your browser ask us under a name of its own. Such requests are refused.",
     "Use `http://localhost` with the port. Behind a proxy of your own, set `public_url` in `config.toml`."},
    {"E505", "This Roadcase belongs to another user of this computer.", "Its accounts are theirs.",
     "Start your own on another port."},
    {"E506", "A web page tried to read from Roadcase.",
     "Pages from elsewhere get nothing from here, whatever they bring along. Brokers alone answer the pages "
     "that they list, while somebody says which of the visitors may have a token.",
     "If the page is yours, let its server ask instead of the browser; or list its origin with a broker, "
     "together with `permission_url`."},
    {"E507", "The token was not shown, because the output is a terminal.",
     "You may be on camera; a token seen once can be used by anybody.",
     "Send it on through a pipe, use `--copy` for the clipboard, or `--reveal` when nobody is watching."},
    {"E508", "The account is not allowed to do that.",
     "A script asked for something that was not granted when the account was connected.",
     "Sign in for it, too: `roadcase scopes ACCOUNT --add SCOPE`. Or add it to `scopes` of the client, then "
     "connect the account again."},
    {"E509", "A new key was used for the first time and waits for your yes.",
     "`confirm_first_use` in `config.toml` (`[api]`) is on: whoever uses a key first is told to wait, so "
     "that "
     "a key that went astray is noticed before it is good for anything.",
     "If it was your script, press Allow on the dashboard, or: `roadcase key allow NAME`. If you do not know "
     "who it was: `roadcase key revoke NAME`."},
    {"E510", "A broker does not give that to this caller.",
     "The broker's own settings (`channels`, `users`, `roles`, `scopes`) or the grants of the key leave it "
     "out, or whoever it asks for permission says no.",
     "`roadcase key show NAME` says what a key may ask for; a grant is `BROKER/CHANNEL/ROLE`, and `*` stands "
     "for "
     "anything. `roadcase broker list` says what a broker offers."},
    {"E511", "A broker cannot make tokens now.",
     "Its secret cannot be read, the service behind it does not answer or refuses us, or nobody could be "
     "asked "
     "whether the caller may have a token.",
     "`roadcase broker list` says what is wrong with its settings; the log says what its service answered."},
    {"E601", "A file that is kept fresh was changed by another program.",
     "Some libraries save their own copy of a login when they renew it or end. What they wrote is never read "
     "for tokens, and it is not written over without your word.",
     "`roadcase links` names the file. `roadcase link ACCOUNT FILE --overwrite` takes it back, "
     "`roadcase unlink FILE` gives it up. Best, let the tool load the file and not save it."},
    {"E602", "A file with a token would be inside a Git repository and not ignored.",
     "The next commit could publish it.",
     "Name the file in `.gitignore`, or choose a place outside. `--force` writes it all the same."},
    {"E603", "Wrong passphrase, or what it opens is damaged.",
     "The two cannot be told apart: without the passphrase the saved data is noise.",
     "Try again; there is no limit and no hint. A service reads its passphrase from the file that "
     "`ROADCASE_PASSPHRASE_FILE` names."},
    {"E604", "This file was packed on another computer that may still renew these accounts.",
     "A refresh token works in one place only. Used in two, each renewal ends the other one's sign-in, and "
     "many "
     "providers then end both. `pack` without `--copy` pauses the accounts where it runs, so its files are "
     "safe.",
     "Stop Roadcase on the other computer, or pause the accounts there, then: `roadcase unpack FILE "
     "--take-over`. "
     "If it is gone for good, do the same; an account that was renewed since then has to be signed in "
     "again."},
    {"E606", "What is saved of an account is damaged.",
     "A seal does not fit what it seals: the disk, or another program, changed the file. Nothing of it is "
     "used.",
     "Put a backup of `roadcase.db` back; or forget the account with `roadcase remove ACCOUNT` and sign in "
     "again."},
});

}  // namespace

std::span<const HelpText> help_texts() {
    return table;
}

const HelpText* help_text(std::string_view code) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const HelpText& t) { return t.code == code; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace roadcase::server
