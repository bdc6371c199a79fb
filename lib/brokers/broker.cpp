#include "brokers/broker.h"

namespace roadcase::brokers {

std::string_view kind_of(const Broker& broker) {
    constexpr std::string_view kinds[] = {"agora", "operator-bearer", "respoke"};
    return kinds[broker.settings.index()];
}

}  // namespace roadcase::brokers
