#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace roadcase::brokers::agora {

/// privilege → when it ends: an instant in AccessToken, seconds after the token's making in AccessToken2.
using Privileges = std::map<std::uint16_t, std::uint32_t>;

/// Writes integers little-endian on every machine, and strings behind their 16-bit length. What does not fit
/// into 16 bits is left out and remembered.
class Packer {
  public:
    explicit Packer(std::size_t expected = 256) { bytes_.reserve(expected); }
    Packer& u16(std::uint16_t value);
    Packer& u32(std::uint32_t value);
    Packer& count(std::size_t value);  ///< as u16
    Packer& text(std::string_view value);
    Packer& raw(std::string_view value);
    Packer& privileges(const Privileges& privileges);  ///< count, then ascending by number

    bool fits() const { return fits_; }
    const std::string& bytes() const { return bytes_; }
    std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
    bool fits_ = true;
};

/// Reads what Packer writes. The first thing that is not there ends it: everything read afterwards is zero or
/// empty, and ok() stays false. Views stay valid as long as the bytes.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
    std::uint16_t u16();
    std::uint32_t u32();
    std::string_view text();
    Privileges privileges();  ///< of a number that stands there twice, the later one

    bool ok() const { return ok_; }
    std::string_view rest() const { return rest_; }

  private:
    std::string_view take(std::size_t count);

    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace roadcase::brokers::agora
