#include "brokers/agora_zlib.h"

#define ZLIB_CONST
#include <zlib.h>

#include <memory>

namespace roadcase::brokers::agora {
namespace {

constexpr std::size_t most_stream = 2 * most_payload;

struct End {
    void operator()(z_stream* stream) const {
        deflateEnd(stream);
        delete stream;
    }
};
using Deflater = std::unique_ptr<z_stream, End>;

Deflater make_deflater() {
    auto stream = std::make_unique<z_stream>();
    *stream = {};
    if (deflateInit(stream.get(), Z_DEFAULT_COMPRESSION) != Z_OK) return nullptr;
    return Deflater(stream.release());
}

void set_input(z_stream& stream, std::string_view bytes) {
    stream.next_in = reinterpret_cast<const Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
}

void set_output(z_stream& stream, std::string& bytes) {
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
}

}  // namespace

std::string deflated(std::string_view payload) {
    thread_local const Deflater stream = make_deflater();
    if (!stream || deflateReset(stream.get()) != Z_OK) return {};
    std::string out(deflateBound(stream.get(), payload.size()), '\0');
    set_input(*stream, payload);
    set_output(*stream, out);
    if (deflate(stream.get(), Z_FINISH) != Z_STREAM_END) return {};
    out.resize(stream->total_out);
    return out;
}

std::optional<std::string> inflated(std::string_view stream, std::size_t most) {
    z_stream state{};
    if (stream.size() > most_stream || inflateInit(&state) != Z_OK) return std::nullopt;
    // One byte more than is allowed tells a stream that is too long from one that just fits.
    std::string out(most + 1, '\0');
    set_input(state, stream);
    set_output(state, out);
    const bool whole = inflate(&state, Z_FINISH) == Z_STREAM_END && state.avail_in == 0;
    out.resize(state.total_out);
    inflateEnd(&state);
    if (!whole || out.size() > most) return std::nullopt;
    return out;
}

}  // namespace roadcase::brokers::agora
