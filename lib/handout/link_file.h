#pragma once

#include <functional>
#include <string>

#include "accounts/accounts.h"
#include "core/clock.h"
#include "core/result.h"
#include "store/store.h"

namespace roadcase::handout {

/// Local stand-ins for refresh tokens; either may be empty, then there are none.
struct HandleMaker {
    std::function<Result<Secret>(const std::string& name, const std::string& account_id)> make;
    std::function<Status(const std::string& name)> revoke;
};

/// The file of a link and its record, changed together so that a kill between the two leaves no doubt whose
/// the file is: before it is replaced, the record knows the hashes of both the old content and the new. Not
/// thread-safe.
class LinkFiles {
  public:
    LinkFiles(store::Store& store, const Clock& clock, HandleMaker handles)
        : store_(store), clock_(clock), handles_(std::move(handles)) {}

    /// Puts the token there. E601 for a file that is not ours, unless it is to be overwritten. On failure
    /// `link` and the file stay as they were.
    Status write(store::LinkRecord& link, const accounts::Token& token, bool overwrite);
    /// Takes the file away if it is still ours, and ends its handle. True: there is no file of ours any more.
    Result<bool> erase(store::LinkRecord& link, bool keep_file = false);

    enum class Standing { absent, ours, foreign };
    Result<Standing> look(const store::LinkRecord& link) const;
    /// Whole, ours, with the token of this generation.
    Result<bool> is_fresh(const store::LinkRecord& link, std::int64_t generation) const;

  private:
    Result<bool> ensure_handle(store::LinkRecord& link);
    Status replace(store::LinkRecord& link, const std::string& text, const std::string& found);

    store::Store& store_;
    const Clock& clock_;
    HandleMaker handles_;
};

}  // namespace roadcase::handout
