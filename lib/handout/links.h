#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "accounts/accounts.h"
#include "core/random.h"
#include "handout/link_file.h"
#include "handout/link_wish.h"
#include "store/store.h"

namespace roadcase::handout {

/// How a link stands right now.
struct LinkState {
    store::LinkRecord record;
    std::string account;  ///< its account's reference today
    /// fresh | waiting (nobody is signed in) | needs_authorization | paused | changed (E601) | failed
    std::string status;
    std::optional<Error> problem;  ///< what is wrong and the one next step
    bool configured = false;       ///< a [[link]] of config.toml
};

struct Unlinked {
    store::LinkRecord record;
    bool deleted = false;  ///< there is no file any more
};

/// Files of other programs that always hold a token that works. Each is written when it is made, whenever its
/// account has another token, and, by a server, when it starts. A file that another program changed is
/// reported and neither read nor written. Thread-safe; the files are written one after the other.
class Links {
  public:
    struct World {
        accounts::Accounts& accounts;
        store::Store& store;
        const Clock& clock;
        Random& random;
        std::string runtime;  ///< directory of the files that have no place of their own
        HandleMaker handles;
        std::function<void(const accounts::Event&)> publish;  ///< link.changed, link.failed, link.fresh
    };
    explicit Links(World world);
    ~Links();

    /// Makes a link and writes its file. The path of an own link may be linked again: its format and mode
    /// change. Nothing is kept of one whose file could not be written. Network: its token may need renewal.
    Result<LinkState> create(const LinkWish& wish);
    /// All, after a look at every file; one that is not fresh is written.
    Result<std::vector<LinkState>> list();
    /// Ends a link; its file goes with it if it is still ours, unless it is to be kept.
    Result<Unlinked> remove(const std::string& path, bool keep_file);
    /// What is known to be wrong, without a look at the files.
    std::vector<Error> problems();

    /// What config.toml wants; counts from the next look on.
    void configure(std::vector<LinkWish> wishes);
    /// A server: looks at all now, and from now on writes on a thread of its own.
    void start();
    /// Writes what is still to be written, then ends that thread.
    void stop();
    /// An account has another token, or came, or went: its files are written, here or on the thread.
    void on(const accounts::Event& event);
    /// Everything at once: after a reload.
    void look_at_all();

  private:
    using Events = std::vector<accounts::Event>;
    struct Errand {
        std::string account;  ///< reference; empty: all
    };

    void do_errand(const Errand& errand);
    void hand_over(Errand errand);
    void work();

    std::string default_path(const store::AccountRecord& account) const;
    Result<std::optional<store::LinkRecord>> link_at(const std::string& path);
    /// The link at the wished path, or a new one, which stands in no store yet.
    struct Found {
        store::LinkRecord link;
        bool is_new = false;
    };
    Result<Found> record_for(const LinkWish& wish, const store::AccountRecord& account);
    Result<Found> new_record(const std::string& path, const store::AccountRecord& account);
    Status check_wish(const LinkWish& wish, const store::LinkRecord& link);

    void apply_configuration(Events& events);
    void drop_unconfigured(Events& events);
    void apply(const LinkWish& wish, Events& events);
    void keep_all(Events& events);
    void keep_for(const std::string& account, Events& events);
    void keep(store::LinkRecord link, Events& events);
    std::optional<store::AccountRecord> account_of(store::LinkRecord& link, Events& events);
    void release(store::LinkRecord& link, Events& events);
    void set_problem(store::LinkRecord& link, const Error& error, Events& events);
    void clear_problem(store::LinkRecord& link, Events& events);
    LinkState state_of(const store::LinkRecord& link);
    void publish(const Events& events);

    World world_;
    LinkFiles files_;
    std::mutex files_lock_;  ///< one link at a time is looked at, written, made or ended
    std::vector<LinkWish> configured_;

    std::mutex queue_lock_;
    std::condition_variable wake_;
    std::deque<Errand> queue_;
    bool running_ = false;
    std::thread thread_;
};

}  // namespace roadcase::handout
