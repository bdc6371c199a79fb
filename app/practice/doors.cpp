#include "practice/doors.h"

#include <algorithm>
#include <array>

#include "practice/request_reading.h"

namespace roadcase::practice {
namespace {

/// Pages for people: a browser's, not touched by faults, the same in every dialect.
struct Page {
    std::string_view path;
    PageClerk answer;
};
constexpr std::array<Page, 2> pages{{{"/consent", consent}, {"/device", device_page}}};

struct Duty {
    Purpose purpose;
    Clerk answer;
};
constexpr std::array<Duty, 13> duties{{
    {Purpose::authorize, authorize},
    {Purpose::code, token},
    {Purpose::renewal, token},
    {Purpose::exchange, token},
    {Purpose::device, device_authorization},
    {Purpose::device_token, token},
    {Purpose::client_credentials, token},
    {Purpose::revocation, revoke},
    {Purpose::introspection, introspect},
    {Purpose::person, person},
    {Purpose::validation, person},
    {Purpose::metadata, metadata},
    {Purpose::registration, register_client},
}};

}  // namespace

PageClerk page_at(std::string_view path) {
    for (const auto& page : pages)
        if (page.path == path) return page.answer;
    return nullptr;
}

Clerk clerk_at(const Door& door) {
    for (const auto& duty : duties)
        if (duty.purpose == door.purpose) return duty.answer;
    return nullptr;
}

Doors doors_at(const Dialect& dialect, std::string_view path, const std::string& method) {
    Doors doors;
    for (const auto& door : dialect.doors) {
        if (door.path != path) continue;
        if (door.method == method) doors.fitting.push_back(&door);
        if (std::find(doors.methods.begin(), doors.methods.end(), door.method) == doors.methods.end())
            doors.methods.push_back(door.method);
    }
    return doors;
}

const Door& choose(const std::vector<const Door*>& doors, const Incoming& request) {
    for (const auto* door : doors) {
        const auto params = params_of(*door, request);
        if (params && params->get("grant_type").value_or("") == door->grant_type) return *door;
    }
    return *doors.front();
}

}  // namespace roadcase::practice
