#include "server/unix_client.h"

#include <fcntl.h>
#include <httplib.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace roadcase::server {
namespace {

/// A socket path of any length: beyond what sockaddr_un takes, the directory is named through a descriptor.
class ShortSocketPath {
  public:
    explicit ShortSocketPath(const std::string& path) : text_(path) {
        if (path.size() < sizeof(sockaddr_un::sun_path)) return;
        const std::filesystem::path full(path);
        directory_ = open(full.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        text_ = "/proc/self/fd/" + std::to_string(directory_) + "/" + full.filename().string();
    }
    ~ShortSocketPath() {
        if (directory_ >= 0) close(directory_);
    }
    ShortSocketPath(const ShortSocketPath&) = delete;
    ShortSocketPath& operator=(const ShortSocketPath&) = delete;

    const std::string& text() const { return text_; }

  private:
    int directory_ = -1;
    std::string text_;
};

httplib::Request wire_request(const Request& request) {
    httplib::Request wire;
    wire.method = request.method;
    wire.path = request.raw_query.empty() ? request.path : request.path + "?" + request.raw_query;
    for (const auto& [name, value] : request.headers) wire.headers.emplace(name, value);
    wire.headers.emplace("Host", "localhost");
    wire.body = request.body;
    return wire;
}

Response clean_response(const httplib::Response& wire) {
    Response response;
    response.status = wire.status;
    for (const auto& [name, value] : wire.headers) response.headers.add(name, value);
    response.body = wire.body;
    return response;
}

Error no_answer(const std::string& socket_path) {
    return make_error(ErrorKind::unreachable, "", "The running roadcase did not answer.",
                      "Its socket is " + socket_path + ".", "Is it still there? roadcase serve");
}

/// The server shows every 15 s that it is there.
constexpr milliseconds longest_silence{40'000};
constexpr std::size_t longest_problem = 64 * 1024;

/// One answer that is followed: the head first, then its bytes; those of a refusal are kept.
struct Following {
    const Follower& follower;
    Instant end;
    Response answer;

    bool is_over() const { return std::chrono::steady_clock::now() >= end; }
    bool begin(const httplib::Response& head) {
        answer = clean_response(head);
        answer.body.clear();
        if (answer.status == 200 && follower.begin) follower.begin(answer.headers);
        return true;
    }
    bool take(std::string_view bytes) {
        if (answer.status == 200) return !is_over() && follower.take(bytes) && !is_over();
        answer.body += bytes;
        return answer.body.size() <= longest_problem;
    }
};

}  // namespace

Error out_of_time() {
    return make_error(ErrorKind::timeout, "", "There was no answer in time.",
                      "Roadcase may still be waiting for the provider.",
                      "Try again with a longer --timeout.");
}

Response call_unix(const std::string& socket_path, const Request& request, milliseconds within) {
    const auto end = std::chrono::steady_clock::now() + within;
    try {
        const ShortSocketPath path(socket_path);
        httplib::Client client(path.text());
        client.set_address_family(AF_UNIX);
        client.set_connection_timeout(std::min(within, milliseconds{5'000}));
        client.set_write_timeout(within);
        client.set_read_timeout(within);
        if (const auto result = client.send(wire_request(request))) return clean_response(*result);
    } catch (const std::exception&) {
        // Told below: there is nothing in it that a person could use.
    }
    if (std::chrono::steady_clock::now() >= end) return problem(out_of_time());
    return problem(no_answer(socket_path));
}

Status follow_unix(const std::string& socket_path, const Request& request, const Follower& follower,
                   Instant end) {
    Following following{follower, end, {}};
    const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
    if (left <= milliseconds{0}) return fail(out_of_time());
    try {
        const ShortSocketPath path(socket_path);
        httplib::Client client(path.text());
        client.set_address_family(AF_UNIX);
        client.set_connection_timeout(std::min(left, milliseconds{5'000}));
        client.set_write_timeout(std::min(left, longest_silence));
        client.set_read_timeout(std::min(left, longest_silence));
        auto wire = wire_request(request);
        wire.response_handler = [&](const httplib::Response& head) { return following.begin(head); };
        wire.content_receiver = [&](const char* data, std::size_t size, auto...) {
            return following.take({data, size});
        };
        (void)client.send(wire);
    } catch (const std::exception&) {
        // Told below: there is nothing in it that a person could use.
    }
    if (following.is_over()) return fail(out_of_time());
    if (following.answer.status == 200) return {};
    if (following.answer.status == 0) return fail(no_answer(socket_path));
    return fail(error_from_problem(following.answer));
}

}  // namespace roadcase::server
