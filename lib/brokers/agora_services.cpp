#include "brokers/agora_services.h"

#include <array>

namespace roadcase::brokers::agora {
namespace {

using enum ServiceType;
constexpr std::array<ServiceLayout, 10> layouts{{
    {rtc, true, true, false, false},
    {rtm, false, true, false, false},
    {streaming, true, true, false, false},
    {fpa, false, false, false, false},
    {chat, false, true, false, false},
    {fcdn, true, true, false, false},
    {education, true, true, true, false},
    {rtm2, false, true, false, true},
    {convo_ai, false, false, false, false},
    {stt, false, false, false, false},
}};

void write_permissions(Packer& out, const Rtm2Permissions& permissions) {
    out.count(permissions.size());
    for (const auto& [resource, of_resource] : permissions) {
        out.u16(resource).count(of_resource.size());
        for (const auto& [permission, names] : of_resource) {
            out.u16(permission).count(names.size());
            for (const auto& name : names) out.text(name);
        }
    }
}

std::vector<std::string> read_names(Unpacker& in) {
    std::vector<std::string> names;
    const auto count = in.u16();
    for (int i = 0; i < count && in.ok(); ++i) names.emplace_back(in.text());
    return names;
}

Rtm2Permissions read_permissions(Unpacker& in) {
    Rtm2Permissions permissions;
    const auto resources = in.u16();
    for (int i = 0; i < resources && in.ok(); ++i) {
        auto& of_resource = permissions[in.u16()];
        const auto count = in.u16();
        for (int j = 0; j < count && in.ok(); ++j) {
            const auto permission = in.u16();
            of_resource[permission] = read_names(in);
        }
    }
    return permissions;
}

}  // namespace

const ServiceLayout* layout_of(ServiceType type) {
    for (const auto& layout : layouts)
        if (layout.type == type) return &layout;
    return nullptr;
}

void write(Packer& out, const Service& service) {
    const auto* layout = layout_of(service.type);
    out.u16(static_cast<std::uint16_t>(service.type)).privileges(service.privileges);
    if (layout->has_channel) out.text(service.channel);
    if (layout->has_user) out.text(service.user);
    if (layout->has_role) out.u16(static_cast<std::uint16_t>(service.role));
    if (layout->has_permissions) write_permissions(out, service.permissions);
}

Service read_service(Unpacker& in, ServiceType type) {
    const auto* layout = layout_of(type);
    Service service;
    service.type = type;
    service.privileges = in.privileges();
    if (layout->has_channel) service.channel = in.text();
    if (layout->has_user) service.user = in.text();
    if (layout->has_role) service.role = static_cast<std::int16_t>(in.u16());
    if (layout->has_permissions) service.permissions = read_permissions(in);
    return service;
}

}  // namespace roadcase::brokers::agora
