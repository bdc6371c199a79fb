// A stand-in for libsecret-1.so.0 with the functions that the program calls. Entries are files in
// $FAKE_KEYRING; FAKE_KEYRING_LOCKED makes every call fail as a locked keyring does; FAKE_KEYRING_HANGS makes
// it wait until it is cancelled.
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "platform/libsecret.h"

namespace roadcase::platform::libsecret {
struct GCancellable {
    std::atomic<bool> cancelled{false};
};
}  // namespace roadcase::platform::libsecret

namespace {

using roadcase::platform::libsecret::GCancellable;
using roadcase::platform::libsecret::GError;
using roadcase::platform::libsecret::Schema;

/// True for what a real one would answer only with an error.
bool refuses(GCancellable* cancellable, GError** error) {
    const char* why = std::getenv("FAKE_KEYRING_LOCKED");
    if (std::getenv("FAKE_KEYRING_HANGS") != nullptr) {
        while (!cancellable->cancelled) std::this_thread::yield();
        why = "Operation was cancelled";
    }
    if (why == nullptr) return false;
    *error = new GError{1, 2, strdup(why)};
    return true;
}

/// The file of the entry; the attributes must be those of the schema, in its order.
std::string file_of(const Schema* schema, std::va_list pairs) {
    std::string name = std::string(std::getenv("FAKE_KEYRING")) + "/" + schema->name;
    for (const auto* attribute = schema->attributes; attribute->name != nullptr; ++attribute) {
        const char* key = va_arg(pairs, const char*);
        if (key == nullptr || std::strcmp(key, attribute->name) != 0) std::abort();
        name += std::string(".") + va_arg(pairs, const char*);
    }
    if (va_arg(pairs, const char*) != nullptr) std::abort();
    return name;
}

}  // namespace

extern "C" {

char* secret_password_lookup_nonpageable_sync(const Schema* schema, GCancellable* cancellable, GError** error,
                                              ...) {
    if (refuses(cancellable, error)) return nullptr;
    std::va_list pairs;
    va_start(pairs, error);
    std::ifstream file(file_of(schema, pairs));
    va_end(pairs);
    if (!file) return nullptr;
    return strdup(std::string(std::istreambuf_iterator<char>(file), {}).c_str());
}

int secret_password_store_sync(const Schema* schema, const char*, const char*, const char* password,
                               GCancellable* cancellable, GError** error, ...) {
    if (refuses(cancellable, error)) return 0;
    std::va_list pairs;
    va_start(pairs, error);
    std::ofstream file(file_of(schema, pairs));
    va_end(pairs);
    return (file << password).flush() ? 1 : 0;
}

int secret_password_clear_sync(const Schema* schema, GCancellable* cancellable, GError** error, ...) {
    if (refuses(cancellable, error)) return 0;
    std::va_list pairs;
    va_start(pairs, error);
    const bool removed = std::filesystem::remove(file_of(schema, pairs));
    va_end(pairs);
    return removed ? 1 : 0;
}

void secret_password_free(char* password) {
    std::memset(password, 0, std::strlen(password));
    std::free(password);
}

void g_error_free(GError* error) {
    std::free(error->message);
    delete error;
}

GCancellable* g_cancellable_new() {
    return new GCancellable;
}

void g_cancellable_cancel(GCancellable* cancellable) {
    cancellable->cancelled = true;
}

void g_object_unref(void* object) {
    delete static_cast<GCancellable*>(object);
}
}
