#pragma once

#include <string>
#include <vector>

#include "dashboard/view.h"

namespace roadcase::dashboard {

/// One of several, and whether it is the chosen one.
struct Choice {
    std::string value;
    std::string label;
    bool chosen = false;
};

/// For options, boxes, buttons and links: value, label, chosen.
inline Value choices(const std::vector<Choice>& all) {
    Views out;
    for (const auto& each : all)
        out.push_back(View{{"value", each.value}, {"label", each.label}, {"chosen", flag(each.chosen)}});
    return Value{out};
}

}  // namespace roadcase::dashboard
