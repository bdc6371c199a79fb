// The end of a sign-in whose browser could not come back to us: the person brings the address it landed on.
#include "accounts/impl.h"
#include "accounts/sign_in_words.h"
#include "core/text.h"
#include "oauth/authorization.h"

namespace roadcase::accounts {
namespace {

/// Facebook ends it in "#_=_", Instagram in "#_"; no fragment is meant for us.
std::string without_fragment(std::string_view pasted) {
    pasted = trim(pasted);
    std::string address(pasted.substr(0, pasted.find('#')));
    // Browsers like to hide it.
    const bool bare = address.find("://") == std::string::npos && address.find('?') != std::string::npos;
    return bare ? "http://" + address : address;
}

bool has_answer(const http::Url& url) {
    const auto params = http::parse_params(url.query);
    return params && (params->get("code") || params->get("error"));
}

bool is_waiting(const std::optional<Flow>& flow) {
    return flow && flow->state == Flow::State::pending;
}

}  // namespace

Result<Flow> Accounts::complete_pasted(std::string_view flow_id, const Secret& pasted,
                                       const Secret& binding) {
    const auto& world = impl_->world;
    auto text = without_fragment(pasted.reveal());
    auto url = http::parse_url(text);
    wipe(text);
    if (!url) return fail(pasted_no_address());
    if (!has_answer(*url)) return fail(pasted_without_code());
    const auto response = oauth::parse_authorization_response(url->query);
    if (!response) return fail(pasted_without_code());
    const auto pending = world.store.pending(hash_of(response->state));
    if (!pending) return fail(pending.error());
    const bool is_ours = *pending && (*pending)->flow_id == flow_id;
    if (!is_ours) return fail(is_waiting(flow(flow_id)) ? pasted_of_another() : pasted_too_late());
    auto done = complete_authorization(url->query, {binding.reveal()}, url->path);
    wipe(url->query);
    return done;
}

}  // namespace roadcase::accounts
