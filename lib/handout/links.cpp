// Links as people make, see and end them; links_keeping.cpp has what happens in between.
#include "handout/links.h"

#include <algorithm>
#include <filesystem>

#include "accounts/reference.h"
#include "handout/formats.h"
#include "handout/link_words.h"
#include "handout/material.h"
#include "platform/files.h"
#include "platform/git_ignored.h"
#include "platform/kept_file.h"

namespace roadcase::handout {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_links = 1000;

accounts::Reference by_id(const std::string& id) {
    accounts::Reference ref;
    ref.id = id;
    return ref;
}

/// For paths whose directory may be gone.
std::string resolved_as_far(const std::string& path) {
    std::error_code failed;
    const auto folder = fs::weakly_canonical(fs::path(path).parent_path(), failed);
    return failed ? path : (folder / fs::path(path).filename()).string();
}

}  // namespace

Links::Links(World world) : world_(std::move(world)), files_(world_.store, world_.clock, world_.handles) {}

Links::~Links() {
    stop();
}

std::string Links::default_path(const store::AccountRecord& account) const {
    auto name = accounts::reference_of(account);
    std::replace(name.begin(), name.end(), '/', '-');
    return world_.runtime + "/token/" + name;
}

Result<std::optional<store::LinkRecord>> Links::link_at(const std::string& path) {
    auto links = world_.store.links();
    if (!links) return fail(links.error());
    const auto other = resolved_as_far(path);
    for (auto& link : *links)
        if (link.path == path || link.path == other) return std::move(link);
    return std::nullopt;
}

Result<Links::Found> Links::record_for(const LinkWish& wish, const store::AccountRecord& account) {
    auto path = wish.path;
    if (path.empty()) {
        path = default_path(account);
        if (auto made = platform::make_private_directory(world_.runtime + "/token"); !made)
            return fail(made.error());
    }
    const auto resolved = platform::resolve_kept_file(path);
    if (!resolved) return fail(resolved.error());
    auto existing = link_at(*resolved);
    if (!existing) return fail(existing.error());
    if (!*existing) return new_record(*resolved, account);
    const auto& id = (*existing)->account_id;
    if (!id.empty() && id != account.id) return fail(kept_for_another(**existing));
    return Found{std::move(**existing), false};
}

Result<Links::Found> Links::new_record(const std::string& path, const store::AccountRecord& account) {
    const auto all = world_.store.links();
    if (!all) return fail(all.error());
    if (all->size() >= most_links)
        return fail(ErrorKind::invalid_request, "", "There are too many links.",
                    "At most " + std::to_string(most_links) + " files are kept fresh.", "roadcase links");
    const auto id = world_.random.base62(12);
    if (!id) return fail(id.error());
    store::LinkRecord link;
    link.id = "lnk_" + *id;
    link.account = accounts::reference_of(account);
    link.path = path;
    link.created_at = world_.clock.now();
    return Found{std::move(link), true};
}

Status Links::check_wish(const LinkWish& wish, const store::LinkRecord& link) {
    if (is_configured(link) && !wish.overwrite) return fail(written_in_configuration(link));
    if (!wish.force)
        if (auto safe = platform::refuse_what_git_takes(link.path); !safe) return safe;
    return {};
}

Result<LinkState> Links::create(const LinkWish& wish) {
    if (auto known = check_file_format(wish.format); !known) return fail(known.error());
    const auto account =
        accounts::parse_reference(wish.account).and_then([&](const accounts::Reference& ref) {
            return world_.accounts.find(ref);
        });
    if (!account) return fail(account.error());
    // Before the lock: a renewal tells everybody, and that comes back here.
    const auto token = world_.accounts.token(by_id(account->id), {});
    if (!token) return fail(token.error());

    const std::lock_guard lock(files_lock_);
    auto found = record_for(wish, *account);
    if (!found) return fail(found.error());
    auto& link = found->link;
    link.account_id = account->id;
    if (auto fits = check_wish(wish, link); !fits) return fail(fits.error());
    if (!is_configured(link)) {
        link.format = wish.format;
        link.mode = wish.mode;
    }
    if (auto written = files_.write(link, *token, wish.overwrite); !written) {
        // The first step of writing was to remember it.
        if (found->is_new) (void)world_.store.remove_link(link.id);
        return fail(written.error());
    }
    return state_of(link);
}

Result<std::vector<LinkState>> Links::list() {
    Events events;
    std::vector<LinkState> states;
    {
        const std::lock_guard lock(files_lock_);
        apply_configuration(events);
        keep_all(events);
        const auto links = world_.store.links();
        if (!links) return fail(links.error());
        for (const auto& link : *links) states.push_back(state_of(link));
    }
    publish(events);
    return states;
}

Result<Unlinked> Links::remove(const std::string& path, bool keep_file) {
    const std::lock_guard lock(files_lock_);
    auto link = link_at(path);
    if (!link) return fail(link.error());
    if (!*link) return fail(no_such_link(path));
    const bool still_wanted =
        is_configured(**link) &&
        std::any_of(configured_.begin(), configured_.end(), [&](const LinkWish& wish) {
            return resolved_as_far(wish.path) == (*link)->path || wish.path == (*link)->path;
        });
    if (still_wanted) return fail(written_in_configuration(**link));
    const auto gone = files_.erase(**link, keep_file);
    if (!gone) return fail(gone.error());
    if (auto removed = world_.store.remove_link((*link)->id); !removed) return fail(removed.error());
    return Unlinked{std::move(**link), *gone};
}

std::vector<Error> Links::problems() {
    std::vector<Error> found;
    const auto links = world_.store.links();
    if (!links) return found;
    for (const auto& link : *links)
        if (!link.problem.empty()) found.push_back(problem_of(link));
    return found;
}

LinkState Links::state_of(const store::LinkRecord& link) {
    LinkState state{link, link.account, "fresh", std::nullopt, is_configured(link)};
    if (!link.problem.empty()) {
        state.status = link.problem_code == "E601" ? "changed" : "failed";
        state.problem = problem_of(link);
    }
    const auto account = link.account_id.empty() ? Result<store::AccountRecord>(fail(waits_for_account(link)))
                                                 : world_.accounts.find(by_id(link.account_id));
    if (account) state.account = accounts::reference_of(*account);
    if (state.problem) return state;
    if (!account) {
        state.status = "waiting";
        state.problem = account.error();
    } else if (account->status == store::AccountStatus::needs_authorization) {
        state.status = "needs_authorization";
        state.problem = account_needs_person(*account);
    } else if (account->status == store::AccountStatus::paused) {
        state.status = "paused";
    }
    return state;
}

void Links::configure(std::vector<LinkWish> wishes) {
    const std::lock_guard lock(files_lock_);
    configured_ = std::move(wishes);
}

void Links::apply_configuration(Events& events) {
    drop_unconfigured(events);
    for (const auto& wish : configured_) apply(wish, events);
}

void Links::drop_unconfigured(Events& events) {
    const auto links = world_.store.links();
    if (!links) return;
    for (auto link : *links) {
        const bool wanted = std::any_of(configured_.begin(), configured_.end(), [&](const LinkWish& wish) {
            return wish.path == link.path || resolved_as_far(wish.path) == link.path;
        });
        if (!is_configured(link) || wanted) continue;
        if (const auto gone = files_.erase(link); !gone)
            set_problem(link, gone.error(), events);
        else
            (void)world_.store.remove_link(link.id);
    }
}

void Links::apply(const LinkWish& wish, Events& events) {
    auto existing = link_at(wish.path);
    if (!existing) return;
    const bool is_new = !*existing;
    store::LinkRecord link = is_new ? store::LinkRecord() : std::move(**existing);
    const bool same = link.account == wish.account && link.format == wish.format && link.mode == wish.mode;
    if (same && link.problem_code != "E602") return;
    if (is_new) {
        const auto id = world_.random.base62(12);
        if (!id) return;
        link.id = "cfg_" + *id;
        link.path = resolved_as_far(wish.path);
        link.created_at = world_.clock.now();
    }
    if (link.account != wish.account) {
        if (!is_new) (void)files_.erase(link);
        link.account = wish.account;
        link.account_id.clear();
    }
    link.format = wish.format;
    link.mode = wish.mode;
    link.generation = -1;
    if (auto safe = platform::refuse_what_git_takes(link.path); !safe)
        return set_problem(link, safe.error(), events);
    link.problem_code.clear();
    link.problem.clear();
    (void)world_.store.put_link(link);
}

}  // namespace roadcase::handout
