// Gets a token from Roadcase and prints the headers that the provider's API wants, for curl -K -.
//
//     find_package(roadcase REQUIRED)  target_link_libraries(bot PRIVATE roadcase::client)
//     or: g++ -std=c++17 cpp.cpp $(pkg-config --cflags --libs roadcase)
#include <roadcase/client.h>

#include <iostream>

int main(int argc, char** argv) {
    const std::string account = argc > 1 ? argv[1] : "twitch";
    try {
        const auto token = roadcase::client().token(account);
        for (const auto& [name, value] : token.headers)
            std::cout << "header = \"" << name << ": " << value << "\"\n";
    } catch (const roadcase::needs_authorization& problem) {
        std::cerr << problem.what() << " " << problem.action_url() << "\n";
        return 4;
    } catch (const roadcase::error& problem) {
        std::cerr << problem.what() << " " << problem.next() << "\n";
        return 1;
    }
}
