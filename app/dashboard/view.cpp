#include "dashboard/view.h"

#include <algorithm>

#include "core/text.h"
#include "dashboard/assets.h"
#include "web/assets.h"
#include "web/style.h"

namespace roadcase::dashboard {
namespace {

using kainjow::mustache::mustache;

/// FIRST STRONG ISOLATE and its end: what <bdi> is in plain text.
constexpr std::string_view begin_apart = "\u2068";
constexpr std::string_view end_apart = "\u2069";

constexpr std::pair<Place, const char*> places[] = {{Place::accounts, "on_accounts"},
                                                    {Place::scripts, "on_scripts"},
                                                    {Place::activity, "on_activity"},
                                                    {Place::settings, "on_settings"},
                                                    {Place::help, "on_help"}};

std::string file(std::string_view name) {
    return std::string{web::asset(name).value_or("")};
}

/// Read when it is asked for: a page uses few of all templates.
Value partial(std::string name) {
    return Value{kainjow::mustache::partial{[name = std::move(name)] {
        auto text = file(name);
        while (text.ends_with('\n')) text.pop_back();
        return text;
    }}};
}

/// Templates that others include with {{> parts/NAME}}: a name that no value of a page can have.
void put_parts(View& into) {
    for (const auto name : web::asset_names()) {
        if (!name.starts_with("parts/")) continue;
        into[std::string(name.substr(0, name.rfind('.')))] = partial(std::string(name));
    }
}

/// `kind`: "mono", "apart" or neither.
void add_part(Views& parts, std::string text, std::string_view kind) {
    parts.push_back(
        View{{"mono", flag(kind == "mono")}, {"apart", flag(kind == "apart")}, {"text", std::move(text)}});
}

void add_plain(Views& parts, std::string_view text) {
    while (!text.empty()) {
        const auto begin = std::min(text.find(begin_apart), text.size());
        const auto end = text.find(end_apart, begin);
        const bool apart = begin == 0 && end != std::string_view::npos;
        const auto inner = begin_apart.size();
        const auto whole = begin > 0 ? begin : end + end_apart.size();
        if (!apart && begin == 0) return add_part(parts, std::string(text), {});
        add_part(parts, std::string(apart ? text.substr(inner, end - inner) : text.substr(0, begin)),
                 apart ? "apart" : "");
        text.remove_prefix(whole);
    }
}

}  // namespace

Value shown(const std::string& text) {
    return text.empty() ? Value{false} : Value{text};
}

Value prose(const std::string& text) {
    Views parts;
    bool mono = false;
    for (std::size_t at = 0; at <= text.size(); mono = !mono) {
        const auto end = std::min(text.find('`', at), text.size());
        if (mono && end > at) add_part(parts, text.substr(at, end - at), "mono");
        if (!mono) add_plain(parts, std::string_view(text).substr(at, end - at));
        at = end + 1;
    }
    return Value{View{{"parts", Value{parts}}}};
}

std::string as_code(std::string word) {
    std::replace(word.begin(), word.end(), '`', '\'');
    return "`" + printable(word) + "`";
}

std::string set_apart(const std::string& name) {
    return std::string(begin_apart) + name + std::string(end_apart);
}

Value proses(const std::vector<std::string>& texts) {
    Views out;
    for (const auto& text : texts)
        if (!text.empty()) out.push_back(prose(text));
    return Value{out};
}

bool is_safe(const std::string& href) {
    return (href.starts_with("/") && !href.starts_with("//")) || href.starts_with("https://") ||
           href.starts_with("http://");
}

Value buttons(const std::vector<Button>& all) {
    Views out;
    for (const auto& button : all)
        if (is_safe(button.href))
            out.push_back(
                View{{"label", button.label}, {"href", button.href}, {"primary", flag(button.primary)}});
    return Value{out};
}

std::string first_letter(const std::string& name) {
    std::string letter;
    for (char c : name) {
        if (!letter.empty() && (static_cast<unsigned char>(c) & 0xC0) != 0x80) break;
        letter += c;
    }
    return letter;
}

std::string_view name_of(Tone tone) {
    static constexpr std::pair<Tone, std::string_view> names[] = {{Tone::ok, "ok"},
                                                                  {Tone::info, "info"},
                                                                  {Tone::muted, "muted"},
                                                                  {Tone::warn, "warn"},
                                                                  {Tone::err, "err"}};
    for (const auto& [each, name] : names)
        if (each == tone) return name;
    return "muted";
}

void put_state(View& into, const StateMark& state) {
    static constexpr std::pair<Shape, const char*> shapes[] = {
        {Shape::circle, "circle"}, {Shape::clock, "clock"}, {Shape::triangle, "triangle"},
        {Shape::square, "square"}, {Shape::bars, "bars"},   {Shape::ring, "ring"}};
    for (const auto& [shape, name] : shapes) into[name] = flag(shape == state.shape);
    into["tone"] = std::string{name_of(state.tone)};
    into["word"] = state.word;
}

std::string render(const Frame& frame, std::string_view body, View view) {
    view["title"] = frame.title;
    view["style"] = web::style_sheet();
    view["body"] = partial("pages/" + std::string(body) + ".html");
    put_parts(view);
    for (const auto& [place, name] : places) view[name] = flag(place == frame.place);
    view["latch"] = std::string{name_of(frame.latch == Tone::info ? Tone::ok : frame.latch)};
    view["live"] = flag(frame.live);
    view["bare"] = flag(frame.bare);
    view["refresh"] = frame.refresh_after > 0 ? Value{std::to_string(frame.refresh_after)} : flag(false);
    view["assets"] = "/assets/" + asset_version();
    mustache page{file(frame.fragment ? "fragment.html" : "frame.html")};
    return page.render(Value{view});
}

}  // namespace roadcase::dashboard
