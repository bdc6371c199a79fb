#include "dashboard/forms.h"

#include "core/text.h"

namespace roadcase::dashboard {

Result<http::Params> form_of_ours(const server::Request& request, const FormGuard& guard) {
    const auto type = to_lower(request.headers.find("Content-Type").value_or(""));
    auto form = type.starts_with("application/x-www-form-urlencoded") ? http::parse_params(request.body)
                                                                      : std::nullopt;
    if (form && !form->repeated() && guard.accepts(form->get("csrf").value_or(""))) return std::move(*form);
    return fail(ErrorKind::denied, "", "This page is no longer current.",
                "Roadcase was started again since it was loaded, or the request came from elsewhere. Nothing "
                "was changed.",
                "Go back to the list of accounts and press the button there.");
}

Result<accounts::Reference> account_in(const http::Params& form) {
    auto ref = accounts::parse_reference(form.get("account").value_or(""));
    if (!ref) return fail(no_such_account());
    return ref;
}

Error no_such_account() {
    return make_error(ErrorKind::not_found, "E501", "There is no such account here.",
                      "It may have been removed.", "Look at the list of accounts.");
}

Error no_such_key() {
    return make_error(ErrorKind::not_found, "E501", "There is no such key.", "It may have been removed.");
}

Error without_name(Error error, Error instead) {
    const bool is_missing = error.kind == ErrorKind::not_found || error.code == "E501";
    return is_missing ? std::move(instead) : std::move(error);
}

server::Response go_to(const std::string& path) {
    return server::redirect(303, path);
}

bool wants_fragment(const server::Request& request) {
    return request.headers.find("Roadcase-Fragment").has_value();
}

}  // namespace roadcase::dashboard
