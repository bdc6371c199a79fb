#include "cli/pretend_browser.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace roadcase::cli {
namespace {

constexpr int most_redirects = 8;

Error lost(std::string why) {
    return make_error(ErrorKind::internal, "", "The sign-in lost its way.", std::move(why));
}

std::string unescaped(std::string text) {
    constexpr std::array<std::pair<std::string_view, char>, 8> entities{{{"&quot;", '"'},
                                                                         {"&#34;", '"'},
                                                                         {"&#39;", '\''},
                                                                         {"&apos;", '\''},
                                                                         {"&lt;", '<'},
                                                                         {"&gt;", '>'},
                                                                         {"&#x2F;", '/'},
                                                                         {"&amp;", '&'}}};
    for (const auto& [entity, character] : entities)
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
            text.replace(at, entity.size(), 1, character);
    return text;
}

/// The value of an attribute in one tag's text, quoted with ".
std::string attribute(std::string_view tag, std::string_view name) {
    const auto key = " " + std::string(name) + "=\"";
    const auto begin = tag.find(key);
    if (begin == std::string_view::npos) return {};
    const auto value = tag.substr(begin + key.size());
    return unescaped(std::string(value.substr(0, value.find('"'))));
}

/// The texts of every tag of that name, in order.
std::vector<std::string_view> tags(std::string_view html, std::string_view name) {
    std::vector<std::string_view> found;
    const auto open = "<" + std::string(name) + " ";
    for (auto at = html.find(open); at != std::string_view::npos; at = html.find(open, at + 1))
        found.push_back(html.substr(at, html.find('>', at) - at));
    return found;
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<http::Url> target_of(const http::Url& from, const std::string& location) {
    return http::parse_url(location.starts_with("/") ? from.origin() + location : location);
}

/// Sec-Fetch-Site of a navigation that `from` (nothing: the person) started.
std::string_view site_of(const http::Url& from, const http::Url& to, bool left_already) {
    if (from.host.empty()) return "none";
    return !left_already && from.origin() == to.origin() ? "same-origin" : "cross-site";
}

}  // namespace

std::optional<Form> read_form(std::string_view html, std::string_view answer) {
    const auto begin = html.find("<form ");
    if (begin == std::string_view::npos) return std::nullopt;
    const auto text = html.substr(begin, html.find("</form>", begin) - begin);
    Form form{attribute(tags(text, "form").front(), "action"), {}};
    for (const auto tag : tags(text, "input"))
        if (attribute(tag, "type") == "hidden")
            form.fields.add(attribute(tag, "name"), attribute(tag, "value"));
    for (const auto tag : tags(text, "button")) {
        if (attribute(tag, "value") != answer) continue;
        form.fields.add(attribute(tag, "name"), attribute(tag, "value"));
        return form;
    }
    return std::nullopt;
}

Result<Page> PretendBrowser::open(const std::string& address) {
    http::Request request;
    request.url = address;
    return follow(std::move(request), {});
}

Result<Page> PretendBrowser::submit(const Page& page, const Form& form) {
    const auto target = target_of(page.url, form.action);
    if (!target) return fail(lost("The form of the page leads nowhere."));
    http::Request request;
    request.method = "POST";
    request.url = target->text();
    request.headers = {{"Origin", page.url.origin()}, {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = form.fields.encode();
    return follow(std::move(request), page.url);
}

Result<Page> PretendBrowser::answer_question(const std::string& address, std::string_view answer) {
    const auto question = open(address);
    if (!question) return fail(question.error());
    const auto form = read_form(question->body, answer);
    if (question->status != 200 || !form) return fail(lost("There was no page to answer on."));
    return submit(*question, *form);
}

Result<Page> PretendBrowser::follow(http::Request request, const http::Url& from) {
    bool left = false;
    for (int step = 0; step < most_redirects; ++step) {
        const auto url = http::parse_url(request.url);
        if (!url) return fail(lost("A redirect leads to no address."));
        const auto site = site_of(from, *url, left);
        left = left || site == "cross-site";
        request.headers.set("Sec-Fetch-Site", std::string(site));
        request.headers.set("Sec-Fetch-Mode", "navigate");
        request.headers.set("Sec-Fetch-Dest", "document");
        if (const auto cookies = cookies_for(*url); !cookies.empty()) request.headers.set("Cookie", cookies);
        const auto response = transport_.send(request);
        if (!response) return fail(response.error());
        keep_cookies(*url, *response);
        if (!is_redirect(response->status)) return Page{*url, response->status, response->body};
        const auto next = target_of(*url, std::string(response->headers.find("Location").value_or("")));
        if (!next) return fail(lost("A redirect leads to no address."));
        // Whatever the first request was, a redirected navigation is a plain GET.
        request = {};
        request.url = next->text();
    }
    return fail(lost("There were too many redirects."));
}

void PretendBrowser::keep_cookies(const http::Url& url, const http::Response& response) {
    for (const auto& [name, value] : response.headers) {
        if (!iequals(name, "Set-Cookie")) continue;
        const auto parts = split(value, ';');
        if (parts.empty()) continue;
        const auto equals = std::min(parts.front().find('='), parts.front().size() - 1);
        Cookie cookie{parts.front().substr(0, equals), parts.front().substr(equals + 1), "/"};
        for (const auto& part : parts)
            if (const auto text = trim(part); iequals(text.substr(0, 5), "path="))
                cookie.path = text.substr(5);
        auto& cookies = jar_[url.host];
        std::erase_if(cookies,
                      [&](const Cookie& old) { return old.name == cookie.name && old.path == cookie.path; });
        cookies.push_back(std::move(cookie));
    }
}

std::string PretendBrowser::cookies_for(const http::Url& url) const {
    const auto found = jar_.find(url.host);
    if (found == jar_.end()) return {};
    std::vector<std::string> pairs;
    for (const auto& cookie : found->second)
        if (url.path.starts_with(cookie.path)) pairs.push_back(cookie.name + "=" + cookie.value);
    return join(pairs, "; ");
}

}  // namespace roadcase::cli
