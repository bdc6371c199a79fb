#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase::cli {

/// A QR code with its quiet zone: rows of modules, true is dark.
struct QrCode {
    std::vector<std::vector<bool>> rows;
    int columns() const { return static_cast<int>(rows.size()); }
};

/// Nothing for text that is too long for one.
std::optional<QrCode> qr_code(std::string_view text);

/// As lines of half blocks, two modules high each. With colour it is dark on light whatever the terminal's
/// theme; without, light modules are drawn, as fits a dark terminal.
std::string half_blocks(const QrCode& code, bool color);

}  // namespace roadcase::cli
