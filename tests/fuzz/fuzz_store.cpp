#include <cstdint>

#include "store_property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static roadcase::test::StoreProperty property;
    if (!property.is_ready()) __builtin_trap();
    if (!property.problem({reinterpret_cast<const char*>(data), size}).empty()) __builtin_trap();
    return 0;
}
