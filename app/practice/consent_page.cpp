#include "practice/consent_page.h"

#include <kainjow/mustache.hpp>

#include "web/assets.h"

namespace roadcase::practice {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

http::Response page(int status, std::string_view name, const data& values, const std::string& form_action) {
    mustache text{std::string(web::asset(name).value_or("Practice Stream"))};
    http::Response response{status, {}, text.render(values)};
    response.headers.add("Content-Type", "text/html; charset=utf-8");
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                         "frame-ancestors 'none'; form-action " +
                             form_action);
    return response;
}

}  // namespace

http::Response consent_page(const std::string& consent_path, const Secret& request_id,
                            const std::string& redirect_origin) {
    data values;
    values.set("consent_path", consent_path);
    values.set("request_id", request_id.reveal());
    return page(200, "practice_consent.html", values, "'self' " + redirect_origin);
}

http::Response error_page(const std::string& reason) {
    data values;
    values.set("reason", reason);
    return page(400, "practice_error.html", values, "'none'");
}

}  // namespace roadcase::practice
