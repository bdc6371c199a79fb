#include "cli/agora_words.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace roadcase::cli {
namespace {

using brokers::agora::ServiceType;

struct ServiceRow {
    ServiceType type;
    const char* name;
    const char* words;
};
constexpr ServiceRow services[] = {
    {ServiceType::rtc, "rtc", "RTC, a channel"},
    {ServiceType::rtm, "rtm", "RTM, messages"},
    {ServiceType::streaming, "streaming", "Streaming, a channel to a CDN"},
    {ServiceType::fpa, "fpa", "FPA, the accelerated network"},
    {ServiceType::chat, "chat", "Chat"},
    {ServiceType::fcdn, "fcdn", "FCDN, a channel on Agora's CDN"},
    {ServiceType::education, "education", "Education (APaaS)"},
    {ServiceType::rtm2, "rtm2", "RTM2, messages with permissions"},
    {ServiceType::convo_ai, "convo-ai", "ConvoAI"},
    {ServiceType::stt, "stt", "STT, speech to text"},
};

struct PrivilegeRow {
    ServiceType type;
    std::uint16_t number;
    const char* words;
};
constexpr PrivilegeRow privileges[] = {
    {ServiceType::rtc, 1, "join the channel"},
    {ServiceType::rtc, 2, "publish audio"},
    {ServiceType::rtc, 3, "publish video"},
    {ServiceType::rtc, 4, "publish data"},
    {ServiceType::rtm, 1, "log in"},
    {ServiceType::streaming, 1, "publish a mixed stream"},
    {ServiceType::streaming, 2, "publish a raw stream"},
    {ServiceType::fpa, 1, "log in"},
    {ServiceType::chat, 1, "be this user"},
    {ServiceType::chat, 2, "administrate the app's chat"},
    {ServiceType::fcdn, 1, "publish"},
    {ServiceType::fcdn, 2, "play"},
    {ServiceType::education, 1, "be in the room"},
    {ServiceType::education, 2, "be this user"},
    {ServiceType::education, 3, "act for the app"},
    {ServiceType::rtm2, 1, "log in"},
};

struct NumberRow {
    std::uint16_t number;
    const char* words;
};
constexpr NumberRow old_privileges[] = {
    {1, "join the channel"},
    {2, "publish audio"},
    {3, "publish video"},
    {4, "publish data"},
    {5, "publish audio to a CDN"},
    {6, "publish video to a CDN"},
    {7, "ask to publish audio"},
    {8, "ask to publish video"},
    {9, "ask to publish data"},
    {10, "invite to publish audio"},
    {11, "invite to publish video"},
    {12, "invite to publish data"},
    {101, "administrate the channel"},
    {1000, "log in to RTM"},
};
constexpr NumberRow resources[] = {{0, "message channels"},
                                   {1, "stream channels"},
                                   {2, "group channels"},
                                   {3, "server groups"},
                                   {4, "users"}};

const ServiceRow* row_of(std::uint16_t type) {
    for (const auto& row : services)
        if (row.type == ServiceType{type}) return &row;
    return nullptr;
}

std::string words_of(std::span<const NumberRow> rows, std::uint16_t number, const std::string& otherwise) {
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return each.number == number; });
    return row == rows.end() ? otherwise + " " + std::to_string(number) : row->words;
}

}  // namespace

std::string service_name(std::uint16_t type) {
    const auto* row = row_of(type);
    return row != nullptr ? row->name : "service-" + std::to_string(type);
}

std::string service_words(std::uint16_t type) {
    const auto* row = row_of(type);
    return row != nullptr ? row->words : "service " + std::to_string(type);
}

std::string privilege_words(ServiceType type, std::uint16_t privilege) {
    for (const auto& row : privileges)
        if (row.type == type && row.number == privilege) return row.words;
    return "privilege " + std::to_string(privilege);
}

std::string old_privilege_words(std::uint16_t privilege) {
    return words_of(old_privileges, privilege, "privilege");
}

std::string permission_words(std::uint16_t resource, std::uint16_t permission) {
    const std::string what = permission == 0   ? "read"
                             : permission == 1 ? "write"
                                               : "permission " + std::to_string(permission) + " for";
    return what + " " + words_of(resources, resource, "resource");
}

}  // namespace roadcase::cli
