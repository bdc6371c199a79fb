// openapi_json FROM.yaml TO.json: at build time, docs/openapi.yaml as the program serves it.
#include <fstream>
#include <iostream>
#include <iterator>

#include "yaml_subset.h"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "openapi_json FROM.yaml TO.json\n";
        return 2;
    }
    std::ifstream from(argv[1]);
    const std::string text{std::istreambuf_iterator<char>(from), {}};
    if (!from || text.empty()) {
        std::cerr << argv[1] << " cannot be read\n";
        return 1;
    }
    const auto read = roadcase::tools::read_yaml(text);
    if (const auto* error = std::get_if<roadcase::tools::YamlError>(&read)) {
        std::cerr << argv[1] << ", " << error->message << '\n';
        return 1;
    }
    std::ofstream to(argv[2], std::ios::trunc);
    to << std::get<nlohmann::ordered_json>(read).dump() << '\n';
    return to.flush() ? 0 : 1;
}
