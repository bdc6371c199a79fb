#include "dashboard/world.h"

namespace roadcase::dashboard {
namespace {

using server::Feed;
using server::Request;
using server::Response;

/// Says that something happened, never what: the page asks for itself anew, so that there is one renderer and
/// a flood of events costs a page one look.
class News final : public Feed {
  public:
    explicit News(const accounts::EventLog& events) : events_(events), told_(events.last_id()) {}

    Piece next(bool quiet) override {
        const auto last = events_.last_id();
        if (last == told_) return {quiet ? ": still here\n\n" : ""};
        told_ = last;
        return {"data: " + std::to_string(last) + "\n\n"};
    }

  private:
    const accounts::EventLog& events_;
    std::int64_t told_;
};

}  // namespace

void add_live_routes(server::Router& router, World& world) {
    router.on("GET", "/live", {server::RouteTraits::Caller::dashboard, false},
              [&world](const Request& request, const server::PathValues&) {
                  if (!request.may_wait) return server::text(503, "Nothing is told while no server runs.\n");
                  auto response = server::stream("text/event-stream", std::make_shared<News>(world.events));
                  response.body = "retry: 1000\n\n";
                  return response;
              });
}

}  // namespace roadcase::dashboard
