#include "dashboard/help_page.h"
#include "dashboard/message_page.h"
#include "dashboard/world.h"
#include "server/help_texts.h"

namespace roadcase::dashboard {
namespace {

using server::help_text;
using server::help_texts;
using server::HelpText;
using server::PathValues;
using server::Request;
using server::Response;

Response index() {
    HelpIndexPage page;
    for (const auto& text : help_texts()) page.topics.emplace_back(text.code, text.title);
    return server::html(200, render(page));
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

}  // namespace

void add_help_routes(server::Router& router, World&) {
    const server::RouteTraits anyone{server::RouteTraits::Caller::anyone, true};
    router.on("GET", "/help", anyone, [](const Request&, const PathValues&) { return index(); });
    router.on("GET", "/help/{code}", anyone, [](const Request&, const PathValues& v) { return topic(v); });
}

}  // namespace roadcase::dashboard
