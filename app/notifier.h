#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "accounts/events.h"
#include "dashboard/ui_settings.h"
#include "notification_pace.h"

namespace roadcase {

/// The argv of notify_command with the sentence in place of each "{title}".
std::vector<std::string> filled_command(std::vector<std::string> command, const std::string& title);

/// Tells the person on the desktop that an account needs them, as they chose (UiChoice): by the desktop's
/// notification, by a command of theirs, or not. What did not arrive is tried again. Never a person's or an
/// account's name, never a secret. On a thread of its own: it may take seconds. Thread-safe.
class Notifier {
  public:
    struct World {
        const Clock& clock;
        std::function<dashboard::UiChoice()> choice;
        /// The display name of the provider behind this account reference.
        std::function<std::string(const std::string& reference)> provider_of;
    };
    explicit Notifier(World world) : world_(std::move(world)) {}
    ~Notifier() { stop(); }

    void start();
    void on(const accounts::NumberedEvent& event);
    /// Ends what runs; for good.
    void stop();

  private:
    void work();
    /// Whether it reached the person as they chose.
    bool tell(const std::string& sentence);
    bool has_ended();

    World world_;
    std::mutex mutex_;
    std::condition_variable changed_;
    NotificationPace pace_;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace roadcase
