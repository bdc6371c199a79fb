#include "practice/device_codes.h"

#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::practice {
namespace {

constexpr std::size_t max_devices = 1000;
constexpr seconds slowing{5};
constexpr std::string_view consonants = "BCDFGHJKLMNPQRSTVWXZ";

/// What people type: any case, with or without the hyphen or a blank.
std::string hash_of_user_code(std::string_view user_code) {
    auto letters = to_lower(user_code);
    std::erase_if(letters, [](char c) { return c == '-' || c == ' '; });
    return hex_encode(sha256(letters));
}

}  // namespace

void DeviceCodes::add(const Secret& device_code, std::string_view user_code, std::string scope, Time now) {
    Device device;
    device.hash = hex_encode(sha256(device_code.reveal()));
    device.user_code_hash = hash_of_user_code(user_code);
    device.scope = std::move(scope);
    device.expires_at = now + rules_.lifetime;
    device.next_poll_at = now;
    device.interval = rules_.interval;
    devices_.push_back(std::move(device));
    if (devices_.size() > max_devices) devices_.pop_front();
}

std::deque<DeviceCodes::Device>::const_iterator DeviceCodes::waiting(std::string_view user_code,
                                                                     Time now) const {
    const auto hash = hash_of_user_code(user_code);
    return std::find_if(devices_.begin(), devices_.end(), [&](const Device& each) {
        return each.user_code_hash == hash && each.answer == Answer::waiting && each.expires_at > now;
    });
}

bool DeviceCodes::is_waiting(std::string_view user_code, Time now) const {
    return waiting(user_code, now) != devices_.end();
}

bool DeviceCodes::answer(std::string_view user_code, bool allowed, Time now) {
    const auto found = waiting(user_code, now);
    if (found == devices_.end()) return false;
    const auto index = static_cast<std::size_t>(found - devices_.begin());
    devices_[index].answer = allowed ? Answer::allowed : Answer::denied;
    return true;
}

OAuthResult<std::string> DeviceCodes::poll(const Secret& device_code, Time now) {
    const auto hash = hex_encode(sha256(device_code.reveal()));
    const auto device =
        std::find_if(devices_.begin(), devices_.end(), [&](const Device& each) { return each.hash == hash; });
    if (device == devices_.end()) return refuse("invalid_grant", "The device code is unknown or used.");
    if (device->expires_at <= now) return refuse("expired_token", "The device code has expired.");
    const bool too_soon = now < device->next_poll_at;
    if (too_soon) device->interval += slowing;
    device->next_poll_at = now + device->interval;
    if (too_soon) return refuse("slow_down", "Wait longer between two polls.");
    if (device->answer == Answer::waiting) return refuse("authorization_pending", "Nobody has answered yet.");
    const auto answered = std::move(*device);
    devices_.erase(device);
    if (answered.answer == Answer::denied) return refuse("access_denied", "The person said no.");
    return answered.scope;
}

Result<std::string> make_user_code(Random& random) {
    std::string code;
    // 240 is the largest multiple of 20 in a byte: what is above would favour the first letters.
    while (code.size() < 8) {
        const auto bytes = random.bytes(8);
        if (!bytes) return fail(bytes.error());
        for (const char c : *bytes) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 240 && code.size() < 8) code += consonants[byte % consonants.size()];
        }
    }
    return code.substr(0, 4) + "-" + code.substr(4);
}

}  // namespace roadcase::practice
