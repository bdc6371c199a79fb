#include "dashboard/device_page.h"

#include "dashboard/view.h"

namespace roadcase::dashboard {
namespace {

constexpr int look_again_after = 5;

}  // namespace

std::string render(const DevicePage& page) {
    View view{{"provider", page.provider},
              {"address", page.address},
              {"role", page.role},
              {"begun", flag(page.begun)},
              {"where", is_safe(page.where) ? Value{page.where} : flag(false)},
              {"code", shown(page.code)},
              {"until", page.until},
              {"csrf", page.csrf}};
    put_state(view, page.begun ? StateMark{Shape::clock, Tone::info, "Waiting for " + page.provider}
                               : StateMark{Shape::ring, Tone::muted, "Nothing has happened yet"});
    return render({.title = page.provider + ": sign in with a code",
                   .place = Place::accounts,
                   .latch = page.latch,
                   .live = page.begun,
                   .refresh_after = page.begun ? look_again_after : 0,
                   .fragment = page.fragment},
                  "device", std::move(view));
}

}  // namespace roadcase::dashboard
