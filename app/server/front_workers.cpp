#include "server/front_workers.h"

#include <sys/eventfd.h>

#include <algorithm>

namespace roadcase::server {

Workers::Workers(std::size_t threads, std::size_t max_queue, Work work)
    : thread_count_(threads), max_queue_(max_queue), work_(std::move(work)) {}

void Workers::join() {
    end();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void Workers::start() {
    for (std::size_t i = 0; i < thread_count_; ++i) threads_.emplace_back([this] { run(); });
}

bool Workers::offer(Job& job) {
    {
        std::lock_guard lock(mutex_);
        if (ended_ || queue_.size() >= max_queue_) return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void Workers::end() {
    {
        std::lock_guard lock(mutex_);
        ended_ = true;
        queue_.clear();
    }
    wake_.notify_all();
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return ended_ || !queue_.empty(); });
        if (ended_) return;
        Job job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work_(std::move(job));
        lock.lock();
    }
}

Mailbox::Mailbox() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

template <class Put>
void Mailbox::put(const Put& put_in) {
    bool first = false;
    {
        std::lock_guard lock(mutex_);
        first = content_.letters.empty() && content_.wakes.empty();
        put_in(content_);
    }
    // One ring for a full box: the loop takes all at once.
    if (first) ring();
}

void Mailbox::post(Letter letter) {
    put([&](Content& content) { content.letters.push_back(std::move(letter)); });
}

void Mailbox::wake(std::string topic) {
    put([&](Content& content) {
        // Before the front starts nobody takes them; a loop that is busy needs each topic once.
        if (std::find(content.wakes.begin(), content.wakes.end(), topic) == content.wakes.end())
            content.wakes.push_back(std::move(topic));
    });
}

void Mailbox::ring() {
    ::eventfd_write(event_.get(), 1);
}

Mailbox::Content Mailbox::take() {
    eventfd_t rings = 0;
    ::eventfd_read(event_.get(), &rings);
    std::lock_guard lock(mutex_);
    return std::exchange(content_, {});
}

}  // namespace roadcase::server
