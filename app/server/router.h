#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/exchange.h"

namespace roadcase::server {

/// What a route allows; the guards read it before the handler runs.
struct RouteTraits {
    enum class Caller {
        anyone,     ///< health, help, styles
        dashboard,  ///< pages of the person at this computer: a sign-in, what is shown, what is done
        script,     ///< the API: same user on the Unix socket, a key or the dashboard's proof on TCP
        practice,   ///< the practice provider, on its own loopback name only
        broker,     ///< a broker: web pages it lists may ask too, which BrokerDesk decides
    };
    Caller caller = Caller::anyone;
    /// A top-level navigation from another site may reach it (the redirection endpoint must).
    bool cross_site_navigation = false;
};

/// Path segments of a match, by name.
using PathValues = std::map<std::string, std::string, std::less<>>;
using RouteHandler = std::function<Response(const Request&, const PathValues&)>;

/// Exact routing by path segments; no regular expression ever sees request data. A pattern is "/auth",
/// "/auth/{name}" (one segment) or "/api/v1/token/{account*}/reject" (one to three segments, once per
/// pattern: account references hold a slash). Literal segments win over values, whatever the method. HEAD is
/// answered by GET's handler without the body. Made once, then read by all threads.
class Router {
  public:
    void on(std::string method, std::string pattern, RouteTraits traits, RouteHandler handler);

    struct Match {
        const RouteTraits* traits = nullptr;    ///< of the path, also when the method is wrong; null for 404
        const RouteHandler* handler = nullptr;  ///< null: no such path, or see `allow`
        PathValues values;
        std::string allow;  ///< for 405: methods this path has; empty for 404
    };
    Match match(std::string_view method, std::string_view path) const;

    /// "GET /api/v1/token/{account*}" for each, in the order in which they were added.
    std::vector<std::string> names() const;

  private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        RouteTraits traits;
        RouteHandler handler;
    };
    std::vector<Route> routes_;
};

}  // namespace roadcase::server
