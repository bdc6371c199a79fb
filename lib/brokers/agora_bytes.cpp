#include "brokers/agora_bytes.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::size_t most_of_u16 = 0xFFFF;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

}  // namespace

Packer& Packer::u16(std::uint16_t value) {
    for (int shift = 0; shift < 16; shift += 8) bytes_ += static_cast<char>(value >> shift & 0xFF);
    return *this;
}

Packer& Packer::u32(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) bytes_ += static_cast<char>(value >> shift & 0xFF);
    return *this;
}

Packer& Packer::count(std::size_t value) {
    if (value > most_of_u16) fits_ = false;
    return u16(static_cast<std::uint16_t>(value));
}

Packer& Packer::text(std::string_view value) {
    return count(value.size()).raw(value.substr(0, most_of_u16));
}

Packer& Packer::raw(std::string_view value) {
    bytes_ += value;
    return *this;
}

Packer& Packer::privileges(const Privileges& privileges) {
    count(privileges.size());
    for (const auto& [number, end] : privileges) u16(number).u32(end);
    return *this;
}

std::string_view Unpacker::take(std::size_t count) {
    if (!ok_ || rest_.size() < count) {
        ok_ = false;
        rest_ = {};
        return {};
    }
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
}

std::uint16_t Unpacker::u16() {
    const auto bytes = take(2);
    return bytes.empty() ? std::uint16_t{0}
                         : static_cast<std::uint16_t>(byte_at(bytes, 0) | byte_at(bytes, 1) << 8);
}

std::uint32_t Unpacker::u32() {
    const auto bytes = take(4);
    std::uint32_t value = 0;
    for (std::size_t at = bytes.size(); at > 0; --at) value = value << 8 | byte_at(bytes, at - 1);
    return value;
}

std::string_view Unpacker::text() {
    return take(u16());
}

Privileges Unpacker::privileges() {
    Privileges read;
    const auto count = u16();
    for (int i = 0; i < count && ok_; ++i) {
        const auto number = u16();
        const auto end = u32();
        if (ok_) read[number] = end;
    }
    return read;
}

}  // namespace roadcase::brokers::agora
