#include "dashboard/refusal_page.h"

#include "dashboard/message_page.h"

namespace roadcase::dashboard {

server::Response refusal_page(const Error& error, int status, const std::string& local) {
    auto told = error;
    if (told.detail.empty()) told.detail = "Nothing was done with it, and nothing was changed.";
    if (told.code.empty()) told.next.clear();  // the button is the next step
    auto page = error_page(told, status == 404 ? "Not found" : "Not answered");
    if (error.code == "E504") page.buttons = {{"Go to Roadcase", local, true}};
    if (error.code == "E505") page.buttons.clear();  // none of these pages is theirs
    return page_answer(status, page);
}

}  // namespace roadcase::dashboard
