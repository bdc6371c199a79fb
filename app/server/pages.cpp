#include "server/pages.h"

#include <kainjow/mustache.hpp>

#include "core/encoding.h"
#include "core/text.h"
#include "web/assets.h"

namespace roadcase::server {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;
using kainjow::mustache::mustache;
using kainjow::mustache::object;

std::string file(std::string_view name) {
    return std::string{web::asset(name).value_or("")};
}

data partial(std::string_view name) {
    auto text = file(name);
    while (text.ends_with('\n')) text.pop_back();
    return data{kainjow::mustache::partial{[text] { return text; }}};
}

/// The engine takes an empty text for true; a template asks with it whether there is something to show.
data shown(const std::string& text) {
    return text.empty() ? data{false} : data{text};
}

std::string_view name_of(Tone tone) {
    switch (tone) {
        case Tone::ok:
            return "ok";
        case Tone::info:
            return "info";
        case Tone::muted:
            return "muted";
        case Tone::warn:
            return "warn";
        case Tone::err:
            return "err";
    }
    return "muted";
}

void put_state(object& into, const StateMark& state) {
    static constexpr std::pair<Shape, const char*> shapes[] = {
        {Shape::circle, "circle"}, {Shape::clock, "clock"}, {Shape::triangle, "triangle"},
        {Shape::square, "square"}, {Shape::bars, "bars"},   {Shape::ring, "ring"}};
    for (const auto& [shape, name] : shapes) into[name] = data{shape == state.shape};
    into["tone"] = std::string{name_of(state.tone)};
    into["word"] = state.word;
}

/// Prose with `commands` in it, for rich.html.
data prose(const std::string& text) {
    list parts;
    bool mono = false;
    for (std::size_t at = 0; at <= text.size(); mono = !mono) {
        const auto end = std::min(text.find('`', at), text.size());
        if (end > at) parts.push_back(object{{"mono", data{mono}}, {"text", text.substr(at, end - at)}});
        at = end + 1;
    }
    return data{object{{"parts", data{parts}}}};
}

data proses(const std::vector<std::string>& texts) {
    list out;
    for (const auto& text : texts)
        if (!text.empty()) out.push_back(prose(text));
    return data{out};
}

bool is_safe(const std::string& href) {
    return (href.starts_with("/") && !href.starts_with("//")) || href.starts_with("https://") ||
           href.starts_with("http://");
}

data button_data(const Button& button) {
    return object{{"label", button.label}, {"href", button.href}, {"primary", data{button.primary}}};
}

data button_list(const std::vector<Button>& buttons) {
    list out;
    for (const auto& button : buttons)
        if (is_safe(button.href)) out.push_back(button_data(button));
    return data{out};
}

/// The frame around every page.
std::string frame(object view, const std::string& title, std::string_view body, Tone latch) {
    view["title"] = title;
    view["body"] = partial(body);
    for (const auto* name : {"shape", "state", "rich", "account", "fields"})
        view[name] = partial(std::string{name} + ".html");
    view["css_version"] = style_version();
    view["latch"] = std::string{name_of(latch == Tone::info ? Tone::ok : latch)};
    mustache page{file("page.html")};
    return page.render(data{view});
}

std::string first_letter(const std::string& name) {
    std::string letter;
    for (char c : name) {
        if (!letter.empty() && (static_cast<unsigned char>(c) & 0xC0) != 0x80) break;
        letter += c;
    }
    return letter;
}

data scope_list(const std::vector<std::string>& scopes) {
    list out;
    for (const auto& scope : scopes) out.push_back(object{{"scope", scope}});
    return data{out};
}

data fact_list(const AccountRow& row) {
    list out;
    for (const auto& [fact, value] : row.facts) out.push_back(object{{"fact", fact}, {"value", value}});
    return data{out};
}

data row_data(const AccountRow& row) {
    object out{{"id", row.id},
               {"reference", row.reference},
               {"provider", row.provider},
               {"letter", first_letter(row.provider)},
               {"person", shown(row.person)},
               {"text", row.text.empty() ? data{false} : prose(row.text)},
               {"code", shown(row.code)},
               {"try_now", data{row.try_now}},
               {"may_renew", data{row.may_renew}},
               {"has_scopes", data{!row.scopes.empty()}},
               {"scopes", scope_list(row.scopes)},
               {"facts", fact_list(row)},
               {"button", data{false}}};
    if (row.button && is_safe(row.button->href)) out["button"] = button_data(*row.button);
    put_state(out, row.state);
    return data{out};
}

data notice_list(const std::vector<Notice>& notices) {
    list out;
    for (const auto& notice : notices)
        out.push_back(object{{"notice", prose(notice.text)}, {"code", notice.code}});
    return data{out};
}

data question_list(const DashboardPage& page) {
    list out;
    for (const auto& each : page.questions)
        out.push_back(object{{"key", each.name}, {"question", prose(each.text)}, {"csrf", page.csrf}});
    return data{out};
}

std::string dashboard_title(const DashboardPage& page) {
    std::size_t waiting = 0;
    std::string first;
    for (const auto& row : page.accounts)
        if (row.state.tone == Tone::err && ++waiting == 1)
            first = row.provider + ": " + to_lower(row.state.word);
    return waiting == 0 ? "Accounts" : "(" + std::to_string(waiting) + ") " + first;
}

data refresh_data(int after) {
    return after > 0 ? data{std::to_string(after)} : data{false};
}

}  // namespace

std::string render(const DashboardPage& page) {
    list rows;
    for (const auto& row : page.accounts) rows.push_back(row_data(row));
    object view{{"empty", data{page.accounts.empty()}},
                {"accounts", data{rows}},
                {"notices", notice_list(page.notices)},
                {"questions", question_list(page)},
                {"has_questions", data{!page.questions.empty()}},
                {"offers", button_list(page.offers)},
                {"has_offers", data{!page.offers.empty()}},
                {"unconfigured", data{!page.redirect_uri.empty()}},
                {"redirect_uri", page.redirect_uri},
                {"csrf", page.csrf},
                {"refresh", refresh_data(page.refresh_after)},
                {"on_accounts", data{true}},
                {"on_help", data{false}}};
    put_state(view, page.summary);
    return frame(std::move(view), dashboard_title(page), "dashboard.html", page.summary.tone);
}

std::string render(const MessagePage& page) {
    object view{{"heading", prose(page.heading)},
                {"paragraphs", proses(page.paragraphs)},
                {"copyable", shown(page.copyable)},
                {"has_buttons", data{!page.buttons.empty()}},
                {"buttons", button_list(page.buttons)},
                {"fold", data{false}},
                {"fine", shown(page.fine_print)},
                {"help_href", page.code.empty() ? data{false} : data{"/help/" + page.code}},
                {"refresh", refresh_data(page.refresh_after)},
                {"on_accounts", data{false}},
                {"on_help", data{page.is_help}}};
    if (!page.fold_items.empty())
        view["fold"] = object{{"summary", page.fold_summary}, {"items", proses(page.fold_items)}};
    put_state(view, page.state);
    const auto& title = page.title.empty() ? page.heading : page.title;
    return frame(std::move(view), title, "message.html", page.state.tone);
}

std::string render(const HelpIndexPage& page) {
    list topics;
    for (const auto& [code, title] : page.topics)
        topics.push_back(object{{"code", code}, {"heading", prose(title)}});
    object view{{"topics", data{topics}},
                {"refresh", data{false}},
                {"on_accounts", data{false}},
                {"on_help", data{true}}};
    return frame(std::move(view), "Help", "help_index.html", Tone::muted);
}

std::string favicon(Tone worst) {
    static constexpr std::pair<Tone, const char*> latches[] = {{Tone::ok, "#4ADE80"},
                                                               {Tone::info, "#4ADE80"},
                                                               {Tone::muted, "#B9C0CB"},
                                                               {Tone::warn, "#FBBF24"},
                                                               {Tone::err, "#F2554A"}};
    object view{{"alarm", data{worst == Tone::err}}};
    for (const auto& [tone, colour] : latches)
        if (tone == worst) view["latch"] = std::string{colour};
    mustache svg{file("favicon.svg")};
    return svg.render(data{view});
}

std::string_view style_sheet() {
    return web::asset("app.css").value_or("");
}

const std::string& style_version() {
    static const std::string version = hex_encode(sha256(style_sheet())).substr(0, 12);
    return version;
}

}  // namespace roadcase::server
