#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/secret.h"

namespace roadcase::cli {

/// The marks that carry a state; every one stands beside a word, never alone.
enum class Mark { ok, connected, attention, trouble, busy, none };

/// How one stream may be written to.
struct Look {
    bool utf8 = false;
    bool color = false;
};

using Environment = std::function<const char*(const char*)>;

/// LC_ALL, LC_CTYPE, LANG: the first that is set decides.
bool locale_is_utf8(const Environment& env);
/// `choice` is --color; auto follows NO_COLOR, CLICOLOR_FORCE, TERM=dumb and the terminal, in this order.
bool wants_color(std::string_view choice, bool terminal, const Environment& env);

/// "✓", or "ok" where the locale is not UTF-8; coloured where the look allows.
std::string symbol(Mark mark, const Look& look);
/// "•••••••• (30 characters, good for 3 h 52 min)": all that may be seen of a secret. `left` is the life that
/// remains; nothing: it does not end.
std::string masked(const Secret& secret, std::optional<seconds> left, const Look& look);
/// Text from outside as it may stand on a terminal: no control characters, at most 80 bytes and "…",
/// cut between words.
std::string shown(std::string_view text);
/// The same for a whole sentence: at most 400 bytes.
std::string sentence(std::string_view text);

/// Rows as lines with aligned columns, two blanks apart, `indent` blanks in front. Colour sequences and
/// multi-byte characters count as what is seen. Empty trailing cells leave no blanks.
std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t indent);

/// "roadcase: what happened (E401)", why, and "Next: …" where there is one, each on its own line.
std::string error_text(const Error& error);

/// Standard output could not be written: its reader is gone, or the disk is full.
Error lost_output();
/// {"version":1,"error":{…}}: a failure for scripts, in one line.
std::string error_json(const Error& error);

/// The two streams of a command. Data and reports go to `out`; talk goes to `err` and is silent under
/// --quiet.
class Console {
  public:
    Console(std::ostream& out, std::ostream& err, Look out_look, Look err_look, bool quiet)
        : out_(out), err_(err), out_look_(out_look), err_look_(err_look), quiet_(quiet) {}

    const Look& look() const { return out_look_; }
    const Look& err_look() const { return err_look_; }

    /// Data, as it is.
    void print(std::string_view text);
    /// "✓ text" on `out`: an action's report. Silent under --quiet.
    void report(Mark mark, std::string_view text);
    /// A line on `err`. Silent under --quiet.
    void talk(std::string_view text);
    /// "! text" on `err`, also under --quiet.
    void warn(std::string_view text);
    /// A question, without a line end; never silent.
    void ask(std::string_view text);
    void error(const Error& error);
    /// Did anything go to `out`?
    bool has_printed() const { return has_printed_; }

  private:
    std::ostream& out_;
    std::ostream& err_;
    Look out_look_;
    Look err_look_;
    bool quiet_;
    bool has_printed_ = false;
};

}  // namespace roadcase::cli
