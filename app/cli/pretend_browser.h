#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "http/transport.h"
#include "http/url.h"

namespace roadcase::cli {

/// A page as a person would see it: where the browser ended, and what it shows.
struct Page {
    http::Url url;
    int status = 0;
    std::string body;
};

/// The first form of a page, as a click on its button `answer` would send it.
struct Form {
    std::string action;
    http::Params fields;  ///< hidden fields, then the button
};

/// Nothing when the page has no form or the form no such button.
std::optional<Form> read_form(std::string_view html, std::string_view answer);

/// Just enough of a browser to sign in without one: it follows redirects, keeps cookies per host and path
/// (never per port, RFC 6265 §8.5), and says by Fetch Metadata who led it where. `transport` must outlive it.
class PretendBrowser {
  public:
    explicit PretendBrowser(http::Transport& transport) : transport_(transport) {}

    /// As if the person typed the address.
    Result<Page> open(const std::string& address);
    /// As if the person pressed the form's button on `page`.
    Result<Page> submit(const Page& page, const Form& form);
    /// Opens the address, presses that button of the form it shows, and gives the page where that ends.
    Result<Page> answer_question(const std::string& address, std::string_view answer);

  private:
    struct Cookie {
        std::string name;
        std::string value;
        std::string path;
    };
    Result<Page> follow(http::Request request, const http::Url& from);
    void keep_cookies(const http::Url& url, const http::Response& response);
    std::string cookies_for(const http::Url& url) const;

    http::Transport& transport_;
    std::map<std::string, std::vector<Cookie>> jar_;  ///< by host
};

}  // namespace roadcase::cli
