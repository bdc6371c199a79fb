#pragma once

#include <cstdint>

namespace roadcase::platform::libsecret {

// The few functions of libsecret 0.18 and later that we call, declared as its stable ABI has them, so that
// neither its headers nor GLib's are needed to build. Their attributes are pairs of texts, ended by a null.

struct Attribute {
    const char* name;
    int type;  // 0: text
};

struct Schema {
    const char* name;
    int flags;  // 0: none
    Attribute attributes[32];
    int reserved;
    void* more_reserved[7];
};

struct GError {
    std::uint32_t domain;
    int code;
    char* message;
};

struct GCancellable;

using Lookup = char* (*)(const Schema*, GCancellable*, GError**, ...);
using Store = int (*)(const Schema*, const char* collection, const char* label, const char* password,
                      GCancellable*, GError**, ...);
using Clear = int (*)(const Schema*, GCancellable*, GError**, ...);
using Free = void (*)(char* password);
using FreeError = void (*)(GError*);
using NewCancellable = GCancellable* (*)();
using Cancel = void (*)(GCancellable*);
using Unref = void (*)(void*);

}  // namespace roadcase::platform::libsecret
