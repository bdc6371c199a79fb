#include "dashboard/theme.h"

namespace roadcase::dashboard {

void put_theme(server::Response& response, const UiSettings& settings) {
    // How web/frame.html, web/fragment.html and web/practice/frame.html begin: nothing of others stands
    // before it.
    constexpr std::string_view begin = "<!doctype html>\n<html lang=\"en\"";
    if (!response.body.starts_with(begin) || response.body[begin.size()] != '>') return;
    const auto theme = settings.now().theme;
    if (theme != "auto") response.body.insert(begin.size(), " data-theme=\"" + theme + "\"");
}

}  // namespace roadcase::dashboard
