#include "server/help_texts.h"
#include "server/routes_browser.h"

namespace roadcase::server {
namespace {

Response index() {
    HelpIndexPage page;
    for (const auto& text : help_texts()) page.topics.emplace_back(text.code, text.title);
    return html(200, render(page));
}

MessagePage page_of(const HelpText& text) {
    MessagePage page;
    page.title = "Help on " + std::string{text.code};
    page.state = {Shape::ring, Tone::muted, std::string{text.code}};
    page.heading = text.title;
    page.paragraphs = {std::string{text.why}, "What to do: " + std::string{text.what_to_do}};
    page.buttons = {{"All help pages", "/help"}, {"Go to Roadcase", "/"}};
    page.is_help = true;
    return page;
}

Response topic(const PathValues& values) {
    if (const auto* text = help_text(values.find("code")->second)) return page_answer(200, page_of(*text));
    MessagePage page;
    page.state = {Shape::ring, Tone::muted, "Not found"};
    page.heading = "There is no help page of that number";
    page.buttons = {{"All help pages", "/help", true}};
    page.is_help = true;
    return page_answer(404, page);
}

/// The address of the style sheet carries its version, so that address never changes what it means; any other
/// address is asked for again each time.
Response style(const Request& request) {
    const bool versioned = request.query.get("v") == style_version();
    return {200,
            {{"Content-Type", "text/css; charset=utf-8"},
             {"Cache-Control", versioned ? "max-age=31536000, immutable" : "no-cache"}},
            std::string{style_sheet()}};
}

}  // namespace

void add_help_routes(Router& router) {
    const RouteTraits anyone{RouteTraits::Caller::anyone, true};
    router.on("GET", "/help", anyone, [](const Request&, const PathValues&) { return index(); });
    router.on("GET", "/help/{code}", anyone, [](const Request&, const PathValues& v) { return topic(v); });
    router.on("GET", "/app.css", {}, [](const Request& r, const PathValues&) { return style(r); });
}

}  // namespace roadcase::server
