#include "brokers/remote.h"

#include <algorithm>

#include "oauth/token.h"

namespace roadcase::brokers {
namespace {

constexpr milliseconds whole_time{15'000};
constexpr seconds usual_wait{1};

tl::unexpected<RemoteFailure> failure(Error error, int status = 0) {
    return tl::make_unexpected(RemoteFailure{std::move(error), status, false, {}});
}

/// No answer at all. E305 is an answer that is of no use, E306 a host that is not whom we asked.
bool was_dropped(const Error& error, const http::Transport& transport) {
    return error.kind == ErrorKind::unavailable && error.code == "E404" && !transport.is_closed();
}

/// RFC 9110 §15: nothing above 599 is a status.
bool is_error(int status) {
    return status >= 400 && status <= 599;
}

/// In our own words: the transport's name the host, and a page may read these.
tl::unexpected<RemoteFailure> no_answer(Error cause, bool is_stopping) {
    auto error = make_error(ErrorKind::unavailable, "E511", "The service gave no answer that can be used.",
                            is_stopping ? "Roadcase is stopping." : "", "Try again in a moment.");
    if (cause.kind == ErrorKind::rejected)
        error = make_error(ErrorKind::rejected, cause.code, "The connection to the service is not secure.",
                           "", "Tell whoever runs this broker.");
    error.maybe_done = cause.maybe_done;
    return tl::make_unexpected(RemoteFailure{std::move(error), 0, false, std::move(cause)});
}

Error refused_credential(Credential whose) {
    if (whose == Credential::callers)
        return make_error(ErrorKind::denied, "", "The service does not take this token.",
                          "It is wrong, was used before, or has ended.", "Ask for a new one.");
    return make_error(ErrorKind::rejected, "", "The service refuses this broker's own credential.", "",
                      "Check the broker's secret in config.toml.");
}

Error refused(int status, Credential whose) {
    const auto said = "It answered with status " + std::to_string(status) + ".";
    switch (status) {
        case 401:
        case 403:
            return refused_credential(whose);
        case 400:
        case 409:
        case 413:
        case 422:
            return make_error(ErrorKind::invalid_request, "", "The service does not take this request.", said,
                              "Check what is asked for.");
        case 429:
            return make_error(ErrorKind::slow_down, "", "The service is asked too often.", said,
                              "Try again later.");
        default:
            break;
    }
    if (status == 408 || (status >= 500 && is_error(status)))
        return make_error(ErrorKind::unavailable, "E511", "The service cannot answer now.", said,
                          "Try again in a moment.");
    return make_error(ErrorKind::rejected, "", "The service's answer is not what it should be.", said,
                      "Check the broker's addresses in config.toml.");
}

bool is_success(const http::Response& response) {
    return response.status >= 200 && response.status < 300;
}

tl::unexpected<RemoteFailure> refusal(const http::Response& response, Credential whose, Time now) {
    auto error = refused(response.status, whose);
    if (error.kind == ErrorKind::slow_down || error.kind == ErrorKind::unavailable)
        error.retry_after = oauth::retry_after(response.headers, now);
    if (error.kind == ErrorKind::slow_down) error.retry_after = error.retry_after.value_or(usual_wait);
    return failure(std::move(error), is_error(response.status) ? response.status : 0);
}

tl::unexpected<RemoteFailure> nonsense(std::string why) {
    return failure(make_error(ErrorKind::rejected, "", "The service's answer is not what it should be.",
                              std::move(why), "Check the broker's addresses in config.toml."));
}

}  // namespace

Remote<http::Response> ask_remote(const http::Request& request, const RemoteWorld& world) {
    const auto whole = request.within.value_or(whole_time);
    const auto begun = world.clock.since_boot();
    auto attempt = request;
    for (bool again = false;; again = true) {
        if (world.turn)
            if (auto turn = world.turn(); !turn) return refused_here(std::move(turn.error()));
        attempt.within = whole - (world.clock.since_boot() - begun);
        auto answer = world.transport.send(attempt);
        if (answer) return std::move(*answer);
        const auto spent = world.clock.since_boot() - begun;
        if (again || spent >= whole || !was_dropped(answer.error(), world.transport))
            return no_answer(std::move(answer.error()), world.transport.is_closed());
    }
}

Remote<OrderedJson> read_object(const http::Response& response, Credential whose, Time now) {
    if (!is_success(response)) return refusal(response, whose, now);
    // The strict reader first: the ordered one would take more than we do.
    const auto strict = parse_json(response.body);
    if (!strict || !strict->is_object()) return nonsense("It is no JSON object.");
    return OrderedJson::parse(response.body, nullptr, false);
}

Remote<void> read_done(const http::Response& response, Credential whose, Time now) {
    if (!is_success(response)) return refusal(response, whose, now);
    return {};
}

tl::unexpected<RemoteFailure> refused_here(Error error) {
    return tl::make_unexpected(RemoteFailure{std::move(error), 0, true, {}});
}

tl::unexpected<RemoteFailure> missing_member(std::string_view name) {
    return nonsense("It has no \"" + std::string(name) + "\" of the right kind.");
}

}  // namespace roadcase::brokers
