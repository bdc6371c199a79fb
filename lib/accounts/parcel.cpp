#include "accounts/parcel.h"

#include "core/encoding.h"
#include "core/json.h"
#include "store/sealing.h"
#include "store/stretched_key.h"

namespace roadcase::accounts {
namespace {

constexpr std::string_view any_version = "roadcase-pack ";
constexpr std::string_view first_line = "roadcase-pack 1\n";
constexpr std::size_t salt_size = 16;
/// n, r and p of scrypt as text, padded with blanks, ended by a line end.
constexpr std::size_t cost_size = 32;

std::string cost_line(const store::ScryptCost& cost) {
    auto line =
        "scrypt " + std::to_string(cost.n) + " " + std::to_string(cost.r) + " " + std::to_string(cost.p);
    line.resize(cost_size - 1, ' ');
    return line + "\n";
}

/// The costs that such a line may name: each power of two from 2^10 to 2^20, with r = 8 and p = 1.
std::optional<store::ScryptCost> read_cost(std::string_view line) {
    for (std::uint64_t n = 1 << 10; n <= 1 << 20; n *= 2)
        if (const store::ScryptCost cost{n, 8, 1}; cost_line(cost) == line && store::is_bearable(cost))
            return cost;
    return std::nullopt;
}

store::StretchedKey source_of(const Secret& passphrase, const store::ScryptCost& cost) {
    return {store::KeyKind::passphrase, "the passphrase",
            [passphrase](bool) -> Result<Secret> { return passphrase; }, cost};
}

Error wrong_or_damaged() {
    return make_error(ErrorKind::invalid_request, "E603", "Wrong passphrase, or the file is damaged.",
                      "Nothing was changed.", "Try again; if it stays so, pack once more.");
}

Secret text_of(const Parcel& parcel) {
    return Secret(dump(OrderedJson{{"packed_at", to_unix(parcel.packed_at)},
                                   {"copy", parcel.copy},
                                   {"bundle", base64_encode(store::write_bundle(parcel.bundle).reveal())}}));
}

std::optional<Parcel> parcel_from(const Secret& text) {
    const auto json = parse_json(text.reveal());
    const auto* at = json ? find(*json, "packed_at") : nullptr;
    const auto* copy = json ? find(*json, "copy") : nullptr;
    const auto encoded = json ? string_at(*json, "bundle") : std::nullopt;
    auto bytes = encoded ? base64_decode(*encoded) : std::nullopt;
    if (!bytes || at == nullptr || !at->is_number_integer() || copy == nullptr || !copy->is_boolean())
        return std::nullopt;
    auto bundle = store::read_bundle(Secret(std::move(*bytes)).reveal());
    if (!bundle) return std::nullopt;
    return Parcel{from_unix(at->get<std::int64_t>()), copy->get<bool>(), std::move(*bundle)};
}

}  // namespace

Result<ParcelSeal> ParcelSeal::make(const Secret& passphrase, const store::ScryptCost& cost, Random& random) {
    store::KeyWrap wrap;
    return source_of(passphrase, cost).prepare(wrap, nullptr, random).map([&](Secret key) {
        return ParcelSeal(std::move(key), std::string(first_line) + cost_line(cost) + wrap.salt, random);
    });
}

Result<std::string> ParcelSeal::seal(const Parcel& parcel) const {
    return store::Sealer(key_, *random_).seal(text_of(parcel), head_).map([&](const std::string& sealed) {
        return head_ + sealed;
    });
}

Result<Parcel> open_parcel(std::string_view file, const Secret& passphrase, Random& random) {
    constexpr auto head_size = first_line.size() + cost_size + salt_size;
    if (is_parcel(file) && !file.starts_with(first_line))
        return fail(ErrorKind::invalid_request, "E107", "This file was packed by a newer Roadcase.",
                    "Nothing was changed.", "Install the newer version here, too.");
    const auto cost = file.size() > head_size && file.starts_with(first_line)
                          ? read_cost(file.substr(first_line.size(), cost_size))
                          : std::nullopt;
    if (!cost) return fail(wrong_or_damaged());
    store::KeyWrap wrap;
    wrap.salt = file.substr(head_size - salt_size, salt_size);
    wrap.cost = *cost;
    auto key = source_of(passphrase, *cost).load(wrap);
    if (!key) return fail(key.error());
    const auto text =
        store::Sealer(std::move(*key), random).open(file.substr(head_size), file.substr(0, head_size));
    auto parcel = text ? parcel_from(*text) : std::nullopt;
    if (!parcel) return fail(wrong_or_damaged());
    return std::move(*parcel);
}

bool is_parcel(std::string_view file) {
    return file.starts_with(any_version);
}

}  // namespace roadcase::accounts
