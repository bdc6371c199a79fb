#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/backend.h"
#include "cli/dotenv.h"
#include "cli/references.h"
#include "cli/session.h"

namespace roadcase::cli {

/// What `run` puts into a program's environment, read from the command line and its files before anything is
/// asked. Later ones win: what is inherited, what the accounts give, --env-file, --env, ROADCASE_….
struct RunWish {
    std::vector<std::string> accounts;
    std::vector<std::string> env_files;
    std::vector<std::string> env;  ///< NAME=ACCOUNT/FIELD
};

struct NamedField {
    std::string name;
    FieldOf field;
};

class RunEnvironment {
  public:
    /// `inherited` is NAME=value each.
    static Result<RunEnvironment> read(const RunWish& wish, std::vector<std::string> inherited);

    /// NAME=value of everything, with fresh tokens. `set` gets the names that are not inherited.
    Result<std::vector<std::string>> build(Materials& materials, std::vector<std::string>& set) const;

  private:
    using Values = std::map<std::string, Secret>;
    Status add_accounts(Materials& materials, Values& values) const;
    Status add_files(Materials& materials, Values& values) const;
    Status add_fields(Materials& materials, Values& values) const;

    std::vector<std::string> accounts_;
    std::vector<std::string> inherited_;
    std::vector<std::pair<std::string, DotenvLine>> files_;  ///< with the file's name
    std::vector<NamedField> fields_;
};

}  // namespace roadcase::cli
