// What the heart costs without the network: ./dev bench runs it and docs/benchmarks.md keeps what it said.
#include <benchmark/benchmark.h>

#include <atomic>
#include <thread>

#include "stock.h"

namespace roadcase::bench {
namespace {

/// Until the first command could be answered; the counters say what the process holds then.
void open_home(benchmark::State& state) {
    const auto count = static_cast<int>(state.range(0));
    stock().with(count);
    const auto before = resident_mb();
    for (auto _ : state) {
        Opened opened(count);
        benchmark::DoNotOptimize(opened.accounts.get());
    }
    Opened opened(count);
    state.counters["MB"] = resident_mb() - before;
}

/// A tick of the keeper while nothing is due.
void keeper_tick(benchmark::State& state) {
    Opened opened(static_cast<int>(state.range(0)));
    opened.accounts->run_one_due();
    for (auto _ : state) {
        benchmark::DoNotOptimize(opened.accounts->run_one_due());
        benchmark::DoNotOptimize(opened.accounts->next_due(opened.clock.now() + seconds{30}));
    }
}

/// A fresh token that was asked for before.
void token_read(benchmark::State& state) {
    Opened opened(static_cast<int>(state.range(0)));
    const auto ref = reference(static_cast<int>(state.range(0)) / 2);
    for (auto _ : state) benchmark::DoNotOptimize(opened.accounts->token_if_fresh(ref, {}));
}

/// A fresh token that nobody asked for since the start: read from disk and unsealed. Few enough rounds that
/// each is new.
void token_first_read(benchmark::State& state) {
    const auto count = static_cast<int>(state.range(0));
    Opened opened(count);
    int number = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(opened.accounts->token_if_fresh(reference(number++ % count), {}));
}

/// Reading one account's token while another thread renews others without pause.
void token_read_while_renewing(benchmark::State& state) {
    Opened opened(1000);
    std::atomic<bool> stop{false};
    std::atomic<int> renewals{0};
    std::jthread busy([&] {
        for (int i = 1; !stop; i = i % 900 + 1)
            if (opened.accounts->refresh(reference(i))) ++renewals;
    });
    for (auto _ : state) benchmark::DoNotOptimize(opened.accounts->token_if_fresh(reference(0), {}));
    stop = true;
    state.counters["renewals"] = benchmark::Counter(renewals, benchmark::Counter::kIsRate);
}

/// One renewal with a provider that takes no time: what the journal and the durable save cost on this disk.
void renewal(benchmark::State& state) {
    Opened opened(1000);
    int number = 0;
    for (auto _ : state)
        if (!opened.accounts->refresh(reference(number++ % 1000))) state.SkipWithError("a renewal failed");
}

/// The same by sixteen threads for accounts of their own: saves that wait for each other share a sync.
void renewals_at_once(benchmark::State& state) {
    Opened opened(1000);
    constexpr int threads = 16;
    constexpr int each = 10;
    for (auto _ : state) {
        std::vector<std::jthread> busy;
        for (int t = 0; t < threads; ++t)
            busy.emplace_back([&, t] {
                for (int i = 0; i < each; ++i) (void)opened.accounts->refresh(reference(t * 50 + i));
            });
    }
    state.counters["renewals"] = benchmark::Counter(static_cast<double>(state.iterations()) * threads * each,
                                                    benchmark::Counter::kIsRate);
}

BENCHMARK(open_home)->Arg(10)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(keeper_tick)->Arg(10)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(token_read)->Arg(10)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(token_first_read)->Arg(1000)->Arg(100'000)->Iterations(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(token_read_while_renewing)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(renewal)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(renewals_at_once)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace roadcase::bench

BENCHMARK_MAIN();
