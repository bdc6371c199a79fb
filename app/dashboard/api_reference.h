#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/json.h"

namespace roadcase::dashboard {

/// A parameter or a field of a body.
struct ApiField {
    std::string name;
    std::string what;  ///< "in the query", "required"; may be empty
    std::string description;
};

struct ApiOperation {
    std::string id;  ///< its anchor
    std::string method;
    std::string path;
    std::string summary;
    std::vector<std::string> paragraphs;
    std::vector<ApiField> parameters;
    std::vector<ApiField> body;
    std::vector<std::pair<std::string, std::string>> answers;  ///< status, what it means
    std::string errors;                                        ///< "400 · 401": explained once for all
};

struct ApiGroup {
    std::string id;
    std::string name;
    std::string description;
    std::vector<ApiOperation> operations;
};

struct ApiReference {
    std::vector<ApiGroup> groups;
    std::vector<std::pair<std::string, std::string>> errors;
};

/// An OpenAPI 3.1 document as a page needs it. What it does not find is left out.
ApiReference api_reference(const Json& document);

/// The page; `url` is where this server answers.
std::string render(const ApiReference& reference, const std::string& url);

}  // namespace roadcase::dashboard
