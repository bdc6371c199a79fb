// bench_fill DIRECTORY COUNT: a home's database with so many accounts of the client "fake", for ./dev bench.
#include <cstdlib>
#include <iostream>

#include "stock.h"

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const auto& made = roadcase::bench::stock().with(std::atoi(argv[2]));
    for (const auto* name : {"roadcase.db", "roadcase.key"})
        std::filesystem::copy_file(made + "/" + name, std::string(argv[1]) + "/" + name);
    return 0;
}
