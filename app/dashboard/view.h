#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "dashboard/look.h"

namespace roadcase::dashboard {

/// What a template of web/ is filled in with. The engine escapes every text; no page hands it markup.
using View = kainjow::mustache::object;
using Views = kainjow::mustache::list;
using Value = kainjow::mustache::data;

/// A yes or no.
inline Value flag(bool value) {
    return Value{value};
}
/// A text that is asked about with {{#name}}: the engine takes an empty one for true, this one does not.
Value shown(const std::string& text);
/// Prose for {{> parts/rich}}: `backticks` become code, what is set_apart() a <bdi>.
Value prose(const std::string& text);
/// A word of others, in prose as code: it ends where it ends.
std::string as_code(std::string word);
/// A person's name in prose: however it is written, the sentence around it keeps its direction. Holds no mark
/// of its own (accounts::person_words).
std::string set_apart(const std::string& name);
/// The same for a list of {{> parts/rich}}; empty ones are left out.
Value proses(const std::vector<std::string>& texts);
/// Buttons whose addresses are safe to follow: label, href, primary.
Value buttons(const std::vector<Button>& all);
bool is_safe(const std::string& href);
/// Puts what {{> parts/state}} and {{> parts/shape}} need: the shape's name, tone, word.
void put_state(View& into, const StateMark& state);

/// The first letter of a name, for a tile: whole, however many bytes it has.
std::string first_letter(const std::string& name);

/// The place of a page in the navigation.
enum class Place { none, accounts, scripts, activity, settings, help };

/// What is around a page's content.
struct Frame {
    std::string title;  ///< of the window, without the product's name
    Place place = Place::none;
    Tone latch = Tone::muted;  ///< the colour of the mark: that of the worst account; of a message, its own
    bool live = false;         ///< app.js takes the page over anew whenever something happened
    int refresh_after = 0;     ///< seconds until the browser looks again by itself; 0: never
    bool fragment = false;     ///< for app.js, which has the rest already
    bool bare = false;         ///< no header and no footer: the dock
};

/// The page: web/pages/BODY.html with this view, inside the frame. web/parts are its partials.
std::string render(const Frame& frame, std::string_view body, View view);

/// The name of a tone as the style sheet has it: "ok", "warn" …
std::string_view name_of(Tone tone);

}  // namespace roadcase::dashboard
