#include "accounts/identity.h"

#include "core/text.h"
#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t longest_subject = 255;
constexpr std::size_t longest_name = 100;

Error no_answer(const providers::Provider& provider, std::string why) {
    return make_error(ErrorKind::unavailable, "E404", provider.display_name + " did not say who signed in.",
                      std::move(why));
}

/// The text of the first pointer that leads to one.
std::string first_text(const Json& answer, const std::vector<std::string>& pointers) {
    for (const auto& pointer : pointers)
        if (const auto text = text_at_pointer(answer, pointer); text && !text->empty()) return *text;
    return {};
}

}  // namespace

Result<Person> read_person(const providers::Provider& provider, const Json& answer) {
    const auto& identity = provider.identity;
    const auto subject = first_text(answer, identity.subject);
    if (subject.empty() || subject.size() > longest_subject || !is_vschar(subject))
        return fail(
            no_answer(provider, identity.nobody.empty() ? "The answer holds no user id." : identity.nobody));
    return Person{subject, printable(first_text(answer, identity.display_name), longest_name)};
}

namespace {

Result<Person> read_answer(const providers::Provider& provider, const http::Response& response) {
    if (response.status != 200)
        return fail(no_answer(provider, "It answered with status " + std::to_string(response.status) + "."));
    const auto answer = parse_json(response.body);
    if (!answer) return fail(no_answer(provider, "The answer was not understood."));
    return read_person(provider, *answer);
}

Result<Person> ask(http::Transport& transport, const providers::Provider& provider,
                   const oauth::Client& client, const Secret& access_token) {
    const auto& server = provider.server;
    if (provider.identity.request.url.empty() && server.userinfo_endpoint.empty()) return Person{};
    const auto request = oauth::make_request(provider.identity.request, server.userinfo_endpoint, server,
                                             client, {{"access_token", access_token.reveal()}});
    auto response = transport.send(request);
    if (!response) response = transport.send(request);
    if (!response) return fail(no_answer(provider, response.error().title));
    return read_answer(provider, *response);
}

}  // namespace

Result<Person> learn_identity(http::Transport& transport, const providers::Provider& provider,
                              const oauth::Client& client, const oauth::TokenSet& tokens) {
    if (provider.identity.from == providers::Identity::Source::request)
        return ask(transport, provider, client, tokens.access_token);
    const auto answer = parse_json(tokens.raw.reveal());
    return read_person(provider, answer.value_or(Json()));
}

}  // namespace roadcase::accounts
