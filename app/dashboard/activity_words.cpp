#include "dashboard/activity_words.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "dashboard/own_paths.h"

namespace roadcase::dashboard {
namespace {

constexpr std::size_t longest_text = 400;

/// {account}, {provider} and {text} stand for those. Where `detail` is true, the text follows the sentence.
struct Kind {
    std::string_view kind;
    Story story;
    Shape shape;
    Tone tone;
    std::string_view sentence;
    bool detail = false;
    std::string_view nameless = {};  ///< instead of one with {text} while names are hidden
};

constexpr auto kinds = std::to_array<Kind>({
    {"account.connected", Story::sign_ins, Shape::circle, Tone::ok, "{text}", false,
     "{account} is connected."},
    {"account.needs_authorization", Story::sign_ins, Shape::triangle, Tone::err,
     "{account} needs you to sign in again.", true},
    {"account.expiring", Story::renewals, Shape::triangle, Tone::warn, "{account} could not be renewed.",
     true},
    {"account.removed", Story::sign_ins, Shape::ring, Tone::muted, "{account} was removed."},
    {"account.paused", Story::sign_ins, Shape::bars, Tone::muted, "{account} was paused."},
    {"account.resumed", Story::sign_ins, Shape::circle, Tone::ok, "{account} goes on."},
    {"account.renamed", Story::sign_ins, Shape::ring, Tone::muted, "{text}", false,
     "{account} has another name."},
    {"account.scopes_lost", Story::sign_ins, Shape::triangle, Tone::warn,
     "{account} is allowed to do less than before.", true},
    {"token.renewed", Story::renewals, Shape::circle, Tone::ok, "{account} renewed its token."},
    {"provider.down", Story::renewals, Shape::square, Tone::warn, "{provider} is not answering.", true},
    {"provider.up", Story::renewals, Shape::circle, Tone::ok, "{provider} answers again."},
    {"key.first_used", Story::scripts, Shape::ring, Tone::info, "{text}", false,
     "A key was used for the first time."},
    {"key.created", Story::scripts, Shape::ring, Tone::muted, "{text}", false, "A key was made."},
    {"key.changed", Story::scripts, Shape::ring, Tone::muted, "{text}", false, "A key was changed."},
    {"key.revoked", Story::scripts, Shape::ring, Tone::muted, "{text}", false, "A key was revoked."},
    {"key.refused", Story::scripts, Shape::triangle, Tone::warn, "{text}", false,
     "A key asked too often, or for what it may not have."},
    {"flow.started", Story::sign_ins, Shape::clock, Tone::info, "{text}", false,
     "A sign-in at {provider} was begun with a code."},
    {"flow.done", Story::sign_ins, Shape::ring, Tone::muted, "A sign-in at {provider} is finished."},
    {"flow.failed", Story::sign_ins, Shape::triangle, Tone::warn, "A sign-in at {provider} was not finished.",
     true},
    {"config.reloaded", Story::other, Shape::ring, Tone::muted, "The configuration was read again."},
    {"store.degraded", Story::other, Shape::triangle, Tone::err, "The saved data could not be written.",
     true},
    {"link.changed", Story::scripts, Shape::triangle, Tone::warn,
     "A file that is kept fresh was changed by another program.", true},
    {"link.failed", Story::scripts, Shape::triangle, Tone::warn,
     "A file that is kept fresh could not be written.", true},
    {"link.fresh", Story::scripts, Shape::circle, Tone::ok, "{text}", false,
     "A file that is kept fresh holds a working token again."},
    {"link.waiting", Story::scripts, Shape::ring, Tone::muted, "{text}", false,
     "The account of a file that is kept fresh was removed."},
    {"broker.minted", Story::scripts, Shape::circle, Tone::ok, "{text}", false, "A broker made tokens."},
    {"broker.failed", Story::scripts, Shape::triangle, Tone::warn, "{text}", false,
     "A broker could not make a token."},
});

/// A text may hold any name, also that of an account that is gone: each kind has a sentence without it.
static_assert(std::all_of(kinds.begin(), kinds.end(), [](const Kind& kind) {
    return kind.nameless.empty() == (kind.sentence.find("{text}") == std::string_view::npos);
}));

const Kind* row_of(std::string_view kind) {
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.kind == kind; });
    return found == kinds.end() ? nullptr : &*found;
}

/// The text often begins by saying what our sentence says.
std::string without_echo(const std::string& text, const std::string& sentence, const Called& called) {
    for (const auto& echo : {sentence, "Sign in to " + called.provider + " again."})
        if (text.starts_with(echo)) return std::string(trim(std::string_view(text).substr(echo.size())));
    return text;
}

std::string filled(std::string_view sentence, const Called& called, const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
        const auto open = std::min(sentence.find('{', at), sentence.size());
        out += sentence.substr(at, open - at);
        const auto name = sentence.substr(open, sentence.find('}', open) + 1 - open);
        if (name == "{account}") out += called.account;
        if (name == "{provider}") out += called.provider;
        if (name == "{text}") out += text;
        at = open + name.size();
    }
    return out;
}

}  // namespace

bool has_words(std::string_view kind) {
    return row_of(kind) != nullptr;
}

ActivityWords activity_words(const store::ActivityRecord& record, const Called& called,
                             const std::string& home) {
    const auto text = printable(with_tilde(record.text, home), longest_text);
    const auto* row = row_of(record.kind);
    // Written by another version of this program.
    if (row == nullptr) return {{Shape::ring, Tone::muted, {}}, called.hide_names ? "" : text, {}};
    const bool is_free = !row->nameless.empty();
    ActivityWords words;
    words.mark = {row->shape, row->tone, {}};
    words.sentence = filled(called.hide_names && is_free ? row->nameless : row->sentence, called, text);
    if (row->detail && !called.hide_names) words.detail = without_echo(text, words.sentence, called);
    words.story = row->story;
    words.is_problem = row->tone == Tone::warn || row->tone == Tone::err;
    return words;
}

}  // namespace roadcase::dashboard
