#include <cstdint>

#include "agora_property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (!roadcase::test::agora_token_problem(bytes).empty()) __builtin_trap();
    return 0;
}
