#include "cli/output.h"

#include <algorithm>

#include "core/json.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

struct Drawing {
    Mark mark;
    std::string_view symbol;
    std::string_view ascii;
    std::string_view color;
};

constexpr Drawing drawings[] = {
    {Mark::ok, "✓", "ok", "32"},     {Mark::connected, "●", "*", "32"}, {Mark::attention, "▲", "!", "31"},
    {Mark::trouble, "■", "x", "33"}, {Mark::busy, "◔", "~", "36"},      {Mark::none, "○", "-", "2"},
};

std::string_view text_of(const Environment& env, const char* name) {
    const char* value = env(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

/// Columns a text takes on the screen.
std::size_t width(std::string_view text) {
    std::size_t columns = 0;
    bool in_sequence = false;
    for (const char c : text) {
        if (c == '\x1b') in_sequence = true;
        const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (!in_sequence && !continues) ++columns;
        if (in_sequence && c == 'm') in_sequence = false;
    }
    return columns;
}

std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    return widths;
}

/// Cut, where it must be, between two words.
std::string cut(std::string_view text, std::size_t limit) {
    const auto clean = printable(text, 4096);
    if (clean.size() <= limit) return clean;
    const auto blank = clean.find_last_of(' ', limit);
    // One long word (an address, a path) has no better place than the end.
    if (blank == std::string::npos || blank < limit / 2) return printable(text, limit);
    return clean.substr(0, blank) + "…";
}

/// A message may have lines (a configuration error shows its place), but nothing that steers a terminal.
std::string without_control(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        clean += (clean.empty() ? "" : "\n") + cut(text.substr(0, end), 1000);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return clean;
}

}  // namespace

bool locale_is_utf8(const Environment& env) {
    for (const auto* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto value = to_lower(text_of(env, name));
        if (value.empty()) continue;
        return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
    }
    return false;
}

bool wants_color(std::string_view choice, bool terminal, const Environment& env) {
    if (choice != "auto") return choice == "always";
    if (!text_of(env, "NO_COLOR").empty()) return false;
    const auto force = text_of(env, "CLICOLOR_FORCE");
    if (!force.empty() && force != "0") return true;
    return terminal && text_of(env, "TERM") != "dumb";
}

std::string symbol(Mark mark, const Look& look) {
    const auto* drawing = std::find_if(std::begin(drawings), std::end(drawings),
                                       [&](const Drawing& each) { return each.mark == mark; });
    const std::string text(look.utf8 ? drawing->symbol : drawing->ascii);
    return look.color ? "\x1b[" + std::string(drawing->color) + "m" + text + "\x1b[0m" : text;
}

std::string masked(const Secret& secret, std::optional<seconds> left, const Look& look) {
    return std::string(look.utf8 ? "••••••••" : "********") + " (" + std::to_string(secret.size()) +
           " characters" + (left ? ", good for " + in_words(*left) : "") + ")";
}

std::string shown(std::string_view text) {
    return cut(text, 80);
}

std::string sentence(std::string_view text) {
    return cut(text, 400);
}

std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
    const auto widths = column_widths(rows);
    std::string lines;
    for (const auto& row : rows) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        lines += line + "\n";
    }
    return lines;
}

std::string error_text(const Error& error) {
    std::string text = "roadcase: " + without_control(error.title);
    if (!error.code.empty()) text += " (" + error.code + ")";
    text += "\n";
    if (!error.detail.empty()) text += without_control(error.detail) + "\n";
    if (!error.next.empty())
        text += "Next: " + without_control(error.next) + "\n";
    else if (!error.action_url.empty())
        text += "Next: open " + without_control(error.action_url) + "\n";
    else if (error.retry_after)
        text += "Next: try again in " + in_words(*error.retry_after) + "\n";
    return text;
}

Error lost_output() {
    return make_error(ErrorKind::internal, "", "The output could not be written.",
                      "Standard output is closed, its reader is gone, or the disk is full.",
                      "Send it where it can be written, then try again.");
}

std::string error_json(const Error& error) {
    OrderedJson fields{{"code", error.code},
                       {"title", error.title},
                       {"detail", error.detail},
                       {"next", error.next},
                       {"kind", row_of(error.kind).problem},
                       {"retry_after", nullptr}};
    if (error.retry_after) fields["retry_after"] = error.retry_after->count();
    return dump(OrderedJson{{"version", 1}, {"error", std::move(fields)}}) + "\n";
}

void Console::print(std::string_view text) {
    has_printed_ = true;
    out_ << text << std::flush;
}

void Console::report(Mark mark, std::string_view text) {
    if (!quiet_) out_ << symbol(mark, out_look_) << ' ' << text << '\n' << std::flush;
}

void Console::talk(std::string_view text) {
    if (!quiet_) err_ << text << '\n' << std::flush;
}

void Console::warn(std::string_view text) {
    err_ << symbol(Mark::attention, err_look_) << ' ' << text << '\n' << std::flush;
}

void Console::ask(std::string_view text) {
    err_ << text << std::flush;
}

void Console::error(const Error& error) {
    err_ << error_text(error) << std::flush;
}

}  // namespace roadcase::cli
