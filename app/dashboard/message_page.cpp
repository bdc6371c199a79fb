#include "dashboard/message_page.h"

#include <algorithm>

#include "dashboard/view.h"

namespace roadcase::dashboard {

std::string as_heading(std::string title) {
    if (title.ends_with('.')) title.pop_back();
    return title;
}

std::string as_step(const std::string& next) {
    return next.starts_with("roadcase ") ? "In a terminal: `" + next + "`" : next;
}

std::string render(const MessagePage& page) {
    View view{{"heading", prose(page.heading)},
              {"paragraphs", proses(page.paragraphs)},
              {"copyable", shown(page.copyable)},
              {"has_buttons", flag(!page.buttons.empty())},
              {"buttons", buttons(page.buttons)},
              {"fold", flag(false)},
              {"details", page.details.empty() ? flag(false) : prose(page.details)},
              {"closes", flag(page.closes)},
              {"fine", shown(page.fine_print)},
              {"help_href", page.code.empty() ? flag(false) : Value{"/help/" + page.code}}};
    view["copies"] = flag(false);
    if (const auto& copies = page.copies)
        view["copies"] = View{{"label", copies->label},
                              {"action", copies->action},
                              {"which", copies->which},
                              {"csrf", copies->csrf}};
    if (!page.fold_items.empty())
        view["fold"] = View{{"summary", page.fold_summary}, {"items", proses(page.fold_items)}};
    put_state(view, page.state);
    return render({.title = page.title.empty() ? page.heading : page.title,
                   .place = page.is_help ? Place::help : Place::none,
                   .latch = page.state.tone,
                   .live = page.refresh_after > 0,
                   .refresh_after = page.refresh_after},
                  "message", std::move(view));
}

Button to_accounts(bool primary) {
    return {"Go to Roadcase", "/", primary};
}

MessagePage error_page(const Error& error, std::string state_word) {
    MessagePage page;
    page.state = {Shape::triangle, Tone::err, std::move(state_word)};
    // What happened is the heading; a second sentence is what that means.
    const auto end = std::min(error.title.find(". "), error.title.size());
    page.heading =
        as_heading(error.title.empty() ? "The sign-in could not be finished" : error.title.substr(0, end));
    page.paragraphs = {end < error.title.size() ? error.title.substr(end + 2) : "", error.detail,
                       as_step(error.next)};
    std::erase(page.paragraphs, "");
    page.buttons = {to_accounts(true)};
    page.code = error.code;
    page.fine_print = error.code;
    return page;
}

server::Response page_answer(int status, const MessagePage& page) {
    return server::html(status, render(page));
}

server::Response error_answer(const Error& error) {
    return page_answer(row_of(error.kind).http_status, error_page(error));
}

}  // namespace roadcase::dashboard
