#include "cli/api.h"
#include "cli/api_read.h"

namespace roadcase::cli {
namespace {

Link link_of(const Json& value) {
    Link link;
    link.account = read::text(value, "account");
    link.path = read::text(value, "path");
    link.format = read::text(value, "format");
    link.mode = read::text(value, "mode");
    link.status = read::text(value, "status");
    link.written_at = read::time(value, "written_at");
    if (const auto* problem = find(value, "problem"); problem != nullptr && problem->is_object()) {
        link.problem = read::text(*problem, "title");
        link.problem_next = read::text(*problem, "next");
    }
    return link;
}

}  // namespace

Result<LinkList> Api::links() {
    return call("GET", "/api/v1/links").map([](Answer answer) {
        LinkList list;
        if (const auto* links = find(answer.value, "links"); links != nullptr && links->is_array())
            for (const auto& each : *links) list.links.push_back(link_of(each));
        list.body = std::move(answer.body);
        return list;
    });
}

Result<Link> Api::link(const handout::LinkWish& wish) {
    const OrderedJson body{{"account", wish.account}, {"path", wish.path},
                           {"format", wish.format},   {"mode", handout::mode_text(wish.mode)},
                           {"force", wish.force},     {"overwrite", wish.overwrite}};
    return call("POST", "/api/v1/links", {}, dump(body)).map([](Answer answer) {
        auto link = link_of(answer.value);
        link.body = std::move(answer.body);
        return link;
    });
}

Result<Unlinked> Api::unlink(const std::string& path, bool keep_file) {
    http::Params query{{"path", path}};
    if (keep_file) query.add("keep", "true");
    return call("DELETE", "/api/v1/links", query).map([](Answer answer) {
        return Unlinked{read::text(answer.value, "path"), read::flag(answer.value, "deleted"),
                        std::move(answer.body)};
    });
}

}  // namespace roadcase::cli
