#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.h"
#include "core/result.h"
#include "core/secret.h"
#include "handout/material.h"

namespace roadcase::cli {

/// "twitch/bot/access_token", taken apart at its last slash. What stands before it is checked as the name of
/// an account, the field is not looked at.
struct FieldOf {
    std::string account;
    std::string field;
};
Result<FieldOf> parse_field_of(std::string_view text);

/// A `roadcase://ACCOUNT/FIELD` in a text: where it stands, and its line, counted from 1.
struct Reference {
    std::size_t at = 0;
    std::size_t size = 0;
    std::size_t line = 1;
};
/// All of them, in their order. One ends with the last character that a name could hold: letters, digits and
/// - _ / :
std::vector<Reference> references_in(std::string_view text);

using Lookup = std::function<Result<Secret>(const FieldOf&)>;
/// Where a text comes from, for messages: gives "Line 3" for 3, or another name.
using Whereabouts = std::function<std::string(std::size_t line)>;
/// The text with every reference replaced. The Error of the first that cannot be says where it stands.
Result<Secret> with_references(std::string_view text, const Lookup& lookup, const Whereabouts& where);

/// What accounts hand out, each asked for once.
class Materials {
  public:
    explicit Materials(Session& session, Api api) : session_(session), api_(api) {}

    /// Valid as long as this is.
    Result<const handout::Material*> of(const std::string& account);
    Result<Secret> field(const FieldOf& wanted);
    /// References of all accounts that were asked for.
    std::vector<std::string> accounts() const;
    const std::map<std::string, handout::Material>& all() const { return known_; }

  private:
    Session& session_;
    Api api_;
    std::map<std::string, handout::Material> known_;  ///< by reference
    std::map<std::string, std::string> names_;        ///< reference, by what it was asked for as
};

}  // namespace roadcase::cli
