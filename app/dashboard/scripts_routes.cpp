#include "dashboard/scripts_routes.h"

#include <algorithm>

#include "accounts/reference.h"
#include "core/text.h"
#include "dashboard/account_rows.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/script_rows.h"
#include "handout/formats.h"
#include "handout/snippets.h"
#include "server/api_json.h"

namespace roadcase::dashboard {
namespace {

using server::PathValues;
using server::Request;
using server::Response;

/// What every language's example is for until there is an account.
constexpr std::string_view no_account = "twitch";

std::vector<Choice> account_choices(const std::vector<store::AccountRecord>& records,
                                    std::string_view chosen) {
    std::vector<Choice> out;
    for (const auto& record : records) {
        const auto reference = accounts::reference_of(record);
        out.push_back({reference, reference, reference == chosen});
    }
    return out;
}

std::vector<Choice> format_choices(std::string_view chosen) {
    std::vector<Choice> out;
    for (const auto& format : handout::file_formats())
        out.push_back({std::string(format), std::string(format), format == chosen});
    return out;
}

std::string address_of(const std::string& account, const std::string& language) {
    return "/scripts?" + http::Params{{"account", account}, {"language", language}}.encode() + "#code";
}

handout::SnippetFacts facts_of(const World& world, const store::AccountRecord* record) {
    if (record == nullptr) return {std::string(no_account), world.public_url, handout::api_to_try({}, {})};
    return {accounts::reference_of(*record), world.public_url,
            handout::api_to_try(server::userinfo_url(*record, world.registry),
                                server::api_origins(*record, world.registry))};
}

/// Only what there is can be chosen; anything else in the address is as if it were not there.
CodeExample code_example(const World& world, const std::vector<store::AccountRecord>& records,
                         const http::Params& query) {
    const auto wanted = query.get("account").value_or("");
    const auto found = std::find_if(records.begin(), records.end(), [&](const auto& record) {
        return accounts::reference_of(record) == wanted;
    });
    const auto* record = found != records.end() ? &*found : records.empty() ? nullptr : &records.front();
    const auto facts = facts_of(world, record);
    const auto all = handout::snippet_languages();
    const auto named = std::find_if(
        all.begin(), all.end(), [&](const auto& language) { return language.name == query.get("language"); });
    const auto& language = named != all.end() ? *named : all.front();
    CodeExample code;
    for (const auto& each : all)
        code.languages.push_back(
            {address_of(facts.account, each.name), each.title, each.name == language.name});
    code.accounts = account_choices(records, facts.account);
    code.language = language.name;
    code.text = handout::snippet(language.name, facts).value_or("");
    return code;
}

Status add_scripts(World& world, ScriptsPage& page) {
    const auto keys = world.keys.list();
    if (!keys) return fail(keys.error());
    const auto now = world.clock.now();
    for (const auto& key : *keys) page.scripts.push_back(script_row(key, world.keys.refusals(key), now));
    page.all_paused =
        !keys->empty() && std::all_of(keys->begin(), keys->end(), [](const auto& key) { return key.paused; });
    return {};
}

Status add_files(World& world, ScriptsPage& page) {
    const auto links = world.links.list();
    if (!links) return fail(links.error());
    for (const auto& link : *links) page.files.push_back(file_row(link, world.home, world.clock.now()));
    return {};
}

Response show(World& world, const Request& request) {
    if (!request.may_block) return server::later();
    return scripts_page(world, request, {});
}

}  // namespace

Response scripts_page(World& world, const Request& request, const FileAttempt& attempt) {
    const auto records = world.accounts.list();
    if (!records) return error_answer(records.error());
    ScriptsPage page;
    if (const auto added = add_scripts(world, page); !added) return error_answer(added.error());
    if (const auto added = add_files(world, page); !added) return error_answer(added.error());
    page.accounts = account_choices(*records, {});
    page.form.path = attempt.path;
    page.form.accounts = account_choices(*records, attempt.account);
    page.form.formats = format_choices(attempt.format);
    page.code = code_example(world, *records, request.query);
    page.latch = worst_of(world, *records);
    page.csrf = world.guard.token();
    page.fragment = wants_fragment(request);
    if (!attempt.problem) return server::html(200, render(page));
    page.form.problem = file_problem(*attempt.problem, world.home);
    page.form.code = attempt.problem->code;
    page.form.may_overwrite = attempt.problem->code == "E601";
    return server::html(row_of(attempt.problem->kind).http_status, render(page));
}

void add_scripts_routes(server::Router& router, World& world) {
    const server::RouteTraits page{server::RouteTraits::Caller::dashboard, true};
    router.on("GET", "/scripts", page,
              [&world](const Request& r, const PathValues&) { return show(world, r); });
    add_key_routes(router, world);
    add_file_routes(router, world);
}

}  // namespace roadcase::dashboard
