#include "dashboard/on_air_page.h"

#include "dashboard/view.h"

namespace roadcase::dashboard {

std::string render(const OnAirPage& page) {
    Views fields;
    for (const auto& [name, value] : page.wish) fields.push_back(View{{"name", name}, {"value", value}});
    View view{{"provider", page.provider},
              {"sight", page.sight},
              {"door", page.door},
              {"csrf", page.csrf},
              {"wish", Value{fields}}};
    put_state(view, {Shape::triangle, Tone::warn, "A streaming program is running"});
    return render({.title = "You may be live", .latch = Tone::warn}, "on_air", std::move(view));
}

MessagePage never_again_page(const std::string& provider, const std::string& door) {
    MessagePage page;
    page.state = {Shape::circle, Tone::ok, "Saved"};
    page.heading = "You will not be warned again";
    page.paragraphs = {"Settings switches the warning on again."};
    page.buttons = {{"Continue to " + provider, door, true}, {"Open Settings", "/settings"}};
    return page;
}

}  // namespace roadcase::dashboard
