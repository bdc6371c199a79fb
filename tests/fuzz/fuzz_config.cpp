#include <cstdint>

#include "config_property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!roadcase::test::config_problem(text).empty()) __builtin_trap();
    return 0;
}
