#include "practice/consent_page.h"

#include <kainjow/mustache.hpp>

#include "http/url.h"
#include "web/assets.h"
#include "web/style.h"

namespace roadcase::practice {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using kainjow::mustache::partial;

std::string file(const std::string& name) {
    return std::string(web::asset("practice/" + name + ".html").value_or(""));
}

/// web/practice/NAME.html with these values, inside practice's frame.
http::Response page(int status, const std::string& name, data values, const std::string& form_action) {
    values.set("style", web::style_sheet());
    values.set("content", data{partial{[name] { return file(name); }}});
    http::Response response{status, {}, mustache{file("frame")}.render(values)};
    response.headers.add("Content-Type", "text/html; charset=utf-8");
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Content-Security-Policy",
                         "default-src 'none'; style-src " + web::style_source() +
                             "; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action " +
                             form_action);
    return response;
}

}  // namespace

http::Response consent_page(const Question& question) {
    data values;
    values.set("consent_path", question.consent_path);
    values.set("request_id", question.request_id.reveal());
    if (!question.user_code.empty()) values.set("user_code", question.user_code);
    const auto& origin = question.redirect_origin;
    return page(200, "consent", values, origin.empty() ? "'self'" : "'self' " + origin);
}

http::Response ask_for_code(const std::string& device_path, bool again) {
    data values;
    values.set("device_path", device_path);
    values.set("again", again);
    return page(200, "device", values, "'self'");
}

http::Response device_done_page(bool allowed) {
    data values;
    values.set("allowed", allowed);
    values.set("denied", !allowed);
    return page(200, "device_done", values, "'none'");
}

std::string page_path(const std::string& issuer, std::string_view page) {
    auto path = http::parse_url(issuer).value_or(http::Url{}).path;
    while (!path.empty() && path.back() == '/') path.pop_back();
    return path.append(page);
}

http::Response error_page(const std::string& reason) {
    data values;
    values.set("reason", reason);
    return page(400, "error", values, "'none'");
}

}  // namespace roadcase::practice
