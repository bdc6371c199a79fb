#pragma once

#include "accounts/heart.h"
#include "accounts/rounds.h"

namespace roadcase::accounts {

struct Accounts::Impl : Heart {
    explicit Impl(Accounts::World outside) : Heart(std::move(outside)), rounds(*this) {}
    Rounds rounds;
};

}  // namespace roadcase::accounts
