#pragma once

#include <string>

namespace roadcase::dashboard {

/// How a state looks: always shape and word and colour together, so that it reads without colour.
enum class Shape { circle, clock, triangle, square, bars, ring };
/// From best to worst.
enum class Tone { ok, info, muted, warn, err };

struct StateMark {
    Shape shape = Shape::ring;
    Tone tone = Tone::muted;
    std::string word;
};

/// A link that looks like a button. Connecting must be one: a form may not lead to another site under our
/// content security policy. A `href` that is neither a path of ours nor http(s) is left out.
struct Button {
    std::string label;
    std::string href;
    bool primary = false;
};

}  // namespace roadcase::dashboard
