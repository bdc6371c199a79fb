#include "dashboard/api_reference.h"
#include "dashboard/view.h"

namespace roadcase::dashboard {
namespace {

Value fields(const std::vector<ApiField>& all) {
    Views out;
    for (const auto& each : all)
        out.push_back(
            View{{"name", each.name},
                 {"what", shown(each.what)},
                 {"description", each.description.empty() ? flag(false) : prose(each.description)}});
    return Value{out};
}

Value answers(const std::vector<std::pair<std::string, std::string>>& all) {
    Views out;
    for (const auto& [status, meaning] : all)
        out.push_back(View{{"status", status}, {"meaning", prose(meaning)}});
    return Value{out};
}

Value operations(const std::vector<ApiOperation>& all) {
    Views out;
    for (const auto& each : all)
        out.push_back(View{{"id", each.id},
                           {"method", each.method},
                           {"path", each.path},
                           {"summary", prose(each.summary)},
                           {"paragraphs", proses(each.paragraphs)},
                           {"has_parameters", flag(!each.parameters.empty())},
                           {"parameters", fields(each.parameters)},
                           {"has_body", flag(!each.body.empty())},
                           {"fields", fields(each.body)},
                           {"answers", answers(each.answers)},
                           {"errors", shown(each.errors)}});
    return Value{out};
}

Value ways(const std::string& url) {
    const std::pair<const char*, std::string> all[] = {
        {"In a terminal", "roadcase token twitch | wc -c"},
        {"In a program that Roadcase starts", "roadcase run twitch -- python bot.py"},
        {"Over HTTP, with a key", "curl -H \"X-API-Key: $ROADCASE_KEY\" " + url + "/api/v1/token/twitch"}};
    Views out;
    for (const auto& [way, line] : all) out.push_back(View{{"way", std::string{way}}, {"line", line}});
    return Value{out};
}

}  // namespace

std::string render(const ApiReference& reference, const std::string& url) {
    Views groups;
    for (const auto& group : reference.groups)
        groups.push_back(View{{"id", group.id},
                              {"group", group.name},
                              {"about", prose(group.description)},
                              {"operations", operations(group.operations)}});
    return render({.title = "API reference", .place = Place::help}, "api",
                  View{{"groups", Value{groups}},
                       {"ways", ways(url)},
                       {"all_errors", answers(reference.errors)},
                       {"url", url}});
}

}  // namespace roadcase::dashboard
