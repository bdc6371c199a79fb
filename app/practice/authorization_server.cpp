#include "practice/authorization_server.h"

#include <array>
#include <condition_variable>
#include <mutex>

#include "practice/endpoints.h"

namespace roadcase::practice {
namespace {

struct Endpoint {
    std::string_view path;
    http::Response (*answer)(ServerState&, const Incoming&);
    bool for_people = false;  ///< a browser's page: not touched by faults
    bool glimesh_only = false;
};

constexpr std::array<Endpoint, 10> endpoints{{
    {"/authorize", authorize, true},
    {"/consent", consent, true},
    {"/device", device, true},
    {"/device_authorization", device_authorization},
    {"/token", token},
    {"/revoke", revoke},
    {"/introspect", introspect},
    {"/userinfo", userinfo},
    {"/api/graph", graph, false, true},
    {"/.well-known/oauth-authorization-server", metadata},
}};

const Endpoint* endpoint_at(std::string_view path, bool glimesh) {
    for (const auto& endpoint : endpoints)
        if (endpoint.path == path && (glimesh || !endpoint.glimesh_only)) return &endpoint;
    return nullptr;
}

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
    http::Response answer(const Endpoint& endpoint, Incoming& request);
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

http::Response AuthorizationServer::Impl::answer(const Endpoint& endpoint, Incoming& request) {
    if (endpoint.for_people) return endpoint.answer(state, request);
    {
        std::unique_lock lock(mutex);
        if (endpoint.answer == token && faults.slow && !hold_back(lock)) return out_of_order();
        request.faults = faults;
    }
    return request.faults.down ? out_of_order() : endpoint.answer(state, request);
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
    const auto* endpoint = endpoint_at(path, impl_->state.is_glimesh());
    if (endpoint == nullptr) return error_answer({404, "not_found", "There is nothing here."});
    const std::string get = "GET";
    Incoming request{method == "HEAD" ? get : method, raw_query, headers, body, {}};
    {
        std::lock_guard lock(impl_->mutex);
        ++impl_->running;
    }
    if (endpoint->answer == token) impl_->count(request);
    auto response = impl_->answer(*endpoint, request);
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

}  // namespace roadcase::practice
