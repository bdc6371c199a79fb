#include "cli/curl_words.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace roadcase::cli {
namespace {

/// They send the headers to where the address does not say, or take addresses from where we do not look.
constexpr std::array<std::string_view, 9> leading_elsewhere{
    "abstract-unix-socket", "config",      "connect-to", "insecure", "location-trusted", "next", "resolve",
    "unix-socket",          "doh-insecure"};
/// They print the headers.
constexpr std::array<std::string_view, 4> showing{"verbose", "trace", "trace-ascii", "libcurl"};

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Error wrong_call(std::string title, std::string detail) {
    return make_error(ErrorKind::invalid_request, "", std::move(title), std::move(detail),
                      "roadcase curl --help");
}

/// Walks over the words as curl does.
class Reader {
  public:
    Reader(const std::vector<std::string>& words, const CurlOptions& options)
        : words_(words), options_(options) {}

    Result<CurlCall> read() {
        for (; at_ < words_.size(); ++at_) {
            const auto& word = words_[at_];
            const auto done = word.starts_with("--") && word.size() > 2  ? long_option(word)
                              : word.starts_with("-") && word.size() > 1 ? short_options(word)
                                                                         : address(word);
            if (!done) return fail(done.error());
        }
        if (call_.urls.empty())
            return fail(wrong_call("No address was given.", "curl is asked for one after the account."));
        return std::move(call_);
    }

  private:
    Status long_option(const std::string& word) {
        auto name = word.substr(2);
        if (name == "any-host" || name == "reveal") {
            (name == "reveal" ? call_.reveal : call_.any_host) = true;
            return {};
        }
        // Of a switch there is the opposite, too; it never takes a value.
        const bool negated = name.starts_with("no-") && !options_.takes_value.contains(name);
        if (negated) name.erase(0, 3);
        const auto known = options_.takes_value.find(name);
        if (known == options_.takes_value.end() || (negated && known->second)) return unknown(word);
        if (!negated) call_.names.push_back(name);
        if (known->second && name == "url") return value().and_then([&](auto text) { return address(text); });
        call_.words.push_back(word);
        return known->second ? keep_value() : Status();
    }

    Status short_options(const std::string& word) {
        for (std::size_t i = 1; i < word.size(); ++i) {
            const auto known = options_.long_names.find(word[i]);
            if (known == options_.long_names.end()) return unknown(word);
            call_.names.push_back(known->second);
            if (!options_.takes_value.at(known->second)) continue;
            call_.words.push_back(word);
            return i + 1 < word.size() ? Status() : keep_value();
        }
        call_.words.push_back(word);
        return {};
    }

    Status address(const std::string& word) {
        auto url = http::parse_url(word);
        if (!url)
            return fail(wrong_call("An address is not whole.",
                                   "It begins with https://, and has no user name, blanks or \"#\"."));
        call_.urls.push_back(std::move(*url));
        return {};
    }

    Result<std::string> value() {
        if (at_ + 1 < words_.size()) return words_[++at_];
        return fail(wrong_call("The last option of curl lacks its value.", ""));
    }
    Status keep_value() {
        return value().map([&](std::string text) { call_.words.push_back(std::move(text)); });
    }

    Status unknown(const std::string& word) const {
        return fail(
            wrong_call("This curl has no option \"" + printable(word.substr(0, word.find('=')), 40) + "\".",
                       "Long options are written in full, with a blank before their value."));
    }

    const std::vector<std::string>& words_;
    const CurlOptions& options_;
    std::size_t at_ = 0;
    CurlCall call_;
};

Status check_url(const http::Url& url, const CurlCall& call, const std::vector<std::string>& origins,
                 const std::string& provider) {
    if (url.scheme == "http" && !url.is_loopback())
        return fail(ErrorKind::denied, "", "Over plain http the token would be readable on its way.",
                    "http:// is for this computer only. Nothing was sent.",
                    "Write https://" + url.authority());
    if (call.any_host || std::find(origins.begin(), origins.end(), url.origin()) != origins.end()) return {};
    return fail(
        ErrorKind::denied, "", url.origin() + " does not belong to " + provider + ".",
        (origins.empty() ? "No address of its API is known." : "Known are " + join(origins, ", ") + ".") +
            " Whoever has the token can use it. Nothing was sent.",
        "Look for a typo; if it is meant so, add --any-host");
}

}  // namespace

CurlOptions read_curl_help(std::string_view help) {
    CurlOptions options;
    for (const auto& line : split(help, '\n')) {
        const auto dashes = line.find("--");
        if (dashes == std::string::npos || dashes > 5) continue;
        const auto end = line.find_first_of(" \t", dashes);
        const auto name = line.substr(dashes + 2, end == std::string::npos ? end : end - dashes - 2);
        if (name.empty()) continue;
        options.takes_value[name] = end != std::string::npos && line.compare(end, 2, " <") == 0;
        if (dashes == 5 && line[1] == '-' && line[3] == ',') options.long_names[line[2]] = name;
    }
    return options;
}

bool CurlCall::has(std::string_view name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Result<CurlCall> read_curl_words(const std::vector<std::string>& words, const CurlOptions& options) {
    return Reader(words, options).read();
}

Status check_curl_call(const CurlCall& call, const std::vector<std::string>& origins,
                       const std::string& provider, bool may_show) {
    for (const auto& url : call.urls)
        if (auto good = check_url(url, call, origins, provider); !good) return good;
    for (const auto& name : call.names) {
        const bool leads = is_one_of(name, leading_elsewhere) || name.starts_with("expand-");
        if (leads && !call.any_host)
            return fail(ErrorKind::denied, "", "With --" + name + " the token could end up anywhere.",
                        "Nothing was sent.", "Leave it out; if it is meant so, add --any-host");
        if (is_one_of(name, showing) && !call.reveal && !may_show)
            return fail(ErrorKind::denied, "E507", "--" + name + " would show the token.",
                        "This is a terminal that may be on camera. Nothing was sent.",
                        "Send the output into a file, or add --reveal");
    }
    return {};
}

}  // namespace roadcase::cli
