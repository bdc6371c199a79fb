#include "core/toml.h"

#include <algorithm>
#include <cctype>

#include "core/encoding.h"

// A configuration is flat: a deep one is an attack on the stack, so the library stops early.
#define TOML_MAX_NESTED_VALUES 16
#define TOML_ENABLE_FORMATTERS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace roadcase {
namespace {

constexpr std::size_t max_file_size = 256 * 1024;
constexpr int max_key_segments = 16;

Error error_at(std::string_view file, int line, std::string_view what, std::string_view next) {
    auto title = std::string(file) + ", line " + std::to_string(line) + ": " + std::string(what);
    return make_error(ErrorKind::config, "E104", std::move(title), {}, std::string(next));
}

/// The position behind the string that begins at `begin`. What the library would refuse (a line end in a
/// one-line string) may end anywhere: nothing behind it is parsed.
std::size_t behind_string(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    const std::string triple(3, quote);
    const bool multi_line = text.substr(begin, 3) == triple;
    auto i = begin + (multi_line ? 3 : 1);
    while (i < text.size()) {
        if (text[i] == '\\' && quote == '"') {
            i += 2;
        } else if (multi_line && text.substr(i, 3) == triple) {
            // Two more quotes may stand right before the closing three.
            const auto last = std::min(i + 5, text.size());
            for (i += 3; i < last && text[i] == quote;) ++i;
            return i;
        } else if (!multi_line && (text[i] == quote || text[i] == '\n')) {
            return i + (text[i] == quote ? 1 : 0);
        } else {
            ++i;
        }
    }
    return text.size();
}

/// The first line that holds a key of too many segments; 0 when there is none. The library recurses over
/// segments (100,000 of them end the process), so they are counted before it sees the text.
int line_of_overlong_key(std::string_view text) {
    constexpr std::string_view ends_a_key = "\n=,{}[]";
    int segments = 1;
    std::size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = behind_string(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (ends_a_key.find(c) != std::string_view::npos) segments = 1;
        if (c == '.' && ++segments > max_key_segments)
            return static_cast<int>(1 + std::count(text.begin(), text.begin() + static_cast<long>(i), '\n'));
        ++i;
    }
    return 0;
}

int line_of(const toml::source_region& source) {
    return static_cast<int>(source.begin.line);
}

/// What the library says, without the pieces of the file it quotes: an unquoted secret may stand there.
/// Names of keys that stand twice are kept.
std::string description_of(const toml::parse_error& error) {
    const std::string_view text = error.description();
    if (text.find("redefine") != std::string_view::npos) return printable(text) + ".";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        if (text[i] != '\'') continue;
        const auto end = text.find('\'', i + 1);
        if (end == std::string_view::npos) return printable(text.substr(0, i)) + "….";
        const bool harmless = end - i == 2 && std::ispunct(static_cast<unsigned char>(text[i + 1])) != 0;
        out += harmless ? text.substr(i + 1, 2) : "…'";
        i = end;
    }
    return printable(out) + ".";
}

/// Turns the library's tree into ours. The first value that has no place in a configuration stops it.
class Converter {
  public:
    explicit Converter(std::string_view file) : file_(file) {}

    TomlTable table(const toml::table& from, std::string path, int line) {
        TomlTable to;
        to.file = file_;
        to.path = std::move(path);
        to.line = line;
        // The library sorts by name; what is written in an order is meant in it.
        std::vector<std::pair<const toml::key*, const toml::node*>> entries;
        for (const auto& [key, node] : from) entries.emplace_back(&key, &node);
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            const auto &x = a.first->source().begin, &y = b.first->source().begin;
            return std::pair(x.line, x.column) < std::pair(y.line, y.column);
        });
        for (const auto& [key, node] : entries) {
            const auto below = to.path + (to.path.empty() ? "" : ".") + printable(key->str());
            to.entries.emplace_back(std::string(key->str()), value(*node, below, line_of(key->source())));
        }
        return to;
    }

    const std::optional<Error>& problem() const { return problem_; }

  private:
    TomlValue value(const toml::node& node, const std::string& path, int line) {
        TomlValue to{line, std::string{}};
        switch (node.type()) {
            case toml::node_type::string:
                to.value = node.as_string()->get();
                break;
            case toml::node_type::integer:
                to.value = node.as_integer()->get();
                break;
            case toml::node_type::floating_point:
                to.value = node.as_floating_point()->get();
                break;
            case toml::node_type::boolean:
                to.value = node.as_boolean()->get();
                break;
            case toml::node_type::array:
                to.value = array(*node.as_array(), path);
                break;
            case toml::node_type::table: {
                const int begins = line_of(node.source());
                to.value = table(*node.as_table(), path, begins > 0 ? begins : line);
                break;
            }
            default:
                if (!problem_) problem_ = error_at(file_, line, path + " must not be a date or time.", {});
        }
        return to;
    }

    std::vector<TomlValue> array(const toml::array& from, const std::string& path) {
        std::vector<TomlValue> to;
        for (const auto& node : from) to.push_back(value(node, path, line_of(node.source())));
        return to;
    }

    std::string file_;
    std::optional<Error> problem_;
};

}  // namespace

const TomlValue* TomlTable::find(std::string_view key) const {
    const auto it =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == key; });
    return it == entries.end() ? nullptr : &it->second;
}

Error toml_error(const TomlTable& table, int line, std::string_view what, std::string_view next) {
    return error_at(table.file, line, what, next);
}

Result<TomlTable> parse_toml(std::string_view text, std::string_view file) {
    if (text.size() > max_file_size)
        return fail(ErrorKind::config, "E104", std::string(file) + " is larger than 256 KiB.");
    if (const int line = line_of_overlong_key(text); line > 0)
        return fail(error_at(file, line, "a key of more than 16 parts.", {}));
    try {
        const auto root = toml::parse(text);
        Converter converter(file);
        auto table = converter.table(root, "", 1);
        if (converter.problem()) return fail(*converter.problem());
        return table;
    } catch (const toml::parse_error& error) {
        auto problem = error_at(file, line_of(error.source()), "this is not valid TOML.", {});
        problem.detail = description_of(error);
        problem.next = "Text needs quotes; every key stands once in its table.";
        return fail(std::move(problem));
    }
}

}  // namespace roadcase
