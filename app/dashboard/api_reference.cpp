#include "dashboard/api_reference.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.h"

namespace roadcase::dashboard {
namespace {

constexpr std::array methods{"get", "post", "put", "patch", "delete"};

std::string text_at(const Json& value, std::string_view key) {
    return string_at(value, key).value_or("");
}

/// Paragraphs are apart by an empty line; line ends within one are blanks.
std::vector<std::string> paragraphs_of(const std::string& text) {
    std::vector<std::string> out;
    std::string current;
    bool ended = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = std::string(trim(std::string_view(text).substr(at, end - at)));
        if (line.empty())
            ended = true;
        else {
            if (ended && !current.empty()) out.push_back(std::exchange(current, {}));
            ended = false;
            current += (current.empty() ? "" : " ") + line;
        }
        at = end + 1;
    }
    if (!current.empty()) out.push_back(current);
    return out;
}

class Reader {
  public:
    explicit Reader(const Json& document) : document_(document) {}

    ApiReference read() {
        ApiReference out;
        if (const auto* tags = find(document_, "tags"); tags != nullptr && tags->is_array())
            for (const auto& tag : *tags) {
                const auto name = text_at(tag, "name");
                out.groups.push_back({to_lower(name), name, text_at(tag, "description"), {}});
            }
        if (const auto* paths = find(document_, "paths"); paths != nullptr && paths->is_object())
            for (const auto& [path, item] : paths->items()) read_path(out, path, item);
        std::erase_if(out.groups, [](const ApiGroup& group) { return group.operations.empty(); });
        out.errors.assign(errors_.begin(), errors_.end());
        return out;
    }

  private:
    /// What a "$ref" stands for; anything else is itself.
    const Json& resolved(const Json& value) const {
        const auto reference = string_at(value, "$ref");
        if (!reference || !reference->starts_with("#")) return value;
        const auto* found = find_at_pointer(document_, std::string_view(*reference).substr(1));
        return found != nullptr ? *found : value;
    }

    void read_path(ApiReference& out, const std::string& path, const Json& item) {
        for (const auto* method : methods) {
            const auto* operation = find(item, method);
            if (operation == nullptr) continue;
            const auto tag = text_at_pointer(*operation, "/tags/0").value_or("");
            const auto group = std::find_if(out.groups.begin(), out.groups.end(),
                                            [&](const ApiGroup& each) { return each.name == tag; });
            if (group == out.groups.end()) continue;
            auto& made = group->operations.emplace_back();
            made.id = text_at(*operation, "operationId");
            made.method = method;
            made.path = path;
            made.summary = text_at(*operation, "summary");
            made.paragraphs = paragraphs_of(text_at(*operation, "description"));
            for (const auto* holder : {&item, operation}) read_parameters(made, *holder);
            if (const auto* body = find(*operation, "requestBody")) read_body(made, resolved(*body));
            if (const auto* answers = find(*operation, "responses")) read_answers(made, *answers);
        }
    }

    void read_parameters(ApiOperation& operation, const Json& holder) const {
        const auto* all = find(holder, "parameters");
        if (all == nullptr || !all->is_array()) return;
        for (const auto& each : *all) {
            const auto& parameter = resolved(each);
            const auto place = text_at(parameter, "in");
            operation.parameters.push_back(
                {text_at(parameter, "name"), "in the " + place, joined(text_at(parameter, "description"))});
        }
    }

    void read_body(ApiOperation& operation, const Json& body) const {
        const auto* content = find(body, "content");
        if (content == nullptr || content->empty()) return;
        if (const auto* schema = find(content->front(), "schema")) read_schema(operation, *schema);
    }

    void read_schema(ApiOperation& operation, const Json& named) const {
        const auto& schema = resolved(named);
        for (const auto* part : {"allOf", "oneOf", "anyOf"})
            if (const auto* parts = find(schema, part); parts != nullptr && parts->is_array())
                for (const auto& each : *parts) read_schema(operation, each);
        const auto* required = find(schema, "required");
        const auto* properties = find(schema, "properties");
        if (properties == nullptr || !properties->is_object()) return;
        for (const auto& [name, property] : properties->items()) {
            const bool known = std::any_of(operation.body.begin(), operation.body.end(),
                                           [&](const ApiField& field) { return field.name == name; });
            if (known) continue;
            const bool must = required != nullptr && required->is_array() &&
                              std::find(required->begin(), required->end(), name) != required->end();
            auto words = text_at(property, "description");
            if (words.empty()) words = text_at(resolved(property), "description");
            operation.body.push_back({name, must ? "required" : "", joined(words)});
        }
    }

    void read_answers(ApiOperation& operation, const Json& answers) {
        std::vector<std::string> errors;
        for (const auto& [status, each] : answers.items()) {
            const auto words = joined(text_at(resolved(each), "description"));
            if (status.starts_with("2") || status.starts_with("3")) {
                operation.answers.emplace_back(status, words);
            } else if (status != "default") {
                errors.push_back(status);
                errors_.try_emplace(status, words);
            }
        }
        operation.errors = join(errors, " · ");
    }

    static std::string joined(const std::string& text) { return join(paragraphs_of(text), " "); }

    const Json& document_;
    std::map<std::string, std::string> errors_;
};

}  // namespace

ApiReference api_reference(const Json& document) {
    return Reader(document).read();
}

}  // namespace roadcase::dashboard
