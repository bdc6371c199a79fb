#include "core/text.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/own_paths.h"
#include "dashboard/script_rows.h"
#include "dashboard/scripts_routes.h"

namespace roadcase::dashboard {
namespace {

using http::Params;
using server::PathValues;
using server::Request;
using server::Response;

constexpr const char* files = "/scripts#files";

Result<handout::LinkWish> wish_in(World& world, const Params& form) {
    handout::LinkWish wish;
    wish.account = form.get("account").value_or("");
    wish.format = form.get("format").value_or("");
    wish.path = without_tilde(std::string(trim(form.get("path").value_or(""))), world.home);
    wish.overwrite = form.get("overwrite") == "yes";
    if (!accounts::parse_reference(wish.account)) return fail(no_such_account());
    if (!handout::check_file_format(wish.format))
        return fail(ErrorKind::invalid_request, "", "There is no such format.");
    if (!wish.path.empty() && !handout::is_whole_path(wish.path))
        return fail(ErrorKind::invalid_request, "", "That is no whole path of a file.",
                    "It begins with / or ~/ and ends with the name of the file.");
    return wish;
}

Response add(World& world, const Request& request) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    if (!request.may_block) return server::later();
    const auto made = wish_in(world, *form).and_then([&](const handout::LinkWish& wish) {
        return world.links.create(wish);
    });
    if (made) return go_to(files);
    const auto word = [&](const char* field) { return form->get(field).value_or(""); };
    return scripts_page(world, request,
                        {word("path"), word("account"), word("format"), without_name(made.error())});
}

/// The link of this id; its path comes from us and not from the form.
Result<store::LinkRecord> link_in(const World& world, const Params& form) {
    auto links = world.store.links();
    if (!links) return fail(links.error());
    const auto id = form.get("file").value_or("");
    for (auto& link : *links)
        if (link.id == id) return std::move(link);
    return fail(ErrorKind::not_found, "", "There is no such file.", "It may have been removed.");
}

Status stop(World& world, const store::LinkRecord& link, const Params& form) {
    return world.links.remove(link.path, form.get("keep") == "yes").map([](const auto&) {});
}

Status overwrite(World& world, const store::LinkRecord& link, const Params&) {
    handout::LinkWish wish;
    wish.account = link.account_id.empty() ? link.account : link.account_id;
    wish.path = link.path;
    wish.format = link.format;
    wish.mode = link.mode;
    wish.overwrite = true;
    return world.links.create(wish).map([](const auto&) {});
}

using Act = Status (*)(World&, const store::LinkRecord&, const Params&);

server::RouteHandler on_file(World& world, Act act) {
    return [&world, act](const Request& request, const PathValues&) {
        const auto form = form_of_ours(request, world.guard);
        if (!form) return error_answer(form.error());
        if (!request.may_block) return server::later();
        const auto done = link_in(world, *form).and_then([&](const store::LinkRecord& link) {
            return act(world, link, *form);
        });
        if (done) return go_to(files);
        auto error = done.error();
        if (error.kind == ErrorKind::not_found) return error_answer(error);
        error.detail = file_problem(error, world.home);
        error.title = "That file stays as it is";
        error.next.clear();
        return error_answer(error);
    };
}

}  // namespace

void add_file_routes(server::Router& router, World& world) {
    const server::RouteTraits page{server::RouteTraits::Caller::dashboard, true};
    const server::RouteTraits action{server::RouteTraits::Caller::dashboard, false};
    router.on("POST", "/scripts/files", action,
              [&world](const Request& r, const PathValues&) { return add(world, r); });
    // Where a form that did not work leaves the browser: a reload leads back.
    router.on("GET", "/scripts/files", page, [](const Request&, const PathValues&) { return go_to(files); });
    router.on("POST", "/scripts/files/stop", action, on_file(world, stop));
    router.on("POST", "/scripts/files/overwrite", action, on_file(world, overwrite));
}

}  // namespace roadcase::dashboard
