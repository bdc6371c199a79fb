#include "dashboard/api_reference.h"
#include "dashboard/help_page.h"
#include "dashboard/message_page.h"
#include "dashboard/world.h"
#include "server/openapi.h"

namespace roadcase::dashboard {
namespace {

using server::PathValues;
using server::Request;
using server::Response;

/// Made once: it is the same until the program ends.
const std::string& api_page(const std::string& url) {
    static const std::string page =
        render(api_reference(parse_json(server::openapi_document()).value_or(Json())), url);
    return page;
}

Response topic(const PathValues& values) {
    if (const auto* text = server::help_text(values.find("code")->second))
        return server::html(200, render(help_page(*text)));
    MessagePage page;
    page.state = {Shape::ring, Tone::muted, "Not found"};
    page.heading = "There is no help page of that number";
    page.buttons = {{"All help pages", "/help", true}};
    page.is_help = true;
    return page_answer(404, page);
}

}  // namespace

void add_help_routes(server::Router& router, World& world) {
    const server::RouteTraits anyone{server::RouteTraits::Caller::anyone, true};
    router.on("GET", "/help", anyone,
              [](const Request&, const PathValues&) { return server::html(200, render(help_index())); });
    router.on("GET", "/help/api", anyone, [url = world.public_url](const Request&, const PathValues&) {
        return server::html(200, api_page(url));
    });
    router.on("GET", "/help/{code}", anyone, [](const Request&, const PathValues& v) { return topic(v); });
}

}  // namespace roadcase::dashboard
