#include "server/routes_links.h"

#include "server/body_fields.h"

namespace roadcase::server {
namespace {

tl::expected<ApiCaller, Response> require_owner(const LinksWorld& world, const Request& request) {
    if (request.peer.kind == Peer::Kind::tcp)
        return tl::make_unexpected(
            problem(make_error(ErrorKind::denied, "E503", "Files are not for the network.",
                               "This address answers on the Unix socket only.", "roadcase links"),
                    request.path));
    return world.callers.require_owner(request);
}

OrderedJson text_or_null(const std::string& text) {
    return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

OrderedJson link_json(const handout::LinkState& state) {
    const auto& link = state.record;
    OrderedJson body{{"id", link.id},
                     {"account", state.account},
                     {"path", link.path},
                     {"format", link.format},
                     {"mode", handout::mode_text(link.mode)},
                     {"configured", state.configured},
                     {"status", state.status},
                     {"written_at", link.written_at ? OrderedJson(rfc3339(*link.written_at)) : OrderedJson()},
                     {"problem", nullptr}};
    if (state.problem)
        body["problem"] = {{"code", state.problem->code},
                           {"title", state.problem->title},
                           {"detail", text_or_null(state.problem->detail)},
                           {"next", text_or_null(state.problem->next)}};
    return body;
}

OrderedJson answer(OrderedJson fields) {
    OrderedJson body{{"version", 1}};
    body.update(fields);
    return body;
}

Response list(const LinksWorld& world, const Request& request) {
    if (!request.may_block) return later();
    const auto caller = require_owner(world, request);
    if (!caller) return caller.error();
    const auto states = world.links.list();
    if (!states) return problem(states.error(), request.path);
    OrderedJson links = OrderedJson::array();
    for (const auto& state : *states) links.push_back(link_json(state));
    return json(200, {{"version", 1}, {"links", std::move(links)}});
}

Result<handout::LinkWish> wish_of(const Json& body) {
    handout::LinkWish wish;
    for (auto [field, target] : {std::pair{"account", &wish.account}, std::pair{"path", &wish.path},
                                 std::pair{"format", &wish.format}}) {
        auto text = optional_text(body, field);
        if (!text) return fail(text.error());
        if (!text->empty()) *target = std::move(*text);
    }
    if (!wish.path.empty() && !handout::is_whole_path(wish.path))
        return fail(wrong_field("path", "must be the whole path of a file"));
    for (auto [field, target] : {std::pair{"force", &wish.force}, std::pair{"overwrite", &wish.overwrite}}) {
        const auto flag = optional_flag(body, field);
        if (!flag) return fail(flag.error());
        *target = flag->value_or(false);
    }
    const auto mode = optional_text(body, "mode");
    if (!mode) return fail(mode.error());
    if (mode->empty()) return wish;
    return handout::mode_of(*mode).map([&](int bits) {
        wish.mode = bits;
        return wish;
    });
}

Response create(const LinksWorld& world, const Request& request) {
    if (!request.may_block) return later();
    const auto caller = require_owner(world, request);
    if (!caller) return caller.error();
    const auto state = json_body(request).and_then(wish_of).and_then(
        [&](const handout::LinkWish& wish) { return world.links.create(wish); });
    if (!state) return problem(state.error(), request.path);
    return json(201, answer(link_json(*state)));
}

Response remove(const LinksWorld& world, const Request& request) {
    if (!request.may_block) return later();
    const auto caller = require_owner(world, request);
    if (!caller) return caller.error();
    const auto path = request.query.get("path");
    if (!path || path->empty())
        return problem(wrong_field("path", "must name the file, in the query"), request.path);
    const auto gone = world.links.remove(*path, request.query.get("keep") == "true");
    if (!gone) return problem(gone.error(), request.path);
    return json(200, {{"version", 1},
                      {"path", gone->record.path},
                      {"account", gone->record.account},
                      {"deleted", gone->deleted}});
}

}  // namespace

void add_link_routes(Router& router, const LinksWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/links", script,
              [world](const Request& r, const PathValues&) { return list(world, r); });
    router.on("POST", "/api/v1/links", script,
              [world](const Request& r, const PathValues&) { return create(world, r); });
    router.on("DELETE", "/api/v1/links", script,
              [world](const Request& r, const PathValues&) { return remove(world, r); });
}

}  // namespace roadcase::server
