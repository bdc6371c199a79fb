#pragma once

#include "brokers/broker.h"
#include "core/error.h"
#include "core/json.h"
#include "server/agora_dialect_wish.h"
#include "server/exchange.h"

namespace roadcase::server {

/// What the published Agora token servers answer, in one of their dialects. Every answer says that nobody may
/// keep it. Status 400 for what was asked wrongly; what they have no words for (no key, not allowed, too
/// often) has our status and text in their shape. Nothing here holds a secret. Pure.
class AgoraWords {
  public:
    using Route = AgoraAddress::Route;
    AgoraWords(brokers::AgoraDialect dialect, Route route) : dialect_(dialect), route_(route) {}

    /// 200 with {"rtcToken": …} and so on.
    Response answer(const OrderedJson& fields) const;
    Response refuse(const AgoraFault& fault) const;
    /// An Error of ours, where the Go server would have said `stage`.
    Response refuse(const Error& error, AgoraFault::Stage stage = AgoraFault::Stage::token) const;
    /// Both servers say 404 to a verb that an address does not have; `allow` tells the right ones.
    Response wrong_method(std::string_view allow) const;

  private:
    Response say(int status, const OrderedJson& body) const;
    Response say_go(const AgoraFault& fault) const;
    Response say_plainly(int status, const std::string& text) const;

    brokers::AgoraDialect dialect_;
    Route route_;
};

}  // namespace roadcase::server
