#include <filesystem>

#include "core/text.h"
#include "dashboard/account_words.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/own_paths.h"
#include "dashboard/settings_routes.h"
#include "platform/files.h"
#include "server/packing.h"

namespace roadcase::dashboard {
namespace {

namespace fs = std::filesystem;

using http::Params;
using server::PathValues;
using server::Request;
using server::Response;

constexpr std::size_t longest_passphrase = 1024;
constexpr int most_packs_a_day = 99;

bool is_folder(const std::string& path) {
    std::error_code failed;
    return fs::is_directory(path, failed);
}

/// Where a person looks for a file that a page made; else where the data are.
std::string folder_for_packs(const World& world) {
    for (const auto& folder : {world.home + "/Downloads", world.home})
        if (!world.home.empty() && is_folder(folder)) return folder;
    return world.paths.data;
}

/// A name that nothing has yet.
Result<std::string> free_path(const World& world) {
    const auto begin = folder_for_packs(world) + "/accounts-" + rfc3339(world.clock.now()).substr(0, 10);
    for (int number = 1; number <= most_packs_a_day; ++number) {
        const auto path = begin + (number == 1 ? "" : "-" + std::to_string(number)) + ".roadcase";
        std::error_code failed;
        if (!fs::exists(fs::symlink_status(path, failed))) return path;
    }
    return fail(ErrorKind::conflict, "", "There are too many packs of today already.", "",
                "Delete those that you do not need.");
}

Result<Secret> passphrase_in(const Params& form) {
    Secret first{form.get("passphrase").value_or("")};
    const Secret second{form.get("again").value_or("")};
    if (first.size() > longest_passphrase)
        return fail(ErrorKind::invalid_request, "", "That passphrase is too long.");
    if (first == second) return first;
    return fail(ErrorKind::invalid_request, "", "The two passphrases are not the same.");
}

MessagePage packed_page(const std::vector<store::AccountRecord>& records, const std::string& path,
                        bool copy) {
    const auto count = std::to_string(records.size());
    MessagePage page;
    page.state = {Shape::circle, Tone::ok, "Packed"};
    page.heading = count + (records.size() == 1 ? " account is packed" : " accounts are packed");
    page.copyable = path;
    page.paragraphs = {
        "The file is noise to whoever does not know the passphrase. Take it to the other PC and type "
        "there: `roadcase unpack FILE`."};
    page.paragraphs.push_back(
        copy
            ? "The accounts go on here. This copy is a backup: used beside this PC it would end the sign-ins."
            : "The accounts are paused here from now on, because a sign-in works in one place only.");
    for (const auto& record : records) page.fold_items.push_back("`" + accounts::reference_of(record) + "`");
    page.fold_summary = "Which accounts?";
    page.buttons = {to_accounts(true), {"Settings", "/settings#move"}};
    return page;
}

Response pack(World& world, const Request& request) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    if (!request.may_block) return server::later();
    std::string path;
    bool is_written = false;
    const bool copy = form->get("copy") == "yes";
    const auto packed = passphrase_in(*form).and_then([&](Secret passphrase) {
        return free_path(world).and_then([&](const std::string& free) {
            path = free;
            // A download cannot be known to be safe; a file that is on the disk can.
            const auto put = [&](const std::string& bytes) {
                return platform::create_private_file(path, bytes).map([&] { is_written = true; });
            };
            return server::pack_accounts(world.accounts, world.random,
                                         {std::move(passphrase), {}, copy, put});
        });
    });
    if (packed) return page_answer(200, packed_page(*packed, with_tilde(path, world.home), copy));
    const auto& error = packed.error();
    const bool is_command = error.next.starts_with("roadcase ");
    const auto words = join_sentences({error.title, error.detail, is_written ? "It is " + path + "." : "",
                                       (is_command ? "In a terminal: " : "") + error.next});
    return settings_page(world, request, row_of(error.kind).http_status,
                         {with_tilde(words, world.home), {}, {}, {}});
}

}  // namespace

void add_pack_routes(server::Router& router, World& world) {
    router.on("POST", "/settings/pack", {server::RouteTraits::Caller::dashboard, false},
              [&world](const Request& r, const PathValues&) { return pack(world, r); });
}

}  // namespace roadcase::dashboard
