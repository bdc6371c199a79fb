#pragma once

#include "accounts/device_flows.h"
#include "accounts/heart.h"
#include "accounts/rounds.h"

namespace roadcase::accounts {

struct Accounts::Impl : Heart {
    explicit Impl(Accounts::World outside) : Heart(std::move(outside)), rounds(*this), devices(*this) {}
    Rounds rounds;
    DeviceFlows devices;
};

}  // namespace roadcase::accounts
