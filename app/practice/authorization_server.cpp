#include "practice/authorization_server.h"

#include <condition_variable>
#include <mutex>

#include "core/text.h"
#include "practice/doors.h"

namespace roadcase::practice {
namespace {

http::Response out_of_order() {
    auto answer = error_answer({503, "temporarily_unavailable", "Practice Stream is down for practice."});
    answer.headers.add("Retry-After", "5");
    return answer;
}

std::string grant_type_of(const Incoming& request) {
    for (const std::string_view text : {std::string_view(request.body), request.query})
        if (const auto params = http::parse_params(text))
            if (const auto type = params->get("grant_type")) return *type;
    return {};
}

}  // namespace

struct AuthorizationServer::Impl {
    Impl(PracticeSettings settings, const Clock& clock, Random& random)
        : state(std::move(settings), clock, random) {}

    /// Holds a token answer back until the time, a change of the faults, or the end. False: the end.
    bool hold_back(std::unique_lock<std::mutex>& lock);
    http::Response answer(std::string_view path, Incoming& request);
    http::Response answer(const Door& door, Incoming& request);
    void count(const Incoming& request);

    ServerState state;
    mutable std::mutex mutex;  ///< of everything below
    std::condition_variable changed;
    Faults faults;
    int fault_changes = 0;
    int running = 0;
    bool ending = false;
    std::map<std::string, int, std::less<>> token_requests{{"authorization_code", 0},
                                                           {"refresh_token", 0},
                                                           {std::string(device_grant), 0},
                                                           {"client_credentials", 0}};
};

bool AuthorizationServer::Impl::hold_back(std::unique_lock<std::mutex>& lock) {
    const auto seen = fault_changes;
    changed.wait_for(lock, faults.slow_by, [&] { return ending || fault_changes != seen; });
    return !ending;
}

http::Response AuthorizationServer::Impl::answer(const Door& door, Incoming& request) {
    const auto clerk = clerk_at(door);
    if (door.purpose == Purpose::authorize) return clerk(state, door, request);
    if (clerk == token) count(request);
    {
        std::unique_lock lock(mutex);
        if (clerk == token && faults.slow && !hold_back(lock)) return out_of_order();
        request.faults = faults;
    }
    return request.faults.down ? out_of_order() : clerk(state, door, request);
}

http::Response AuthorizationServer::Impl::answer(std::string_view path, Incoming& request) {
    if (const auto page = page_at(path)) return page(state, request);
    const auto doors = doors_at(state.settings.dialect, path, request.method);
    if (doors.methods.empty()) return error_answer({404, "not_found", "There is nothing here."});
    if (doors.fitting.empty()) return method_not_allowed(join(doors.methods, ", "));
    return answer(choose(doors.fitting, request), request);
}

void AuthorizationServer::Impl::count(const Incoming& request) {
    const auto type = grant_type_of(request);
    std::lock_guard lock(mutex);
    if (const auto row = token_requests.find(type); row != token_requests.end()) ++row->second;
}

AuthorizationServer::AuthorizationServer(PracticeSettings settings, const Clock& clock, Random& random)
    : impl_(std::make_unique<Impl>(std::move(settings), clock, random)) {}

AuthorizationServer::~AuthorizationServer() {
    std::unique_lock lock(impl_->mutex);
    impl_->ending = true;
    impl_->changed.notify_all();
    impl_->changed.wait(lock, [&] { return impl_->running == 0; });
}

http::Response AuthorizationServer::handle(const std::string& method, std::string_view path,
                                           std::string_view raw_query, const http::Headers& headers,
                                           const std::string& body) {
    const std::string get = "GET";
    Incoming request{method == "HEAD" ? get : method, raw_query, headers, body, {}};
    {
        std::lock_guard lock(impl_->mutex);
        ++impl_->running;
    }
    auto response = impl_->answer(path, request);
    std::lock_guard lock(impl_->mutex);
    --impl_->running;
    impl_->changed.notify_all();
    return response;
}

Faults AuthorizationServer::faults() const {
    std::lock_guard lock(impl_->mutex);
    return impl_->faults;
}

void AuthorizationServer::set_faults(const Faults& faults) {
    std::lock_guard lock(impl_->mutex);
    impl_->faults = faults;
    ++impl_->fault_changes;
    impl_->changed.notify_all();
}

void AuthorizationServer::revoke_all() {
    impl_->state.grants.with([](Grants& grants) { grants.revoke_all(); });
    impl_->state.save();
}

int AuthorizationServer::token_requests(std::string_view grant_type) const {
    std::lock_guard lock(impl_->mutex);
    const auto row = impl_->token_requests.find(grant_type);
    return row == impl_->token_requests.end() ? 0 : row->second;
}

bool AuthorizationServer::has(Purpose purpose) const {
    return impl_->state.door(purpose) != nullptr;
}

int AuthorizationServer::answered(Purpose purpose) const {
    return impl_->state.answered.with([&](const auto& counts) {
        const auto row = counts.find(purpose);
        return row == counts.end() ? 0 : row->second;
    });
}

}  // namespace roadcase::practice
