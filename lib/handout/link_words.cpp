#include "handout/link_words.h"

#include "accounts/reference.h"
#include "core/text.h"
#include "handout/quoting.h"

namespace roadcase::handout {
namespace {

std::string shown(const std::string& path) {
    return printable(path, 4096);
}

std::string link_command(const store::LinkRecord& link) {
    return "roadcase link " + link.account + " " + shown(shell_quoted(link.path)) + " --format " +
           link.format;
}

std::string unlink_command(const std::string& path) {
    return "roadcase unlink " + shown(shell_quoted(path));
}

}  // namespace

bool is_configured(const store::LinkRecord& link) {
    return link.id.starts_with("cfg_");
}

Error problem_of(const store::LinkRecord& link) {
    if (link.problem_code == "E601") {
        auto error = changed_by_another(link);
        error.title = link.problem;
        return error;
    }
    if (link.problem_code == "E602")
        return make_error(ErrorKind::invalid_request, "E602", link.problem,
                          "The next commit could publish the token in it, so it is not written.",
                          "Name it in .gitignore, then look again: roadcase links");
    return make_error(ErrorKind::internal, link.problem_code, link.problem,
                      "It is tried again with the next token.", "roadcase links");
}

Error changed_by_another(const store::LinkRecord& link) {
    return make_error(ErrorKind::invalid_request, "E601",
                      shown(link.path) + " was changed by another program since Roadcase wrote it.",
                      "It is neither read for tokens nor written over until you say so.",
                      link_command(link) + " --overwrite   or: " + unlink_command(link.path));
}

Error already_there(const store::LinkRecord& link) {
    return make_error(ErrorKind::invalid_request, "E601",
                      shown(link.path) + " is there already, and not by Roadcase.",
                      "Nothing of it was read or changed.", link_command(link) + " --overwrite");
}

Error kept_for_another(const store::LinkRecord& link) {
    return make_error(ErrorKind::invalid_request, "",
                      shown(link.path) + " is kept fresh for " + link.account + ".",
                      "A file holds the token of one account.", unlink_command(link.path));
}

Error written_in_configuration(const store::LinkRecord& link) {
    return make_error(ErrorKind::invalid_request, "", shown(link.path) + " is a [[link]] of config.toml.",
                      "What stands there counts.", "Change it there, then send SIGHUP to roadcase serve.");
}

Error no_such_link(const std::string& path) {
    return make_error(ErrorKind::not_found, "", shown(path) + " is no file that is kept fresh.", "",
                      "roadcase links");
}

Error waits_for_account(const store::LinkRecord& link) {
    return make_error(ErrorKind::not_found, "E501", "Nobody is signed in to " + link.account + ".",
                      shown(link.path) + " is written as soon as somebody is.", "roadcase add");
}

Error account_needs_person(const store::AccountRecord& account) {
    const auto reference = accounts::reference_of(account);
    return make_error(
        ErrorKind::needs_authorization, account.problem_code,
        account.problem.empty() ? "Somebody must sign in to " + reference + " again." : account.problem,
        "The file keeps the last token until then.", "roadcase reconnect " + reference);
}

}  // namespace roadcase::handout
