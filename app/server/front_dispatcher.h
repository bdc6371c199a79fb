#pragma once

#include "server/error_pages.h"
#include "server/front.h"
#include "server/front_workers.h"
#include "server/httplib_bridge.h"

namespace roadcase::server {

/// Brings each request to the handler and its answer to the mailbox, exactly once: on a quick worker first,
/// on a network worker when the handler says later(), and as a 503 when the queue is full. What waits and
/// what streams is asked again on a thread of its own, so that a crowd of them keeps nobody else from an
/// answer.
class Dispatcher {
  public:
    Dispatcher(Handler handler, const FrontLimits& limits, Mailbox& mailbox);

    /// Before start(): how a browser sees that its request was refused.
    void show_errors_with(ErrorPage page) { page_ = std::move(page); }
    void start();
    void submit(Job job);
    /// Once more, after a wait; or a stream's next piece.
    void submit_again(Job job);
    /// Forgets what waits; what runs goes on, its answers go to the mailbox.
    void end();
    /// Ends, and waits for what runs.
    void join();

    /// The bytes that tell the client why its request was refused.
    std::string refusal_bytes(const Request& request, int status, bool close) const;
    /// The same for a request that waits while the front stops.
    std::string stopping_bytes(const Request& request) const;

  private:
    void answer_quickly(Job job);
    void answer_slowly(Job job);
    void ask_again(Job job);
    void post(Job job, HttplibBridge::Answer answer);
    void post_refusal(const Job& job, int status);

    Handler handler_;
    ErrorPage page_;
    HttplibBridge bridge_;
    Mailbox& mailbox_;
    Workers network_;
    Workers quick_;
    Workers patient_;
};

}  // namespace roadcase::server
