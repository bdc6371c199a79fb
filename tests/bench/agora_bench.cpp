// How many of Agora's tokens one core makes and reads.
#include <benchmark/benchmark.h>

#include "brokers/agora_access_token.h"
#include "brokers/agora_access_token2.h"

using namespace roadcase;
using namespace roadcase::brokers::agora;

namespace {

const Credentials credentials{"2ec0d84c41c4442d88ba6f5a2beb828b", Secret("0f1e2d3c4b5a69788796a5b4c3d2e1f0")};
const Time now = from_unix(1'800'000'000);

Order publisher(Version version, Kind kind = Kind::rtc) {
    Order order;
    order.version = version;
    order.kind = kind;
    order.channel = "stream-1";
    order.user = "4711";
    order.numeric = true;
    order.publisher = true;
    return order;
}

void make(benchmark::State& state, const Order& order) {
    SystemRandom random;
    std::size_t size = 0;
    for (auto _ : state) {
        const auto token = mint(order, credentials, now, random);
        if (!token) return state.SkipWithError("no token");
        size = token->size();
    }
    state.SetItemsProcessed(state.iterations());
    state.counters["bytes"] = static_cast<double>(size);
}

void make_006(benchmark::State& state) {
    make(state, publisher(Version::v006));
}
void make_007(benchmark::State& state) {
    make(state, publisher(Version::v007));
}
void make_007_rtc_and_rtm(benchmark::State& state) {
    make(state, publisher(Version::v007, Kind::rtc_rtm));
}

void read_006(benchmark::State& state) {
    SystemRandom random;
    const auto token = mint(publisher(Version::v006), credentials, now, random);
    for (auto _ : state) {
        const auto received = parse_access_token(token->reveal());
        if (!received || !is_signed(*received, "stream-1", "4711", credentials.certificate))
            return state.SkipWithError("not verified");
    }
    state.SetItemsProcessed(state.iterations());
}

void read_007(benchmark::State& state) {
    SystemRandom random;
    const auto token = mint(publisher(Version::v007), credentials, now, random);
    for (auto _ : state) {
        const auto received = parse_access_token2(token->reveal());
        if (!received || !is_signed(*received, credentials.certificate))
            return state.SkipWithError("not verified");
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(make_006);
BENCHMARK(make_007);
BENCHMARK(make_007_rtc_and_rtm);
BENCHMARK(read_006);
BENCHMARK(read_007);

}  // namespace

BENCHMARK_MAIN();
