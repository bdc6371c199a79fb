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
    if (!ref) return fail(ErrorKind::invalid_request, "E501", "There is no such account.");
    return ref;
}

server::Response go_to(const std::string& path) {
    return server::redirect(303, path);
}

bool wants_fragment(const server::Request& request) {
    return request.headers.find("Roadcase-Fragment").has_value();
}

}  // namespace roadcase::dashboard
