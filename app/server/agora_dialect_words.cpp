#include "server/agora_dialect_words.h"

namespace roadcase::server {
namespace {

using Route = AgoraAddress::Route;
using Stage = AgoraFault::Stage;

Response kept_nowhere(Response response) {
    response.headers.set("Cache-Control", "private, no-cache, no-store, must-revalidate");
    response.headers.set("Expires", "-1");
    response.headers.set("Pragma", "no-cache");
    return response;
}

std::string_view go_token(Route route, Stage stage) {
    if (stage == Stage::rtm_token || route == Route::rtm) return "RTM token";
    if (route == Route::chat_app || route == Route::chat_account) return "Chat token";
    return route == Route::rte && stage == Stage::parameters ? "RTC and RTM token" : "RTC token";
}

}  // namespace

Response AgoraWords::say(int status, const OrderedJson& body) const {
    auto response = json(status, body);
    response.headers.set("Content-Type", "application/json; charset=utf-8");
    return kept_nowhere(std::move(response));
}

Response AgoraWords::say_plainly(int status, const std::string& text) const {
    return kept_nowhere(server::text(status, text + "\n"));
}

Response AgoraWords::answer(const OrderedJson& fields) const {
    return say(200, fields);
}

// Its handlers differ in what stands between the words and the reason.
Response AgoraWords::say_go(const AgoraFault& fault) const {
    const bool early = fault.stage == Stage::parameters;
    const bool in_a_channel = route_ == Route::rtc || route_ == Route::rte;
    const auto text = "Error Generating " + std::string(go_token(route_, fault.stage)) +
                      (!early && in_a_channel ? " - " : ": ") + fault.text;
    return say(400, {{early ? "message" : "error", text}, {"status", 400}});
}

Response AgoraWords::refuse(const AgoraFault& fault) const {
    if (dialect_ != brokers::AgoraDialect::go) return say(400, {{"error", fault.text}});
    return route_ == Route::get_token ? say_plainly(400, fault.text) : say_go(fault);
}

Response AgoraWords::refuse(const Error& error, AgoraFault::Stage stage) const {
    const bool go = dialect_ == brokers::AgoraDialect::go;
    const int status = row_of(error.kind).http_status;
    if (error.kind == ErrorKind::invalid_request) return refuse(AgoraFault{stage, error.one_line()});
    if (go && error.code == "E506") return say(status, {{"error", "Origin not allowed"}});
    OrderedJson body{{"error", error.one_line()}};
    if (go) body["status"] = status;
    auto response =
        go && route_ == Route::get_token ? say_plainly(status, error.one_line()) : say(status, body);
    if (error.retry_after) response.headers.set("Retry-After", std::to_string(error.retry_after->count()));
    if (status == 401) response.headers.set("WWW-Authenticate", "Bearer");
    return response;
}

Response AgoraWords::wrong_method(std::string_view allow) const {
    const auto text = "This address is asked with " + std::string(allow) + ".";
    const bool plain = dialect_ == brokers::AgoraDialect::go;
    auto response = plain ? say_plainly(404, text) : say(404, {{"error", text}});
    response.headers.set("Allow", std::string(allow));
    return response;
}

}  // namespace roadcase::server
