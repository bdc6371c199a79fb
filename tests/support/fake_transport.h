#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "http/transport.h"

namespace roadcase::test {

/// A transport that remembers every request and answers by `on_send`, or from `answers` in order.
/// Thread-safe.
class ScriptedTransport final : public http::Transport {
  public:
    Result<http::Response> send(const http::Request& request) override {
        std::function<Result<http::Response>(const http::Request&)> answer;
        {
            std::lock_guard lock(mutex_);
            requests_.push_back(request);
            if (on_send) {
                answer = on_send;
            } else if (answers.empty()) {
                return fail(ErrorKind::unavailable, "E404", "The script of this test has no more answers.");
            } else {
                auto next = answers.front();
                answers.pop_front();
                return next;
            }
        }
        return answer(request);
    }

    std::vector<http::Request> requests() const {
        std::lock_guard lock(mutex_);
        return requests_;
    }

    std::function<Result<http::Response>(const http::Request&)> on_send;  ///< set before use
    std::deque<Result<http::Response>> answers;

  private:
    mutable std::mutex mutex_;
    std::vector<http::Request> requests_;
};

/// A transport that answers by `on_send` and remembers nothing.
class AnsweringTransport final : public http::Transport {
  public:
    Result<http::Response> send(const http::Request& request) override { return on_send(request); }

    std::function<Result<http::Response>(const http::Request&)> on_send;  ///< set before use; thread-safe
};

inline http::Response json_answer(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace roadcase::test
