#pragma once

#include "core/result.h"
#include "platform/descriptor.h"

namespace roadcase::platform {

/// A terminal whose output we read: a program that writes to `writer` sees a terminal, and what it writes
/// comes out of `reader` unchanged. It is nobody's controlling terminal, so keys, signals and job control
/// stay with the real one.
struct OutputTerminal {
    Descriptor reader;
    Descriptor writer;
};

/// As wide and high as the terminal behind `like`.
Result<OutputTerminal> open_output_terminal(int like);
/// After the real one's size has changed.
void follow_size(const OutputTerminal& terminal, int like);

}  // namespace roadcase::platform
