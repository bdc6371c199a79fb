// What happens to a key that is shown.
#include "accounts/key_words.h"
#include "accounts/local_secret.h"

namespace roadcase::accounts {
namespace {

/// What the owner is told of refusals; a script that asks without end must not fill the list of what
/// happened.
constexpr int told_per_minute = 10;

}  // namespace

Result<KeyPtr> Keys::identify(const Secret& presented, bool again) {
    const bool well_formed = is_local_secret(key_prefix, presented.reveal());
    if (well_formed) {
        const auto hash = hash_of(presented);
        // Somebody may change a key while we ask the store; then what it said counts no more.
        for (int tries = 0; tries < 3; ++tries) {
            const auto admission = memory_.admit(hash, clock_.now(), clock_.since_boot(), again);
            if (admission.entry != Entry::unknown) return outcome(admission);
            const auto stored = look_up(hash);
            if (!stored) return fail(stored.error());
            if (!*stored) break;
        }
    }
    tell_refusal(well_formed ? "A key was used that nobody knows here; it may have been revoked."
                             : "A key was used that is none: it is cut, mistyped or something else.");
    return fail(key_refused());
}

Result<bool> Keys::look_up(const std::string& hash) {
    const auto revision = memory_.revision();
    const auto stored = store_.key_with_hash(hash);
    if (!stored) return fail(stored.error());
    if (!*stored || !equal_constant_time((*stored)->hash, hash)) return false;
    memory_.learn(**stored, revision);
    return true;
}

Result<KeyPtr> Keys::outcome(const Admission& admission) {
    const auto& key = *admission.key;
    switch (admission.entry) {
        case Entry::admitted:
            if (admission.first)
                tell("key.first_used", "The key " + key.name + " was used for the first time.");
            if (admission.save_uses) save_uses();
            return admission.key;
        case Entry::waits:
            if (admission.first) tell_first_use(key);
            return fail(key_unconfirmed(key.name));
        case Entry::too_often:
            tell_refusal("The key " + key.name + " asks too often.");
            return fail(key_too_often(admission.wait));
        case Entry::paused:
            tell_refusal("The key " + key.name + " was used and is paused.");
            break;
        case Entry::ended:
            tell_refusal("The key " + key.name + " was used and has ended.");
            break;
        case Entry::unknown:
            break;
    }
    return fail(key_refused());
}

void Keys::tell_first_use(const store::KeyRecord& key) {
    // So that the question is still there after a restart.
    (void)store_.touch_key(key.id, clock_.now(), 0);
    tell("key.first_used",
         "The key " + key.name + " was used for the first time and waits for your yes: roadcase key allow " +
             key.name,
         "E509");
}

void Keys::note_refusal(const store::KeyRecord& key, const std::string& what) {
    memory_.count_refusal(key.hash);
    tell_refusal("The key " + key.name + " asked for " + what + ", which it may not.");
}

void Keys::tell_refusal(const std::string& text) {
    const auto now = clock_.now();
    const bool few = told_.with([&](Told& told) {
        if (now - told.minute >= seconds{60} || now < told.minute) told = {now, 0};
        return ++told.count <= told_per_minute;
    });
    if (few) tell("key.refused", text);
}

void Keys::tell(const char* kind, const std::string& text, const char* code) const {
    if (!publish_) return;
    Event event;
    event.kind = kind;
    event.text = text;
    event.code = code;
    publish_(event);
}

}  // namespace roadcase::accounts
