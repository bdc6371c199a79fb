#include "cli/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace roadcase::cli {
namespace {

constexpr int quiet = 2;
constexpr auto dark_on_light = "\x1b[30;107m";
constexpr auto as_before = "\x1b[0m";

bool is_dark(const QrCode& code, std::size_t row, std::size_t column) {
    return row < code.rows.size() && code.rows[row][column];
}

const char* half_block(bool top, bool bottom) {
    if (top && bottom) return "█";
    if (top) return "▀";
    return bottom ? "▄" : " ";
}

}  // namespace

std::optional<QrCode> qr_code(std::string_view text) {
    const std::string terminated(text);
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
        QRcode_encodeString8bit(terminated.c_str(), 0, QR_ECLEVEL_L), &QRcode_free);
    if (!made) return std::nullopt;
    const int size = made->width + 2 * quiet;
    QrCode code{{static_cast<std::size_t>(size), std::vector<bool>(static_cast<std::size_t>(size))}};
    for (int row = 0; row < made->width; ++row)
        for (int column = 0; column < made->width; ++column)
            code.rows[static_cast<std::size_t>(row + quiet)][static_cast<std::size_t>(column + quiet)] =
                (made->data[row * made->width + column] & 1) != 0;
    return code;
}

std::string half_blocks(const QrCode& code, bool color) {
    std::string lines;
    const auto size = code.rows.size();
    for (std::size_t row = 0; row < size; row += 2) {
        if (color) lines += dark_on_light;
        for (std::size_t column = 0; column < size; ++column) {
            const bool top = is_dark(code, row, column);
            const bool bottom = is_dark(code, row + 1, column);
            // Beyond the last row there is nothing to draw, neither dark nor light.
            const bool has_bottom = row + 1 < size;
            lines += color ? half_block(top, bottom) : half_block(!top, has_bottom && !bottom);
        }
        lines += color ? std::string(as_before) + "\n" : "\n";
    }
    return lines;
}

}  // namespace roadcase::cli
