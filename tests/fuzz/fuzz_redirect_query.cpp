#include <cstdint>

#include "properties.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view query(reinterpret_cast<const char*>(data), size);
    if (!roadcase::test::redirect_query_problem(query).empty()) __builtin_trap();
    return 0;
}
