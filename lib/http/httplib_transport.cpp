// Newer releases ask before they send a body; nobody we speak to needs that.
#define CPPHTTPLIB_EXPECT_100_THRESHOLD 0
#include <httplib.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "http/answer_reader.h"
#include "http/channel.h"
#include "http/failures.h"
#include "http/transport.h"

namespace roadcase::http {
namespace {

/// What cpp-httplib reads and writes on. It never sees the head of the answer: its parser decodes, skips and
/// forgives (percent-signs in values become characters), so it is given the framing only.
class LibraryStream final : public httplib::Stream {
  public:
    LibraryStream(Channel& channel, const std::string& host, const TransportLimits& limits, bool head_only)
        : channel_(channel), answer_(channel, host, limits), head_only_(head_only) {}

    ssize_t read(char* into, size_t size) {
        if (failure || (!head && !begin_answer())) return -1;
        if (!framing_.empty()) {
            const auto count = framing_.copy(into, size);
            framing_.erase(0, count);
            return static_cast<ssize_t>(count);
        }
        const auto got = answer_.read_body(into, size);
        if (!got) failure = got.error();
        return got ? static_cast<ssize_t>(*got) : -1;
    }

    ssize_t write(const char* bytes, size_t size) {
        const auto sent = channel_.write({bytes, size});
        if (!sent) failure = sent.error();
        begun = begun || sent;
        return sent ? static_cast<ssize_t>(size) : -1;
    }

    /// A chunked body that goes wrong in the middle is a short success to some releases.
    bool is_whole() const { return head && (!head->chunked || answer_.ended_with_empty_line()); }

    // The questions differ between releases; nothing here depends on the answers.
    // NOLINTBEGIN(modernize-use-override)
    bool is_readable() const { return true; }
    bool is_writable() const { return true; }
    bool wait_readable() const { return true; }
    bool wait_writable() const { return true; }
    time_t duration() const { return 0; }
    void get_remote_ip_and_port(std::string&, int&) const {}
    void get_local_ip_and_port(std::string&, int&) const {}
    socket_t socket() const { return INVALID_SOCKET; }
    // NOLINTEND(modernize-use-override)

    std::optional<AnswerHead> head;
    std::optional<Error> failure;
    bool begun = false;  ///< a part of the request left

  private:
    bool begin_answer() {
        auto read = answer_.read_head();
        if (!read) {
            failure = read.error();
            return false;
        }
        head = std::move(*read);
        if (head_only_ || head->is_empty()) {
            head->chunked = false;
            head->content_length = 0;
        }
        framing_ = "HTTP/1.1 " + std::to_string(head->status) + " -\r\n";
        if (head->chunked) framing_ += "Transfer-Encoding: chunked\r\n";
        if (head->content_length)
            framing_ += "Content-Length: " + std::to_string(*head->content_length) + "\r\n";
        framing_ += "\r\n";
        return true;
    }

    Channel& channel_;
    AnswerReader answer_;
    bool head_only_;
    std::string framing_;
};

class LibraryClient : public httplib::ClientImpl {
  public:
    using httplib::ClientImpl::ClientImpl;
    using httplib::ClientImpl::process_request;
};

/// The target goes out as it is; the switch for that was renamed.
template <class Client>
void leave_target_alone(Client& client) {
    if constexpr (requires { client.set_path_encode(false); })
        client.set_path_encode(false);
    else
        client.set_url_encode(false);
}

/// Fields that say how the message is carried are ours alone.
bool is_ours(std::string_view name) {
    constexpr std::array<std::string_view, 10> ours{
        "Host", "Connection", "Accept-Encoding", "Content-Length", "Transfer-Encoding",
        "TE",   "Trailer",    "Expect",          "Upgrade",        "Keep-Alive"};
    return std::any_of(ours.begin(), ours.end(), [&](auto own) { return iequals(own, name); });
}

httplib::Request to_library(const Request& request, const Url& url) {
    httplib::Request out;
    out.method = request.method;
    out.path = url.target();
    out.body = request.body;
    for (const auto& [name, value] : request.headers)
        if (!is_ours(name)) out.headers.emplace(name, value);
    out.headers.emplace("Host", url.authority());
    out.headers.emplace("Connection", "close");
    out.headers.emplace("Accept-Encoding", "identity");
    if (request.headers.count("User-Agent") == 0)
        out.headers.emplace("User-Agent", "roadcase/" ROADCASE_VERSION);
    return out;
}

/// What could split one message into two never leaves (RFC 9112 §11.1).
bool is_clean(const Request& request) {
    return is_token(request.method) &&
           std::all_of(request.headers.begin(), request.headers.end(), [](const auto& field) {
               return is_token(field.first) && is_field_value(field.second);
           });
}

Result<Url> check(const Request& request) {
    auto url = parse_url(request.url);
    if (!url || !is_clean(request))
        return fail(ErrorKind::rejected, "", "A request could not be sent.",
                    "Its address, method or headers hold characters that must not be there.",
                    "Check the addresses and values in the configuration.");
    if (url->scheme == "http" && !url->is_loopback())
        return fail(not_secure(url->host, "Plain http is for this computer (localhost) only.",
                               "Use its https:// address."));
    return std::move(*url);
}

Result<Response> exchange(Channel& channel, const Request& request, const Url& url,
                          const TransportLimits& limits) {
    LibraryStream stream(channel, url.host, limits, request.method == "HEAD");
    LibraryClient client(url.host, url.port);
    leave_target_alone(client);
    auto to_send = to_library(request, url);
    httplib::Response received;
    httplib::Error ignored{};  // the stream knows better
    const bool done = client.process_request(stream, to_send, received, true, ignored);
    if (stream.failure || !done || !stream.is_whole()) {
        auto error = stream.failure.value_or(closed_early(url.host));
        error.maybe_done = stream.begun;
        return fail(std::move(error));
    }
    return Response{stream.head->status, std::move(stream.head->headers), std::move(received.body)};
}

class HttplibTransport final : public ClosableTransport {
  public:
    explicit HttplibTransport(TransportLimits limits) : limits_(std::move(limits)) {}

    Result<Response> send(const Request& request) override {
        const auto most = std::min(request.within.value_or(limits_.deadline), limits_.deadline);
        const Deadline deadline(std::chrono::steady_clock::now() + most, &closing_);
        const auto url = check(request);
        if (!url) return fail(url.error());
        if (is_closed()) return fail(stopping(url->host));
        auto channel = open_channel(*url, deadline, limits_.ca_file);
        if (!channel) return fail(channel.error());
        try {
            return exchange(**channel, request, *url, limits_);
        } catch (const std::exception&) {
            // Its text may quote the message.
            auto error = bad_answer(url->host, "It could not be read.");
            error.maybe_done = true;
            return fail(std::move(error));
        }
    }

    void close(milliseconds grace) override { closing_.begin(std::chrono::steady_clock::now() + grace); }
    bool is_closed() const override { return closing_.last_answer().has_value(); }

  private:
    const TransportLimits limits_;
    Closing closing_;
};

}  // namespace

std::unique_ptr<ClosableTransport> make_transport(TransportLimits limits) {
    return std::make_unique<HttplibTransport>(std::move(limits));
}

}  // namespace roadcase::http
