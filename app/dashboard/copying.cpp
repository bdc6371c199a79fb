#include "dashboard/copying.h"

#include <algorithm>

#include "dashboard/forms.h"

namespace roadcase::dashboard {
namespace {

// No page of another site can send it: a header of our own needs a permission that is never given.
constexpr std::string_view sent_by_copy_js = "Roadcase-Copy";

/// Headers are ASCII.
std::string as_header(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return text;
}

}  // namespace

Result<http::Params> copy_form(const server::Request& request, const FormGuard& guard) {
    auto form = form_of_ours(request, guard);
    if (!form || request.headers.find(sent_by_copy_js) == "1") return form;
    return fail(ErrorKind::denied, "", "A secret goes to the clipboard, never onto a page.",
                "Nothing was made and nothing was copied.", "Press the button again with JavaScript on.");
}

server::Response to_clipboard(const Secret& secret) {
    auto response = server::text(200, secret.reveal());
    response.headers.set("Cache-Control", "no-store");
    return response;
}

server::Response not_copied(const Error& error) {
    auto response = server::text(row_of(error.kind).http_status, "");
    const auto& next = error.next.starts_with("roadcase ") ? std::string() : error.next;
    response.headers.set("Roadcase-Problem", as_header(error.title + (next.empty() ? "" : " " + next)));
    return response;
}

}  // namespace roadcase::dashboard
