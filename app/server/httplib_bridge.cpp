#include "server/httplib_bridge.h"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/text.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

/// One request in work on this thread. The library hands its handlers nothing of the caller's, so they find
/// it here; process_request runs on the caller's thread from beginning to end.
struct Call {
    const Request& request;
    const Handler& handler;
    bool close;
    HttplibBridge::Answer& answer;
};
thread_local const Call* current = nullptr;

/// The in-memory connection: a request line to read, and the answer as it is written. The library's releases
/// disagree on which of these functions are virtual, hence no `override`.
class MemoryStream final : public httplib::Stream {
  public:
    MemoryStream(std::string input, std::string& output) : input_(std::move(input)), output_(output) {}

    bool is_readable() const { return true; }
    bool is_writable() const { return true; }
    bool wait_readable() const { return true; }
    bool wait_writable() const { return true; }
    bool is_peer_alive() const { return true; }
    time_t duration() const { return 0; }
    socket_t socket() const { return static_cast<socket_t>(-1); }
    void get_remote_ip_and_port(std::string&, int& port) const { port = 0; }
    void get_local_ip_and_port(std::string&, int& port) const { port = 0; }

    ssize_t read(char* out, std::size_t size) {
        const std::size_t count = std::min(size, input_.size() - at_);
        std::memcpy(out, input_.data() + at_, count);
        at_ += count;
        return static_cast<ssize_t>(count);
    }
    ssize_t write(const char* data, std::size_t size) {
        output_.append(data, size);
        return static_cast<ssize_t>(size);
    }

  private:
    std::string input_;
    std::size_t at_ = 0;
    std::string& output_;
};

/// Who frames the answer says how it is framed.
bool is_framing_field(const std::string& name) {
    constexpr std::array<std::string_view, 4> fields{"Content-Length", "Transfer-Encoding", "Connection",
                                                     "Keep-Alive"};
    return std::any_of(fields.begin(), fields.end(), [&](auto field) { return iequals(field, name); });
}

bool is_sound(const Response& response) {
    if (response.status < 200 || response.status > 599) return false;
    return std::all_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
        return is_token(field.first) && is_field_value(field.second);
    });
}

Response bug(std::string_view path) {
    return refusal(path, make_error(ErrorKind::internal, "", "Roadcase made a mistake.",
                                    "This request could not be answered; nothing else is affected.",
                                    "Try again; if it stays so, please report it."));
}

void copy(Response response, httplib::Response& out) {
    if (!is_sound(response)) response = bug(current->request.path);
    add_common_headers(response);
    out.status = response.status;
    for (const auto& [name, value] : response.headers)
        if (!is_framing_field(name)) out.headers.emplace(name, value);
    out.body = std::move(response.body);
}

httplib::Server::HandlerResponse run_handler(const httplib::Request&, httplib::Response& out) {
    Response response = current->handler(current->request);
    auto& answer = current->answer;
    answer.later = is_later(response);
    answer.wait = std::move(response.wait);
    if (current->request.method != "HEAD") answer.feed = std::move(response.feed);
    out.status = 204;
    if (!answer.later && !answer.wait) copy(std::move(response), out);
    return httplib::Server::HandlerResponse::Handled;
}

/// Whether the connection lives on is the front's decision, and so are the fields that say so.
void finish_head(const httplib::Request&, httplib::Response& out) {
    for (const char* name : {"Keep-Alive", "Connection", "Accept-Ranges"}) out.headers.erase(name);
    if (out.status == 204 || out.status == 304) out.headers.erase("Content-Length");
    if (current->answer.feed) out.headers.erase("Content-Length");
    if (current->close || current->answer.feed) out.set_header("Connection", "close");
}

class Library final : public httplib::Server {
  public:
    Library() {
        set_pre_routing_handler(run_handler);
        set_post_routing_handler(finish_head);
        // Without this one the library sends what() to the client.
        set_exception_handler([](const httplib::Request&, httplib::Response& out, const auto&) {
            out = httplib::Response();
            current->answer.feed = nullptr;
            copy(bug(current->request.path), out);
        });
        set_payload_max_length(1);
    }

    void process(MemoryStream& stream, bool close) { process_with(*this, stream, close); }

  private:
    /// The protected verb, in the shape of the packaged 0.11 or of later releases, which take the addresses
    /// too.
    template <class Self>
    static void process_with(Self& self, MemoryStream& stream, bool close) {
        bool closed = false;
        if constexpr (requires { self.process_request(stream, close, closed, nullptr); })
            self.process_request(stream, close, closed, nullptr);
        else
            self.process_request(stream, "", 0, "", 0, close, closed, nullptr);
    }
};

}  // namespace

struct HttplibBridge::Impl {
    Library library;
};

HttplibBridge::HttplibBridge() : impl_(std::make_unique<Impl>()) {}
HttplibBridge::~HttplibBridge() = default;

HttplibBridge::Answer HttplibBridge::answer(const Request& request, const Handler& handler,
                                            bool close) const {
    Answer result;
    const Call call{request, handler, close, result};
    current = &call;
    try {
        // The body went to the handler already: the library's readers of bodies never run.
        MemoryStream stream(request.method + " / HTTP/1.1\r\n\r\n", result.bytes);
        impl_->library.process(stream, close);
    } catch (...) {
        result = {};
    }
    current = nullptr;
    if (result.later || result.wait) result.bytes.clear();
    return result;
}

}  // namespace roadcase::server
