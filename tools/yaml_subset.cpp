#include "yaml_subset.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace roadcase::tools {
namespace {

using Json = nlohmann::ordered_json;

/// Leaves all functions at once; read_yaml catches it.
struct Wrong {
    std::string what;
};

struct Line {
    std::size_t number = 0;
    std::size_t indent = 0;
    std::string_view text;  ///< without the indentation
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return text;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto digits = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    };
    const auto point = text.find('.');
    if (text.size() > 1 && text.front() == '0' && point != 1) return false;  // 007 is a text here
    return digits(text.substr(0, point)) && (point == text.npos || digits(text.substr(point + 1)));
}

Json plain(std::string_view text) {
    if (text.empty() || text == "null" || text == "~") return nullptr;
    if (text == "true" || text == "false") return text == "true";
    if (is_number(text)) return Json::parse(text);
    constexpr std::string_view reserved = "&*!|>%@`\"'[]{},#";
    if (reserved.find(text.front()) != reserved.npos || text.starts_with("- ") || text.starts_with("? "))
        throw Wrong{"a text that begins so needs quotes"};
    if (text.find(": ") != text.npos || text.ends_with(':')) throw Wrong{"a text with \": \" needs quotes"};
    return std::string(text);
}

/// The values of one line: quoted, flow or plain.
class Inline {
  public:
    explicit Inline(std::string_view text) : text_(text) {}

    Json whole() {
        auto value = next(false);
        blanks();
        if (at_ < text_.size() && text_[at_] != '#') throw Wrong{"something stands behind the value"};
        return value;
    }

    /// The value up to where it ends; inside a flow also at , ] } and ": ".
    Json next(bool in_flow) {
        blanks();
        if (at_ == text_.size()) return nullptr;
        switch (text_[at_]) {
            case '"':
                return double_quoted();
            case '\'':
                return single_quoted();
            case '[':
                return sequence();
            case '{':
                return mapping();
            default:
                return plain(bare(in_flow));
        }
    }

    std::size_t at() const { return at_; }

  private:
    void blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool take(char c) {
        blanks();
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    std::string_view bare(bool in_flow) {
        const auto begin = at_;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '#' && at_ > begin && text_[at_ - 1] == ' ') break;
            if (!in_flow) continue;
            if (c == ',' || c == ']' || c == '}' || c == '[' || c == '{') break;
            if (c == ':' && (at_ + 1 == text_.size() || text_[at_ + 1] == ' ')) break;
        }
        return trimmed(text_.substr(begin, at_ - begin));
    }

    // YAML's escapes beyond JSON's are refused by its parser.
    Json double_quoted() {
        const auto begin = at_++;
        while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
        if (at_ >= text_.size()) throw Wrong{"a quote is open at the end of the line"};
        ++at_;
        auto value = Json::parse(text_.substr(begin, at_ - begin), nullptr, false);
        if (value.is_discarded()) throw Wrong{"an escape that JSON does not have"};
        return value;
    }

    Json single_quoted() {
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\'') {
                ++at_;
                if (at_ == text_.size() || text_[at_] != '\'') return value;
            }
            value += text_[at_];
        }
        throw Wrong{"a quote is open at the end of the line"};
    }

    Json sequence() {
        Json list = Json::array();
        ++at_;
        if (take(']')) return list;
        do list.push_back(next(true));
        while (take(','));
        if (!take(']')) throw Wrong{"a [ is open at the end of the line"};
        return list;
    }

    Json mapping() {
        Json object = Json::object();
        ++at_;
        if (take('}')) return object;
        do {
            const auto key = next(true);
            if (!key.is_string() || !take(':')) throw Wrong{"a mapping in braces is {key: value}"};
            if (object.contains(key.get<std::string>())) throw Wrong{"a key stands twice"};
            object[key.get<std::string>()] = next(true);
        } while (take(','));
        if (!take('}')) throw Wrong{"a { is open at the end of the line"};
        return object;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Where the key of "key: value" ends; npos: the line has none.
std::size_t end_of_key(std::string_view text) {
    if (text.starts_with('"') || text.starts_with('\'')) {
        Inline quoted(text);
        (void)quoted.next(true);
        const auto end = quoted.at();
        return end < text.size() && text[end] == ':' ? end : text.npos;
    }
    if (text.starts_with('[') || text.starts_with('{') || text.starts_with('#')) return text.npos;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '#' && at > 0 && text[at - 1] == ' ') return text.npos;
        if (text[at] == ':' && (at + 1 == text.size() || text[at + 1] == ' ')) return at;
    }
    return text.npos;
}

/// The lines of a document, one block after the other.
class Blocks {
  public:
    explicit Blocks(std::string_view text) {
        for (std::size_t number = 1; !text.empty(); ++number) {
            const auto end = std::min(text.find('\n'), text.size());
            auto line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (line.find('\t') != line.npos) throw Wrong{"line " + std::to_string(number) + ": a tab"};
            while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
            const auto indent = std::min(line.find_first_not_of(' '), line.size());
            lines_.push_back({number, indent, line.substr(indent)});
        }
    }

    Json document() {
        skip();
        if (at_ == lines_.size()) return nullptr;
        auto value = block(line().indent);
        skip();
        if (at_ < lines_.size()) throw Wrong{"this line belongs to nothing above it"};
        return value;
    }

    std::size_t line_number() const {
        return lines_.empty() ? 1 : lines_[std::min(at_, lines_.size() - 1)].number;
    }

  private:
    Line& line() { return lines_[at_]; }
    /// Empty lines and comments.
    void skip() {
        while (at_ < lines_.size() && (line().text.empty() || line().text.starts_with('#'))) ++at_;
    }
    bool goes_on(std::size_t indent) {
        skip();
        if (at_ < lines_.size() && line().indent > indent) throw Wrong{"indented more than its neighbours"};
        return at_ < lines_.size() && line().indent == indent;
    }
    static bool is_item(const Line& line) { return line.text == "-" || line.text.starts_with("- "); }

    Json block(std::size_t indent) {
        if (is_item(line())) return items(indent);
        if (end_of_key(line().text) != std::string_view::npos) return mapping(indent);
        auto value = Inline(line().text).whole();
        ++at_;
        return value;
    }

    Json items(std::size_t indent) {
        Json list = Json::array();
        while (goes_on(indent) && is_item(line())) {
            auto rest = line().text.substr(1);
            const auto blanks = std::min(rest.find_first_not_of(' '), rest.size());
            rest.remove_prefix(blanks);
            if (rest.empty() || rest.starts_with('#')) {
                list.push_back(below(indent));
                continue;
            }
            // What stands behind "- " is a block of its own, as if it were indented so far.
            line().indent += 1 + blanks;
            line().text = rest;
            list.push_back(is_text(rest) ? text_block(rest, indent) : block(line().indent));
        }
        return list;
    }

    Json mapping(std::size_t indent) {
        Json object = Json::object();
        while (goes_on(indent) && !is_item(line())) {
            const auto text = line().text;
            const auto end = end_of_key(text);
            if (end == text.npos) throw Wrong{"a line of a mapping is \"key: value\""};
            const auto name = Inline(text.substr(0, end)).whole();
            const auto key = name.is_string() ? name.get<std::string>() : std::string(text.substr(0, end));
            if (object.contains(key)) throw Wrong{"the key \"" + key + "\" stands twice"};
            const auto rest = trimmed(text.substr(end + 1));
            if (is_text(rest)) {
                object[key] = text_block(rest, indent);
            } else if (rest.empty() || rest.starts_with('#')) {
                object[key] = below(indent);
            } else {
                object[key] = Inline(rest).whole();
                ++at_;
            }
        }
        return object;
    }

    /// The block under a line that ended with ":" or "-". A sequence may stand right under its key.
    Json below(std::size_t indent) {
        ++at_;
        skip();
        if (at_ == lines_.size()) return nullptr;
        if (line().indent > indent) return block(line().indent);
        return line().indent == indent && is_item(line()) && !is_item_itself(indent) ? items(indent) : Json();
    }
    /// The line above is an item at this indentation, so the next one is its neighbour.
    bool is_item_itself(std::size_t indent) const {
        for (auto i = at_; i-- > 0;)
            if (!lines_[i].text.empty() && !lines_[i].text.starts_with('#'))
                return lines_[i].indent == indent && is_item(lines_[i]);
        return false;
    }

    static bool is_text(std::string_view mark) {
        return mark == "|" || mark == ">" || mark == "|-" || mark == ">-";
    }

    Json text_block(std::string_view mark, std::size_t parent) {
        const bool folds = mark.front() == '>';
        std::vector<std::string> rows;
        std::size_t indent = 0;
        for (++at_; at_ < lines_.size(); ++at_) {
            if (!line().text.empty() && line().indent <= parent) break;
            if (indent == 0 && !line().text.empty()) indent = line().indent;
            if (!line().text.empty() && (line().indent < indent || (folds && line().indent > indent)))
                throw Wrong{"a line of this text is indented in its own way"};
            rows.push_back(line().text.empty()
                               ? ""
                               : std::string(line().indent - indent, ' ') + std::string(line().text));
        }
        while (!rows.empty() && rows.back().empty()) rows.pop_back();
        std::string text;
        bool begun = false;
        for (const auto& row : rows) {
            if (!folds) text += row + "\n";
            if (folds && row.empty()) text += "\n";
            if (folds && !row.empty()) text += (begun && !text.ends_with('\n') ? " " : "") + row;
            begun = true;
        }
        if (!folds && !text.empty()) text.pop_back();
        if (mark.size() == 1 && !rows.empty()) text += "\n";
        return text;
    }

    std::vector<Line> lines_;
    std::size_t at_ = 0;
};

}  // namespace

std::variant<Json, YamlError> read_yaml(std::string_view text) {
    try {
        Blocks blocks(text);
        try {
            return blocks.document();
        } catch (const Wrong& wrong) {
            return YamlError{"line " + std::to_string(blocks.line_number()) + ": " + wrong.what};
        }
    } catch (const Wrong& wrong) {
        return YamlError{wrong.what};
    }
}

}  // namespace roadcase::tools
