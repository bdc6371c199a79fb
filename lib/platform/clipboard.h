#pragma once

#include <string_view>

#include "core/secret.h"

namespace roadcase::platform {

// The clipboard of the person's desktop, by wl-copy and wl-paste, xclip or xsel, whichever works here. Each
// of their runs is given a second.

/// Through standard input. False when there is no such program or no screen.
bool copy_to_clipboard(const Secret& text);

enum class Cleared { yes, holds_another, unknown };
/// Empties the clipboard when it holds the text with this hash (SHA-256, lower hex); `unknown` when nothing
/// here can tell.
Cleared clear_clipboard_of(std::string_view hash);

}  // namespace roadcase::platform
