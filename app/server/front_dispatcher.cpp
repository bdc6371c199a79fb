#include "server/front_dispatcher.h"

#include <array>

namespace roadcase::server {
namespace {

struct Refusal {
    int status;
    ErrorKind kind;
    std::string_view title;
};

constexpr std::array<Refusal, 13> refusals{{
    {400, ErrorKind::invalid_request, "This is no request that Roadcase understands."},
    {405, ErrorKind::invalid_request, "Roadcase does not answer this method."},
    {408, ErrorKind::invalid_request, "The request took too long to arrive."},
    {411, ErrorKind::invalid_request, "The request does not say how long its body is."},
    {413, ErrorKind::invalid_request, "The body of the request is too long."},
    {414, ErrorKind::invalid_request, "The address of the request is too long."},
    {415, ErrorKind::invalid_request, "The body of the request is encoded; send it plain."},
    {417, ErrorKind::invalid_request, "The request expects something that Roadcase does not do."},
    {431, ErrorKind::invalid_request, "The header of the request is too long."},
    {500, ErrorKind::internal, "Roadcase made a mistake."},
    {501, ErrorKind::invalid_request, "Roadcase does not know this method."},
    {503, ErrorKind::unavailable, "Too many requests are waiting."},
    {505, ErrorKind::invalid_request, "Roadcase speaks HTTP/1.1."},
}};

Response refusal_for(const Request& request, int status, const ErrorPage& page) {
    const Refusal* row = &refusals.front();
    for (const auto& candidate : refusals)
        if (candidate.status == status) row = &candidate;
    Error error = make_error(row->kind, "", std::string(row->title));
    if (status == 503) error.retry_after = std::chrono::seconds(1);
    // A server with too much to do makes no pages.
    const bool is_ours = row->status >= 500;
    Response response = refusal(request, error, is_ours ? ErrorPage() : page, row->status);
    if (status == 405) response.headers.set("Allow", "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    return response;
}

}  // namespace

Dispatcher::Dispatcher(Handler handler, const FrontLimits& limits, Mailbox& mailbox)
    : handler_(std::move(handler)),
      mailbox_(mailbox),
      network_(limits.network_workers, limits.max_queue, [this](Job job) { answer_slowly(std::move(job)); }),
      quick_(limits.quick_workers, limits.max_queue, [this](Job job) { answer_quickly(std::move(job)); }),
      patient_(1, limits.max_connections, [this](Job job) { ask_again(std::move(job)); }) {}

void Dispatcher::start() {
    network_.start();
    quick_.start();
    patient_.start();
}

void Dispatcher::end() {
    quick_.end();
    patient_.end();
    network_.end();
}

void Dispatcher::join() {
    quick_.join();
    patient_.join();
    network_.join();
}

void Dispatcher::submit(Job job) {
    if (!quick_.offer(job)) post_refusal(job, 503);
}

void Dispatcher::submit_again(Job job) {
    if (patient_.offer(job)) return;
    if (!job.feed) return post_refusal(job, 503);
    mailbox_.post({job.connection, Feed::Piece{{}, false, true}});
}

void Dispatcher::ask_again(Job job) {
    if (!job.feed) return answer_quickly(std::move(job));
    Feed::Piece piece;
    try {
        piece = job.feed->next(job.quiet);
    } catch (...) {
        piece.last = true;
    }
    mailbox_.post({job.connection, std::move(piece)});
}

void Dispatcher::answer_quickly(Job job) {
    job.request.may_block = false;
    auto answer = bridge_.answer(job.request, handler_, job.close);
    if (!answer.later) return post(std::move(job), std::move(answer));
    job.request.again = true;
    if (!network_.offer(job)) post_refusal(job, 503);
}

void Dispatcher::post(Job job, HttplibBridge::Answer answer) {
    const auto connection = job.connection;
    if (answer.wait) {
        mailbox_.post({connection, Waiting{std::move(*answer.wait), std::move(job)}});
    } else if (answer.feed) {
        job.feed = std::move(answer.feed);
        mailbox_.post({connection, Opening{std::move(answer.bytes), std::move(job)}});
    } else {
        mailbox_.post({connection, std::move(answer.bytes)});
    }
}

void Dispatcher::answer_slowly(Job job) {
    job.request.may_block = true;
    auto answer = bridge_.answer(job.request, handler_, job.close);
    // A handler that may block and still says later() would never answer.
    if (answer.later) return post_refusal(job, 500);
    post(std::move(job), std::move(answer));
}

void Dispatcher::post_refusal(const Job& job, int status) {
    mailbox_.post({job.connection, refusal_bytes(job.request, status, job.close)});
}

std::string Dispatcher::stopping_bytes(const Request& request) const {
    Error error = make_error(ErrorKind::unavailable, "", "Roadcase is stopping.",
                             "What you waited for did not happen.", "Ask again when it is back.");
    error.retry_after = std::chrono::seconds(1);
    return bridge_
        .answer(
            request, [&](const Request& r) { return refusal(r.path, error); }, true)
        .bytes;
}

std::string Dispatcher::refusal_bytes(const Request& request, int status, bool close) const {
    const Handler refuse = [&](const Request& refused) { return refusal_for(refused, status, page_); };
    return bridge_.answer(request, refuse, close).bytes;
}

}  // namespace roadcase::server
