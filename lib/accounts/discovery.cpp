#include "accounts/discovery.h"

#include "core/json.h"
#include "core/text.h"
#include "http/failures.h"
#include "http/url.h"

namespace roadcase::accounts {
namespace {

constexpr seconds good_for{86'400};
constexpr seconds asked_again_after{300};
constexpr std::size_t longest_document = 256 * 1024;

std::string document_name(const std::string& issuer) {
    return "metadata " + issuer;
}

Error no_document(const std::string& issuer, std::string why) {
    return make_error(
        ErrorKind::rejected, "E308", printable(issuer) + " does not say where it is signed in.",
        std::move(why),
        "Check issuer in config.toml, or write authorization_endpoint and token_endpoint there.");
}

/// A server that is overloaded or late has not said that it has no document.
bool is_outage(const Result<http::Response>& response) {
    if (!response) return response.error().kind == ErrorKind::unavailable && response.error().code == "E404";
    return response->status == 429 || response->status >= 500;
}

Error outage(const Result<http::Response>& response, const std::string& url) {
    if (!response) return response.error();
    const auto address = http::parse_url(url);
    auto error = http::not_answering(address ? address->host : url,
                                     "It answered with status " + std::to_string(response->status) + ".");
    error.next = "Try again in a few minutes.";
    return error;
}

/// Why this answer cannot hold a document; empty: it can. Some servers answer every address with a page.
std::string unusable(const http::Response& response) {
    if (response.status != 200) return "It answered with status " + std::to_string(response.status) + ".";
    if (response.body.size() > longest_document) return "Its answer was too long.";
    const auto json = parse_json(response.body);
    return json && json->is_object() ? "" : "Its answer was no JSON object.";
}

}  // namespace

Result<FoundMetadata> fetch_metadata(http::Transport& transport, const std::string& issuer) {
    auto failure = no_document(issuer, "It is no address.");
    bool away = false;
    for (const auto& url : oauth::metadata_urls(issuer)) {
        const auto response = transport.send({"GET", url, {{"Accept", "application/json"}}, {}});
        if (!response && !response.error().maybe_done) return fail(response.error());
        const auto problem = response ? unusable(*response) : response.error().title;
        if (!problem.empty()) {
            if (!away) failure = is_outage(response) ? outage(response, url) : no_document(issuer, problem);
            away = away || is_outage(response);
            continue;
        }
        auto metadata = oauth::parse_metadata(response->body, issuer);
        if (!metadata) return fail(metadata.error());
        return FoundMetadata{std::move(*metadata), url, response->body};
    }
    return fail(failure);
}

Result<Discovery::MetadataPtr> Discovery::find(const std::string& issuer) {
    auto known = recall(issuer);
    const auto now = world_.clock.since_boot();
    if (known.metadata && now < known.good_until) return known.metadata;
    auto fresh = fetch(issuer);
    if (fresh) {
        remember(issuer, {*fresh, now + good_for});
        return fresh;
    }
    // A document that contradicts its issuer is no outage.
    if (!known.metadata || fresh.error().code == "E307") return fresh;
    known.good_until = now + asked_again_after;
    remember(issuer, known);
    return known.metadata;
}

Discovery::MetadataPtr Discovery::known(const std::string& issuer) {
    return recall(issuer).metadata;
}

bool Discovery::is_fresh(const std::string& issuer) {
    const auto known = recall(issuer);
    return known.metadata && world_.clock.since_boot() < known.good_until;
}

/// From memory, else from the store. A document from the future is of any age.
Discovery::Known Discovery::recall(const std::string& issuer) {
    auto known = known_.with([&](const auto& all) {
        const auto found = all.find(issuer);
        return found == all.end() ? Known{} : found->second;
    });
    if (known.metadata) return known;
    const auto stored = world_.store.document(document_name(issuer));
    if (!stored || !*stored) return {};
    auto metadata = oauth::parse_metadata((*stored)->body.reveal(), issuer);
    if (!metadata) return {};
    const auto age = world_.clock.now() - (*stored)->at;
    const auto left = age < seconds{0} ? seconds{0} : good_for - age;
    known = {std::make_shared<const oauth::Metadata>(std::move(*metadata)), world_.clock.since_boot() + left};
    remember(issuer, known);
    return known;
}

Result<Discovery::MetadataPtr> Discovery::fetch(const std::string& issuer) {
    auto found = fetch_metadata(world_.transport, issuer);
    if (!found) return fail(found.error());
    // The store is for the next start; without it everything works all the same.
    (void)world_.store.put_document(document_name(issuer), Secret(found->document), world_.clock.now());
    return std::make_shared<const oauth::Metadata>(std::move(found->metadata));
}

void Discovery::remember(const std::string& issuer, Known known) {
    known_.with([&](auto& all) { all.insert_or_assign(issuer, std::move(known)); });
}

}  // namespace roadcase::accounts
