#include "event_facts.h"

namespace roadcase {

std::vector<std::string> as_environment(const EventFacts& facts) {
    return {"ROADCASE_EVENT=" + facts.kind,
            "ROADCASE_EVENT_ID=" + facts.id,
            "ROADCASE_ACCOUNT=" + facts.account,
            "ROADCASE_CODE=" + facts.code,
            "ROADCASE_EXPIRES_AT=" + facts.expires_at,
            "ROADCASE_ACTION_URL=" + facts.action_url,
            "ROADCASE_TEXT=" + facts.text};
}

}  // namespace roadcase
