#include "server/front.h"

#include <thread>

#include "server/front_loop.h"

namespace roadcase::server {

struct Front::Impl {
    Impl(Handler handler, const FrontLimits& front_limits)
        : limits(front_limits),
          dispatcher(std::move(handler), limits, mailbox),
          loop(limits, dispatcher, mailbox) {}

    void add(Listener listener) {
        if (port == 0) port = listener.port;
        loop.add(std::move(listener));
    }

    FrontLimits limits;
    Mailbox mailbox;
    Dispatcher dispatcher;
    Loop loop;
    std::thread thread;
    bool stopping = false;
    std::uint16_t port = 0;
    bool has_ipv6 = false;
};

Front::Front(Handler handler, FrontLimits limits)
    : impl_(std::make_unique<Impl>(std::move(handler), limits)) {}

Front::~Front() {
    stop();
    // A handler may still ask who is at the other end of its connection: no descriptor dies before it
    // returns.
    impl_->dispatcher.join();
}

Status Front::listen_loopbacks(std::uint16_t port) {
    auto both = open_loopbacks(port);
    if (!both) return fail(std::move(both.error()));
    impl_->has_ipv6 = both->ipv6.has_value();
    impl_->add(std::move(both->ipv4));
    if (both->ipv6) impl_->add(std::move(*both->ipv6));
    return {};
}

Status Front::listen(const std::string& address) {
    auto listener = open_address(address);
    if (!listener) return fail(std::move(listener.error()));
    impl_->has_ipv6 = impl_->has_ipv6 || address.starts_with('[');
    impl_->add(std::move(*listener));
    return {};
}

Status Front::listen_unix(const std::string& path) {
    auto listener = open_unix(path);
    if (!listener) return fail(std::move(listener.error()));
    impl_->add(std::move(*listener));
    return {};
}

std::uint16_t Front::port() const {
    return impl_->port;
}
bool Front::has_ipv6() const {
    return impl_->has_ipv6;
}

void Front::start() {
    impl_->dispatcher.start();
    impl_->thread = std::thread([this] { impl_->loop.run(); });
}

void Front::on_failure(std::function<void(const Error&)> tell) {
    impl_->loop.on_failure(std::move(tell));
}

void Front::show_errors_with(ErrorPage page) {
    impl_->dispatcher.show_errors_with(std::move(page));
}

void Front::wake(std::string topic) {
    impl_->mailbox.wake(std::move(topic));
}

std::size_t Front::connections() const {
    return impl_->loop.connections();
}

void Front::begin_stop(milliseconds grace) {
    if (impl_->thread.joinable() && !std::exchange(impl_->stopping, true)) impl_->loop.stop(grace);
}

void Front::stop(milliseconds grace) {
    if (!impl_->thread.joinable()) return;
    begin_stop(grace);
    impl_->thread.join();
    impl_->dispatcher.end();
}

}  // namespace roadcase::server
